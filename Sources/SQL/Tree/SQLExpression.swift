/// An expression of SQL as a tree, which the printer spells.
indirect enum SQLExpression: Hashable, Sendable {
  /// A column of the source that has this alias.
  case column(String, String)
  /// A number, a truth value or another bare word.
  case token(String)
  /// A text between quotes.
  case bytes([UInt8])
  /// A text between quotes behind the word for its type: `date '2011-06-17'`.
  case typed(String, String)
  /// A function of its arguments.
  case call(String, [SQLExpression])
  /// An aggregate.
  case aggregate(Aggregate)
  /// A window function or an aggregate over a window.
  case over(SQLExpression, Frame)
  /// Two operands and a sign or word between them.
  case infix(SQLExpression, String, SQLExpression)
  /// A sign or word before its operand.
  case prefix(String, SQLExpression)
  /// Words behind their operand: `is null`.
  case postfix(SQLExpression, String)
  /// `x between low and high`.
  case between(SQLExpression, SQLExpression, SQLExpression)
  /// `x in (a, b)`, or `not in`.
  case among(SQLExpression, [SQLExpression], isNegated: Bool)
  /// `case … end`; with a subject each branch is a value that it may have.
  case choice(SQLExpression?, [Branch], otherwise: SQLExpression?)
  /// `cast(x as type)`.
  case cast(SQLExpression, String)
  /// `try_cast(x as type)`: missing where the text is no such value.
  case tried(SQLExpression, String)
  /// A function whose arguments have words between them: `extract(year from x)`.
  case worded(String, String, String, SQLExpression)
  /// Whether a query has a row.
  case exists(Select, isNegated: Bool)
  /// Several values as one list.
  case list([SQLExpression])
  /// One place of a list.
  case place(SQLExpression, SQLExpression)

  /// A case of a choice.
  struct Branch: Hashable, Sendable {
    var when: SQLExpression
    var then: SQLExpression
  }
}

/// A call of an aggregate function with its modifiers.
struct Aggregate: Hashable, Sendable {
  var name: String
  var arguments: [SQLExpression] = []
  var isDistinct = false
  /// The order within the brackets.
  var order: [Ordering] = []
  /// The order behind `within group`.
  var within: [Ordering] = []
  var filter: SQLExpression?
}

/// A window specification: what stands behind `over`.
struct Frame: Hashable, Sendable {
  var partition: [SQLExpression] = []
  var order: [Ordering] = []
  /// The frame's words, such as `rows unbounded preceding`.
  var extent: String?
}

/// A sort specification: an item of `order by`.
struct Ordering: Hashable, Sendable {
  var expression: SQLExpression
  var isDescending = false
  /// Where missing values go; nil where there are none.
  var missing: Missing?

  enum Missing: Hashable, Sendable { case first, last }

  /// The order the other way round.
  var reversed: Ordering {
    var other = self
    other.isDescending.toggle()
    other.missing = missing.map { $0 == .first ? .last : .first }
    return other
  }
}

extension SQLExpression {
  static let null = SQLExpression.token("null")

  /// A text between quotes; two are the same only if their bytes are.
  static func text(_ text: String) -> SQLExpression { .bytes(Array(text.utf8)) }

  /// Whether it is an aggregate itself.
  var isAggregate: Bool {
    if case .aggregate = self { true } else { false }
  }

  /// Whether it is missing in every row.
  var isNothing: Bool {
    if case .cast(let operand, _) = self { return operand.isNothing }
    return self == .null
  }

  /// Whether it is a word or value that is the same in every row.
  var isConstant: Bool {
    switch self {
    case .token, .bytes, .typed: true
    case .prefix(_, let operand), .cast(let operand, _): operand.isConstant
    default: false
    }
  }

  /// The expressions right below it, those within windows and aggregates included.
  var parts: [SQLExpression] {
    switch self {
    case .column, .token, .bytes, .typed, .exists: []
    case .call(_, let arguments), .list(let arguments): arguments
    case .aggregate(let call):
      call.arguments + (call.order + call.within).map(\.expression)
        + (call.filter.map { [$0] } ?? [])
    case .over(let call, let frame):
      [call] + frame.partition + frame.order.map(\.expression)
    case .infix(let left, _, let right): [left, right]
    case .prefix(_, let operand), .postfix(let operand, _), .cast(let operand, _),
      .tried(let operand, _),
      .worded(_, _, _, let operand):
      [operand]
    case .between(let value, let low, let high): [value, low, high]
    case .among(let value, let items, _): [value] + items
    case .place(let list, let place): [list, place]
    case .choice(let subject, let branches, let otherwise):
      (subject.map { [$0] } ?? []) + branches.flatMap { [$0.when, $0.then] }
        + (otherwise.map { [$0] } ?? [])
    }
  }

  /// Whether a part of it has a property.
  func has(_ test: (SQLExpression) -> Bool) -> Bool {
    test(self) || parts.contains { $0.has(test) }
  }

  /// Whether it looks at other rows through a window.
  var hasWindow: Bool { has { if case .over = $0 { true } else { false } } }

  /// Whether it draws rows together.
  var hasAggregate: Bool {
    switch self {
    case .aggregate: true
    case .over(let call, let frame):
      call.parts.contains(where: \.hasAggregate)
        || (frame.partition + frame.order.map(\.expression)).contains(where: \.hasAggregate)
    default: parts.contains(where: \.hasAggregate)
    }
  }

  /// Whether a query stands in it.
  var hasQuery: Bool { has { if case .exists = $0 { true } else { false } } }

  /// How many words it has, more or less.
  var size: Int { 1 + parts.reduce(0) { $0 + $1.size } }
}

// MARK: Spelling

extension SQLExpression {
  static func integer(_ number: Int) -> SQLExpression {
    number < 0 ? .prefix("-", .token(String(-number))) : .token(String(number))
  }

  /// The expression cast to a type that it does not have yet; functions of some names give it.
  func being(_ type: String, of functions: Set<String> = []) -> SQLExpression {
    switch self {
    case .cast(_, type): self
    case .call(let name, _) where functions.contains(name): self
    default: .cast(self, type)
    }
  }

  static func + (left: SQLExpression, right: SQLExpression) -> SQLExpression {
    .infix(left, "+", right)
  }
  static func - (left: SQLExpression, right: SQLExpression) -> SQLExpression {
    .infix(left, "-", right)
  }
  static func * (left: SQLExpression, right: SQLExpression) -> SQLExpression {
    .infix(left, "*", right)
  }
  static func / (left: SQLExpression, right: SQLExpression) -> SQLExpression {
    .infix(left, "/", right)
  }

  var isNull: SQLExpression { .postfix(self, "is null") }
  var isNotNull: SQLExpression { .postfix(self, "is not null") }

  /// `count(*)`.
  static let rowCount = SQLExpression.aggregate(Aggregate(name: "count", arguments: [.token("*")]))

  /// The number or rank of a row in an order, within its partition.
  static func rowNumber(
    _ function: String = "row_number",
    partition: [SQLExpression] = [],
    order: [Ordering] = []
  ) -> SQLExpression {
    .over(.call(function, []), Frame(partition: partition, order: order))
  }

  /// All of the conditions; none of them is nil.
  static func all(_ conditions: [SQLExpression]) -> SQLExpression? {
    conditions.dropFirst().reduce(conditions.first) { whole, next in
      whole.map { .infix($0, "and", next) }
    }
  }

  /// The value where the condition holds, else missing or another value.
  func when(_ condition: SQLExpression, otherwise: SQLExpression? = nil) -> SQLExpression {
    .choice(nil, [Branch(when: condition, then: self)], otherwise: otherwise)
  }

  /// The value where it is known, else another.
  func orElse(_ other: SQLExpression) -> SQLExpression { .call("coalesce", [self, other]) }
}
