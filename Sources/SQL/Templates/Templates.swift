import Functions

extension ScalarTemplate {
  /// The plain functions, by the templates of their entries.
  static let plain: [String: ScalarTemplate] = Function.all.entries.reduce(into: [:]) {
    templates,
    function in
    templates[function.name] = function.sql.map { ScalarTemplate($0) }
  }

  private init(_ template: SQLTemplate) {
    let exactness: Exactness = template.isNearly ? .nearly : .exact
    @Sendable func write(_ call: ScalarCall) throws(Unsupported) -> SQLExpression {
      var parser = TemplateParser(template, of: try call.all())
      return parser.expression()
    }
    if template.isPartial {
      self.init(exactness, isNullable: true) { call throws(Unsupported) in try write(call) }
    } else {
      self.init(exactness) { call throws(Unsupported) in try write(call) }
    }
  }
}

/// A reader of templates, which puts operands in the place of `$1`, `$2`.
///
/// A template is an operand, or two with a sign between them; an operand is a call, a `case` of one
/// branch, a text, a number or the place of an operand.
private struct TemplateParser {
  private var rest: Substring
  private let operands: [SQLExpression]

  init(_ template: SQLTemplate, of operands: [SQLExpression]) {
    (rest, self.operands) = (template.text[...], operands)
  }

  mutating func expression() -> SQLExpression {
    let left = operand()
    for sign in [">=", "<=", ">", "<"] where take(sign) { return .infix(left, sign, operand()) }
    return left
  }

  private mutating func operand() -> SQLExpression {
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
