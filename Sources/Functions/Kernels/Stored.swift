import Columns

/// A kind of value that columns store by itself, and how columns and constants give it.
protocol Stored: BitwiseCopyable, Sendable {
  /// The values of a column, converted where that loses nothing.
  static func values(of column: Column) -> Buffer<Self>
  /// The value of a constant, unless it is missing.
  static func constant(_ value: Value) -> Self?
  /// The storage of a column of these values.
  static func storage(_ values: Buffer<Self>) -> Column.Storage
  /// What stands in rows whose value is missing.
  static var filler: Self { get }
}

extension Double: Stored {
  static func values(of column: Column) -> Buffer<Double> {
    guard case .integer(let integers) = column.storage else { return column.reals }
    func converted(_ values: Buffer<some FixedWidthInteger>) -> Buffer<Double> {
      Kernels.values(values) { Double($0) }
    }
    switch integers {
    case .int8(let values): return converted(values)
    case .int16(let values): return converted(values)
    case .int32(let values): return converted(values)
    case .int64(let values): return converted(values)
    }
  }

  static func constant(_ value: Value) -> Double? {
    switch value {
    case .real(let number): number
    case .integer(let number): Double(number)
    default: nil
    }
  }

  static func storage(_ values: Buffer<Double>) -> Column.Storage { .real(values) }
  static var filler: Double { 0 }
}

extension Int64: Stored {
  static func values(of column: Column) -> Buffer<Int64> { column.integers.widened }

  static func constant(_ value: Value) -> Int64? {
    if case .integer(let number) = value { return number }
    return nil
  }

  static func storage(_ values: Buffer<Int64>) -> Column.Storage { .integer(.int64(values)) }
  static var filler: Int64 { 0 }
}

extension Int32: Stored {
  static func values(of column: Column) -> Buffer<Int32> { column.ordinals }

  static func constant(_ value: Value) -> Int32? {
    if case .ordinal(let ordinal) = value { return ordinal }
    return nil
  }

  static func storage(_ values: Buffer<Int32>) -> Column.Storage { .ordinal(values) }
  static var filler: Int32 { 0 }
}

extension Bool: Stored {
  static func values(of column: Column) -> Buffer<Bool> { column.booleans }

  static func constant(_ value: Value) -> Bool? {
    if case .boolean(let truth) = value { return truth }
    return nil
  }

  static func storage(_ values: Buffer<Bool>) -> Column.Storage { .boolean(values) }
  static var filler: Bool { false }
}
