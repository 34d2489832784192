import Functions
import Planner

/// Translates a query into a dialect of SQL.
///
/// `relations` maps the names of tables to how they stand in the other database. The statement
/// gives the query's visible columns under their names, in the order of rows as far as the query
/// has one. Throws what the dialect has no translation for.
public func writeSQL(
  _ query: BoundQuery,
  in dialect: Dialect,
  relations: [String: Relation]
) throws(Unsupported) -> TranslatedQuery {
  let writer = Writer(query, dialect, relations)
  let statement: Query
  let text: String
  do {
    statement = try writer.statement(of: query.plan.optimized())
    text = try SQLPrinter(dialect).text(statement)
  } catch let failure as Unsupported {
    throw failure
  } catch {
    preconditionFailure("what cannot be translated is unsupported: \(error)")
  }
  return TranslatedQuery(
    text: text,
    columns: query.plan.columns.filter { !$0.isHidden }.map(\.field),
    exactness: writer.notes.exactness,
    remarks: statement.remarks,
    checks: writer.checks
  )
}

/// Translator of a plan into a tree of SQL, operation by operation.
///
/// Each operation is put into the select that is open as long as it fits there; else that one
/// becomes a named query (a common table expression), and a new one is opened over it.
final class Writer {
  let dialect: Dialect
  let relations: [String: Relation]
  let notes = TranslationNotes()
  private(set) var named: [Query.Named] = []
  /// The named queries by what they consist of, so that the same one is written once.
  private var known: [Select: String] = [:]
  private var usedNames: Set<String> = []
  private var names: [ColumnID: String] = [:]
  private var nextColumn = -1000
  /// The statements that give a row where the answer would be wrong.
  private(set) var checks: [TranslatedQuery.Check] = []

  init(_ query: BoundQuery, _ dialect: Dialect, _ relations: [String: Relation]) {
    (self.dialect, self.relations) = (dialect, relations)
    usedNames = Set(relations.values.compactMap { $0.path.last?.lowercased() })
    gatherNames(query.plan)
  }

  private func gatherNames(_ plan: LogicalPlan) {
    for input in plan.inputs { gatherNames(input) }
    for column in plan.columns where names[column.id] == nil && !column.field.name.isEmpty {
      names[column.id] = column.field.name
    }
  }

  /// The whole statement.
  func statement(of plan: LogicalPlan) throws -> Query {
    let visible = plan.columns.filter { !$0.isHidden }
    let rows = try rows(of: plan, RowRequest(visible.map(\.id), ordered: true))
    var select = rows.select
    for column in visible {
      guard let sql = rows.columns[column.id]?.sql else { continue }
      select.columns.append(.init(expression: sql, name: column.field.name))
    }
    if select.columns.isEmpty { select.columns = [.init(expression: .null, name: "nothing")] }
    select.order = order(of: rows)
    if !rows.isOrdered { notes.remark("The rows come in no order: nothing tells it.") }
    return Query(
      named: named,
      body: .select(finished(select, rows)),
      remarks: notes.remarks
    )
  }

  /// The rows that a plan gives, with the columns and in the order that are requested.
  func rows(of plan: LogicalPlan, _ request: RowRequest) throws -> OpenSelect {
    let outer = notes.stage
    if let stage = plan.stage { notes.stage = stage }
    defer { notes.stage = outer }
    switch plan.operation {
    case .scan(let scan): return try self.scan(scan, plan, request.needed)
    case .filter(let input, let predicate):
      let rows = try self.rows(of: input, request.adding(predicate.expression.columns))
      return try filter(rows, predicate.expression, request)
    case .project(let input, let projections): return try project(input, projections, request)
    case .aggregate(let input, let keys, let calls):
      return try aggregate(input, keys, calls.filter { request.needed.contains($0.output) })
    case .window(let input, let window): return try self.window(input, window, request)
    case .sort(let input, let keys): return try sort(input, keys, request)
    case .slice(let input, let slice): return try self.slice(input, slice, request)
    case .join(let left, let right, let join): return try self.join(left, right, join, request)
    case .append(let left, let right, let pairings):
      if plan.reason == .filled {
        notes.remark("The rows to be there run over the values found when this was written.")
      }
      let columns = zip(plan.columns, pairings).filter { request.needed.contains($0.0.id) }
      return try append(left, right, columns, ordered: request.ordered)
    }
  }

  func term(_ key: SortKey, _ rows: OpenSelect) -> OrderTerm? {
    rows.columns[key.column].map { OrderTerm(column: $0, isDescending: key.isDescending) }
  }

  /// The order of rows as a clause; `given` are expressions that are the same in all rows compared.
  func order(of rows: OpenSelect, given: [SQLExpression] = []) -> [Ordering] {
    rows.trimmed(rows.order, given: given).map(dialect.ordering)
  }

  func translator(_ rows: OpenSelect) -> ExpressionWriter {
    ExpressionWriter(dialect: dialect, columns: rows.columns, notes: notes)
  }

  /// Throws where rows have no order, which a function or verb of this name needs.
  func needsOrder(_ rows: OpenSelect, _ name: String) throws {
    if !rows.isOrdered { throw translator(rows).needsOrder(name) }
  }

  /// Adds a column that no plan has.
  func define(_ name: String, _ column: SelectColumn, in rows: inout OpenSelect) -> ColumnID {
    nextColumn -= 1
    let id = ColumnID(nextColumn)
    names[id] = name
    rows.columns[id] = column
    return id
  }

  /// The name of a column.
  func name(of id: ColumnID) -> String { names[id] ?? "value" }

  /// Adds a check: a row of the select means a failure.
  ///
  /// The named queries so far stand before it. Throws as the printer does.
  func check(_ select: Select, failure: String) throws(Unsupported) {
    var select = select
    // SQLite takes having without group by only beside an aggregate.
    let isWhole = select.groups.isEmpty && !select.having.isEmpty
    select.columns = [.init(expression: isWhole ? .rowCount : 1, name: "found")]
    select.limit = 1
    let text = try SQLPrinter(dialect).text(Query(named: named, body: .select(select)))
    checks.append(TranslatedQuery.Check(text: text, failure: failure, stage: notes.stage))
  }

  /// Runs `body` and forgets the named queries that it made.
  func discardingQueries(_ body: () throws -> Void) rethrows {
    let (named, known, usedNames) = (named, known, usedNames)
    try body()
    (self.named, self.known, self.usedNames) = (named, known, usedNames)
  }

  /// Makes a select a named query, and gives its name; the same query has one name.
  func name(_ select: Select, hint: String) -> String {
    if let name = known[select] { return name }
    let name = name(.select(select), hint: hint)
    known[select] = name
    return name
  }

  /// Makes a query that is no select a named one, and gives its name.
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
}
