// Arguments of stages.

import Diagnostics

extension QueryPrinter {
  func named(_ name: Name?, _ text: String) -> String {
    name.map { spelled($0) + " = " + text } ?? text
  }

  /// A term with or without a name; one that would be read as named is written with `==`.
  func item(_ name: Name?, _ expression: Expression) -> String {
    let text = self.expression(expression)
    guard name == nil, let first = leftmost(expression) else { return named(name, text) }
    let spelled = self.spelled(first)
    return spelled + " ==" + text.dropFirst(spelled.count + " =".count)
  }

  /// The name at the very left of `expression` if `=` follows it.
  private func leftmost(_ expression: Expression) -> Name? {
    switch expression.kind {
    case .infix(.equal, let left, _):
      if case .path(let path) = left.kind, path.names.count == 1 { return path.names[0] }
      return leftmost(left)
    case .infix(_, let left, _), .missingTest(let left, _), .membership(let left, _, _),
      .between(let left, _, _, _):
      return leftmost(left)
    default: return nil
    }
  }

  func joinKey(_ key: JoinKey) -> String {
    switch key.right {
    case .same: path(key.left)
    case .path(let right): path(key.left) + " = " + path(right)
    case .between(let low, let high):
      path(key.left) + " in " + spelled(low) + ".." + spelled(high)
    }
  }

  func quantity(_ quantity: Quantity) -> String {
    switch quantity.kind {
    case .count(let count): written(quantity.span) ?? String(count)
    case .percent(let ratio): written(quantity.span) ?? "\(ratio * 100)%"
    case .parameter(let name): "$" + name.text
    }
  }

  func interval(_ interval: IntervalItem) -> String {
    switch interval.kind {
    case .length(let length): length.spelling
    case .parameter(let name): "$" + name.text
    }
  }

  /// The source text at `span`, if the printer has the source.
  func written(_ span: SourceSpan) -> String? {
    guard span.start < span.end, span.end <= bytes.count else { return nil }
    return String(decoding: bytes[span.start..<span.end], as: UTF8.self)
  }
}
