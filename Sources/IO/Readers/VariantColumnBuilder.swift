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
  private var kinds = UninitializedBuffer<Kind>()
  /// Truth values, numbers as their bits, and codes of texts.
  private var words = UninitializedBuffer<UInt64>()
  private var texts = StringTable()
  private var candidates = TypeCandidates()
  private var kindsMet: Set<Kind> = []
  private var scratch: [UInt8] = []
  private var hasWideIntegers = false
  private var hasInexactIntegers = false

  private enum Kind: UInt8, BitwiseCopyable, Comparable {
    case missing, empty, boolean, integer, real, text, ordinal

    static func < (left: Kind, right: Kind) -> Bool { left.rawValue < right.rawValue }
  }

  /// A column without values.
  init(_ name: String) { self.name = name }

  /// Adds a value: missing, a truth value, an integer, a real, or a text.
  func append(_ value: Value) {
    switch value {
    case .missing: append(.missing, 0)
    case .boolean(let truth): append(.boolean, truth ? 1 : 0)
    case .integer(let number):
      if number.magnitude > 1 << 53 { hasInexactIntegers = true }
      append(.integer, UInt64(bitPattern: number))
    case .real(let number): append(.real, number.bitPattern)
    case .ordinal(let day): append(.ordinal, UInt64(bitPattern: Int64(day)))
    case .text(var text): text.withUTF8 { append(copying: $0) }
    }
  }

  /// Adds a text, behind which eight bytes can be read.
  func append(text: UnsafePointer<UInt8>, count length: Int) {
    if length == 0 { return append(.empty, 0) }
    let known = texts.count
    let code = texts.code(padded: text, count: length)
    append(.text, UInt64(code))
    if texts.count > known, !candidates.isText {
      candidates.note(UnsafeBufferPointer(start: text, count: length))
      // What its source calls a text is no number, whatever it looks like.
      candidates.keepTemporal()
    }
  }

  /// Adds a text of which nothing is known but its bytes.
  func append(copying text: UnsafeBufferPointer<UInt8>) {
    scratch.removeAll(keepingCapacity: true)
    scratch.append(contentsOf: text)
    for _ in 0..<8 { scratch.append(0) }
    append(text: scratch, count: text.count)
  }

  /// Adds an integer of more than 64 bits, as it is written.
  func append(wideInteger text: String) {
    hasWideIntegers = true
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
    if kind <= .empty || (count > 1 && kinds.base[count - 2] == kind) { return }
    if !kindsMet.insert(kind).inserted { return }
    switch kind {
    case .boolean: candidates.note(.boolean)
    case .integer: candidates.note(.integer)
    case .real: candidates.note(.real)
    case .ordinal: candidates.note(.date)
    case .missing, .empty, .text: break
    }
  }

  /// The type that all values have: text where there is none.
  var type: DataType {
    if kindsMet.contains(.text), kindsMet.count > 1 { return .text }
    return hasInexactIntegers && kindsMet.contains(.real) ? .text : candidates.kind.type
  }

  /// What was not taken as it stands in the file at `path`; the values must be there.
  func warnings(_ path: String) -> [String] {
    var lines: [String] = []
    let emptyCount = (0..<count).count { kinds.base[$0] == .empty }
    if emptyCount > 0 {
      let texts = emptyCount == 1 ? "1 empty text is" : "\(emptyCount) empty texts are"
      lines.append("\(path): in \(name) \(texts) missing")
    }
    if hasWideIntegers {
      lines.append("\(path): \(name) is text, since it has integers of more than 64 bits")
    } else if hasInexactIntegers, kindsMet.contains(.real) {
      lines.append("\(path): \(name) is text, since a real cannot hold its integers exactly")
    }
    return lines
  }

  /// The values in storage of that type; called last.
  func column() -> Column {
    let type = type
    switch type {
    case .integer:
      return Column(.integer(.int64(words.buffer(of: Int64.self, count: count))), known: known())
    case .real where !kindsMet.contains(.integer):
      return Column(.real(words.buffer(of: Double.self, count: count)), known: known())
    case .text where kindsMet.isSubset(of: [.text]):
      let codes = Buffer(words.buffer(count: count).lazy.map { UInt32(truncatingIfNeeded: $0) })
      let labels = texts.finish()
      return Column(.code(Codes(codes, dictionaryCount: labels.count), labels), known: known())
    default: return converted(to: type)
    }
  }

  /// For each row whether its value is known; nil when all are.
  private func known() -> Buffer<Bool>? {
    let mask = Buffer(count: count) { target in
      for row in 0..<count { target[row] = kinds.base[row] > .empty }
    }
    return mask.contains(false) ? mask : nil
  }

  private func converted(to type: DataType) -> Column {
    let builder = ColumnBuilder(type)
    let days = type.isTemporal ? (0..<texts.count).map { ordinal(texts.utf8($0), type) ?? 0 } : []
    for row in 0..<count {
      let word = words.base[row]
      switch (kinds.base[row], type) {
      case (.missing, _), (.empty, _): builder.appendMissing()
      case (.text, .date), (.text, .period): builder.append(days[Int(word)])
      case (.text, _): _ = builder.append(texts.utf8(Int(word)))
      case (_, .text):
        var text = plainText(row)
        _ = text.withUTF8 { builder.append($0) }
      case (.integer, .real): builder.append(Double(Int64(bitPattern: word)))
      case (.real, _): builder.append(Double(bitPattern: word))
      default: builder.append(word)
      }
    }
    return builder.finish()
  }

  private func ordinal(_ text: UnsafeBufferPointer<UInt8>, _ type: DataType) -> Int32? {
    if case .period(let unit) = type { return PeriodParser(unit: unit).parse(text) }
    return DateParser().parse(text)
  }

  private func plainText(_ row: Int) -> String {
    let word = words.base[row]
    switch kinds.base[row] {
    case .missing, .empty: return ""
    case .boolean: return word == 1 ? "true" : "false"
    case .integer: return String(Int64(bitPattern: word))
    case .real: return exactText(of: Double(bitPattern: word))
    case .ordinal: return CivilDate(ordinal: Int32(truncatingIfNeeded: word)).description
    case .text: return String(decoding: texts.utf8(Int(word)), as: UTF8.self)
    }
  }
}

/// The schema of columns whose types are inferred from their values; `find` gives a type that is
/// not known yet when it is asked for.
func inferredSchema(
  _ columns: [(name: String, type: DataType?)],
  table: String,
  find: @escaping @Sendable (Int) -> DataType
) -> Schema {
  Schema(
    columns.enumerated().map { place, column in
      if let type = column.type { return inferredField(column.name, type, table: table) }
      let origin = Field.Origin(table: table, column: column.name)
      return Field(column.name, foundBy: TypeFinder { find(place) }, origin: origin)
    }
  )
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
