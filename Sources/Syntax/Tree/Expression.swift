import Diagnostics

/// An expression of the syntax tree, before names are resolved and types are known.
package struct Expression: Sendable {
  package var kind: Kind
  package var span: SourceSpan

  package init(_ kind: Kind, _ span: SourceSpan) { (self.kind, self.span) = (kind, span) }

  package indirect enum Kind: Sendable {
    case literal(Literal)
    /// `$name`.
    case parameter(Name)
    case path(Path)
    case call(Call)
    /// `-x` or `not x`.
    case prefix(PrefixOperator, Expression)
    case infix(InfixOperator, Expression, Expression)
    /// `x is missing`, or `x is not missing`.
    case missingTest(Expression, negated: Bool)
    /// `x in set`, or `x not in set`.
    case membership(Expression, ValueSet, negated: Bool)
    /// `x between low and high`.
    case between(Expression, low: Expression, high: Expression, negated: Bool)
    case conditional(condition: Expression, then: Expression, otherwise: Expression)
    /// A term in brackets; kept so that printing gives them back.
    case bracketed(Expression)
  }
}

/// The unary operators.
package enum PrefixOperator: String, Hashable, Sendable {
  case negative = "-"
  case not
}

/// The binary operators by their spelling.
package enum InfixOperator: String, CaseIterable, Hashable, Sendable {
  case or, and
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case before, after, since, until
  case contains, matches
  case startsWith = "starts with"
  case endsWith = "ends with"
  case notContains = "not contains"
  case notMatches = "not matches"
  case notStartsWith = "not starts with"
  case notEndsWith = "not ends with"
  case coalesce = "??"
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divide = "/"
}

/// The right operand of `in`.
package enum ValueSet: Sendable {
  /// Values and ranges, in brackets or one alone. One path alone may be a table: its first column.
  case ranges([ValueRange], bracketed: Bool)
}

/// `low..high`, both included, or one value.
package struct ValueRange: Sendable {
  /// The value, or the least one.
  package var low: Expression
  /// The greatest value; nil for one value.
  package var high: Expression?
  package init(low: Expression, high: Expression?) { (self.low, self.high) = (low, high) }
  package var span: SourceSpan { high.map { low.span.union($0.span) } ?? low.span }
}

/// A call of a function: `median(age where level = "Level 1")`.
package struct Call: Sendable {
  package var function: Name
  /// The arguments, in order.
  package var arguments: [CallArgument]
  /// The condition of `count(where …)` and `percent(where …)`, which have no argument before it.
  package var condition: Expression?
  package init(function: Name, arguments: [CallArgument], condition: Expression? = nil) {
    (self.function, self.arguments, self.condition) = (function, arguments, condition)
  }
}

/// One argument of a call.
package struct CallArgument: Sendable {
  package var expression: Expression
  /// The condition after `where`.
  package var condition: Expression?
  /// Whether it is the `else` of `label`.
  package var isElse: Bool
  package init(_ expression: Expression, condition: Expression? = nil, isElse: Bool = false) {
    (self.expression, self.condition, self.isElse) = (expression, condition, isElse)
  }
}
