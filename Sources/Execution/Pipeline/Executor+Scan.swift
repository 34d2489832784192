import Catalog
import Columns
import Functions
import Planner

extension Executor {
  /// The rows of a table, of literal rows, or of a series.
  func scan(_ scan: Scan, _ request: ExecutionRequest) throws -> OperatorPipeline {
    let wanted = zip(request.plan.columns, scan.places).filter { request.needed.contains($0.0.id) }
    let places = wanted.map(\.1)
    let table = try attributing(to: request.stage) { try load(places, of: scan.source) }
    var columns: [ColumnID: Column] = [:]
    for (place, pair) in wanted.enumerated() { columns[pair.0.id] = table.columns[place] }
    let metrics = request.metrics(over: nil, 0, table.rowCount)
    metrics.flow(.added, .read, table.rowCount)
    return OperatorPipeline(
      source: Chunk(columns: columns, rowCount: table.rowCount),
      metrics: metrics
    )
  }

  private func load(_ places: [Int], of source: Scan.Source) throws -> Table {
    try cancellation.check()
    switch source {
    case .table(let name):
      guard let table = catalog.table(name) else {
        throw RunFailure("There is no table \(name).", .table)
      }
      return try table.load(places)
    case .rows(let table): return table.keeping(places)
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
