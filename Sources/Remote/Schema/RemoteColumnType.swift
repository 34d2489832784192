import Catalog

/// What an engine's columns of a type hold, as far as the language has such values.
enum RemoteColumnType {
  case boolean, integer, real, text, date
  /// A type of the engine that the language has no values for.
  case other

  /// The kind of the type that the engine calls `name`; SQLite goes by parts of it.
  init(_ name: String, goesByParts: Bool) {
    let whole = name.lowercased()
    let base = whole.prefix { $0 != "(" }.split(separator: " ").joined(separator: " ")
    if let known = RemoteColumnType.known[base] {
      self = known
    } else if whole.hasPrefix("enum") {
      self = .text
    } else if goesByParts {
      let parts: [(String, RemoteColumnType)] = [
        ("int", .integer), ("char", .text), ("clob", .text), ("text", .text), ("real", .real),
        ("floa", .real), ("doub", .real),
      ]
      self = parts.first { base.contains($0.0) }?.1 ?? .other
    } else {
      self = .other
    }
  }

  private static let known: [String: RemoteColumnType] = [
    "boolean": .boolean, "bool": .boolean,
    "tinyint": .integer, "smallint": .integer, "integer": .integer, "int": .integer,
    "bigint": .integer, "hugeint": .integer, "utinyint": .integer, "usmallint": .integer,
    "uinteger": .integer, "ubigint": .integer, "byte": .integer, "short": .integer,
    "long": .integer,
    "real": .real, "double": .real, "double precision": .real, "float": .real, "numeric": .real,
    "decimal": .real,
    "character": .text, "char": .text, "bpchar": .text,
    "text": .text, "varchar": .text, "character varying": .text, "string": .text, "name": .text,
    "uuid": .text, "citext": .text,
    "date": .date,
  ]

  /// Whether values of the type are reckoned or compared in another way than those of the language:
  /// decimals, reals of 32 bits, enums, texts of a fixed length and the like.
  ///
  /// Short integers are not: they give the same, or an error where they overflow.
  static func needsCast(_ name: String) -> Bool {
    let base = name.lowercased().prefix { $0 != "(" }
    let asHere: Set<String> = [
      "double", "double precision", "text", "varchar", "character varying", "string",
    ]
    switch RemoteColumnType(name, goesByParts: false) {
    case .real, .text, .other: return !asHere.contains(String(base))
    case .boolean, .integer, .date: return false
    }
  }

  /// The type of such a column of which nothing else is known.
  func dataType(labels: [String], isOrdered: Bool) -> DataType? {
    switch self {
    case .boolean: .boolean
    case .integer: .integer
    case .real: .real
    case .text: labels.isEmpty ? .text : .category(Category(labels, isOrdered: isOrdered))
    case .date: .date
    case .other: nil
    }
  }

  /// Whether values of a declared type can lie in such a column; SQLite keeps truth values as
  /// integers and days as texts.
  func holds(_ type: DataType, loosely: Bool) -> Bool {
    switch (type, self) {
    case (.boolean, .boolean), (.integer, .integer), (.interval, .integer), (.text, .text),
      (.category, .text), (.date, .date):
      true
    case (.real, .real), (.percent, .real): true
    case (.period(.year), _), (.period(.fiscalYear), _): self == .integer
    case (.period, .date): true
    case (.boolean, .integer), (.date, .text), (.period, .text): loosely
    default: false
    }
  }
}
