import Diagnostics

/// An identifier of a query, with its place.
package struct Name: Hashable, Sendable {
  /// The name itself, without back-quotes.
  package var text: String
  package var span: SourceSpan

  package init(_ text: String, _ span: SourceSpan) { (self.text, self.span) = (text, span) }
}

/// A qualified name: a column, or a column of a linked table (`state.region`).
package struct Path: Hashable, Sendable {
  /// The names, never empty.
  package var names: [Name]

  /// The path of these names, of which there is at least one.
  package init(_ names: [Name]) {
    precondition(!names.isEmpty)
    self.names = names
  }

  package var span: SourceSpan { names[0].span.union(names[names.count - 1].span) }
  /// The name that a column made from the path takes: the last.
  package var last: Name { names[names.count - 1] }
  /// The path as it is written, without back-quotes.
  package var text: String { names.map(\.text).joined(separator: ".") }
}

/// One statement of a program.
package struct Statement: Sendable {
  package var kind: Kind
  package var span: SourceSpan

  package enum Kind: Sendable {
    /// `let name = pipeline`: names a table, a snapshot.
    case binding(name: Name, Pipeline)
    /// `param name = default "help"`.
    case parameter(name: Name, default: Expression?, help: String?)
    /// `explain`, `explain plan` or `explain sql for dialect`.
    case explanation(Explanation, Pipeline)
    case pipeline(Pipeline)
  }

  /// The form in which `explain` shows a query.
  package enum Explanation: Hashable, Sendable {
    case words
    case plan
    case sql(dialect: Name?)
  }

  /// The pipeline in it, unless it declares a parameter.
  package var pipeline: Pipeline? {
    switch kind {
    case .pipeline(let pipeline), .binding(_, let pipeline), .explanation(_, let pipeline):
      pipeline
    case .parameter: nil
    }
  }

  package init(_ kind: Kind, _ span: SourceSpan) { (self.kind, self.span) = (kind, span) }
}

/// A query expression: a source and the stages that its rows go through.
public struct Pipeline: Sendable {
  /// The source of rows; nil when the line begins with `|` and goes on from the last result.
  package var source: Source?
  package var stages: [Stage]
  package var span: SourceSpan

  package init(source: Source?, stages: [Stage], span: SourceSpan) {
    (self.source, self.stages, self.span) = (source, stages, span)
  }

  /// Whether it goes on from the last result.
  package var goesOn: Bool {
    switch source {
    case nil: true
    case .table(let name): name.text == "_"
    default: false
    }
  }
}

/// The source of a pipeline's rows.
package indirect enum Source: Sendable {
  /// A table, a name bound by `let`, or `_`, the last result.
  case table(Name)
  /// A pipeline in brackets.
  case nested(Pipeline, SourceSpan)
  /// `calendar(from..to)`: one row a period.
  case calendar(ValueRange, SourceSpan)

  package var span: SourceSpan {
    switch self {
    case .table(let name): name.span
    case .nested(_, let span), .calendar(_, let span): span
    }
  }
}
