import Catalog
import Columns
import Parallel

/// An order-preserving encoder: turns the values of a column into whole numbers from zero on.
///
/// Missing values have the largest number of all, so that they come last in either direction.
struct KeyEncoder {
  let column: Column
  /// How its values become numbers.
  let coding: Coding
  /// The largest number of a known value.
  let lastKnown: UInt64
  /// The number of a missing value; nil if there is none, or if it does not matter.
  var missing: UInt64?
  /// Whether the largest value has the smallest number.
  var isDescending = false

  /// The ways from a value to a number.
  enum Coding {
    /// Whether the value is missing, as its only content.
    case isMissing
    case boolean
    /// The distance from the least integer, date or period.
    case integer(Int64)
    /// The distance from the least real in the order of their bits.
    case real(UInt64)
    /// The code itself: a category's, or a text's whose order does not matter.
    case code
    /// The rank of the code's text.
    case rank(Buffer<UInt32>)
  }

  /// The largest number that it gives.
  var last: UInt64 { max(missing ?? 0, lastKnown) }

  /// The encoders of a column: one, or two where 64 bits cannot hold all its values and a missing
  /// one.
  ///
  /// Without `keepingOrder` texts need not be encoded in their order.
  static func encoders(
    _ column: Column,
    _ type: DataType,
    descending: Bool = false,
    keepingOrder: Bool = true,
    by workers: WorkerPool
  ) throws -> [KeyEncoder] {
    let column = type == .text && keepingOrder ? column.compacted : column
    let (coding, lastKnown): (Coding, UInt64)
    switch column.storage {
    case .boolean: (coding, lastKnown) = (.boolean, 1)
    case .integer, .ordinal:
      let (least, most) = try bounds(of: column, by: workers)
      (coding, lastKnown) = (.integer(least), UInt64(bitPattern: most) &- UInt64(bitPattern: least))
    case .real(let values):
      let (least, most) = try bounds(of: values, column.known, by: workers)
      (coding, lastKnown) = (.real(least), most - least)
    case .code(_, let labels):
      lastKnown = UInt64(max(labels.count, 1) - 1)
      var isInOrder = labels.isSorted
      if case .category = type { isInOrder = true }
      coding = isInOrder || !keepingOrder ? .code : .rank(try labels.ranks(by: workers))
    }
    let hasMissing = column.known.map { $0.trueCount < $0.count } ?? false
    var known = KeyEncoder(column: column, coding: coding, lastKnown: lastKnown)
    known.isDescending = descending
    if !hasMissing { return [known] }
    known.missing = lastKnown == .max ? 0 : lastKnown + 1
    if lastKnown < .max { return [known] }
    var missing = KeyEncoder(column: column, coding: .isMissing, lastKnown: 0, missing: 1)
    missing.isDescending = descending
    return [missing, known]
  }

  /// The least and the most of the known integers or ordinals; both zero if none is known.
  static func bounds(of column: Column, by workers: WorkerPool) throws -> (Int64, Int64) {
    try bounds(0, column.count, by: workers) { column[$0].bounds.map { ($0.min, $0.max) } }
  }

  /// The least and the most of the ordered bits of the known reals; both zero if none is known.
  static func bounds(
    of values: Buffer<Double>,
    _ known: Buffer<Bool>?,
    by workers: WorkerPool
  ) throws -> (UInt64, UInt64) {
    try bounds(0, values.count, by: workers) { rows in
      var (least, most, row) = (UInt64.max, UInt64.min, rows.lowerBound)
      while row < rows.upperBound {
        let (bits, isKnown) = (orderedBits(values.base[row]), known?.base[row] ?? true)
        least = isKnown && bits < least ? bits : least
        most = isKnown && bits > most ? bits : most
        row &+= 1
      }
      return least <= most ? (least, most) : nil
    }
  }

  private static func bounds<Image: Comparable & Sendable>(
    _ none: Image,
    _ rowCount: Int,
    by workers: WorkerPool,
    _ bounds: @Sendable (_ rows: Range<Int>) -> (Image, Image)?
  ) throws -> (Image, Image) {
    let ranges = workers.chunks(of: 0..<rowCount)
    let found = try workers.map(ranges.count) { bounds(ranges[$0]) }.compactMap { $0 }
    guard let first = found.first else { return (none, none) }
    return found.reduce(first) { (min($0.0, $1.0), max($0.1, $1.1)) }
  }
}

/// The bits of a real as a whole number in the order of reals; both zeros are one.
@inline(__always)
func orderedBits(_ value: Double) -> UInt64 {
  let bits = (value + 0.0).bitPattern
  return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
}
