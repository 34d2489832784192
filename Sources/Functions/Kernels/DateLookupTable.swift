import Catalog
import Columns
import Parallel

/// A function of days or periods, tabulated over the stretch that a column spans: calendars are
/// slow to compute and few days occur.
final class DateLookupTable: Sendable {
  private let function: @Sendable (Int32) -> Int32
  private let known = Lock<OrdinalTable?>(nil)
  private static let widest = 1 << 18

  /// Tables of periods, which are the same for every query.
  private static let periods = Lock<[[PeriodUnit?]: DateLookupTable]>([:])

  /// The periods of a unit that hold the dates, or periods, of a type.
  static func period(_ unit: PeriodUnit, of type: DataType) -> DateLookupTable {
    var finer: PeriodUnit?
    if case .period(let unit) = type { finer = unit }
    return periods.withLock { [finer] periods in
      if let table = periods[[unit, finer]] { return table }
      let table = DateLookupTable { unit.ordinal(of: finer?.firstDay(of: $0) ?? $0) }
      periods[[unit, finer]] = table
      return table
    }
  }

  /// A table of `function`, which is called for days and periods of the years 1 to 9999 only.
  init(_ function: @escaping @Sendable (Int32) -> Int32) { self.function = function }

  var table: OrdinalTable? { known.withLock { $0 } }

  /// The function of each row's ordinal.
  func values(_ input: Input<Int32>, rows: Int) -> Buffer<Int32> {
    if let values = tabulated(input, rows: rows) { return values }
    let range = input.isConstant ? input.values.bounds() : input.values.bounds(input.known)
    guard rows > 0, let (least, greatest) = range else {
      return Buffer(repeating: 0, count: rows)
    }
    if Int(greatest) - Int(least) >= DateLookupTable.widest {
      let limits = Operators.days
      return Kernels.values(input, rows: rows) { ordinal in
        limits.contains(Int(ordinal)) ? self.function(ordinal) : 0
      }
    }
    let table = table(from: least, to: greatest)
    let (start, base, count) = (table.start, table.values.base, UInt32(table.values.count))
    return Kernels.values(input, rows: rows) { ordinal in
      let place = UInt32(bitPattern: ordinal &- start)
      return place < count ? base[Int(place)] : 0
    }
  }

  /// The function of each row's ordinal, if the table that there is holds all of them.
  private func tabulated(_ input: Input<Int32>, rows: Int) -> Buffer<Int32>? {
    guard let table else { return nil }
    let (start, base, ordinals) = (table.start, table.values.base, input.values.base)
    // The table's length is a power of two, so that the places' bits together decide.
    var (row, bits) = (0, UInt32(0))
    while row < input.values.count {
      bits |= UInt32(bitPattern: ordinals[row] &- start)
      row &+= 1
    }
    guard bits < UInt32(table.values.count) else { return nil }
    if input.isConstant { return Buffer(repeating: base[Int(bits)], count: rows) }
    return Buffer(filling: rows) { target in
      @inline(__always)
      func look(_ row: Int) { target[row] = base[Int(ordinals[row]) &- Int(start)] }
      row = 0
      // Four at a time: the look-ups cost little more than the loop around them.
      while row &+ 3 < rows {
        look(row)
        look(row &+ 1)
        look(row &+ 2)
        look(row &+ 3)
        row &+= 4
      }
      while row < rows {
        look(row)
        row &+= 1
      }
    }
  }

  /// A table that holds at least these ordinals; it grows in leaps, so that chunks share it.
  private func table(from least: Int32, to greatest: Int32) -> OrdinalTable {
    known.withLock { known in
      var (low, high) = (Int(least) - 400, Int(greatest) + 400)
      if let known {
        let end = Int(known.start) + known.values.count - 1
        if Int(known.start) <= Int(least) && Int(greatest) <= end { return known }
        if max(high, end) - min(low, Int(known.start)) < DateLookupTable.widest {
          (low, high) = (min(low, Int(known.start)), max(high, end))
        }
      }
      let limits = Operators.days
      low = max(low, limits.lowerBound)
      var size = 1
      while size <= high - low { size *= 2 }
      let values = (low..<low + size).map { limits.contains($0) ? function(Int32($0)) : 0 }
      let made = OrdinalTable(start: Int32(low), values: Buffer(values))
      known = made
      return made
    }
  }
}
