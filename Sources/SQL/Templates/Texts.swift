import Planner
import Catalog

extension ScalarSaying {
  static let texts: [String: ScalarSaying] = [
    "trim": ScalarSaying(isNullable: true) { call throws(Refusal) in
      .call("nullif", [call.dialect.trimmed(try call(0)), .text("")])
    },
    "length": ScalarSaying { call throws(Refusal) in
      call.countsCharacters()
      return .call("length", [try call(0)])
    },
    "left": ScalarSaying(isNullable: true) { call throws(Refusal) in
      call.countsCharacters()
      if call.integer(1) == 0 { return .null }
      return .call("substr", [try call(0), .integer(1), try call(1)])
    },
    "right": ScalarSaying(isNullable: true) { call throws(Refusal) in
      call.countsCharacters()
      if call.integer(1) == 0 { return .null }
      return .call("right", [try call(0), try call(1)])
    },
    "split_part": ScalarSaying(isNullable: true) { call throws(Refusal) in
      if call.integer(2) == 0 { return .null }
      return .call("nullif", [.call("split_part", try call.all()), .text("")])
    },
    "pad": ScalarSaying { call throws(Refusal) in try call.padded() },
    "concat": ScalarSaying { call throws(Refusal) in
      let parts = try call.all()
      return parts.dropFirst().reduce(parts[0]) { .infix($0, "||", $1) }
    },
    "contains": .test { call throws(Refusal) in
      .infix(.call("strpos", try call.all()), ">", .integer(0))
    },
    "starts with": .test { call throws(Refusal) in .call("starts_with", try call.all()) },
    "ends with": .test { call throws(Refusal) in
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
    _ say: @escaping @Sendable (ScalarCall) throws(Refusal) -> Expression
  ) -> ScalarSaying {
    .full(exactness) { call throws(Refusal) in
      let test = try say(call)
      let isNullable = call.hasNullable
      if isNullable, call.stance == .value {
        return Said(call.dialect.certain(test), isNullable: false)
      }
      return Said(test, isNullable: isNullable)
    }
  }

  /// The opposite of a test, which is true where a side is missing.
  private static func negated(_ name: String) -> ScalarSaying {
    .full { call throws(Refusal) in
      guard let test = call.dialect.scalar(name) else { throw call.refusal(name) }
      let positive = ScalarCall(
        name: name,
        type: .boolean,
        operands: call.operands,
        stance: .value,
        speaker: call.speaker
      )
      return Said(.prefix("not", try test.say(positive).sql), isNullable: false)
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
  func length(_ place: Int) throws(Refusal) -> Expression {
    if let text = text(place) { return .integer(text.unicodeScalars.count) }
    return .call("length", [try self(place)])
  }

  fileprivate func padded() throws(Refusal) -> Expression {
    countsCharacters()
    guard let width = integer(1), let fill = text(2) else { throw refusal() }
    let x = try self(0)
    let filling = Expression.text(String(repeating: fill, count: width))
    func filled(_ text: Expression, _ rest: Expression) -> Expression {
      .infix(.call("substr", [filling, .call("length", [text]) + .integer(1)]), "||", rest)
    }
    guard operands[0].type == .integer else { return filled(x, x) }
    let text = dialect.cast(x, to: .text)
    let behindSign = Expression.call("substr", [text, .integer(2)])
    return Expression.infix(.text("-"), "||", filled(text, behindSign))
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

  func trimmed(_ text: Expression) -> Expression { texts.trim(text, .text(Self.whiteSpace)) }
}
