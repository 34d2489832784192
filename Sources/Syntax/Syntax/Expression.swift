import Diagnostics

/// An expression of the syntax tree, before names are resolved and types are known.
public struct Expression: Sendable {
  /// The kind, with its parts.
  public var kind: Kind
  /// Its place in the source.
  public var span: SourceSpan

  /// A term of this kind at `span`.
  public init(_ kind: Kind, _ span: SourceSpan) { (self.kind, self.span) = (kind, span) }

  /// What a term says.
  public indirect enum Kind: Sendable {
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

/// A literal value.
public enum Literal: Hashable, Sendable {
  case missing
  case boolean(Bool)
  /// A whole number that fits 64 bits.
  case integer(Int64)
  /// Any other number; `digits` is how it was written.
  case real(Double, digits: String)
  /// A percentage, as its ratio; `digits` is how it was written, without the sign.
  case percent(Double, digits: String)
  case text(String)
  /// A day that exists.
  case date(year: Int, month: Int, day: Int)
  case period(PeriodLiteral)
  case interval(IntervalLiteral)
}

/// A period literal, such as `2011-06` or `FY2011`.
public struct PeriodLiteral: Hashable, Sendable {
  /// The kind of period.
  public var unit: Unit
  /// The year, a fiscal one for fiscal periods.
  public var year: Int
  /// The quarter, month or week; 1 for years.
  public var part: Int

  /// The periods that have a literal of their own; a bare year is a number until the binder knows
  /// the type of the other operand.
  public enum Unit: Hashable, Sendable {
    case fiscalYear, fiscalQuarter, quarter, month, week
  }

  /// The period of this unit.
  public init(_ unit: Unit, year: Int, part: Int = 1) {
    (self.unit, self.year, self.part) = (unit, year, part)
  }
}

/// A length of time: `90 days`.
public struct IntervalLiteral: Hashable, Sendable {
  /// The number of units.
  public var count: Int
  /// The unit.
  public var unit: TimeUnit
  /// An interval of `count` units.
  public init(_ count: Int, _ unit: TimeUnit) { (self.count, self.unit) = (count, unit) }
}

/// The units of spans.
public enum TimeUnit: String, CaseIterable, Hashable, Sendable {
  case day, week, month, quarter, year
}

/// The unary operators.
public enum PrefixOperator: String, Hashable, Sendable {
  case negative = "-"
  case not
}

/// The binary operators by their spelling.
public enum InfixOperator: String, CaseIterable, Hashable, Sendable {
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
public enum ValueSet: Sendable {
  /// Values and ranges, in brackets or one alone. One path alone may be a table: its first column.
  case ranges([ValueRange], bracketed: Bool)
}

/// `low..high`, both included, or one value.
public struct ValueRange: Sendable {
  /// The value, or the least one.
  public var low: Expression
  /// The greatest value; nil for one value.
  public var high: Expression?
  /// The range from `low` to `high`.
  public init(low: Expression, high: Expression?) { (self.low, self.high) = (low, high) }
  /// Where the range stands.
  public var span: SourceSpan { high.map { low.span.union($0.span) } ?? low.span }
}

/// A call of a function: `median(age where level = "Level 1")`.
public struct Call: Sendable {
  /// The function.
  public var function: Name
  /// What stands in its brackets.
  public var arguments: [CallArgument]
  /// The condition of `count(where …)` and `percent(where …)`, which have no argument before it.
  public var condition: Expression?
  /// A call of `function`.
  public init(function: Name, arguments: [CallArgument], condition: Expression? = nil) {
    (self.function, self.arguments, self.condition) = (function, arguments, condition)
  }
}

/// One argument of a call.
public struct CallArgument: Sendable {
  /// The argument itself.
  public var expression: Expression
  /// The condition after `where`.
  public var condition: Expression?
  /// Whether it is the `else` of `label`.
  public var isElse: Bool
  /// An argument of a call.
  public init(_ expression: Expression, condition: Expression? = nil, isElse: Bool = false) {
    (self.expression, self.condition, self.isElse) = (expression, condition, isElse)
  }
}
