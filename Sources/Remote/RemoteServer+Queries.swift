import Catalog
import Functions
import Planner
import SQL

extension RemoteServer {
  /// Runs a query whose tables are all in the engine, or literal rows.
  func rows(of query: BoundQuery, until cancellation: Cancellation) throws(RunFailure) -> Table {
    guard let dialect = Dialect.all[engine.dialect] else {
      throw RunFailure("There is no dialect \(engine.dialect).", .refused)
    }
    let written: TranslatedQuery
    do throws(Unsupported) {
      written = try writeSQL(query, in: dialect, relations: relations)
    } catch {
      throw RunFailure("\(error.text) \(error.remedy)", .refused, stage: error.stage)
    }
    let rows = ResultBuilder(written.columns, memory: memory)
    let check: TranslatedQuery.Check?
    do throws(EngineFailure) {
      check = try failing(written.checks, until: cancellation)
      if check == nil { try run(written.text, into: rows, until: cancellation) }
    } catch {
      if error.kind == .stopped, let failure = cancellation.failure { throw failure }
      throw RunFailure(error.text, error.kind == .stopped ? .cancelled : .table)
    }
    if let check { throw RunFailure(check.failure, .join, stage: check.stage) }
    return rows.table()
  }

  /// The first of the checks that gives a row: what would be an error here, and would pass unseen
  /// there.
  private func failing(
    _ checks: [TranslatedQuery.Check],
    until cancellation: Cancellation
  ) throws(EngineFailure) -> TranslatedQuery.Check? {
    for check in checks {
      let found = ResultBuilder([Field("found", .integer)])
      try run(check.text, into: found, until: cancellation)
      if found.table().rowCount > 0 { return check }
    }
    return nil
  }
}
