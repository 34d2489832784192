import Tables

/// A column of values whose types are told one by one, as in JSON and SQLite, until a type is found
/// that all of them have.
final class LooseColumn {
  /// The column's name.
  let name: String
  /// How many values there are.
  private(set) var count = 0
  private var kinds = GrowingMemory<Kind>()
  /// Truth values, numbers as their bits, and codes of texts.
  private var words = GrowingMemory<UInt64>()
  private let texts = TextCoder()
  private var candidates = TypeCandidates()
  private var kindsMet: Set<Kind> = []
  private var scratch: [UInt8] = []

  private enum Kind: UInt8, BitwiseCopyable {
    case missing, boolean, integer, real, text, ordinal
  }

  /// A column without values.
  init(_ name: String) { self.name = name }

  /// Adds a value: missing, a truth value, an integer, a real, or a text.
  func append(_ value: Value) {
    switch value {
    case .missing: append(.missing, 0)
    case .boolean(let truth): append(.boolean, truth ? 1 : 0)
    case .integer(let number): append(.integer, UInt64(bitPattern: number))
    case .real(let number): append(.real, number.bitPattern)
    case .ordinal(let day): append(.ordinal, UInt64(bitPattern: Int64(day)))
    case .text(var text): text.withUTF8 { append(copying: $0) }
    }
  }

  /// Adds a text, behind which eight bytes can be read.
  func append(text: UnsafePointer<UInt8>, count length: Int) {
    let known = texts.count
    let code = texts.code(of: text, count: length)
    append(.text, UInt64(code))
    if texts.count > known, !candidates.isText {
      candidates.note(UnsafeBufferPointer(start: text, count: length))
      // What its source calls a text is no number, whatever it looks like.
      candidates.keepTemporal()
      // An empty text is a value here, and no other type has it.
      if length == 0 { candidates.giveUp() }
    }
  }

  /// Adds a text of which nothing is known but its bytes.
  func append(copying text: UnsafeBufferPointer<UInt8>) {
    scratch.removeAll(keepingCapacity: true)
    scratch.append(contentsOf: text)
    for _ in 0..<8 { scratch.append(0) }
    append(text: scratch, count: text.count)
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
    if kind == .missing || (count > 1 && kinds.base[count - 2] == kind) { return }
    if !kindsMet.insert(kind).inserted { return }
    switch kind {
    case .boolean: candidates.note(.boolean)
    case .integer: candidates.note(.integer)
    case .real: candidates.note(.real)
    case .ordinal: candidates.note(.date)
    case .missing, .text: break
    }
  }

  /// The type that all values have: text where there is none.
  var type: DataType {
    kindsMet.contains(.text) && kindsMet.count > 1 ? .text : candidates.type
  }

  /// The values in storage of that type.
  func column() -> Column {
    var known = KnownRows(capacity: count)
    for row in 0..<count where kinds.base[row] == .missing { known.remove(row) }
    switch type {
    case .boolean: return Column(.boolean(values { $0 == 1 }), known: known.buffer)
    case .integer:
      return Column(.integer(.wide(values { Int64(bitPattern: $0) })), known: known.buffer)
    case .real: return Column(.real(reals()), known: known.buffer)
    case .date, .period: return Column(.ordinal(ordinals()), known: known.buffer)
    default: return textColumn(known.buffer)
    }
  }

  private func values<Element>(_ value: (UInt64) -> Element) -> Buffer<Element> {
    Buffer(count: count) { target in
      for row in 0..<count {
        target[row] = value(kinds.base[row] == .missing ? 0 : words.base[row])
      }
    }
  }

  private func reals() -> Buffer<Double> {
    Buffer(count: count) { target in
      for row in 0..<count {
        let word = words.base[row]
        target[row] =
          kinds.base[row] == .integer ? Double(Int64(bitPattern: word)) : Double(bitPattern: word)
      }
    }
  }

  private func ordinals() -> Buffer<Int32> {
    let parsed = (0..<texts.count).map { code in
      let (base, length) = texts.text(code)
      return ordinal(UnsafeBufferPointer(start: base, count: length)) ?? 0
    }
    return Buffer(count: count) { target in
      for row in 0..<count {
        switch kinds.base[row] {
        case .text: target[row] = parsed[Int(words.base[row])]
        case .ordinal: target[row] = Int32(truncatingIfNeeded: Int64(bitPattern: words.base[row]))
        default: target[row] = 0
        }
      }
    }
  }

  private func ordinal(_ text: UnsafeBufferPointer<UInt8>) -> Int32? {
    if case .period(let unit) = type { return PeriodParser(unit: unit).parse(text) }
    return DateParser().parse(text)
  }

  /// Texts as they are: unlike in CSV an empty one is not missing.
  private func textColumn(_ known: Buffer<Bool>?) -> Column {
    if kindsMet.isSubset(of: [.text]) {
      let codes = (0..<count).map { kinds.base[$0] == .text ? UInt32(words.base[$0]) : 0 }
      let labels = texts.dictionary()
      return Column(.code(Codes(codes, dictionaryCount: labels.count), labels), known: known)
    }
    var labels = TextDictionaryBuilder()
    let codes = (0..<count).map { row in
      kinds.base[row] == .missing ? 0 : labels.code(of: plainText(row))
    }
    if labels.count == 0 { _ = labels.code(of: "") }
    let texts = labels.finish()
    return Column(.code(Codes(codes, dictionaryCount: texts.count), texts), known: known)
  }

  private func plainText(_ row: Int) -> String {
    let word = words.base[row]
    switch kinds.base[row] {
    case .missing: return ""
    case .boolean: return word == 1 ? "true" : "false"
    case .integer: return String(Int64(bitPattern: word))
    case .real: return exactText(of: Double(bitPattern: word))
    case .ordinal: return CivilDate(ordinal: Int32(truncatingIfNeeded: word)).description
    case .text:
      let (base, length) = texts.text(Int(word))
      return String(decoding: UnsafeBufferPointer(start: base, count: length), as: UTF8.self)
    }
  }
}

/// A table in memory of `columns`, which are made equally long.
func storedTable(
  name: String,
  title: String,
  columns: [LooseColumn],
  rowCount: Int
) -> StoredTable {
  let names = distinctNames(columns.map(\.name))
  var fields: [Field] = []
  var stored: [Column] = []
  for (distinct, column) in zip(names, columns) {
    column.pad(to: rowCount)
    fields.append(inferredField(distinct, column.type, table: name))
    stored.append(column.column())
  }
  let table = Table(schema: Schema(fields), columns: stored, rowCount: rowCount)
  return StoredTable(name: name, title: title, table: table)
}

/// A field of which nothing is known but what its values look like.
func inferredField(_ name: String, _ type: DataType, table: String) -> Field {
  Field(
    name,
    type,
    role: type.isNumeric ? .additive : .other,
    origin: Field.Origin(table: table, column: name)
  )
}
