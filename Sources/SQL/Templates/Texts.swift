import Functions

extension ScalarCall {
  static let texts: [String: ScalarTemplate] = [
    "trim": .nullable { .call("nullif", [$0.dialect.trimmed($0[0]), .text("")]) },
    "length": .characters { .call("length", $0.all) },
    "left": .piece("substr($1, 1, $2)"),
    "right": .piece("right($1, $2)"),
    "split_part": .nullable {
      $0.integer(2) == 0 ? .null : .call("nullif", [.call("split_part", $0.all), .text("")])
    },
    "pad": .characters { try $0.padded() },
    "concat": .strict { SQLExpression.joined($0.all, "||") ?? .null },
    "contains": .strict("strpos($1, $2) > 0"),
    "starts with": .strict("starts_with($1, $2)"),
    "ends with": .strict { .infix(.call("right", [$0[0], $0.length(1)]), "=", $0[1]) },
  ]
}

extension ScalarTemplate {
  /// A function that counts characters by their scalars, as the dialect has nothing better.
  fileprivate static func characters(
    _ write: @escaping @Sendable (ScalarCall) throws -> SQLExpression
  ) -> ScalarTemplate {
    ScalarTemplate(remark: characterRemark) {
      SQLFragment(try write($0), isNullable: $0.hasNullable)
    }
  }

  /// A piece of so many characters, counted by their scalars; missing if that is none.
  static func piece(_ template: SQLTemplate) -> ScalarTemplate {
    ScalarTemplate(remark: characterRemark) { call in
      let sql = call.integer(1) == 0 ? SQLExpression.null : template.expression(call.all)
      return SQLFragment(sql, isNullable: true)
    }
  }

  @Sendable private static func characterRemark(_ name: String) -> String {
    "\(name) counts Unicode scalars here, so that a letter with a combining mark counts as two."
  }
}

extension ScalarCall {
  /// The number of characters of an operand.
  func length(_ place: Int) -> SQLExpression {
    if let text = text(place) { return .integer(text.unicodeScalars.count) }
    return .call("length", [self[place]])
  }

  fileprivate func padded() throws -> SQLExpression {
    // The filling stands in the statement as it is.
    guard let width = integer(1), width <= 1 << 16, let fill = text(2) else { throw unsupported() }
    let filling = SQLExpression.text(String(repeating: fill, count: width))
    func filled(_ text: SQLExpression, _ rest: SQLExpression) -> SQLExpression {
      .infix(.call("substr", [filling, .call("length", [text]) + 1]), "||", rest)
    }
    guard type(0) == .integer else { return filled(self[0], self[0]) }
    let text = dialect.cast(self[0], to: .text)
    let behindSign = SQLExpression.call("substr", [text, 2])
    return SQLExpression.infix(.text("-"), "||", filled(text, behindSign))
      .when(.infix(self[0], "<", 0), otherwise: filled(text, text))
  }
}

extension Dialect {
  /// The white space of Unicode.
  private static let whiteSpace: String = {
    let scalars: [UInt32] =
      Array(0x9...0xD) + [0x20, 0x85, 0xA0, 0x1680] + Array(0x2000...0x200A)
      + [0x2028, 0x2029, 0x202F, 0x205F, 0x3000]
    return String(String.UnicodeScalarView(scalars.compactMap(Unicode.Scalar.init)))
  }()

  func trimmed(_ text: SQLExpression) -> SQLExpression { trim(text, .text(Self.whiteSpace)) }
}
