extension ScalarTemplate {
  static let texts: [String: ScalarTemplate] = [
    "trim": ScalarTemplate(isNullable: true) { call throws(Unsupported) in
      .call("nullif", [call.dialect.trimmed(try call(0)), .text("")])
    },
    "length": ScalarTemplate { call throws(Unsupported) in
      call.countsCharacters()
      return .call("length", [try call(0)])
    },
    "left": ScalarTemplate(isNullable: true) { call throws(Unsupported) in
      call.countsCharacters()
      if call.integer(1) == 0 { return .null }
      return .call("substr", [try call(0), .integer(1), try call(1)])
    },
    "right": ScalarTemplate(isNullable: true) { call throws(Unsupported) in
      call.countsCharacters()
      if call.integer(1) == 0 { return .null }
      return .call("right", [try call(0), try call(1)])
    },
    "split_part": ScalarTemplate(isNullable: true) { call throws(Unsupported) in
      if call.integer(2) == 0 { return .null }
      return .call("nullif", [.call("split_part", try call.all()), .text("")])
    },
    "pad": ScalarTemplate { call throws(Unsupported) in try call.padded() },
    "concat": ScalarTemplate { call throws(Unsupported) in
      let parts = try call.all()
      return parts.dropFirst().reduce(parts[0]) { .infix($0, "||", $1) }
    },
    "contains": .test { call throws(Unsupported) in
      .infix(.call("strpos", try call.all()), ">", .integer(0))
    },
    "starts with": .test { call throws(Unsupported) in .call("starts_with", try call.all()) },
    "ends with": .test { call throws(Unsupported) in
      .infix(.call("right", [try call(0), try call.length(1)]), "=", try call(1))
    },
    "not contains": .negated("contains"),
    "not starts with": .negated("starts with"),
    "not ends with": .negated("ends with"),
    "not matches": .negated("matches"),
  ]

  /// A test of a text, which is false where a side is missing.
  static func test(
    _ exactness: Exactness = .exact,
    _ say: @escaping @Sendable (ScalarCall) throws(Unsupported) -> SQLExpression
  ) -> ScalarTemplate {
    .full(exactness) { call throws(Unsupported) in
      let test = try say(call)
      let isNullable = call.hasNullable
      if isNullable, call.stance == .value {
        return SQLFragment(call.dialect.certain(test), isNullable: false)
      }
      return SQLFragment(test, isNullable: isNullable)
    }
  }

  /// The opposite of a test, which is true where a side is missing.
  private static func negated(_ name: String) -> ScalarTemplate {
    .full { call throws(Unsupported) in
      guard let test = call.dialect.scalar(name) else { throw call.refusal(name) }
      let positive = ScalarCall(
        name: name,
        type: .boolean,
        operands: call.operands,
        stance: .value,
        speaker: call.speaker
      )
      return SQLFragment(.prefix("not", try test.say(positive).sql), isNullable: false)
    }
  }
}

extension ScalarCall {
  /// Notes that characters are counted by their scalars, where the dialect has nothing better.
  func countsCharacters() {
    speaker.record.remark(
      "\(name) counts Unicode scalars here, so that a letter with a combining mark counts as two."
    )
  }

  /// The number of characters of an operand.
  func length(_ place: Int) throws(Unsupported) -> SQLExpression {
    if let text = text(place) { return .integer(text.unicodeScalars.count) }
    return .call("length", [try self(place)])
  }

  fileprivate func padded() throws(Unsupported) -> SQLExpression {
    countsCharacters()
    guard let width = integer(1), let fill = text(2) else { throw refusal() }
    let x = try self(0)
    let filling = SQLExpression.text(String(repeating: fill, count: width))
    func filled(_ text: SQLExpression, _ rest: SQLExpression) -> SQLExpression {
      .infix(.call("substr", [filling, .call("length", [text]) + .integer(1)]), "||", rest)
    }
    guard operands[0].type == .integer else { return filled(x, x) }
    let text = dialect.cast(x, to: .text)
    let behindSign = SQLExpression.call("substr", [text, .integer(2)])
    return SQLExpression.infix(.text("-"), "||", filled(text, behindSign))
      .when(.infix(x, "<", .integer(0)), otherwise: filled(text, text))
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

  func trimmed(_ text: SQLExpression) -> SQLExpression { texts.trim(text, .text(Self.whiteSpace)) }
}
