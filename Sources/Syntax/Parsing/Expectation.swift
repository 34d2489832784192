import Diagnostics

/// A kind of token that the parser would have accepted at the end of its input.
package enum Expectation: Hashable, Sendable {
  case verb
  /// A table, or a name bound by `let`.
  case source
  case column
  /// A column of the table that a stage joins, where no other can stand.
  case partnerColumn
  /// A name that does not exist yet.
  case newName
  case function
  /// An aggregate, at the beginning of an item of `summarize`.
  case aggregate
  /// A value that the column of these names holds.
  case value(afterPath: [String])
  /// The words that begin an option: `by`, `with ties`.
  case clause(String)
  /// A word of the language: `and`, `missing`, `desc`, a mode of the verb.
  case keyword(String)
  /// An operator or a punctuation mark.
  case sign(String)
  case unit, number, percent, date, period, text, parameter
  /// An output format.
  case format
  /// A kind of chart.
  case chart
  /// A dialect of SQL.
  case dialect
}

extension Expectation {
  /// The first tokens of an operand.
  static let operandStart: [Expectation] = [
    .column, .function, .number, .percent, .date, .period, .text, .parameter, .sign("("),
    .keyword("missing"),
  ]
  /// The first tokens of an expression.
  static let expressionStart =
    ["if", "not", "missing", "true", "false"].map { .keyword($0) } + operandStart
}

/// The completion context of a cursor: what may stand there, and what stands before.
package struct CursorContext: Sendable {
  /// The tokens that may stand at the cursor.
  package var expectations: Set<Expectation> = []
  /// The token that is being typed, which a completion replaces; empty between tokens.
  package var replacing = SourceSpan(0, 0)
  /// The typed part of that token, without its quotes or dollar sign.
  package var typed = ""
  /// The quote, back-quote or dollar sign that begins the token; empty for bare identifiers.
  package var opening = ""
  /// The names before the one being typed: `state` of `state.reg`.
  package var pathBefore: [String] = []
  /// The finished statements before the cursor's.
  package var statements: [Statement] = []
  /// The innermost pipeline, up to and without the cursor's stage: bind it to know the columns.
  package var earlier: Pipeline?
  /// The cursor's stage as far as it could be read; nil before its verb.
  package var stage: Stage?
  /// The source whose rows the stage joins, with no stages behind it; nil where it joins none.
  package var partner: Pipeline? {
    let source = stage?.arguments.values.lazy.compactMap { $0 as? Source }.first
    switch source {
    case .nested(let pipeline, _): return pipeline
    case let source?: return Pipeline(source: source, stages: [], span: source.span)
    case nil: return nil
    }
  }
  /// The slot of the stage that the cursor stands in.
  package var slot: AnySlot?
}
