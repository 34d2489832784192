import Columns

extension Column {
  /// A column of `count` rows that all have one value; `type` decides how it is stored.
  public init(repeating value: Value, as type: DataType, count: Int) {
    let known: Buffer<Bool>? =
      value == .missing && count > 0 ? Buffer(repeating: false, count: count) : nil
    switch (type, value) {
    case (.category(let category), .text(let text)):
      let code = UInt32(category.labels.code(of: text) ?? 0)
      let codes = [UInt32](repeating: code, count: count)
      self.init(
        .code(Codes(codes, dictionaryCount: category.labels.count), category.labels)
      )
    case (.category(let category), _):
      let codes = Codes(
        [UInt32](repeating: 0, count: count),
        dictionaryCount: category.labels.count
      )
      self.init(.code(codes, category.labels), known: known)
    case (.text, let value):
      var text = ""
      if case .text(let given) = value { text = given }
      self.init(
        .code(.narrow(Buffer(repeating: 0, count: count)), TextDictionary([text])),
        known: known
      )
    default:
      self.init(Column.storage(of: value, as: type, count: count), known: known)
    }
  }

  private static func storage(
    of value: Value,
    as type: DataType,
    count: Int
  ) -> Storage {
    switch (type, value) {
    case (.boolean, .boolean(let truth)): .boolean(Buffer(repeating: truth, count: count))
    case (.boolean, _): .boolean(Buffer(repeating: false, count: count))
    case (.integer, .integer(let number)): .integer(.wide(Buffer(repeating: number, count: count)))
    case (.integer, _): .integer(.wide(Buffer(repeating: 0, count: count)))
    case (.real, .integer(let number)), (.percent, .integer(let number)):
      .real(Buffer(repeating: Double(number), count: count))
    case (.real, .real(let number)), (.percent, .real(let number)):
      .real(Buffer(repeating: number, count: count))
    case (.real, _), (.percent, _): .real(Buffer(repeating: 0, count: count))
    case (_, .ordinal(let ordinal)): .ordinal(Buffer(repeating: ordinal, count: count))
    default: .ordinal(Buffer(repeating: 0, count: count))
    }
  }

  /// A column of single values, stored as `type` asks; for small tables and tests.
  public init(_ values: [Value], as type: DataType) {
    let builder = ColumnBuilder(type)
    for value in values {
      switch (value, type) {
      case (.boolean(let truth), _): builder.append(truth)
      case (.integer(let number), .real), (.integer(let number), .percent):
        builder.append(Double(number))
      case (.integer(let number), _): builder.append(number)
      case (.real(let number), _): builder.append(number)
      case (.ordinal(let ordinal), _): builder.append(ordinal)
      case (.text(var text), _):
        if !text.withUTF8({ builder.append($0) }) { builder.appendMissing() }
      case (.missing, _): builder.appendMissing()
      }
    }
    self = builder.finish()
  }

  /// The rows of `parts`, one part after the other; all parts are stored as `type` asks.
  public static func joined(_ parts: [Column], as type: DataType) -> Column {
    if parts.count == 1 { return parts[0] }
    guard let first = parts.first else { return Column(repeating: .missing, as: type, count: 0) }
    var known: Buffer<Bool>?
    if parts.contains(where: { $0.known != nil }) {
      known = .joined(parts.map { $0.known ?? Buffer(repeating: true, count: $0.count) })
    }
    switch first.storage {
    case .boolean: return Column(.boolean(.joined(parts.map(\.booleans))), known: known)
    case .integer: return Column(.integer(.joined(parts.map(\.integers))), known: known)
    case .real: return Column(.real(.joined(parts.map(\.reals))), known: known)
    case .ordinal: return Column(.ordinal(.joined(parts.map(\.ordinals))), known: known)
    case .code: return joinedCodes(parts, known: known)
    }
  }

  private static func joinedCodes(_ parts: [Column], known: Buffer<Bool>?) -> Column {
    let coded = parts.compactMap { part -> (Codes, TextDictionary)? in
      if case .code(let codes, let labels) = part.storage { return (codes, labels) }
      return nil
    }
    let first = coded[0].1
    if coded.allSatisfy({ $0.1 === first }) {
      let all = coded.map { $0.0 }
      return Column(.code(Codes.joined(all), first), known: known)
    }
    var builder = StringTable()
    var codes: [UInt32] = []
    for (part, labels) in coded {
      let table = Buffer((0..<labels.count).map { builder.code(of: labels.utf8($0)) })
      codes.append(contentsOf: part.mapped(table))
    }
    let labels = builder.finish()
    return Column(.code(Codes(codes, dictionaryCount: labels.count), labels), known: known)
  }
}
