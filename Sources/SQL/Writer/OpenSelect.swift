import Catalog
import Functions

/// A select under construction: the source of its rows, and the expression of each column of the
/// plan.
struct OpenSelect {
  /// All clauses but the columns, the order and what depends on it.
  var select = Select()
  /// The expressions of the plan's columns.
  var cells: [ColumnID: Cell] = [:]
  /// The order of rows, as far as it is known.
  var order: [OrderTerm] = []
  /// Whether `order` is the whole order, so that "first" means something.
  var isOrdered = true
  /// Expressions that together are a unique key of the rows; nil if none are known.
  var unique: [SQLExpression]?
  /// Whether rows have been aggregated.
  var isGrouped = false
  /// Whether there is a row in any case.
  var hasRows = false
  /// The name of a named query of these rows.
  var hint = "rows"
}

/// The expression of a column within a select, with its type.
struct Cell {
  var sql: SQLExpression
  var type: DataType
  var isNullable: Bool

  /// An integer that is never missing.
  static func integer(_ sql: SQLExpression) -> Cell {
    Cell(sql: sql, type: .integer, isNullable: false)
  }
}

/// A key of the order of rows.
struct OrderTerm {
  var cell: Cell
  var isDescending = false
  var isMissingFirst = false

  /// The same key in the opposite order.
  var reversed: OrderTerm {
    OrderTerm(cell: cell, isDescending: !isDescending, isMissingFirst: !isMissingFirst)
  }

  /// The same key by another expression.
  func with(sql: SQLExpression) -> OrderTerm {
    var term = self
    term.cell.sql = sql
    return term
  }
}

extension OpenSelect {
  /// All rows of a named query or table.
  init(from name: String, path: [String]? = nil, columns: [String]) {
    select.sources = [.init(path: path ?? [name], alias: name, columns: columns)]
  }

  /// Orders the rows by columns that together are a unique key; without any, nothing is known of
  /// the order.
  mutating func setKey(_ key: [Cell]) {
    order = key.map { OrderTerm(cell: $0) }
    isOrdered = !key.isEmpty
    unique = key.isEmpty ? nil : key.map(\.sql)
  }

  /// Whether a join, a grouping or a window may be added: nothing was aggregated or cut yet.
  var isOpenForJoins: Bool { !isGrouped && select.limit == nil && select.qualify.isEmpty }

  /// Whether all rows were aggregated into one.
  var isGlobal: Bool { isGrouped && select.groups.isEmpty }

  /// The expressions of columns, as far as they are there.
  func expressions(_ ids: some Sequence<ColumnID>) -> [SQLExpression] {
    ids.compactMap { cells[$0]?.sql }
  }

  /// Whether no two rows agree in all of these expressions, as far as is known.
  func areUnique(by expressions: some Sequence<SQLExpression>) -> Bool {
    let known = Set(expressions)
    return unique?.allSatisfy(known.contains) ?? false
  }

  /// Whether one of these columns is computed by a window, or the order of rows if that matters.
  func hasWindow(_ ids: some Sequence<ColumnID>, ordered: Bool = true) -> Bool {
    if ordered, trimmed(order).contains(where: \.cell.sql.hasWindow) { return true }
    return ids.contains { cells[$0]?.sql.hasWindow ?? false }
  }

  /// The keys of an order up to the first that cannot matter, because the rows are unique by those
  /// before.
  ///
  /// `given` are expressions that are the same in all rows compared.
  func trimmed(_ terms: [OrderTerm], given: [SQLExpression] = []) -> [OrderTerm] {
    var kept: [OrderTerm] = []
    var seen = Set(given)
    for term in terms where !term.cell.sql.isConstant {
      if let unique, unique.allSatisfy(seen.contains) { break }
      if seen.insert(term.cell.sql).inserted { kept.append(term) }
    }
    return kept
  }
}
