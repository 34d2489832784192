import Catalog
import Columns

/// The type in which values of a column are stored in another database.
public enum Representation: Hashable, Sendable, CaseIterable {
  /// True or false; SQLite has 1 and 0.
  case boolean
  /// Integers, years and fiscal years, lengths of time.
  case integer
  /// Real numbers, and percentages as ratios.
  case real
  /// Texts, and categories as their words.
  case text
  /// Dates, and periods shorter than a year as their first day; SQLite has them as ISO text.
  case date

  /// The representation of values of a type.
  public init(_ type: DataType) {
    switch type {
    case .boolean: self = .boolean
    case .integer, .interval: self = .integer
    case .real, .percent: self = .real
    case .text, .category: self = .text
    case .date: self = .date
    case .period(.year), .period(.fiscalYear): self = .integer
    case .period: self = .date
    }
  }
}

extension Dialect {
  /// The name of a type's column type.
  public func typeName(_ type: DataType) -> String { types[Representation(type)] ?? "text" }

  /// A name as the dialect writes it, between marks where it is no plain word.
  public func quoted(_ name: String) -> String {
    let isPlain = name.utf8.allSatisfy { byte in
      (97...122).contains(byte) || (48...57).contains(byte) || byte == 95
    }
    let startsWell = name.utf8.first.map { !(48...57).contains($0) } ?? false
    if isPlain, startsWell, !ReservedWords.all.contains(name) { return name }
    let quote = nameQuote
    return "\(quote)\(name.escaping([quote], with: quote))\(quote)"
  }

  /// A value as a literal in a statement.
  ///
  /// Throws where the product cannot hold it.
  public func literal(_ value: Value, _ type: DataType) throws(Unsupported) -> String {
    try SQLPrinter(self).text(expression(value, type))
  }

  /// A value as an expression.
  func expression(_ value: Value, _ type: DataType) -> SQLExpression {
    switch (value, type) {
    case (.missing, _): return .null
    case (.boolean(let truth), _): return .token(truth ? "true" : "false")
    case (.integer(let number), .real), (.integer(let number), .percent):
      return expression(.real(Double(number)), type)
    case (.integer(let number), _):
      let digits = SQLExpression.token(String(number.magnitude))
      return number < 0 ? .prefix("-", digits) : digits
    case (.real(let number), _):
      let digits = real("\(number.magnitude)")
      return number < 0 ? .prefix("-", digits) : digits
    case (.text(let text), _): return .text(text)
    case (.ordinal(let ordinal), _) where Representation(type) == .integer:
      return .integer(Int(ordinal))
    case (.ordinal(let ordinal), .period(let unit)): return date(unit.firstDay(of: ordinal))
    case (.ordinal(let day), _): return date(day)
    }
  }

  /// A day, from its number.
  func date(_ day: Int32) -> SQLExpression { time.literal(CivilDate(ordinal: day).description) }

  func cast(_ expression: SQLExpression, to representation: Representation) -> SQLExpression {
    .cast(expression, types[representation] ?? "text")
  }
}

extension String {
  /// The text with a sign before each of some characters.
  func escaping(_ characters: [Unicode.Scalar], with sign: Unicode.Scalar) -> String {
    let escaped = unicodeScalars.flatMap { characters.contains($0) ? [sign, $0] : [$0] }
    return String(String.UnicodeScalarView(escaped))
  }
}
