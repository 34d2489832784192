import Functions

extension ScalarTemplate {
  /// A number that a text writes.
  static func number(
    _ read: @escaping @Sendable (_ text: SQLExpression, _ isNumber: SQLExpression) -> SQLExpression
  ) -> ScalarTemplate {
    .full { call throws(Unsupported) in
      let x = try call.said(0)
      if case .period = call.operands[0].type { return x }
      guard let matches = call.dialect.scalar("matches") else {
        throw call.refusal("number of a text")
      }
      let pattern =
        "^[+-]?(([0-9]{1,3}(,[0-9]{3})+|[0-9]+)([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?$"
      let text = call.dialect.trimmed(x.sql)
      let subject = BoundExpression.literal(.text(pattern), .text)
      let test = ScalarCall(
        name: "matches",
        type: .boolean,
        operands: [call.operands[0], subject],
        stance: .condition,
        speaker: call.speaker
      )
      let isNumber = try matches.say(test).sql
      let plain = SQLExpression.call("replace", [text, .text(","), .text("")])
      return SQLFragment(read(plain, isNumber), isNullable: true)
    }
  }
}

extension ScalarCall {
  /// The text and the pattern of a regular expression, which must be one that is read alike.
  func regular(plain: Bool = false) throws(Unsupported) -> [SQLExpression] {
    guard let pattern = text(1) else { throw refusal("a pattern that is computed") }
    let escapes = zip(pattern, pattern.dropFirst()).filter { $0.0 == "\\" }.map(\.1)
    let isAlike =
      pattern.unicodeScalars.allSatisfy(\.isASCII)
      && escapes.allSatisfy { "d.\\()[]{}+*?|^$-/".contains($0) } && !pattern.contains("(?")
    guard isAlike else {
      throw refusal(
        "the pattern \(pattern)",
        remedy: "Write it with brackets such as [0-9] and [A-Za-z] alone, without \\w, \\b or (?…)."
      )
    }
    return [try self(0), .text(pattern)]
  }

  /// How many groups in brackets the pattern has.
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
  func splitBySearching() throws(Unsupported) -> SQLExpression {
    guard let separator = text(1), let number = integer(2), (1...3).contains(number),
      separator.unicodeScalars.count == 1
    else {
      throw refusal("a piece other than the first three between separators of one letter")
    }
    var rest = try self(0)
    func place(in text: SQLExpression) -> SQLExpression {
      .call("instr", [.infix(text, "||", .text(separator)), .text(separator)])
    }
    for _ in 1..<number {
      rest = .call("substr", [rest, place(in: rest) + .integer(1)])
    }
    let piece = SQLExpression.call("substr", [rest, .integer(1), place(in: rest) - .integer(1)])
    return .call("nullif", [piece, .text("")])
  }
}
