/// Integers in the narrowest width that holds all of them: a column that is read often costs what
/// it is wide.
///
/// Stored columns are narrow, computed ones wide. Widths never show in results.
public enum Integers: Sendable {
  case int8(Buffer<Int8>)
  case int16(Buffer<Int16>)
  case int32(Buffer<Int32>)
  case int64(Buffer<Int64>)

  /// The number of rows.
  public var count: Int {
    switch self {
    case .int8(let values): values.count
    case .int16(let values): values.count
    case .int32(let values): values.count
    case .int64(let values): values.count
    }
  }

  /// The integer of a row.
  public subscript(row: Int) -> Int64 {
    switch self {
    case .int8(let values): Int64(values[row])
    case .int16(let values): Int64(values[row])
    case .int32(let values): Int64(values[row])
    case .int64(let values): values[row]
    }
  }

  /// The same in 64 bits each; a copy, unless they are so already.
  public var widened: Buffer<Int64> {
    switch self {
    case .int8(let values): Integers.converted(values)
    case .int16(let values): Integers.converted(values)
    case .int32(let values): Integers.converted(values)
    case .int64(let values): values
    }
  }

  /// The same in the narrowest width that holds all of them, whatever stands where a value is
  /// missing; `known` tells which do count.
  public func narrowed(_ known: Buffer<Bool>?) -> Integers {
    guard case .int64(let values) = self else { return self }
    var (reach, row): (Int64, Int) = (0, 0)
    while row < values.count {
      // A negative number reaches as far as its complement.
      let value = values.base[row] ^ (values.base[row] &>> 63)
      reach |= known?.base[row] ?? true ? value : 0
      row &+= 1
    }
    if reach <= Int64(Int8.max) { return .int8(Integers.converted(values)) }
    if reach <= Int64(Int16.max) { return .int16(Integers.converted(values)) }
    if reach <= Int64(Int32.max) { return .int32(Integers.converted(values)) }
    return self
  }

  private static func converted<Source: FixedWidthInteger, Target: FixedWidthInteger>(
    _ values: Buffer<Source>
  ) -> Buffer<Target> {
    .tabulate(values.count) { Target(truncatingIfNeeded: values.base[$0]) }
  }
}
