import Diagnostics
import Language
import Tables

/// A function of the language: what it is called, what it does, and how a call of it becomes a formula.
public struct Function: Entry {
  /// What queries call it.
  public let name: String
  /// How it is written: `round(x, digits)`.
  public let usage: String
  /// What it gives, in a line, with units where they matter.
  public let summary: String
  /// What it gives where an argument is missing.
  public let missing: String
  /// Queries that show it, which run on the shipped data.
  public let examples: [String]
  /// What kind of function it is, and how a call is resolved.
  public let kind: Kind

  /// The kinds of functions.
  ///
  /// A resolver that returns nil has reported why.
  public enum Kind: Sendable {
    /// One value a row, from the values of that row.
    case scalar(@Sendable (CallSite) -> Formula?)
    /// One value a group. A condition after `where` is applied by the caller unless `takesCondition`.
    case aggregate(takesCondition: Bool, @Sendable (CallSite) -> AggregateCall?)
    /// One value a row, from the rows around it.
    case window(@Sendable (CallSite) -> WindowCall?)
  }

  /// A function.
  public init(
    _ name: String,
    _ usage: String,
    _ summary: String,
    missing: String,
    examples: [String],
    _ kind: Kind
  ) {
    self.name = name
    self.usage = usage
    self.summary = summary
    self.missing = missing
    self.examples = examples
    self.kind = kind
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

/// A call of a function while it is bound: its arguments, and whom to tell what is wrong.
public final class CallSite {
  /// The function's name.
  public let name: Name
  /// The arguments as written.
  public let arguments: [CallArgument]
  /// The condition of `count(where …)` and `percent(x where …)`, bound.
  public let condition: Formula?
  /// Where the call stands.
  public let span: SourceSpan
  /// The month in which fiscal years begin.
  public let fiscalYearStart: Int
  private let binding: (Term) -> Formula?
  private let reporting: (Diagnostic) -> Void
  private let reading: (SourceSpan) -> String

  /// A call; `binding` gives a term its meaning or reports why it has none.
  public init(
    name: Name,
    arguments: [CallArgument],
    condition: Formula?,
    span: SourceSpan,
    fiscalYearStart: Int,
    binding: @escaping (Term) -> Formula?,
    reporting: @escaping (Diagnostic) -> Void,
    reading: @escaping (SourceSpan) -> String
  ) {
    self.name = name
    self.arguments = arguments
    self.condition = condition
    self.span = span
    self.fiscalYearStart = fiscalYearStart
    self.binding = binding
    self.reporting = reporting
    self.reading = reading
  }

  /// What an argument means; nil when it is wrong, which has been reported.
  public func formula(_ index: Int) -> Formula? { binding(arguments[index].term) }

  /// What a term within an argument means; nil when it is wrong, which has been reported.
  public func formula(of term: Term) -> Formula? { binding(term) }

  /// Reports what is wrong with an argument, or with the whole call.
  public func fail(_ message: Message, at index: Int? = nil, fix: FixIt? = nil) {
    let span = index.map { arguments[$0].term.span } ?? span
    reporting(Diagnostic(message, at: span, fix: fix))
  }

  /// An argument as it was written.
  public func text(_ index: Int) -> String { reading(arguments[index].term.span) }
}
