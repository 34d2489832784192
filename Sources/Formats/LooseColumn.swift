import Tables

/// A column of values whose types are told one by one, as in JSON and SQLite, until a type is found
/// that all of them have.
struct LooseColumn {
  /// The column's name.
  let name: String
  private var values: [Value] = []
  private var candidates = TypeCandidates()
  private var hasText = false
  private var hasOther = false

  /// A column without values.
  init(_ name: String) { self.name = name }

  /// How many values there are.
  var count: Int { values.count }

  /// Adds a value: missing, a truth value, an integer, a real, or a text.
  mutating func append(_ value: Value) {
    values.append(value)
    switch value {
    case .missing: break
    case .boolean: note(.boolean)
    case .integer: note(.integer)
    case .real: note(.real)
    case .text(let text): note(text)
    case .ordinal: note(.date)
    }
  }

  /// Adds missing values until there are `count`.
  mutating func pad(to count: Int) {
    while values.count < count { values.append(.missing) }
  }

  private mutating func note(_ type: DataType) {
    hasOther = true
    candidates.note(type)
  }

  private mutating func note(_ text: String) {
    hasText = true
    if candidates.isText { return }
    var text = text
    text.withUTF8 { candidates.note($0) }
    // What its source calls a text is no number, whatever it looks like.
    candidates.keepTemporal()
    // An empty text is a value here, and no other type has it.
    if text.isEmpty { candidates.giveUp() }
  }

  /// The type that all values have: text where there is none.
  var type: DataType { hasText && hasOther ? .text : candidates.type }

  /// The values in storage of that type.
  func column() -> Column {
    let missing = MissingTexts()
    let type = type
    if type == .text { return textColumn() }
    let builder = type.builder(rowCount: values.count, missing: missing)
    for value in values {
      var bytes = Array(plainText(of: value).utf8)
      bytes.append(0)
      bytes.withUnsafeBufferPointer { pointer in
        guard let base = pointer.baseAddress else { return }
        let cell = CSVCell(start: 0, shape: (pointer.count - 1) << 2)
        _ = withUnsafePointer(to: cell) { one in
          builder.append(UnsafeBufferPointer(start: one, count: 1), of: base)
        }
      }
    }
    return builder.finish()
  }

  /// Texts as they are: unlike in CSV an empty one is not missing.
  private func textColumn() -> Column {
    var labels = TextDictionaryBuilder()
    var known = KnownRows(capacity: values.count)
    var codes: [UInt32] = []
    codes.reserveCapacity(values.count)
    for (row, value) in values.enumerated() {
      if value == .missing {
        known.remove(row)
        codes.append(0)
      } else {
        codes.append(labels.code(of: plainText(of: value)))
      }
    }
    if labels.count == 0 { _ = labels.code(of: "") }
    let texts = labels.finish()
    return Column(.code(Codes(codes, dictionaryCount: texts.count), texts), known: known.buffer)
  }

  private func plainText(of value: Value) -> String {
    switch value {
    case .missing: ""
    case .boolean(let truth): truth ? "true" : "false"
    case .integer(let number): String(number)
    case .real(let number): exactText(of: number)
    case .text(let text): text
    case .ordinal(let day): CivilDate(ordinal: day).description
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
    var padded = column
    padded.pad(to: rowCount)
    fields.append(inferredField(distinct, padded.type, table: name))
    stored.append(padded.column())
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
