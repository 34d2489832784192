import Catalog
import Functions

/// A formula in SQL.
struct SQLFragment {
  var sql: SQLExpression
  /// Whether it may be missing.
  var isNullable: Bool

  init(_ sql: SQLExpression, isNullable: Bool) { (self.sql, self.isNullable) = (sql, isNullable) }
}

/// Where a truth value stands, which tells what a missing one means.
enum TruthContext {
  /// As a condition: missing is as good as false.
  case condition
  /// As a value that is compared, negated or shown: comparisons must give true or false.
  case value
}

/// How a function or operator is said.
struct ScalarTemplate: Sendable {
  var exactness = Exactness.exact
  let say: @Sendable (ScalarCall) throws(Unsupported) -> SQLFragment

  /// Said by an expression of the operands, which is missing where one of them is.
  init(
    _ exactness: Exactness = .exact,
    _ say: @escaping @Sendable (ScalarCall) throws(Unsupported) -> SQLExpression
  ) {
    self.exactness = exactness
    self.say = { call throws(Unsupported) in
      SQLFragment(try say(call), isNullable: call.hasNullable)
    }
  }

  /// Said by an expression that may be missing, or never is.
  init(
    _ exactness: Exactness = .exact,
    isNullable: Bool,
    _ say: @escaping @Sendable (ScalarCall) throws(Unsupported) -> SQLExpression
  ) {
    self.exactness = exactness
    self.say = { call throws(Unsupported) in SQLFragment(try say(call), isNullable: isNullable) }
  }

  /// Said with whether it may be missing.
  static func full(
    _ exactness: Exactness = .exact,
    _ say: @escaping @Sendable (ScalarCall) throws(Unsupported) -> SQLFragment
  ) -> ScalarTemplate { ScalarTemplate(exactness: exactness, full: say) }

  private init(
    exactness: Exactness,
    full: @escaping @Sendable (ScalarCall) throws(Unsupported) -> SQLFragment
  ) {
    (self.exactness, say) = (exactness, full)
  }

  /// A function of the same operands under this name.
  static func named(_ name: String, _ exactness: Exactness = .exact) -> ScalarTemplate {
    ScalarTemplate(exactness) { call throws(Unsupported) in .call(name, try call.all()) }
  }
}

/// A call of a function that is to be said.
struct ScalarCall {
  let name: String
  let type: DataType
  let operands: [BoundExpression]
  let stance: TruthContext
  let speaker: ExpressionWriter
  private let heard = FragmentMemo()

  init(
    name: String,
    type: DataType,
    operands: [BoundExpression],
    stance: TruthContext,
    speaker: ExpressionWriter
  ) {
    (self.name, self.type, self.operands) = (name, type, operands)
    (self.stance, self.speaker) = (stance, speaker)
  }

  /// What operands were said as, so that each is said once.
  private final class FragmentMemo {
    var operands: [Int: SQLFragment] = [:]
  }

  var dialect: Dialect { speaker.dialect }
  var time: DateFunctions { speaker.dialect.time }

  /// An operand, as a value.
  func callAsFunction(_ place: Int) throws(Unsupported) -> SQLExpression { try said(place).sql }

  /// An operand with whether it may be missing.
  func said(_ place: Int) throws(Unsupported) -> SQLFragment {
    if let known = heard.operands[place] { return known }
    var said = try speaker.say(operands[place], .value)
    // The functions of dates do not know for which type a bare null stands.
    if said.sql == .null, name != "??", let type = dialect.types[.date],
      operands.contains(where: { Representation($0.type) == .date })
    {
      said.sql = .cast(.null, type)
    }
    heard.operands[place] = said
    return said
  }

  /// All operands.
  func all() throws(Unsupported) -> [SQLExpression] {
    var parts: [SQLExpression] = []
    for place in operands.indices { parts.append(try self(place)) }
    return parts
  }

  /// Whether an operand may be missing.
  var hasNullable: Bool {
    operands.indices.contains { (try? said($0))?.isNullable ?? true }
  }

  /// A whole number that is known beforehand.
  func integer(_ place: Int) -> Int? {
    if case .integer(let number)? = operands[place].literal { return Int(number) }
    return nil
  }

  /// A text that is known beforehand.
  func text(_ place: Int) -> String? {
    if case .text(let text)? = operands[place].literal { return text }
    return nil
  }

  /// Says that the dialect has no way to say this.
  func refusal(_ what: String? = nil, remedy: String? = nil) -> Unsupported {
    speaker.refusal(what ?? "\(name) of \(operands.first?.type.word ?? "this")", remedy)
  }
}

/// How an aggregate is said.
struct AggregateTemplate: Sendable {
  var exactness = Exactness.exact
  let say: @Sendable (AggregateContext) throws(Unsupported) -> SQLFragment

  init(
    _ exactness: Exactness = .exact,
    _ say: @escaping @Sendable (AggregateContext) throws(Unsupported) -> SQLFragment
  ) {
    (self.exactness, self.say) = (exactness, say)
  }
}

/// How a window function is said.
struct WindowTemplate: Sendable {
  var exactness = Exactness.exact
  let say: @Sendable (WindowContext) throws(Unsupported) -> SQLFragment

  init(
    _ exactness: Exactness = .exact,
    _ say: @escaping @Sendable (WindowContext) throws(Unsupported) -> SQLFragment
  ) {
    (self.exactness, self.say) = (exactness, say)
  }
}
