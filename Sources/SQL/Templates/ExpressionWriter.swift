import Catalog
import Functions

/// Says formulas of the plan over the columns of an open select.
struct ExpressionWriter {
  let dialect: Dialect
  let cells: [ColumnID: Cell]
  let record: Record

  /// A formula; as a condition, a missing truth value may stand for false.
  func say(_ bound: BoundExpression, _ stance: TruthContext) throws(Unsupported) -> SQLFragment {
    switch bound {
    case .column(let id, _):
      guard let cell = cells[id] else {
        throw refusal("a column that is not at hand", "Report the query, please.")
      }
      return SQLFragment(cell.sql, isNullable: cell.isNullable)
    case .literal(let value, let type):
      return SQLFragment(dialect.expression(value, type), isNullable: value == .missing)
    case .call(let operation, let operands):
      let call = ScalarCall(
        name: operation.name,
        type: operation.type,
        operands: operands,
        stance: stance,
        speaker: self
      )
      guard let template = dialect.scalar(operation.name) else {
        throw refusal(operation.name, dialect.unsupported[operation.name])
      }
      record.exactness = max(record.exactness, template.exactness)
      return try template.say(call)
    case .choose: return try choice(bound, stance)
    }
  }

  /// A formula as the argument of an aggregate or a window function, where a text alone may have no
  /// type.
  func argument(_ bound: BoundExpression) throws(Unsupported) -> SQLFragment {
    var said = try say(bound, .value)
    if dialect.literals.textsAreUntyped, case .bytes = said.sql, let type = dialect.types[.text] {
      said.sql = .cast(said.sql, type)
    }
    return said
  }

  /// A formula as an expression.
  func sql(_ bound: BoundExpression, _ stance: TruthContext = .value) throws(Unsupported)
    -> SQLExpression
  {
    try say(bound, stance).sql
  }

  /// A chain of choices as one `case`, with its subject in front where all ask for the same.
  private func choice(_ bound: BoundExpression, _ stance: TruthContext) throws(Unsupported)
    -> SQLFragment
  {
    var branches: [SQLExpression.Branch] = []
    var subjects: [(SQLExpression, SQLExpression)?] = []
    var rest = bound
    var isNullable = false
    while case .choose(let condition, let then, let otherwise, _) = rest {
      let chosen = try say(then, stance)
      isNullable = isNullable || chosen.isNullable
      let test = try sql(condition, .condition)
      if let sure = certain(test, chosen.sql, otherwise) { return sure }
      branches.append(.init(when: test, then: chosen.sql))
      subjects.append(equality(test))
      rest = otherwise
    }
    let last = try say(rest, stance)
    let otherwise: SQLExpression? = last.sql == .null ? nil : last.sql
    isNullable = isNullable || last.isNullable
    if let first = subjects.first??.0, branches.count > 1,
      subjects.allSatisfy({ $0?.0 == first })
    {
      let simple = zip(branches, subjects).compactMap { branch, subject in
        subject.map { SQLExpression.Branch(when: $0.1, then: branch.then) }
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
      let cell = cells[id], case .aggregate(let value) = cell.sql, value.filter == count.filter,
      record.missingOnlyWithoutRows.contains(cell.sql)
    else { return nil }
    return SQLFragment(cell.sql.orElse(zero), isNullable: false)
  }

  /// What is compared with which constant, if a condition is just that.
  private func equality(_ condition: SQLExpression) -> (SQLExpression, SQLExpression)? {
    guard case .infix(let left, "=", let right) = condition, right.isConstant, right != .null
    else { return nil }
    return (left, right)
  }

  /// Says that the dialect has no way to say this.
  func refusal(_ what: String, _ remedy: String? = nil) -> Unsupported {
    Unsupported(
      "\(dialect.title) cannot say \(what).",
      remedy: remedy ?? dialect.remedy,
      stage: record.stage
    )
  }
}

/// What is noted while a query is written.
final class Record {
  var exactness = Exactness.exact
  var remarks: [String] = []
  /// Aggregates that are missing only where there is no row for them.
  var missingOnlyWithoutRows: Set<SQLExpression> = []
  /// The written stage that is being said.
  var stage: Int?

  func remark(_ text: String) {
    if !remarks.contains(text) { remarks.append(text) }
  }
}

extension Dialect {
  /// How it says a function or operator; nil where it cannot.
  func scalar(_ name: String) -> ScalarTemplate? {
    unsupported[name] == nil ? scalars[name] ?? ScalarTemplate.standard[name] : nil
  }

  /// Whether it says an aggregate, by an aggregate of its own or row by row.
  func says(aggregate name: String) -> Bool {
    unsupported[name] == nil && (aggregate(name) != nil || rowwise.contains(name))
  }

  func aggregate(_ name: String) -> AggregateTemplate? {
    unsupported[name] == nil ? aggregates[name] ?? AggregateTemplate.standard[name] : nil
  }

  func window(_ name: String) -> WindowTemplate? {
    unsupported[name] == nil ? windows[name] ?? WindowTemplate.standard[name] : nil
  }

  /// The remedy where there is no better one.
  var remedy: String {
    "Leave it out here, or run the query without another engine."
  }
}

// MARK: Orders

extension Dialect {
  /// What a value is ordered by: texts by their bytes, categories by the place of their word.
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
    texts.byteOrder.map { .postfix(sql, $0) } ?? sql
  }

  /// The place of a word in a list.
  func position(of sql: SQLExpression, in words: [String]) -> SQLExpression {
    if let place = lists.place { return place(.list(words.map { .text($0) }), sql) }
    return number(of: sql, in: words)
  }

  /// The word at a place that `position` gave.
  func word(at place: SQLExpression, in words: [String]) -> SQLExpression {
    if let value = lists.value { return value(.list(words.map { .text($0) }), place) }
    return word(place, words, from: 0)
  }

  private func number(of sql: SQLExpression, in words: [String]) -> SQLExpression {
    .choice(
      sql,
      words.enumerated().map { .init(when: .text($1), then: .integer($0)) },
      otherwise: nil
    )
  }

  /// A part of the order of rows.
  func ordering(_ term: OrderTerm) -> Ordering {
    Ordering(
      expression: orderable(term.cell.sql, term.cell.type),
      isDescending: term.isDescending,
      missing: term.cell.isNullable ? (term.isMissingFirst ? .first : .last) : nil
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
