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
      Kernels.values(Input(values, known: nil), rows: values.count) { Double($0) }
    }
    switch integers {
    case .byte(let values): return converted(values)
    case .short(let values): return converted(values)
    case .middle(let values): return converted(values)
    case .wide(let values): return converted(values)
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

  static func storage(_ values: Buffer<Int64>) -> Column.Storage { .integer(.wide(values)) }
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

/// One operand with its values at hand: one a row, or one for all rows.
struct Input<Element: BitwiseCopyable & Sendable>: Sendable {
  /// The values; a constant's only one.
  let values: Buffer<Element>
  /// How far the next row's value is: 1, or 0 for a constant.
  let step: Int
  /// Which rows are known; nil when all are.
  let known: Buffer<Bool>?

  /// Whether there is one value for all rows.
  var isConstant: Bool { step == 0 }
  /// The value of a constant.
  var constant: Element { values.base[0] }

  /// The values `values`, of which those in `known` are known.
  init(_ values: Buffer<Element>, known: Buffer<Bool>?) {
    (self.values, self.known, step) = (values, known, 1)
  }

  /// One value for all rows.
  init(repeating value: Element) {
    (values, known, step) = (Buffer(repeating: value, count: 1), nil, 0)
  }
}

extension Input where Element: Stored {
  /// The values of an operand; a constant that is missing is missing in each of `rows` rows.
  init(_ operand: Operand, rows: Int) {
    switch operand {
    case .column(let column):
      self.init(Element.values(of: column), known: column.known)
    case .constant(let value, _):
      if let value = Element.constant(value) {
        self.init(repeating: value)
      } else {
        let missing = Buffer(repeating: false, count: rows)
        self.init(Buffer(repeating: Element.filler, count: rows), known: missing)
      }
    }
  }
}

extension Codes {
  /// The codes as 64-bit numbers.
  var widened: Buffer<Int64> {
    func wide(_ codes: Buffer<some FixedWidthInteger>) -> Buffer<Int64> {
      Kernels.values(Input(codes, known: nil), rows: codes.count) { Int64(truncatingIfNeeded: $0) }
    }
    switch self {
    case .narrow(let codes): return wide(codes)
    case .middle(let codes): return wide(codes)
    case .wide(let codes): return wide(codes)
    }
  }
}

extension Codes {
  /// For each row what `table` holds at the row's code.
  func looked<Target: BitwiseCopyable & Sendable>(up table: Buffer<Target>) -> Buffer<Target> {
    @inline(__always)
    func look(_ codes: Buffer<some FixedWidthInteger>) -> Buffer<Target> {
      Kernels.values(Input(codes, known: nil), rows: codes.count) {
        table.base[Int(truncatingIfNeeded: $0)]
      }
    }
    if table.isEmpty { return Buffer(filling: 0) { _ in } }
    switch self {
    case .narrow(let codes): return look(codes)
    case .middle(let codes): return look(codes)
    case .wide(let codes): return look(codes)
    }
  }
}
