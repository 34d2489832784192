import Plans
import Tables

extension PlanRun {
  /// The rows of a table, of literal rows, or of a series.
  func scan(_ scan: Scan, _ request: Request) throws -> Pipeline {
    let wanted = zip(request.plan.columns, scan.places).filter { request.needed.contains($0.0.id) }
    let places = wanted.map(\.1)
    let table = try attributing(to: request.stage) { try load(places, of: scan.source) }
    var columns: [ColumnID: Column] = [:]
    for (place, pair) in wanted.enumerated() { columns[pair.0.id] = table.columns[place] }
    let trace = Trace(stage: request.plan.stage)
    trace.rowsOut = table.rowCount
    trace.flow(.added, .read, table.rowCount)
    return Pipeline(source: Chunk(columns: columns, rowCount: table.rowCount), trace: trace)
  }

  private func load(_ places: [Int], of source: Scan.Source) throws -> Table {
    try workers.cancellation.check()
    switch source {
    case .table(let name):
      guard let table = catalog.table(name) else {
        throw RunFailure("There is no table \(name).", .table)
      }
      return try table.load(places)
    case .rows(let table):
      var schema = table.schema
      schema.fields = places.map { table.schema.fields[$0] }
      return Table(
        schema: schema,
        columns: places.map { table.columns[$0] },
        rowCount: table.rowCount
      )
    case .series(let ordinals):
      let column = Column(.ordinal(Buffer(ordinals)))
      return Table(
        schema: Schema(places.map { _ in Field("", .date) }),
        columns: places.map { _ in column },
        rowCount: column.count
      )
    }
  }
}
