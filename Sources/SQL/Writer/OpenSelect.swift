import Catalog
import Functions

/// A select under construction: the source of its rows, and the expression of each column of the
/// plan.
struct OpenSelect {
  /// All clauses but the columns, the order and what depends on it.
  var select = Select()
  /// The expressions of the plan's columns.
  var columns: [ColumnID: SelectColumn] = [:]
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
struct SelectColumn {
  var sql: SQLExpression
  var type: DataType
  var isNullable: Bool

  /// An integer that is never missing.
  static func integer(_ sql: SQLExpression) -> SelectColumn {
    SelectColumn(sql: sql, type: .integer, isNullable: false)
  }

  /// A truth value that is never missing.
  static func boolean(_ sql: SQLExpression) -> SelectColumn {
    SelectColumn(sql: sql, type: .boolean, isNullable: false)
  }

  /// The same column by another expression.
  func with(sql: SQLExpression) -> SelectColumn {
    SelectColumn(sql: sql, type: type, isNullable: isNullable)
  }
}

extension SelectColumn {
  init(_ fragment: SQLFragment, _ type: DataType) {
    self.init(sql: fragment.sql, type: type, isNullable: fragment.isNullable)
  }
}

/// A key of the order of rows.
struct OrderTerm {
  var column: SelectColumn
  var isDescending = false
  var isMissingFirst = false

  /// The same key in the opposite order.
  var reversed: OrderTerm {
    OrderTerm(column: column, isDescending: !isDescending, isMissingFirst: !isMissingFirst)
  }

  /// The same key by another expression.
  func with(sql: SQLExpression) -> OrderTerm {
    var term = self
    term.column.sql = sql
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
  mutating func setKey(_ key: [SelectColumn]) {
    order = key.map { OrderTerm(column: $0) }
    isOrdered = !key.isEmpty
    unique = key.isEmpty ? nil : key.map(\.sql)
  }

  /// Whether a join, a grouping or a window may be added: nothing was aggregated or cut yet.
  var isOpenForJoins: Bool { !isGrouped && select.limit == nil && select.qualify.isEmpty }

  /// The clause for conditions on the rows without windows.
  var filterClause: WritableKeyPath<Select, [SQLExpression]> { isGrouped ? \.having : \.filters }

  /// Whether all rows were aggregated into one.
  var isGlobal: Bool { isGrouped && select.groups.isEmpty }

  /// The same rows with aliases other than those taken.
  func renamed(besides taken: Set<String>) -> OpenSelect {
    var rows = self
    let taken = Set(taken.map { $0.lowercased() })
    let own = columns.values.reduce(select.aliases) { $0.union($1.sql.aliases) }
    var used = taken.union(own)
    for source in select.sources where taken.contains(source.alias.lowercased()) {
      let (old, new) = (source.alias, Writer.free(source.alias, &used))
      rows.select = rows.select.renaming(old, to: new)
      rows.columns = rows.columns.mapValues { $0.with(sql: $0.sql.renaming(old, to: new)) }
      rows.order = rows.order.map { $0.with(sql: $0.column.sql.renaming(old, to: new)) }
      rows.unique = rows.unique?.map { $0.renaming(old, to: new) }
    }
    return rows
  }

  /// The expressions of columns, as far as they are there.
  func expressions(_ ids: some Sequence<ColumnID>) -> [SQLExpression] {
    ids.compactMap { columns[$0]?.sql }
  }

  /// Whether no two rows agree in all of these expressions, as far as is known.
  func areUnique(by expressions: some Sequence<SQLExpression>) -> Bool {
    let known = Set(expressions)
    return unique?.allSatisfy(known.contains) ?? false
  }

  /// Whether one of these columns is computed by a window, or the order of rows if that matters.
  func hasWindow(_ ids: some Sequence<ColumnID>, ordered: Bool = true) -> Bool {
    if ordered, trimmed(order).contains(where: \.column.sql.hasWindow) { return true }
    return ids.contains { columns[$0]?.sql.hasWindow ?? false }
  }

  /// The keys of an order up to the first that cannot matter, because the rows are unique by those
  /// before.
  ///
  /// `given` are expressions that are the same in all rows compared.
  func trimmed(_ terms: [OrderTerm], given: [SQLExpression] = []) -> [OrderTerm] {
    var kept: [OrderTerm] = []
    var seen = Set(given)
    for term in terms where !term.column.sql.isConstant {
      if let unique, unique.allSatisfy(seen.contains) { break }
      if seen.insert(term.column.sql).inserted { kept.append(term) }
    }
    return kept
  }
}
