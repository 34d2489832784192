import Formats
import Tables

/// A column that grows cell by cell.
protocol CellColumn: AnyObject {
  /// Takes a cell; false when it is no value of the column's type.
  func add(_ cell: Cell) -> Bool
  /// The column of all cells. Called once.
  func column() -> Column
}

/// An empty column for values of a type, which engines hold as `Dialect` says: years as numbers,
/// other periods as their first day.
func makeColumn(for type: DataType) -> any CellColumn {
  switch type {
  case .boolean:
    FixedColumn(absent: false, read: readTruth) { .boolean(Buffer($0)) }
  case .integer, .span:
    FixedColumn(absent: 0, read: readInteger) { .integer(.wide(Buffer($0))) }
  case .real, .percent:
    RealColumn()
  case .date:
    FixedColumn(absent: 0, read: readDay) { .ordinal(Buffer($0)) }
  case .period(let unit):
    FixedColumn(absent: 0, read: { readPeriod($0, unit) }, storage: { .ordinal(Buffer($0)) })
  case .text: TextColumn(category: nil)
  case .category(let category): TextColumn(category: category)
  }
}

/// A column of values of fixed size.
private final class FixedColumn<Element: BitwiseCopyable & Sendable>: CellColumn {
  private var values: [Element] = []
  private var known: [Bool] = []
  private var hasMissing = false
  private let absent: Element
  private let read: (Cell) -> Element?
  private let storage: ([Element]) -> Column.Storage

  init(
    absent: Element,
    read: @escaping (Cell) -> Element?,
    storage: @escaping ([Element]) -> Column.Storage
  ) {
    (self.absent, self.read, self.storage) = (absent, read, storage)
  }

  func add(_ cell: Cell) -> Bool {
    if case .missing = cell {
      values.append(absent)
      known.append(false)
      hasMissing = true
      return true
    }
    guard let value = read(cell) else { return false }
    values.append(value)
    known.append(true)
    return true
  }

  func column() -> Column { Column(storage(values), known: hasMissing ? Buffer(known) : nil) }
}

/// A column of reals; what is no finite number is missing, as the language has it.
private final class RealColumn: CellColumn {
  private var values: [Double] = []
  private var known: [Bool] = []
  private var hasMissing = false

  func add(_ cell: Cell) -> Bool {
    guard let number = number(cell) else { return false }
    let isKnown = number.isFinite
    values.append(isKnown ? number : 0)
    known.append(isKnown)
    if !isKnown { hasMissing = true }
    return true
  }

  private func number(_ cell: Cell) -> Double? {
    switch cell {
    case .missing: return .nan
    case .integer(let number): return Double(number)
    case .real(let number): return number
    case .text(let bytes):
      if let number = NumberReading.real(bytes) { return number }
      let word = String(decoding: bytes, as: UTF8.self).lowercased()
      return ["nan", "inf", "-inf", "infinity", "-infinity"].contains(word) ? .nan : nil
    }
  }

  func column() -> Column {
    Column(.real(Buffer(values)), known: hasMissing ? Buffer(known) : nil)
  }
}

/// A column of texts, or of a category's words.
private final class TextColumn: CellColumn {
  private let category: Category?
  private var labels = TextDictionaryBuilder()
  private var codes: [UInt32] = []
  private var known: [Bool] = []
  private var hasMissing = false

  init(category: Category?) {
    self.category = category
    guard let category else { return }
    for code in 0..<category.labels.count { _ = labels.code(of: category.labels.utf8(code)) }
  }

  func add(_ cell: Cell) -> Bool {
    guard let code = code(cell) else {
      codes.append(0)
      known.append(false)
      hasMissing = true
      return true
    }
    if let category, code >= category.labels.count { return false }
    codes.append(code)
    known.append(true)
    return true
  }

  private func code(_ cell: Cell) -> UInt32? {
    switch cell {
    case .missing: nil
    case .integer(let number): labels.code(of: String(number))
    case .real(let number): labels.code(of: String(number))
    case .text(let bytes): labels.code(of: bytes)
    }
  }

  func column() -> Column {
    let mask = hasMissing ? Buffer(known) : nil
    if let category {
      let shared = category.labels
      return Column(.code(Codes(codes, dictionaryCount: shared.count), shared), known: mask)
    }
    var finished = TextDictionaryBuilder()
    swap(&finished, &labels)
    if finished.count == 0 { _ = finished.code(of: "") }
    let texts = finished.finish()
    return Column(.code(Codes(codes, dictionaryCount: texts.count), texts), known: mask)
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
