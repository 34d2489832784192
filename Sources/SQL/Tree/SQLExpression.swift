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
  case aggregate(Aggregate)
  /// A window function or an aggregate over a window.
  case over(SQLExpression, WindowSpecification)
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
  /// A function with words before its argument: `extract(year from x)`.
  case worded(String, String, SQLExpression)
  /// Whether a query has a row.
  case exists(Select, isNegated: Bool)
  /// Several values as one list.
  case list([SQLExpression])
  /// One element of a list, by its place from 1.
  case place(SQLExpression, SQLExpression)

  /// A branch of a choice.
  struct Branch: Hashable, Sendable {
    var when: SQLExpression
    var then: SQLExpression

    init(_ when: SQLExpression, _ then: SQLExpression) { (self.when, self.then) = (when, then) }
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

/// A window specification, which follows `over`.
struct WindowSpecification: Hashable, Sendable {
  var partition: [SQLExpression] = []
  var order: [Ordering] = []
  /// The frame clause, such as `rows unbounded preceding`.
  var frame: String?
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

  func mapExpression(_ change: (SQLExpression) -> SQLExpression) -> Ordering {
    Ordering(expression: change(expression), isDescending: isDescending, missing: missing)
  }
}

// MARK: Parts and properties

extension SQLExpression {
  /// The expression with those right below it replaced, those within windows and aggregates
  /// included, but not those within queries.
  func mapParts(_ change: (SQLExpression) -> SQLExpression) -> SQLExpression {
    switch self {
    case .column, .token, .bytes, .typed, .exists: return self
    case .call(let name, let arguments): return .call(name, arguments.map(change))
    case .list(let items): return .list(items.map(change))
    case .aggregate(var call):
      call.arguments = call.arguments.map(change)
      call.order = call.order.map { $0.mapExpression(change) }
      call.within = call.within.map { $0.mapExpression(change) }
      call.filter = call.filter.map(change)
      return .aggregate(call)
    case .over(let call, var window):
      let call = change(call)
      window.partition = window.partition.map(change)
      window.order = window.order.map { $0.mapExpression(change) }
      return .over(call, window)
    case .infix(let left, let sign, let right): return .infix(change(left), sign, change(right))
    case .prefix(let word, let operand): return .prefix(word, change(operand))
    case .postfix(let operand, let words): return .postfix(change(operand), words)
    case .between(let value, let low, let high):
      return .between(change(value), change(low), change(high))
    case .among(let value, let items, let isNegated):
      return .among(change(value), items.map(change), isNegated: isNegated)
    case .choice(let subject, let branches, let otherwise):
      let subject = subject.map(change)
      let changed = branches.map { Branch(change($0.when), change($0.then)) }
      return .choice(subject, changed, otherwise: otherwise.map(change))
    case .cast(let operand, let type): return .cast(change(operand), type)
    case .tried(let operand, let type): return .tried(change(operand), type)
    case .worded(let name, let words, let operand): return .worded(name, words, change(operand))
    case .place(let list, let place): return .place(change(list), change(place))
    }
  }

  /// The expressions right below it, from left to right, as `mapParts` visits them.
  var parts: [SQLExpression] {
    var parts: [SQLExpression] = []
    _ = mapParts { part in
      parts.append(part)
      return part
    }
    return parts
  }

  /// Whether it or a part of it has a property.
  func has(_ test: (SQLExpression) -> Bool) -> Bool {
    test(self) || parts.contains { $0.has(test) }
  }

  /// The name of the column that it is; nil for all else.
  var columnName: String? {
    if case .column(_, let name) = self { name } else { nil }
  }

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

  /// Whether it looks at other rows through a window.
  var hasWindow: Bool { has { if case .over = $0 { true } else { false } } }

  /// Whether it aggregates rows; an aggregate over a window does not.
  var hasAggregate: Bool {
    switch self {
    case .aggregate: true
    case .over(let call, let window):
      (call.parts + window.partition + window.order.map(\.expression))
        .contains(where: \.hasAggregate)
    default: parts.contains(where: \.hasAggregate)
    }
  }

  /// Whether it contains a query.
  var hasQuery: Bool { has { if case .exists = $0 { true } else { false } } }

  /// The number of its nodes: about how many words it has.
  var size: Int { 1 + parts.reduce(0) { $0 + $1.size } }
}

// MARK: Construction

extension SQLExpression: ExpressibleByIntegerLiteral {
  static let null = SQLExpression.token("null")

  init(integerLiteral number: Int) { self = .integer(number) }

  static func integer(_ number: Int) -> SQLExpression {
    number < 0 ? .prefix("-", .token(String(-number))) : .token(String(number))
  }

  /// A text between quotes; two are the same only if their bytes are.
  static func text(_ text: String) -> SQLExpression { .bytes(Array(text.utf8)) }

  /// The expression cast to a type that it does not have yet; functions of some names give it.
  func being(_ type: String, of functions: Set<String> = []) -> SQLExpression {
    switch self {
    case .cast(_, type): self
    case .call(let name, _) where functions.contains(name): self
    default: .cast(self, type)
    }
  }

  static func + (left: Self, right: Self) -> Self { .infix(left, "+", right) }
  static func - (left: Self, right: Self) -> Self { .infix(left, "-", right) }
  static func * (left: Self, right: Self) -> Self { .infix(left, "*", right) }
  static func / (left: Self, right: Self) -> Self { .infix(left, "/", right) }

  var isNull: SQLExpression { .postfix(self, "is null") }
  var isNotNull: SQLExpression { .postfix(self, "is not null") }

  /// An aggregate, over all rows or, with a window, beside each row.
  static func aggregate(
    _ name: String,
    _ argument: SQLExpression,
    over window: WindowSpecification? = nil
  ) -> SQLExpression {
    let call = SQLExpression.aggregate(Aggregate(name: name, arguments: [argument]))
    return window.map { .over(call, $0) } ?? call
  }

  /// `count(*)`.
  static let rowCount = SQLExpression.aggregate("count", .token("*"))

  /// The number or rank of a row in an order, within its partition.
  static func rowNumber(
    _ function: String = "row_number",
    partition: [SQLExpression] = [],
    order: [Ordering] = []
  ) -> SQLExpression {
    .over(.call(function, []), WindowSpecification(partition: partition, order: order))
  }

  /// The expressions with a sign or word between them; nil if there are none.
  static func joined(_ parts: [SQLExpression], _ sign: String) -> SQLExpression? {
    parts.dropFirst().reduce(parts.first) { whole, next in whole.map { .infix($0, sign, next) } }
  }

  /// The conjunction of conditions; nil if there are none.
  static func all(_ conditions: [SQLExpression]) -> SQLExpression? { joined(conditions, "and") }

  /// The value where the condition holds, else missing or another value.
  func when(_ condition: SQLExpression, otherwise: SQLExpression? = nil) -> SQLExpression {
    .choice(nil, [Branch(condition, self)], otherwise: otherwise)
  }

  /// The value where all conditions hold, else missing; the value itself without conditions.
  func when(all conditions: [SQLExpression]) -> SQLExpression {
    SQLExpression.all(conditions).map { when($0) } ?? self
  }

  /// 1 where the condition holds, else 0.
  static func indicator(_ condition: SQLExpression) -> SQLExpression {
    SQLExpression.integer(1).when(condition, otherwise: 0)
  }

  /// The value where it is known, else another.
  func orElse(_ other: SQLExpression) -> SQLExpression { .call("coalesce", [self, other]) }
}
