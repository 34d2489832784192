import Functions

extension ScalarTemplate {
  /// A number that a text writes.
  static func number(
    _ read: @escaping @Sendable (_ text: SQLExpression, _ isNumber: SQLExpression) -> SQLExpression
  ) -> ScalarTemplate {
    ScalarTemplate { call in
      if case .period = call.type(0) { return call.operands[0] }
      let pattern =
        "^[+-]?(([1-9][0-9]{0,2}(,[0-9]{3})+|[0-9]+)([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?$"
      guard let isNumber = try call.matches(pattern) else {
        throw call.unsupported("number of a text")
      }
      let text = call.dialect.trimmed(call[0])
      let plain = SQLExpression.call("replace", [text, .text(","), .text("")])
      let number = read(plain, isNumber)
      // From 2⁵³ on a real does not hold every whole number.
      let isExact = SQLExpression.infix(
        .infix(.call("abs", [number]), "<", call.dialect.real("9007199254740992.0")),
        "or",
        try call.matches("[eE]") ?? .token("false")
      )
      return SQLFragment(number.when(isExact), isNullable: true)
    }
  }
}

extension ScalarCall {
  /// The condition that the first operand matches a pattern; nil where the dialect has no patterns.
  func matches(_ pattern: String) throws -> SQLExpression? {
    var test = self
    (test.name, test.type, test.context) = ("matches", .boolean, .condition)
    test.arguments = [arguments[0], .literal(.text(pattern), .text)]
    test.operands = [operands[0], SQLFragment(.text(pattern), isNullable: false)]
    return try dialect.scalar("matches")?.write(test).sql
  }

  /// The text and the pattern of a regular expression, which must be one that is read alike.
  func regular() throws -> [SQLExpression] {
    guard let pattern = text(1) else { throw unsupported("a pattern that is computed") }
    let escapes = zip(pattern, pattern.dropFirst()).filter { $0.0 == "\\" }.map(\.1)
    let isAlike =
      pattern.unicodeScalars.allSatisfy(\.isASCII)
      && escapes.allSatisfy { "d.\\()[]{}+*?|^$-/".contains($0) } && !pattern.contains("(?")
      && !pattern.contains("[:")
    guard isAlike else {
      throw unsupported(
        "the pattern \(pattern)",
        remedy: "Write it with brackets such as [0-9] and [A-Za-z] alone, without \\w, \\b or (?…)."
      )
    }
    return all
  }

  /// The number of groups in brackets that the pattern has.
  var groupCount: Int {
    guard let pattern = text(1) else { return 0 }
    var (count, previous, isInSet) = (0, Character(" "), false)
    for character in pattern {
      if previous == "\\" {
        previous = " "
        continue
      }
      if character == "[" { isInSet = true }
      if character == "]" { isInSet = false }
      if character == "(", !isInSet { count += 1 }
      previous = character
    }
    return count
  }

  /// A piece between separators, found by searching: for the first pieces alone.
  func splitBySearching() throws -> SQLExpression {
    guard let separator = text(1), let number = integer(2), (1...3).contains(number),
      separator.unicodeScalars.count == 1
    else {
      throw unsupported("a piece other than the first three between separators of one letter")
    }
    func place(in text: SQLExpression) -> SQLExpression {
      .call("instr", [.infix(text, "||", .text(separator)), .text(separator)])
    }
    let rest = (1..<number).reduce(self[0]) { rest, _ in
      .call("substr", [rest, place(in: rest) + 1])
    }
    return .call("nullif", [.call("substr", [rest, 1, place(in: rest) - 1]), .text("")])
  }
}
