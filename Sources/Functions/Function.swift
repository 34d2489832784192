import Diagnostics

/// A function of the language: one entry, from which usage lines, checks of arguments, help,
/// completion, SQL and random queries are derived.
public struct Function: Entry {
  /// What queries call it.
  public let name: String
  /// The ways to write a call, each with another number of arguments.
  public let forms: [Form]
  /// What it gives, in a line, with units where they matter.
  public let summary: String
  /// What it gives where an argument is missing.
  public let missing: String
  /// Queries that show it, which run on the shipped data.
  public let examples: [String]
  /// What an aggregate measures, for totals and units.
  public let measure: AggregateCall.Measure
  /// The error of a call without a condition; nil where a condition is optional and only filters
  /// rows.
  public let withoutCondition: Message?
  /// How SQL writes it; nil where that takes more than a template.
  public let sql: SQLTemplate?
  /// What kind of function it is, and what makes a call of it from checked arguments.
  public let kind: Kind

  /// The kinds of functions.
  public enum Kind: Sendable {
    /// One value a row, from the values of that row.
    case scalar(@Sendable (BoundCall) throws(CallError) -> BoundExpression)
    /// One value a group.
    case aggregate(@Sendable (BoundCall) throws(CallError) -> AggregateCall)
    /// One value a row, from the rows around it.
    case window(@Sendable (BoundCall) throws(CallError) -> WindowCall)
  }

  init(
    _ name: String,
    _ forms: Forms,
    _ summary: String,
    missing: String? = nil,
    measure: AggregateCall.Measure = .argument,
    withoutCondition: Message? = nil,
    sql: SQLTemplate? = nil,
    _ kind: Kind,
    examples: String...
  ) {
    (self.name, self.forms, self.summary, self.examples) = (name, forms.forms, summary, examples)
    (self.measure, self.withoutCondition, self.sql) = (measure, withoutCondition, sql)
    self.missing = missing ?? Function.missing(kind, forms.forms[0])
    self.kind = kind
  }

  /// What most functions of a kind give where their first argument is missing.
  private static func missing(_ kind: Kind, _ form: Form) -> String {
    guard case .scalar = kind, let name = form.parameters.first?.name else {
      return "Missing values are left out; of none it is missing."
    }
    return "Missing where \(name.count == 1 ? name : "the " + name) is."
  }

  /// How it is written: `round(x, digits)`.
  public var usage: String { forms.map { $0.usage(name) }.joined(separator: " | ") }

  /// Whether a call may be written as the bare name.
  public var isBare: Bool { forms.contains(where: \.isBare) }

  /// The function that a bare name calls; nil for other names.
  public static func bare(_ name: String) -> Function? {
    all[name].flatMap { $0.isBare ? $0 : nil }
  }

  /// All functions, as help lists them.
  public static let all = Registry<Function>(families.flatMap(\.functions))

  /// The functions by what they are about, each family with its title.
  public static let families: [(title: String, functions: [Function])] = [
    ("Numbers", numbers), ("Text", texts), ("Conversions", conversions),
    ("Dates and periods", dates), ("Choices", choices), ("Aggregates", aggregates),
    ("Neighboring and running values", windows),
  ]
}

// MARK: Calls

extension Function {
  /// The form of a call with so many arguments, of which some are the `else` of a choice.
  public func form(_ count: Int, otherwise: [Int] = []) throws(CallError) -> Form {
    let takesElse = forms.contains { $0.parameters.contains { $0.kind == .otherwise } }
    if let index = otherwise.first, !takesElse {
      throw CallError(.elseOutsideLabel(function: name), at: index)
    }
    guard let form = forms.first(where: { $0.counts.contains(count) }) else {
      throw CallError(.argumentCount(function: name, usage: usage, found: count))
    }
    if let index = otherwise.first(where: { $0 == 0 || $0 < count - 1 }) {
      throw CallError(.elseNotLast, at: index)
    }
    return form
  }

  /// The bound call of arguments that are bound but not yet checked, some of them after `else`.
  public func call(
    _ arguments: [BoundArgument],
    otherwise: [Int] = [],
    condition: BoundExpression? = nil,
    fiscalYearStart: Int = 10
  ) throws(CallError) -> BoundCall {
    let form = try form(arguments.count, otherwise: otherwise)
    if condition == nil, let withoutCondition { throw CallError(withoutCondition) }
    var checked: [BoundArgument] = []
    for (index, argument) in arguments.enumerated() {
      let kind = form.parameter(at: index).kind
      if kind == .subject { continue }
      checked.append(try argument.checked(otherwise.contains(index) ? .otherwise : kind))
    }
    return BoundCall(name, checked, condition: condition, fiscalYearStart: fiscalYearStart)
  }

  package func aggregate(_ call: BoundCall) throws(CallError) -> AggregateCall? {
    guard case .aggregate(let make) = kind else { return nil }
    var made = try make(call)
    made.measure = measure
    if withoutCondition == nil { made.condition = call.condition }
    return made
  }

  /// The aggregate `name` over expressions, for stages that compute one that was not written; nil
  /// where it has no meaning for their types.
  package static func aggregate(
    _ name: String,
    over expressions: [BoundExpression],
    output: ColumnID
  ) -> AggregateCall? {
    guard let function = all[name] else { return nil }
    let arguments = expressions.enumerated().map { BoundArgument($1, of: name, at: $0) }
    var call = try? function.aggregate(function.call(arguments))
    call?.output = output
    return call
  }
}
