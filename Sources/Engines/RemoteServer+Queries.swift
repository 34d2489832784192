import Plans
import SQL
import Tables

extension RemoteServer {
  /// Runs a query whose tables are all in the engine, or literal rows.
  func rows(of query: BoundQuery, until cancellation: Cancellation) throws(RunFailure) -> Table {
    guard let dialect = Dialect.all[engine.dialect] else {
      throw RunFailure("There is no dialect \(engine.dialect).", .refused)
    }
    let written: WrittenQuery
    do throws(Refusal) {
      written = try writeSQL(query, in: dialect, relations: relations)
    } catch {
      throw RunFailure("\(error.text) \(error.remedy)", .refused, stage: error.stage)
    }
    let rows = RowCollector(written.columns)
    do throws(EngineFailure) {
      try run(written.text, into: rows, until: cancellation)
    } catch {
      throw error.runFailure(stage: nil)
    }
    return rows.table()
  }
}
