/// How SQL writes a plain function: an expression over its operands `$1`, `$2`, such as
/// `case when $1 > 0 then ln($1) end`.
public struct SQLTemplate: Sendable, ExpressibleByStringInterpolation {
  package let text: String
  /// Whether engines may differ from the shell in the last digits.
  public private(set) var isNearly = false

  /// A template that is exact everywhere.
  public init(stringLiteral text: String) { self.text = text }

  /// A template in whose last digits engines may differ.
  static func nearly(_ text: String) -> SQLTemplate {
    var template = SQLTemplate(stringLiteral: text)
    template.isNearly = true
    return template
  }

  /// Whether the result may be missing though no operand is.
  public var isPartial: Bool { text.hasPrefix("case ") || text.hasPrefix("nullif(") }
}
