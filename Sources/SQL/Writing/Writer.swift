import Plans
import Tables

/// Says the query in a dialect of SQL.
///
/// Throws what the dialect cannot say. `relations` tells how the tables stand in the other database. The statement gives the query's
/// visible columns under their names, in the order of rows as far as the query has one.
public func writeSQL(
  _ query: BoundQuery,
  in dialect: Dialect,
  relations: [String: Relation]
) throws(Refusal) -> WrittenQuery {
  let writer = Writer(query, dialect, relations)
  let statement = try writer.statement(of: query.plan.optimized())
  let text = Printer(dialect).text(statement)
  return WrittenQuery(
    text: text,
    columns: query.plan.columns.filter { !$0.isHidden }.map(\.field),
    exactness: writer.record.exactness,
    remarks: statement.remarks,
    checks: writer.checks
  )
}

/// Builds a query of SQL from a plan, operation by operation.
///
/// Each operation is put into the select that is open as long as it fits there; else that one gets a
/// name, and a new one is opened over it.
final class Writer {
  let dialect: Dialect
  let relations: [String: Relation]
  let record = Record()
  private(set) var named: [Query.Named] = []
  /// The named queries by what they consist of, so that the same one is written once.
  private var known: [Select: String] = [:]
  private var usedNames: Set<String> = []
  private var names: [ColumnID: String] = [:]
  private var nextColumn = -1000
  /// What must hold so that the answer is right.
  private(set) var checks: [WrittenQuery.Check] = []

  init(_ query: BoundQuery, _ dialect: Dialect, _ relations: [String: Relation]) {
    (self.dialect, self.relations) = (dialect, relations)
    usedNames = Set(relations.values.compactMap { $0.path.last?.lowercased() })
    gatherNames(query.plan)
  }

  private func gatherNames(_ plan: Plan) {
    for input in plan.inputs { gatherNames(input) }
    for column in plan.columns where names[column.id] == nil && !column.field.name.isEmpty {
      names[column.id] = column.field.name
    }
  }

  /// The whole statement.
  func statement(of plan: Plan) throws(Refusal) -> Query {
    let visible = plan.columns.filter { !$0.isHidden }
    let rows = try rows(of: plan, needed: Set(visible.map(\.id)), ordered: true)
    var select = rows.select
    for column in visible {
      guard let cell = rows.cells[column.id] else { continue }
      select.columns.append(.init(expression: cell.sql, name: column.field.name))
    }
    if select.columns.isEmpty { select.columns = [.init(expression: .null, name: "nothing")] }
    select.order = rows.trimmed(rows.order).map(dialect.ordering)
    if !rows.isOrdered { record.remark("The rows come in no order: nothing tells it.") }
    return Query(
      named: named,
      body: .select(finished(select, rows)),
      remarks: record.remarks
    )
  }

  /// The select with `distinct` in the place of a grouping that only tells values apart.
  func finished(_ select: Select, _ rows: Rows) -> Select {
    var select = select
    var outputs = select.columns.map(\.expression)
    if rows.isGrouped, select.groups.isEmpty, !outputs.isEmpty,
      !outputs.contains(where: \.hasAggregate)
    {
      // Without an aggregate to show, the rows must still be drawn together into one.
      let count = Expression.aggregate(Aggregate(name: "count", arguments: [.token("*")]))
      outputs[0] = outputs[0].when(.infix(count, ">=", .integer(0)))
      select.columns[0].expression = outputs[0]
    }
    let seen = outputs + select.qualify + select.order.map(\.expression)
    if !select.qualify.isEmpty, !seen.contains(where: \.hasWindow) {
      // The window for which rows had to be kept is read by nobody any more.
      if rows.isGrouped {
        select.having += select.qualify
      } else {
        select.filters += select.qualify
      }
      select.qualify = []
    }
    let isPlain = !outputs.contains(where: \.hasAggregate) && !outputs.contains(where: \.hasWindow)
    if isPlain, select.having.isEmpty, select.qualify.isEmpty, !select.groups.isEmpty,
      Set(outputs) == Set(select.groups),
      select.order.allSatisfy({ outputs.contains($0.expression) })
    {
      select.isDistinct = true
      select.groups = []
    }
    return select
  }

  /// The rows that a plan gives, with the columns of `needed`; in their order if that matters.
  func rows(of plan: Plan, needed: Set<ColumnID>, ordered: Bool) throws(Refusal) -> Rows {
    let outer = record.stage
    if let stage = plan.stage { record.stage = stage }
    defer { record.stage = outer }
    switch plan.operation {
    case .scan(let scan): return try self.scan(scan, plan, needed)
    case .filter(let input, let predicate):
      let ids = needed.union(predicate.formula.columns)
      let rows = try self.rows(of: input, needed: ids, ordered: ordered)
      return try filter(rows, predicate.formula, needed: needed, ordered: ordered)
    case .project(let input, let projections):
      return try project(input, projections, needed, ordered)
    case .aggregate(let input, let keys, let calls):
      return try aggregate(input, keys, calls, needed)
    case .window(let input, let window): return try self.window(input, window, needed, ordered)
    case .sort(let input, let keys):
      let ids = needed.union(keys.map(\.column))
      var rows = try self.rows(of: input, needed: ids, ordered: ordered)
      if rows.select.limit != nil { rows = close(rows, keeping: ids, ordered: true) }
      rows.order = keys.compactMap { term($0, rows) } + rows.order
      rows.isOrdered = true
      return rows
    case .slice(let input, let slice): return try self.slice(input, slice, needed, ordered)
    case .join(let left, let right, let join):
      return try self.join(left, right, join, plan, needed, ordered)
    case .append(let left, let right, let pairings):
      if plan.reason == .filled { record.remark(Writer.filled) }
      return try append(left, right, pairings, plan, needed, ordered)
    }
  }

  private static let filled =
    "The rows to be there run over the values found when this was written."

  func term(_ key: SortKey, _ rows: Rows) -> Term? {
    rows.cells[key.column].map { Term(cell: $0, isDescending: key.isDescending) }
  }

  func speaker(_ rows: Rows) -> Speaker {
    Speaker(dialect: dialect, cells: rows.cells, record: record)
  }

  /// A column that no plan has.
  func newColumn(_ name: String) -> ColumnID {
    nextColumn -= 1
    names[ColumnID(nextColumn)] = name
    return ColumnID(nextColumn)
  }

  /// What a column is called.
  func name(of id: ColumnID) -> String { names[id] ?? "value" }

  /// Notes that the rows of a select tell of a failure; the named queries so far stand before it.
  func check(_ select: Select, failure: String) {
    var select = select
    // SQLite takes having without group by only beside an aggregate.
    let isWhole = select.groups.isEmpty && !select.having.isEmpty
    let count = Expression.aggregate(Aggregate(name: "count", arguments: [.token("*")]))
    select.columns = [.init(expression: isWhole ? count : .integer(1), name: "found")]
    select.limit = 1
    let query = Query(named: named, body: .select(select))
    let text = Printer(dialect).text(query)
    checks.append(WrittenQuery.Check(text: text, failure: failure, stage: record.stage))
  }

  /// Does what must leave no named queries behind.
  func trying(_ body: () -> Void) {
    let (named, known, usedNames) = (named, known, usedNames)
    body()
    (self.named, self.known, self.usedNames) = (named, known, usedNames)
  }

  // MARK: Closing

  /// The rows under a name, as a new select over it, with these columns and the order if that matters.
  func close(_ given: Rows, keeping ids: Set<ColumnID>, ordered: Bool, as hint: String? = nil)
    -> Rows
  {
    var rows = given
    // Over a bare null or small integer its column would have another type than the one it is read as.
    for (id, cell) in given.cells where isUntyped(cell) {
      rows.cells[id]?.sql = dialect.cast(cell.sql, to: Representation(cell.type))
    }
    var select = rows.select
    var outputs: [Expression: String] = [:]
    var taken: Set<String> = []
    func output(_ expression: Expression, _ wanted: String) {
      if outputs[expression] != nil { return }
      let name = Self.free(wanted, &taken)
      outputs[expression] = name
      select.columns.append(.init(expression: expression, name: name))
    }
    for id in inOrder(ids, rows) {
      if let cell = rows.cells[id] { output(cell.sql, name(of: id)) }
    }
    let order = ordered ? rows.trimmed(rows.order) : []
    for term in order { output(term.cell.sql, columnName(term.cell.sql) ?? "_place") }
    for part in rows.unique ?? [] where ordered && rows.isOrdered {
      output(part, columnName(part) ?? "_key")
    }
    if select.columns.isEmpty { output(.integer(1), "one") }
    select.order = select.limit == nil ? [] : rows.trimmed(rows.order).map(dialect.ordering)
    let body = finished(select, rows)
    let name = name(for: body, hint: hint ?? rows.hint)
    return reopened(rows, name, outputs, order, ids, ordered: ordered)
  }

  private func isUntyped(_ cell: Cell) -> Bool {
    if case .token = cell.sql, cell.type == .integer { return dialect.types[.integer] == "bigint" }
    return cell.sql == .null
  }

  /// Columns as they are listed: those grouped by first, those of no plan last.
  private func inOrder(_ ids: Set<ColumnID>, _ rows: Rows) -> [ColumnID] {
    ids.sorted { one, other in
      let places = [one, other].map { id in
        rows.cells[id].flatMap { rows.select.groups.firstIndex(of: $0.sql) } ?? Int.max
      }
      let extras = [one, other].map { $0.number < 0 ? 1 : 0 }
      return (places[0], extras[0], one.number) < (places[1], extras[1], other.number)
    }
  }

  private func reopened(
    _ rows: Rows,
    _ name: String,
    _ outputs: [Expression: String],
    _ order: [Term],
    _ ids: Set<ColumnID>,
    ordered: Bool
  ) -> Rows {
    func moved(_ cell: Cell) -> Cell {
      var cell = cell
      cell.sql = .column(name, outputs[cell.sql] ?? "")
      return cell
    }
    var result = Rows()
    let columns = outputs.values.sorted()
    result.select.sources = [.init(path: [name], alias: name, columns: columns)]
    for id in ids { result.cells[id] = rows.cells[id].map(moved) }
    result.order = order.map {
      Term(cell: moved($0.cell), isDescending: $0.isDescending, isMissingFirst: $0.isMissingFirst)
    }
    result.isOrdered = ordered && rows.isOrdered
    if let unique = rows.unique, unique.allSatisfy({ outputs[$0] != nil }) {
      result.unique = unique.map { .column(name, outputs[$0] ?? "") }
    }
    result.hasRows = rows.hasRows
    result.hint = rows.hint
    return result
  }

  /// The name of a query that is named; the same query has one name.
  private func name(for select: Select, hint: String) -> String {
    if let name = known[select] { return name }
    let name = Self.free(hint, &usedNames)
    known[select] = name
    named.append(.init(name: name, body: .select(select)))
    return name
  }

  /// Names a query that is no select.
  func name(_ body: QueryBody, columns: [String] = [], hint: String) -> String {
    let name = Self.free(hint, &usedNames)
    named.append(.init(name: name, columns: columns, body: body))
    return name
  }

  /// The name, with a number behind it if it is taken.
  static func free(_ wanted: String, _ taken: inout Set<String>) -> String {
    // SQLite takes these two for truth values even where they are columns.
    let isTruth = ["true", "false"].contains(wanted.lowercased())
    var wanted = isTruth ? wanted + "_" : wanted
    // PostgreSQL takes 63 bytes of a name; a number may come behind it.
    while wanted.utf8.count > 58 { wanted.removeLast() }
    var name = wanted
    var number = 1
    while !taken.insert(name.lowercased()).inserted {
      number += 1
      name = "\(wanted)_\(number)"
    }
    return name
  }

  private func columnName(_ expression: Expression) -> String? {
    if case .column(_, let name) = expression { return name }
    return nil
  }
}
