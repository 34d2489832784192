import Functions

extension ScalarCall {
  /// The plain functions, by the templates of their entries.
  static let plain: [String: ScalarTemplate] = Function.all.entries.reduce(into: [:]) {
    templates,
    function in
    guard let template = function.sql else { return }
    let exactness: Exactness = template.isNearly ? .nearly : .exact
    templates[function.name] =
      template.isPartial
      ? .nullable(exactness) { template.expression($0.all) }
      : .strict(exactness) { template.expression($0.all) }
  }
}

extension SQLTemplate {
  /// The expression with operands in the place of `$1`, `$2`.
  func expression(_ operands: [SQLExpression]) -> SQLExpression {
    var parser = TemplateParser(rest: text[...], operands: operands)
    return parser.expression()
  }
}

/// A parser of templates.
///
/// A template is an operand, or two with a sign between them; an operand is a call, a `case` of one
/// branch, a text, a number or the place of an operand, perhaps with a minus sign before it.
private struct TemplateParser {
  var rest: Substring
  let operands: [SQLExpression]

  private static let signs = [">=", "<=", ">", "<", "=", "~", "rlike"]

  mutating func expression() -> SQLExpression {
    let left = operand()
    for sign in Self.signs where take(sign) { return .infix(left, sign, operand()) }
    return left
  }

  private mutating func operand() -> SQLExpression {
    if take("-") { return .prefix("-", operand()) }
    if take("case when ") {
      let test = expression()
      _ = take("then")
      let value = expression()
      _ = take("end")
      return value.when(test)
    }
    if take("'") {
      let text = rest.prefix { $0 != "'" }
      rest = rest.dropFirst(text.count + 1)
      return .text(String(text))
    }
    let isPlace = take("$")
    let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" }
    rest = rest.dropFirst(word.count)
    if isPlace { return operands[(Int(word) ?? 1) - 1] }
    guard take("(") else { return .token(String(word)) }
    var arguments = [expression()]
    while take(",") { arguments.append(expression()) }
    _ = take(")")
    return .call(String(word), arguments)
  }

  private mutating func take(_ text: String) -> Bool {
    rest = rest.drop { $0 == " " }
    guard rest.hasPrefix(text) else { return false }
    rest = rest.dropFirst(text.count)
    return true
  }
}
