import IO
import Catalog

extension ColumnBuilder {
  /// Adds a value of an engine's result, which is as `Dialect` says: years are numbers, other
  /// periods their first day; false when it is none of the column's type.
  func add(_ value: ColumnValue) -> Bool {
    if case .missing = value {
      appendMissing()
      return true
    }
    switch type {
    case .boolean: return readTruth(value).map { append($0) } != nil
    case .integer, .interval: return readInteger(value).map { append($0) } != nil
    case .real, .percent: return readReal(value).map { append($0) } != nil
    case .date: return readDay(value).map { append($0) } != nil
    case .period(let unit): return readPeriod(value, unit).map { append($0) } != nil
    case .text, .category: return addText(value)
    }
  }

  private func addText(_ value: ColumnValue) -> Bool {
    var text: String
    switch value {
    case .missing: return false
    case .integer(let number): text = String(number)
    case .real(let number): text = String(number)
    case .text(let bytes): return append(bytes)
    case .bytes(let bytes): text = blobLiteral(bytes)
    }
    return text.withUTF8 { append($0) }
  }
}

/// A real; infinities and what is no number are not finite, which a column takes as missing.
private func readReal(_ value: ColumnValue) -> Double? {
  switch value {
  case .missing, .bytes: return nil
  case .integer(let number): return Double(number)
  case .real(let number): return number
  case .text(let bytes):
    if let number = NumberReading.real(bytes) { return number }
    let word = String(decoding: bytes, as: UTF8.self).lowercased()
    return ["nan", "inf", "-inf", "infinity", "-infinity"].contains(word) ? .nan : nil
  }
}

private func readTruth(_ value: ColumnValue) -> Bool? {
  switch value {
  case .missing, .real, .bytes: return nil
  case .integer(let number): return number == 0 ? false : number == 1 ? true : nil
  case .text(let bytes):
    if bytes.count == 1, bytes[0] == UInt8(ascii: "t") { return true }
    if bytes.count == 1, bytes[0] == UInt8(ascii: "f") { return false }
    return NumberReading.boolean(bytes)
  }
}

/// An integer; engines also send whole decimals such as `12.00`.
private func readInteger(_ value: ColumnValue) -> Int64? {
  switch value {
  case .missing, .bytes: return nil
  case .integer(let number): return number
  case .real(let number): return Int64(exactly: number)
  case .text(let bytes):
    if let number = NumberReading.integer(bytes) { return number }
    guard let point = bytes.firstIndex(of: UInt8(ascii: ".")),
      bytes[(point + 1)...].allSatisfy({ $0 == UInt8(ascii: "0") })
    else { return nil }
    return NumberReading.integer(UnsafeBufferPointer(rebasing: bytes[..<point]))
  }
}

/// A civil day from `2011-06-17`, also where a time of midnight follows.
private func readDay(_ value: ColumnValue) -> Int32? {
  guard case .text(let bytes) = value, bytes.count >= 10 else { return nil }
  if bytes.count > 10 {
    let time = String(decoding: bytes[10...], as: UTF8.self)
    guard ["T", " "].contains(time.prefix(1)), time.dropFirst().hasPrefix("00:00:00"),
      time.dropFirst(9).allSatisfy({ $0 == "0" || $0 == "." })
    else { return nil }
  }
  return CivilDate(String(decoding: bytes[..<10], as: UTF8.self))?.ordinal
}

private func readPeriod(_ value: ColumnValue, _ unit: PeriodUnit) -> Int32? {
  switch unit {
  case .year, .fiscalYear:
    guard let year = readInteger(value), (1...9999).contains(year) else { return nil }
    return unit.ordinal(year: Int(year))
  default:
    guard let day = readDay(value) else { return nil }
    let ordinal = unit.ordinal(of: day)
    return unit.firstDay(of: ordinal) == day ? ordinal : nil
  }
}
