import Tables

/// Reads integers of 64 bits.
struct IntegerParser: CellParser {
  static let absent: Int64 = 0
  var expectation: String { "an integer" }
  func parse(_ text: UnsafeBufferPointer<UInt8>) -> Int64? { NumberReading.integer(text) }
  func storage(_ values: Buffer<Int64>) -> Column.Storage { .integer(.wide(values)) }
}

/// Reads decimal numbers.
struct RealParser: CellParser {
  static let absent: Double = 0
  var expectation: String { "a number" }
  func parse(_ text: UnsafeBufferPointer<UInt8>) -> Double? { NumberReading.real(text) }
  func storage(_ values: Buffer<Double>) -> Column.Storage { .real(values) }
}

/// Reads truth values.
struct BooleanParser: CellParser {
  static let absent = false
  var expectation: String { "true or false" }
  func parse(_ text: UnsafeBufferPointer<UInt8>) -> Bool? { NumberReading.boolean(text) }
  func storage(_ values: Buffer<Bool>) -> Column.Storage { .boolean(values) }
}

/// Reads days written as `2011-06-17`.
struct DateParser: CellParser {
  static let absent: Int32 = 0
  var expectation: String { "a day like 2011-06-17" }

  @inline(__always)
  func parse(_ text: UnsafeBufferPointer<UInt8>) -> Int32? {
    guard text.count == 10, let base = text.baseAddress, base[4] == 0x2D, base[7] == 0x2D,
      let year = NumberReading.digits(base, 4), let month = NumberReading.digits(base + 5, 2),
      let day = NumberReading.digits(base + 8, 2)
    else { return nil }
    let date = CivilDate(year: year, month: month, day: day)
    return date.exists ? date.ordinal : nil
  }

  func storage(_ values: Buffer<Int32>) -> Column.Storage { .ordinal(values) }
}

/// Reads periods of a unit as they are printed; fiscal years must have their FY.
struct PeriodParser: CellParser {
  static let absent: Int32 = 0
  let unit: PeriodUnit

  var expectation: String {
    switch unit {
    case .year: "a year like 2011"
    case .fiscalYear: "a fiscal year like FY2011"
    case .month: "a month like 2011-06"
    default: "a \(unit.word) like \(unit.text(of: unit.ordinal(year: 2011, part: 2)))"
    }
  }

  func parse(_ text: UnsafeBufferPointer<UInt8>) -> Int32? {
    guard let base = text.baseAddress else { return nil }
    switch unit {
    case .year:
      guard text.count == 4 else { return nil }
      return NumberReading.digits(base, 4).map { unit.ordinal(year: $0) }
    case .month:
      guard text.count == 7, base[4] == 0x2D, let year = NumberReading.digits(base, 4),
        let month = NumberReading.digits(base + 5, 2), (1...12).contains(month)
      else { return nil }
      return unit.ordinal(year: year, part: month)
    case .fiscalYear, .fiscalQuarter:
      guard text.count > 2, base[0] == 0x46, base[1] == 0x59 else { return nil }
    default: break
    }
    return unit.ordinal(of: String(decoding: text, as: UTF8.self))
  }

  func storage(_ values: Buffer<Int32>) -> Column.Storage { .ordinal(values) }
}

extension DataType {
  /// A builder of `rowCount` values of this type, read from the cells of a file.
  func builder(rowCount: Int, missing: MissingTexts) -> any ColumnBuilder {
    switch self {
    case .boolean: FixedBuilder(BooleanParser(), rowCount: rowCount, missing: missing)
    case .integer: FixedBuilder(IntegerParser(), rowCount: rowCount, missing: missing)
    case .real, .percent: FixedBuilder(RealParser(), rowCount: rowCount, missing: missing)
    case .date: FixedBuilder(DateParser(), rowCount: rowCount, missing: missing)
    case .period(let unit):
      FixedBuilder(PeriodParser(unit: unit), rowCount: rowCount, missing: missing)
    case .category(let category):
      TextBuilder(category: category, rowCount: rowCount, missing: missing)
    case .text, .span: TextBuilder(rowCount: rowCount, missing: missing)
    }
  }
}
