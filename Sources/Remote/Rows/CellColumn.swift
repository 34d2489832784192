import IO
import Catalog
import Columns

/// A column of the cells that an engine sends, which it holds as `Dialect` says: years as numbers,
/// other periods as their first day.
final class CellColumn {
  private let type: DataType
  private let builder: ColumnBuilder

  /// An empty column for values of a type.
  init(for type: DataType) { (self.type, builder) = (type, ColumnBuilder(type)) }

  /// Takes a cell; false when it is no value of the column's type.
  func add(_ cell: Cell) -> Bool {
    if case .missing = cell {
      builder.appendMissing()
      return true
    }
    switch type {
    case .boolean: return readTruth(cell).map { builder.append($0) } != nil
    case .integer, .interval: return readInteger(cell).map { builder.append($0) } != nil
    case .real, .percent: return readReal(cell).map { builder.append($0) } != nil
    case .date: return readDay(cell).map { builder.append($0) } != nil
    case .period(let unit): return readPeriod(cell, unit).map { builder.append($0) } != nil
    case .text, .category: return addText(cell)
    }
  }

  private func addText(_ cell: Cell) -> Bool {
    func add(_ text: String) -> Bool {
      var text = text
      return text.withUTF8 { builder.append($0) }
    }
    switch cell {
    case .missing: return false
    case .integer(let number): return add(String(number))
    case .real(let number): return add(String(number))
    case .text(let bytes): return builder.append(bytes)
    }
  }

  /// The column of all cells; called once.
  func column() -> Column { builder.finish() }
}

/// A real; infinities and what is no number are not finite, which a column takes as missing.
private func readReal(_ cell: Cell) -> Double? {
  switch cell {
  case .missing: return nil
  case .integer(let number): return Double(number)
  case .real(let number): return number
  case .text(let bytes):
    if let number = NumberReading.real(bytes) { return number }
    let word = String(decoding: bytes, as: UTF8.self).lowercased()
    return ["nan", "inf", "-inf", "infinity", "-infinity"].contains(word) ? .nan : nil
  }
}

private func readTruth(_ cell: Cell) -> Bool? {
  switch cell {
  case .missing, .real: return nil
  case .integer(let number): return number == 0 ? false : number == 1 ? true : nil
  case .text(let bytes):
    if bytes.count == 1, bytes[0] == UInt8(ascii: "t") { return true }
    if bytes.count == 1, bytes[0] == UInt8(ascii: "f") { return false }
    return NumberReading.boolean(bytes)
  }
}

/// An integer; engines also send whole decimals such as `12.00`.
private func readInteger(_ cell: Cell) -> Int64? {
  switch cell {
  case .missing: return nil
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
private func readDay(_ cell: Cell) -> Int32? {
  guard case .text(let bytes) = cell, bytes.count >= 10 else { return nil }
  if bytes.count > 10 {
    let time = String(decoding: bytes[10...], as: UTF8.self)
    guard ["T", " "].contains(time.prefix(1)), time.dropFirst().hasPrefix("00:00:00"),
      time.dropFirst(9).allSatisfy({ $0 == "0" || $0 == "." })
    else { return nil }
  }
  guard bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
    let year = Int(plain: bytes[..<4]), let month = Int(plain: bytes[5..<7]),
    let day = Int(plain: bytes[8..<10])
  else { return nil }
  let date = CivilDate(year: year, month: month, day: day)
  return date.exists ? date.ordinal : nil
}

private func readPeriod(_ cell: Cell, _ unit: PeriodUnit) -> Int32? {
  switch unit {
  case .year, .fiscalYear:
    guard let year = readInteger(cell), (1...9999).contains(year) else { return nil }
    return unit.ordinal(year: Int(year))
  default:
    guard let day = readDay(cell) else { return nil }
    let ordinal = unit.ordinal(of: day)
    return unit.firstDay(of: ordinal) == day ? ordinal : nil
  }
}
