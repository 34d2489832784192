import Catalog
import Columns

/// A builder of a column whose values have types of their own, as in JSON and SQLite: the column
/// has the type that all values have.
///
/// An empty text is missing, as an empty field of CSV is. Integers that a real does not hold exactly
/// are never rounded: beside reals, or beyond 64 bits, the column is text.
final class VariantColumnBuilder {
  /// The column's name.
  let name: String
  /// How many values there are.
  private(set) var count = 0
  private let missing: MissingWords
  private var kinds = UninitializedBuffer<Kind>()
  /// Truth values, numbers as their bits, and codes of texts.
  private var words = UninitializedBuffer<UInt64>()
  private var texts = StringTable()
  private var kindsMet: Set<Kind> = []
  private var scratch: [UInt8] = []
  private var hasInexactIntegers = false
  /// What numbers there were that 64 bits do not hold.
  private var wideNumbers: String?
  private var infiniteCount = 0

  /// The bytes that a value takes, but for those of a text: its kind and its word, in rooms that
  /// double.
  static let bytesPerValue = 2 * (MemoryLayout<Kind>.stride + MemoryLayout<UInt64>.stride)

  private enum Kind: UInt8, BitwiseCopyable, Comparable {
    case missing, empty
    /// A usual word for a missing value, which is a text beside texts.
    case word
    case boolean, integer, real, text

    static func < (left: Kind, right: Kind) -> Bool { left.rawValue < right.rawValue }
  }

  /// A column without values, in which such words stand for missing ones.
  init(_ name: String, _ missing: MissingWords) { (self.name, self.missing) = (name, missing) }

  /// Adds a value: missing, a truth value, an integer, a real, or a text.
  func append(_ value: Value) {
    switch value {
    case .missing: append(.missing, 0)
    case .boolean(let truth): append(.boolean, truth ? 1 : 0)
    case .integer(let number):
      if isGiven(String(number)) { return append(.missing, 0) }
      if number.magnitude > 1 << 53 { hasInexactIntegers = true }
      append(.integer, UInt64(bitPattern: number))
    case .real(let number):
      if !number.isFinite { infiniteCount += 1 }
      let isMissing = !number.isFinite || isGiven(exactText(of: number))
      append(isMissing ? .missing : .real, number.bitPattern)
    case .ordinal(let day): append(.text(CivilDate(ordinal: day).description))
    case .text(var text): text.withUTF8 { append(copying: $0) }
    }
  }

  /// Whether a number is written as one of the words that the user gave.
  private func isGiven(_ number: @autoclosure () -> String) -> Bool {
    if missing.given.isEmpty { return false }
    var text = number()
    return text.withUTF8(missing.given.contain)
  }

  /// Adds a text, behind which eight bytes can be read.
  func append(text: UnsafePointer<UInt8>, count length: Int) {
    if length == 0 { return append(.empty, 0) }
    let bytes = UnsafeBufferPointer(start: text, count: length)
    if missing.given.contain(bytes) { return append(.missing, 0) }
    let code = UInt64(texts.code(padded: text, count: length))
    append(missing.usualContain(bytes) ? .word : .text, code)
  }

  /// Adds a text of which nothing is known but its bytes.
  func append(copying text: UnsafeBufferPointer<UInt8>) {
    scratch.removeAll(keepingCapacity: true)
    scratch.append(contentsOf: text)
    for _ in 0..<8 { scratch.append(0) }
    append(text: scratch, count: text.count)
  }

  /// Adds a number that 64 bits do not hold, as it is written.
  func append(wideNumber text: String) {
    let isInteger = text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2D }
    wideNumbers = isInteger ? "integers of more than 64 bits" : "numbers above 1.8e308"
    append(.text(text))
  }

  /// Adds missing values until there are `count`.
  func pad(to count: Int) {
    while self.count < count { append(.missing, 0) }
  }

  /// Leaves out all values but the first `count`.
  func truncate(to count: Int) { self.count = min(self.count, count) }

  private func append(_ kind: Kind, _ word: UInt64) {
    kinds.reserve(count + 1)
    words.reserve(count + 1)
    kinds.base[count] = kind
    words.base[count] = word
    count += 1
    if kind <= .word || (count > 1 && kinds.base[count - 2] == kind) { return }
    kindsMet.insert(kind)
  }

  /// The column of all values, the type that all have, nil where there is none, and what was not
  /// taken as it stands in the file at `path`; called once.
  ///
  /// `check` is called now and then, and stops it by throwing.
  func finish(
    _ path: String,
    _ check: () throws(TableFailure) -> Void
  ) throws(TableFailure) -> (column: Column, type: DataType?, warnings: [String]) {
    try check()
    let hasTexts = texts.count > 0
    let labels = texts.finish()
    var warnings = warnings(path)
    if hasTexts, kindsMet.isSubset(of: [.text]) {
      let codes = Buffer(words.buffer(count: count).lazy.map { UInt32(truncatingIfNeeded: $0) })
      let storage = Column.Storage.code(Codes(codes, dictionaryCount: labels.count), labels)
      let column = Column(storage, known: known(.word))
      guard
        let conversion = try TextConversion(labels, missing, among: TextNotation.temporal, check)
      else { return (column, .text, warnings) }
      warnings += conversion.warnings(column, name, path)
      return (conversion.column(column), conversion.kind.type, warnings)
    }
    let type = type
    if type != .text { warnings += wordWarnings(labels, type, path) }
    return (try column(type ?? .text, labels, check), type, warnings)
  }

  /// The type that all values have, which are not all texts.
  private var type: DataType? {
    switch kindsMet {
    case []: nil
    case [.boolean]: .boolean
    case [.integer]: .integer
    case [.real]: .real
    case [.integer, .real]: hasInexactIntegers ? .text : .real
    default: .text
    }
  }

  private func warnings(_ path: String) -> [String] {
    var lines: [String] = []
    let emptyCount = (0..<count).count { kinds.base[$0] == .empty }
    if emptyCount > 0 {
      let texts = emptyCount == 1 ? "1 empty text is" : "\(emptyCount) empty texts are"
      lines.append("\(path): in \(name) \(texts) missing")
    }
    if infiniteCount > 0 {
      let numbers = infiniteCount == 1 ? "number is" : "numbers are"
      lines.append("\(path): in \(name) \(infiniteCount) infinite \(numbers) missing")
    }
    if let wideNumbers {
      lines.append("\(path): \(name) is text, since it has \(wideNumbers)")
    } else if hasInexactIntegers, kindsMet.contains(.real) {
      lines.append("\(path): \(name) is text, since a real cannot hold its integers exactly")
    }
    return lines
  }

  private func wordWarnings(_ labels: TextDictionary, _ type: DataType?, _ path: String) -> [String]
  {
    var rows = [Int](repeating: 0, count: labels.count)
    for row in 0..<count where kinds.base[row] == .word { rows[Int(words.base[row])] += 1 }
    let words = rows.indices.filter { rows[$0] > 0 }.map { (labels[$0], rows[$0]) }
    guard let type, !words.isEmpty else { return [] }
    return [wordsWarning(words, name, others: type.word + "s", path)]
  }

  /// The values as a type that is not that of texts alone.
  private func column(
    _ type: DataType,
    _ labels: TextDictionary,
    _ check: () throws(TableFailure) -> Void
  ) throws(TableFailure) -> Column {
    switch type {
    case .integer:
      let values = words.buffer(of: Int64.self, count: count)
      return Column(.integer(.int64(values)), known: known(.boolean))
    case .real where !kindsMet.contains(.integer):
      return Column(.real(words.buffer(of: Double.self, count: count)), known: known(.boolean))
    default: return try converted(to: type, labels, check)
    }
  }

  /// For each row whether its value is known, as those of a kind from `least` on are; nil when all
  /// are.
  private func known(_ least: Kind) -> Buffer<Bool>? {
    let mask = Buffer(count: count) { target in
      for row in 0..<count { target[row] = kinds.base[row] >= least }
    }
    return mask.contains(false) ? mask : nil
  }

  private func converted(
    to type: DataType,
    _ labels: TextDictionary,
    _ check: () throws(TableFailure) -> Void
  ) throws(TableFailure) -> Column {
    let builder = ColumnBuilder(type)
    for row in 0..<count {
      if row & 0xFFF == 0 { try check() }
      let word = words.base[row]
      switch (kinds.base[row], type) {
      case (.missing, _), (.empty, _): builder.appendMissing()
      case (.word, .text), (.text, _): _ = builder.append(labels.utf8(Int(word)))
      case (.word, _): builder.appendMissing()
      case (let kind, .text):
        var text = plainText(kind, word)
        _ = text.withUTF8 { builder.append($0) }
      case (.integer, .real): builder.append(Double(Int64(bitPattern: word)))
      case (.real, _): builder.append(Double(bitPattern: word))
      default: builder.append(word)
      }
    }
    return builder.finish()
  }

  private func plainText(_ kind: Kind, _ word: UInt64) -> String {
    switch kind {
    case .boolean: word == 1 ? "true" : "false"
    case .integer: String(Int64(bitPattern: word))
    default: exactText(of: Double(bitPattern: word))
    }
  }
}

/// The schema of columns whose types are inferred from their values, nil where there is none;
/// `find` gives a type that is not known yet when it is asked for.
func inferredSchema(
  _ columns: [(name: String, type: DataType??)],
  table: String,
  find: @escaping @Sendable (Int) -> DataType?
) -> Schema {
  Schema(
    columns.enumerated().map { place, column in
      if let type = column.type { return inferredField(column.name, type, table: table) }
      let origin = Field.Origin(table: table, column: column.name)
      return Field(column.name, foundBy: TypeFinder { find(place) }, origin: origin)
    }
  )
}

/// A field of which nothing is known but what its values look like; `type` is nil where there is
/// none.
func inferredField(_ name: String, _ type: DataType?, table: String) -> Field {
  Field(name, foundBy: TypeFinder(known: type), origin: Field.Origin(table: table, column: name))
}
