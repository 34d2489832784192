import Catalog
import Functions

/// Translator of bound expressions over the columns of an open select.
struct ExpressionWriter {
  let dialect: Dialect
  let columns: [ColumnID: SelectColumn]
  let notes: TranslationNotes

  /// The translation; as a condition, a missing truth value may stand for false.
  func translate(_ bound: BoundExpression, _ context: TruthContext = .value) throws -> SQLFragment {
    switch bound {
    case .column(let id, _):
      guard let column = columns[id] else {
        throw unsupported("a column that is not at hand", "Report the query, please.")
      }
      return SQLFragment(column.sql, isNullable: column.isNullable)
    case .literal(let value, let type):
      return SQLFragment(dialect.expression(value, type), isNullable: value == .missing)
    case .call(let function, let arguments):
      let template = dialect.scalar(function.name)
      return try write(function.name, by: template) {
        ScalarCall(
          name: function.name,
          type: function.type,
          arguments: arguments,
          operands: template?.isLazy ?? true ? [] : try operands(arguments, of: function.name),
          context: context,
          writer: self
        )
      }
    case .choose: return try choice(bound, context)
    }
  }

  /// The translations of a function's arguments, as values.
  func operands(_ arguments: [BoundExpression], of name: String) throws -> [SQLFragment] {
    var operands = try arguments.map { try translate($0) }
    // The functions of dates do not know the type of a bare null.
    guard name != "??", arguments.contains(where: { Representation($0.type) == .date })
    else { return operands }
    for place in operands.indices where operands[place].sql == .null {
      operands[place].sql = dialect.cast(.null, to: .date)
    }
    return operands
  }

  /// The translation of an argument of an aggregate or a window function, where a text alone may
  /// have no type.
  func argument(_ bound: BoundExpression) throws -> SQLFragment {
    var argument = try translate(bound)
    if dialect.textsAreUntyped, case .bytes = argument.sql {
      argument.sql = dialect.cast(argument.sql, to: .text)
    }
    return argument
  }

  func sql(_ bound: BoundExpression, _ context: TruthContext = .value) throws -> SQLExpression {
    try translate(bound, context).sql
  }

  /// A call as its template writes it; notes the template's exactness and remark.
  func write<Call>(
    _ name: String,
    by template: FunctionTemplate<Call>?,
    _ call: () throws -> Call
  ) throws -> SQLFragment {
    guard let template else { throw unsupported(name, dialect.unsupported[name]) }
    notes.exactness = max(notes.exactness, template.exactness)
    if let remark = template.remark { notes.remark(remark(name)) }
    return try template.write(try call())
  }

  /// A chain of choices as one `case`, with its subject in front where all ask for the same.
  private func choice(_ bound: BoundExpression, _ context: TruthContext) throws -> SQLFragment {
    var branches: [SQLExpression.Branch] = []
    var subjects: [(SQLExpression, SQLExpression)?] = []
    var rest = bound
    var isNullable = false
    while case .choose(let condition, let then, let otherwise, _) = rest {
      let chosen = try translate(then, context)
      isNullable = isNullable || chosen.isNullable
      let test = try sql(condition, .condition)
      if let sure = certain(test, chosen.sql, otherwise) { return sure }
      branches.append(.init(test, chosen.sql))
      subjects.append(equality(test))
      rest = otherwise
    }
    let last = try translate(rest, context)
    let otherwise: SQLExpression? = last.sql == .null ? nil : last.sql
    isNullable = isNullable || last.isNullable
    if let first = subjects.first??.0, branches.count > 1,
      subjects.allSatisfy({ $0?.0 == first })
    {
      let simple = zip(branches, subjects).compactMap { branch, subject in
        subject.map { SQLExpression.Branch($0.1, branch.then) }
      }
      return SQLFragment(.choice(first, simple, otherwise: otherwise), isNullable: isNullable)
    }
    return SQLFragment(.choice(nil, branches, otherwise: otherwise), isNullable: isNullable)
  }

  /// A value that is missing only where a number of rows is 0, or zero there.
  private func certain(
    _ test: SQLExpression,
    _ zero: SQLExpression,
    _ otherwise: BoundExpression
  ) -> SQLFragment? {
    guard case .infix(.aggregate(let count), "=", .token("0")) = test, count.name == "count",
      count.arguments == [.token("*")], case .column(let id, _) = otherwise,
      let column = columns[id]?.sql, case .aggregate(let value) = column,
      value.filter == count.filter, notes.missingOnlyWithoutRows.contains(column)
    else { return nil }
    return SQLFragment(column.orElse(zero), isNullable: false)
  }

  /// What is compared with which constant, if a condition is just that.
  private func equality(_ condition: SQLExpression) -> (SQLExpression, SQLExpression)? {
    guard case .infix(let left, "=", let right) = condition, right.isConstant, right != .null
    else { return nil }
    return (left, right)
  }

  /// The error that the dialect has no translation for something.
  func unsupported(_ what: String, _ remedy: String? = nil) -> Unsupported {
    Unsupported(
      "\(dialect.title) cannot say \(what).",
      remedy: remedy ?? "Leave it out here, or run the query without another engine.",
      stage: notes.stage
    )
  }

  /// The error that rows have no order, which a function or verb of this name needs.
  func needsOrder(_ name: String) -> Unsupported {
    unsupported(
      "\(name) of rows that have no order",
      "Put sort before it, by columns that tell the rows apart."
    )
  }
}

/// Notes on the statement, gathered while it is written.
final class TranslationNotes {
  var exactness = Exactness.exact
  var remarks: [String] = []
  /// Aggregates that are missing only where there is no row for them.
  var missingOnlyWithoutRows: Set<SQLExpression> = []
  /// The written stage that is being translated.
  var stage: Int?

  func remark(_ text: String) {
    if !remarks.contains(text) { remarks.append(text) }
  }
}

// MARK: Orders

extension Dialect {
  /// The sort key of a value: texts by their bytes, categories by the place of their word.
  func orderable(_ sql: SQLExpression, _ type: DataType) -> SQLExpression {
    switch type {
    case .category(let category) where !category.isInByteOrder:
      return position(of: sql, in: category.labels.strings)
    case .text, .category:
      return byteOrdered(sql)
    default: return sql
    }
  }

  /// A text whose order is that of its bytes.
  func byteOrdered(_ sql: SQLExpression) -> SQLExpression {
    byteOrder.map { .postfix(sql, $0) } ?? sql
  }

  /// The place of a word in a list.
  func position(of sql: SQLExpression, in words: [String]) -> SQLExpression {
    if let place = listPlace { return place(.list(words.map { .text($0) }), sql) }
    let branches = words.enumerated().map { SQLExpression.Branch(.text($1), .integer($0)) }
    return .choice(sql, branches, otherwise: nil)
  }

  /// The word at a place that `position` gave.
  func word(at place: SQLExpression, in words: [String]) -> SQLExpression {
    if let value = listValue { return value(.list(words.map { .text($0) }), place) }
    return word(place, words, from: 0)
  }

  /// The sort specification of a key of the order of rows.
  func ordering(_ term: OrderTerm) -> Ordering {
    Ordering(
      expression: orderable(term.column.sql, term.column.type),
      isDescending: term.isDescending,
      missing: term.column.isNullable ? (term.isMissingFirst ? .first : .last) : nil
    )
  }
}

extension Category {
  /// Whether the order of its words is that of their bytes.
  var isInByteOrder: Bool {
    let words = labels.strings.map { Array($0.utf8) }
    return zip(words, words.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) }
  }
}
