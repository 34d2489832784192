import Diagnostics

/// An identifier of a query, with its place.
public struct Name: Hashable, Sendable {
  /// The name itself, without back-quotes.
  public var text: String
  /// Its place in the source.
  public var span: SourceSpan

  /// The name `text` at `span`.
  public init(_ text: String, _ span: SourceSpan) { (self.text, self.span) = (text, span) }
}

/// A qualified name: a column, or a column of a linked table (`state.region`).
public struct Path: Hashable, Sendable {
  /// The names, never empty.
  public var names: [Name]

  /// The path of these names, of which there is at least one.
  public init(_ names: [Name]) {
    precondition(!names.isEmpty)
    self.names = names
  }

  /// The place of the path.
  public var span: SourceSpan { names[0].span.union(names[names.count - 1].span) }
  /// The name that a column made from the path takes: the last.
  public var last: Name { names[names.count - 1] }
  /// The path as it is written, without back-quotes.
  public var text: String { names.map(\.text).joined(separator: ".") }
}

/// One statement of a program.
public struct Statement: Sendable {
  /// The kind, with its parts.
  public var kind: Kind
  /// Its place in the source.
  public var span: SourceSpan

  /// The kinds of statements.
  public enum Kind: Sendable {
    /// `let name = pipeline`: names a table, a snapshot.
    case binding(name: Name, Pipeline)
    /// `param name = default "help"`.
    case parameter(name: Name, default: Expression?, help: String?)
    /// `explain`, `explain plan` or `explain sql for dialect`.
    case explanation(Explanation, Pipeline)
    case pipeline(Pipeline)
  }

  /// The form in which `explain` shows a query.
  public enum Explanation: Hashable, Sendable {
    case words
    case plan
    case sql(dialect: Name?)
  }

  /// The pipeline in it, unless it declares a parameter.
  public var pipeline: Pipeline? {
    switch kind {
    case .pipeline(let pipeline), .binding(_, let pipeline), .explanation(_, let pipeline):
      pipeline
    case .parameter: nil
    }
  }

  /// A statement of this kind at `span`.
  public init(_ kind: Kind, _ span: SourceSpan) { (self.kind, self.span) = (kind, span) }
}

/// A query expression: a source and the stages that its rows go through.
public struct Pipeline: Sendable {
  /// The source of rows; nil when the line begins with `|` and goes on from the last result.
  public var source: Source?
  /// The stages, in order.
  public var stages: [Stage]
  /// The place of the pipeline.
  public var span: SourceSpan

  /// A pipeline of this source and these stages.
  public init(source: Source?, stages: [Stage], span: SourceSpan) {
    (self.source, self.stages, self.span) = (source, stages, span)
  }
}

/// The source of a pipeline's rows.
public indirect enum Source: Sendable {
  /// A table, a name bound by `let`, or `_`, the last result.
  case table(Name)
  /// A pipeline in brackets.
  case nested(Pipeline, SourceSpan)
  /// `calendar(from..to)`: one row a period.
  case calendar(ValueRange, SourceSpan)

  /// The place of the source.
  public var span: SourceSpan {
    switch self {
    case .table(let name): name.span
    case .nested(_, let span), .calendar(_, let span): span
    }
  }
}

/// A verb with its arguments, as its shape read them.
public struct Stage: Sendable {
  /// The verb as written; the shape may not be known.
  public var verb: Name
  /// The arguments, by the label of their slot, each of the type of its slot's values; empty for an
  /// unknown verb.
  public var arguments: [String: any Sendable]
  /// Where the stage stands, without the bar.
  public var span: SourceSpan

  /// A stage of this verb and these arguments.
  public init(verb: Name, arguments: [String: any Sendable] = [:], span: SourceSpan) {
    (self.verb, self.arguments, self.span) = (verb, arguments, span)
  }

  /// The argument in `slot`, if it was written.
  public subscript<Value>(slot: Slot<Value>) -> Value? {
    arguments[slot.label] as? Value
  }

  /// The argument in `slot`, or an empty list.
  public subscript<Value>(slot: Slot<[Value]>) -> [Value] {
    arguments[slot.label] as? [Value] ?? []
  }

  /// Whether the words of the flag `slot` were written.
  public func has(_ slot: Slot<Bool>) -> Bool { arguments[slot.label] != nil }
}

/// `name = path` or `path`: a column to keep.
public struct ColumnItem: Sendable {
  /// The new name, if one was written.
  public var name: Name?
  /// The column.
  public var path: Path
  /// The item with these parts.
  public init(name: Name?, path: Path) { (self.name, self.path) = (name, path) }
}

/// `new = old`.
public struct Rename: Sendable {
  /// The name that it gets.
  public var new: Name
  /// The name that it had.
  public var old: Name
  /// The item with these parts.
  public init(new: Name, old: Name) { (self.new, self.old) = (new, old) }
}

/// `name = expression`.
public struct Assignment: Sendable {
  /// The name of the column.
  public var name: Name
  /// The expression.
  public var expression: Expression
  /// The item with these parts.
  public init(name: Name, expression: Expression) {
    (self.name, self.expression) = (name, expression)
  }
}

/// `name = expression` or `expression`, where the term is an aggregate.
public struct AggregateItem: Sendable {
  /// The new name, if one was written.
  public var name: Name?
  /// The expression.
  public var expression: Expression
  /// The item with these parts.
  public init(name: Name?, expression: Expression) {
    (self.name, self.expression) = (name, expression)
  }
}

/// `name = expression` or `expression`: what rows are grouped by.
public struct KeyItem: Sendable {
  /// The new name, if one was written.
  public var name: Name?
  /// The expression.
  public var expression: Expression
  /// The item with these parts.
  public init(name: Name?, expression: Expression) {
    (self.name, self.expression) = (name, expression)
  }
}

/// A sort key: an expression with its direction.
public struct OrderItem: Sendable {
  /// The expression.
  public var expression: Expression
  /// Whether the largest come first.
  public var isDescending: Bool
  /// The item with these parts.
  public init(expression: Expression, isDescending: Bool) {
    (self.expression, self.isDescending) = (expression, isDescending)
  }
}

/// `left = right`, `column` for both, or `left in start..end`.
public struct JoinKey: Sendable {
  /// The column of the left table.
  public var left: Path
  /// The right side.
  public var right: Right
  /// The right side of a join key.
  public enum Right: Sendable {
    case same
    case path(Path)
    case between(Name, Name)
  }
  /// The item with these parts.
  public init(left: Path, right: Right) { (self.left, self.right) = (left, right) }
}

/// A count, a percentage, or a parameter that will hold one.
public struct Quantity: Sendable {
  /// The kind, with its parts.
  public var kind: Kind
  /// Its place in the source.
  public var span: SourceSpan
  /// The ways in which it may be written.
  public enum Kind: Sendable {
    case count(Int)
    /// As a ratio.
    case percent(Double)
    case parameter(Name)
  }
  /// The item with these parts.
  public init(_ kind: Kind, _ span: SourceSpan) { (self.kind, self.span) = (kind, span) }
}

/// A length of time such as `90 days`, or a parameter that will hold one.
public struct IntervalItem: Sendable {
  /// The kind, with its parts.
  public var kind: Kind
  /// Its place in the source.
  public var span: SourceSpan
  /// The ways in which it may be written.
  public enum Kind: Sendable {
    case length(IntervalLiteral)
    case parameter(Name)
  }
  /// The item with these parts.
  public init(_ kind: Kind, _ span: SourceSpan) { (self.kind, self.span) = (kind, span) }
}
