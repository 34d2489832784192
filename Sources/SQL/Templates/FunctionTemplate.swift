import Catalog
import Functions

/// A translated expression.
struct SQLFragment {
  var sql: SQLExpression
  /// Whether it may be missing.
  var isNullable: Bool

  init(_ sql: SQLExpression, isNullable: Bool) { (self.sql, self.isNullable) = (sql, isNullable) }

  /// A truth value where it is used; as a value, a missing one is false.
  func truth(as context: TruthContext) -> SQLFragment {
    if context == .condition || !isNullable { return self }
    return SQLFragment(sql.orElse(.token("false")), isNullable: false)
  }
}

/// The use of a truth value, which decides what a missing one means.
enum TruthContext {
  /// As a condition: missing is as good as false.
  case condition
  /// As a value that is compared, negated or shown: comparisons must give true or false.
  case value
}

/// The template of a function, aggregate or window function: how a call of it is written.
struct FunctionTemplate<Call>: Sendable {
  var exactness = Exactness.exact
  /// Whether it translates its operands itself: as conditions, or only after a test.
  var isLazy = false
  /// The remark that it puts above the statement, by the function's name.
  var remark: (@Sendable (_ name: String) -> String)?
  let write: @Sendable (Call) throws -> SQLFragment

  /// An expression that may be missing though no operand is.
  static func nullable(
    _ exactness: Exactness = .exact,
    _ write: @escaping @Sendable (Call) throws -> SQLExpression
  ) -> FunctionTemplate {
    FunctionTemplate(exactness: exactness) { SQLFragment(try write($0), isNullable: true) }
  }
}

typealias ScalarTemplate = FunctionTemplate<ScalarCall>
typealias AggregateTemplate = FunctionTemplate<AggregateContext>
typealias WindowTemplate = FunctionTemplate<WindowContext>

/// A call that a template writes, with its translated operands.
protocol TranslatedCall {
  var name: String { get }
  var arguments: [BoundExpression] { get }
  /// The arguments as values.
  var operands: [SQLFragment] { get }
  var writer: ExpressionWriter { get }
}

extension TranslatedCall {
  var dialect: Dialect { writer.dialect }
  var time: DateFunctions { writer.dialect.time }

  /// An operand.
  subscript(place: Int) -> SQLExpression { operands[place].sql }
  /// All operands.
  var all: [SQLExpression] { operands.map(\.sql) }
  /// Whether an operand may be missing.
  var hasNullable: Bool { operands.contains(where: \.isNullable) }

  func type(_ place: Int) -> DataType { arguments[place].type }

  /// A whole number that is known beforehand.
  func integer(_ place: Int) -> Int? {
    if case .integer(let number)? = arguments[place].literal { Int(number) } else { nil }
  }

  /// A text that is known beforehand.
  func text(_ place: Int) -> String? {
    if case .text(let text)? = arguments[place].literal { text } else { nil }
  }

  /// The error that the dialect has no translation for this.
  func unsupported(_ what: String? = nil, remedy: String? = nil) -> Unsupported {
    writer.unsupported(what ?? "\(name) of \(arguments.first?.type.word ?? "this")", remedy)
  }
}

/// A call of a function or operator.
struct ScalarCall: TranslatedCall {
  var name: String
  var type: DataType
  var arguments: [BoundExpression]
  var operands: [SQLFragment]
  var context: TruthContext
  let writer: ExpressionWriter

  /// A test as a fragment; as a value, a missing one is false.
  func tested(_ test: SQLExpression, isNullable: Bool) -> SQLFragment {
    SQLFragment(test, isNullable: isNullable).truth(as: context)
  }
}

extension ScalarTemplate {
  /// An expression that is missing where an operand is.
  static func strict(
    _ exactness: Exactness = .exact,
    _ write: @escaping @Sendable (ScalarCall) throws -> SQLExpression
  ) -> ScalarTemplate {
    ScalarTemplate(exactness: exactness) { SQLFragment(try write($0), isNullable: $0.hasNullable) }
  }

  /// A test, which is false where an operand is missing.
  static func test(
    _ write: @escaping @Sendable (ScalarCall) throws -> SQLExpression
  ) -> ScalarTemplate {
    ScalarTemplate { $0.tested(try write($0), isNullable: $0.hasNullable) }
  }

  static func test(_ template: SQLTemplate) -> ScalarTemplate {
    .test { template.expression($0.all) }
  }

  /// A function of the same operands under this name.
  static func named(_ name: String) -> ScalarTemplate { .strict { .call(name, $0.all) } }
}
