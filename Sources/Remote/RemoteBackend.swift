import Catalog
import Functions
import Planner

/// The backend that runs plans in another engine: it translates them into SQL, and makes a table of
/// the rows that come.
///
/// A query that reads no table of the engine, such as one that goes on from the last result, runs
/// here. Tables that lie here are sent along as literal rows.
public final class RemoteBackend: Backend {
  private let server: RemoteServer
  private let catalog: Catalog
  private let here: any Backend

  /// A backend over the tables of `server`; `here` runs what needs none of them.
  public init(_ server: RemoteServer, catalog: Catalog, here: any Backend) {
    (self.server, self.catalog, self.here) = (server, catalog, here)
  }

  /// Runs the query; gives its visible columns and what is known of the way, or throws a
  /// `RunFailure`.
  public func run(
    _ query: BoundQuery,
    until cancellation: Cancellation
  ) throws -> (Table, Ledger) {
    var isElsewhere = false
    var sent = query
    sent.plan = try query.plan.replacingScans { scan in
      guard case .table(let name) = scan.source, let table = catalog.table(name) else {
        return scan
      }
      if table.isElsewhere {
        isElsewhere = true
        return scan
      }
      let schema = try table.schema()
      let rows = try table.load(Array(schema.fields.indices))
      return Scan(.rows(rows), places: scan.places)
    }
    if !isElsewhere { return try here.run(query, until: cancellation) }
    let table = try server.rows(of: sent, until: cancellation)
    return (table, ledger(of: query, rows: table.rowCount))
  }

  /// What is known of a query that another engine ran: the rows that came, and no stage before.
  private func ledger(of query: BoundQuery, rows: Int) -> Ledger {
    var ledger = Ledger()
    ledger.tables = query.tables
    ledger.caveats = query.constantCaveats
    ledger.engine = server.shown
    let main = query.stages.indices.filter { query.nestedStages[$0] == nil }
    if let last = main.last {
      var step = Step(
        stage: query.stages[last],
        rowsIn: 0,
        rowsOut: rows,
        flows: [RowFlow(.added, .answered, rows)],
        notices: query.notices.map(\.notice)
      )
      step.place = last
      ledger.steps = [step]
    }
    return ledger
  }
}
