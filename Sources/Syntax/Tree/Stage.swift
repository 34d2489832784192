import Diagnostics

/// A verb with its arguments, as its shape read them.
package struct Stage: Sendable {
  /// The verb as written; the shape may not be known.
  package var verb: Name
  /// The arguments, by the label of their slot, each of the type of its slot's values; empty for an
  /// unknown verb.
  package var arguments: [String: any Sendable]
  /// Its place in the source, without the bar.
  package var span: SourceSpan

  package init(verb: Name, arguments: [String: any Sendable] = [:], span: SourceSpan) {
    (self.verb, self.arguments, self.span) = (verb, arguments, span)
  }

  /// The argument in `slot`, if it was written.
  package subscript<Value>(slot: Slot<Value>) -> Value? {
    arguments[slot.label] as? Value
  }

  /// The argument in `slot`, or an empty list.
  package subscript<Value>(slot: Slot<[Value]>) -> [Value] {
    arguments[slot.label] as? [Value] ?? []
  }

  /// Whether the words of the flag `slot` were written.
  package func has(_ slot: Slot<Bool>) -> Bool { arguments[slot.label] != nil }
}

/// `name = path` or `path`: a column to keep.
package struct ColumnItem: Sendable {
  package var name: Name?
  package var path: Path
}

/// `new = old`.
package struct Rename: Sendable {
  package var new: Name
  package var old: Name
}

/// `name = expression`: a new column.
package struct Assignment: Sendable {
  package var name: Name
  package var expression: Expression

  package init(name: Name, expression: Expression) {
    (self.name, self.expression) = (name, expression)
  }
}

/// `name = expression` or `expression`.
package struct NamedExpression: Sendable {
  /// The new name, if one was written.
  package var name: Name?
  package var expression: Expression
}

/// An aggregate, perhaps with a name.
package typealias AggregateItem = NamedExpression
/// A grouping key, perhaps with a name.
package typealias KeyItem = NamedExpression

/// A sort key: an expression with its direction.
package struct OrderItem: Sendable {
  package var expression: Expression
  package var isDescending: Bool
}

/// `left = right`, `column` for both, or `left in start..end`.
package struct JoinKey: Sendable {
  /// The column of the left table.
  package var left: Path
  package var right: Right

  package enum Right: Sendable {
    case same
    case path(Path)
    case between(Name, Name)
  }
}

/// A count, a percentage, or a parameter that will hold one.
package struct Quantity: Sendable {
  package var kind: Kind
  package var span: SourceSpan

  package enum Kind: Sendable {
    case count(Int)
    /// As a ratio.
    case percent(Double)
    case parameter(Name)
  }

  package init(_ kind: Kind, _ span: SourceSpan) { (self.kind, self.span) = (kind, span) }
}

/// A length of time such as `90 days`, or a parameter that will hold one.
package struct IntervalItem: Sendable {
  package var kind: Kind
  package var span: SourceSpan

  package enum Kind: Sendable {
    case length(IntervalLiteral)
    case parameter(Name)
  }
}
