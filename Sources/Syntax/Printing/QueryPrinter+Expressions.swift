// Expressions, with brackets where the tree has them.

extension QueryPrinter {
  func expression(_ expression: Expression) -> String {
    switch expression.kind {
    case .literal(.integer(let value)): written(expression.span) ?? String(value)
    case .literal(let literal): literal.spelling
    case .parameter(let name): "$" + name.text
    case .path(let path): self.path(path)
    case .call(let call): self.call(call)
    case .prefix(.not, let operand): "not " + self.expression(operand)
    case .prefix(.negative, let operand): negative(operand)
    case .infix(let sign, let left, let right):
      self.expression(left) + " " + sign.rawValue + " " + self.expression(right)
    case .missingTest(let left, let negated):
      self.expression(left) + (negated ? " is not missing" : " is missing")
    case .membership(let left, .ranges(let ranges, let bracketed), let negated):
      self.expression(left) + (negated ? " not in " : " in ") + (bracketed ? "(" : "")
        + ranges.map(range).joined(separator: ", ") + (bracketed ? ")" : "")
    case .between(let left, let low, let high, let negated):
      self.expression(left) + (negated ? " not between " : " between ") + self.expression(low)
        + " and "
        + self.expression(high)
    case .conditional(let condition, let then, let otherwise):
      "if " + self.expression(condition) + " then " + self.expression(then) + " else "
        + self.expression(otherwise)
    case .bracketed(let inner): "(" + self.expression(inner) + ")"
    }
  }

  /// Two signs stand apart, since together they look like a comment.
  private func negative(_ operand: Expression) -> String {
    if case .prefix(.negative, _) = operand.kind { return "- " + expression(operand) }
    return "-" + expression(operand)
  }

  func range(_ range: ValueRange) -> String {
    expression(range.low) + (range.high.map { ".." + expression($0) } ?? "")
  }

  private func call(_ call: Call) -> String {
    var parts = call.arguments.map { argument in
      (argument.isElse ? "else " : "") + expression(argument.expression)
        + (argument.condition.map { " where " + expression($0) } ?? "")
    }
    if let condition = call.condition { parts.append("where " + expression(condition)) }
    return call.function.text + "(" + parts.joined(separator: ", ") + ")"
  }
}
