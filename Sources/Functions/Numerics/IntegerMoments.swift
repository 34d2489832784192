import Columns

/// Sums of small integers, their squares and their product, in 64 bits: exact, and far less work
/// than exact sums of reals are.
struct IntegerMoments {
  private var sums = GroupValues(Moments(0 as Int64))
  /// No sum of products is farther from zero than this.
  private var reach: UInt64 = 0

  /// Adds the rows whose one or two integers are known; false, and nothing is added, where an
  /// operand holds reals or large numbers, or sums might leave 64 bits.
  mutating func add(_ operands: [Operand], _ groups: Buffer<UInt32>, _ groupCount: Int) -> Bool {
    guard case .column(let column)? = operands.first, case .integer(let first) = column.storage,
      case .column(let other)? = operands.last, case .integer(let last) = other.storage
    else { return false }
    let x = first.widened
    let y = operands.count > 1 ? last.widened : x
    let rows = groups.count
    if rows == 0 { return true }
    let largest = max(
      IntegerSums.largest(x.base, rows),
      operands.count > 1 ? IntegerSums.largest(y.base, rows) : 0
    )
    guard largest < 1 << 24, rows < 1 << 24 else { return false }
    let most = largest * largest &* UInt64(rows)
    guard most < 1 << 62, reach + most < 1 << 62 else { return false }
    reach += most
    let known = BooleanKernels.both(column.known, operands.count > 1 ? other.known : nil)
    sums.update(groupCount) { sums in
      if operands.count == 1 {
        GroupedRows(groups: groups).forEach(known) { row, group in
          let value = x.base[row]
          sums[group].count &+= 1
          sums[group].x &+= value
          sums[group].xx &+= value &* value
        }
      } else {
        GroupedRows(groups: groups).forEach(known) { row, group in
          let (left, right) = (x.base[row], y.base[row])
          sums[group].count &+= 1
          sums[group].x &+= left
          sums[group].y &+= right
          sums[group].xx &+= left &* left
          sums[group].yy &+= right &* right
          sums[group].xy &+= left &* right
        }
      }
    }
    return true
  }

  /// Gives `body` the sums of each group, and begins anew.
  mutating func carry(_ body: (Int, Moments<Int64>) -> Void) {
    for (group, sums) in sums.values.enumerated() where sums.count > 0 { body(group, sums) }
    self = IntegerMoments()
  }
}

/// A number of rows, and the sums of one or two numbers of theirs, the squares and the products.
struct Moments<Sum: Sendable>: Sendable {
  var count = 0
  var x, y, xx, yy, xy: Sum

  init(_ zero: Sum) { (x, y, xx, yy, xy) = (zero, zero, zero, zero, zero) }

  mutating func add<Other>(_ other: Moments<Other>, _ plus: (inout Sum, Other) -> Void) {
    count += other.count
    plus(&x, other.x)
    plus(&y, other.y)
    plus(&xx, other.xx)
    plus(&yy, other.yy)
    plus(&xy, other.xy)
  }
}

extension ExactSum {
  /// Adds an integer without rounding it: its upper and its lower half are reals.
  mutating func add(exactly integer: Int64) {
    add(Double(integer >> 32) * 4_294_967_296)
    add(Double(integer & 0xffff_ffff))
  }
}
