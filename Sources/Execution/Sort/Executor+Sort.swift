import Columns
import Functions
import Planner

extension Executor {
  /// The rows in the order of the keys, missing last; stable.
  ///
  /// Of a limited request those of the limit, while the metrics tell of all.
  func sort(_ inputPlan: LogicalPlan, _ keys: [SortKey], _ request: ExecutionRequest) throws
    -> OperatorPipeline
  {
    let (input, inputMetrics) = try input(inputPlan, of: request)
    let metrics = request.metrics(over: inputMetrics, input.rowCount, input.rowCount)
    guard let limit = request.limit else {
      let output = try sorted(input, try encoders(of: keys, of: input, inputPlan), request.needed)
      return OperatorPipeline(source: output, metrics: metrics)
    }
    let leading = try leadingRows(limit, keys, of: input, inputPlan).map {
      try input.gathered($0, only: request.leftNeeds, by: workers)
    }
    let rows = leading ?? input
    let output = try sorted(rows, try encoders(of: keys, of: rows, inputPlan), request.needed)
    return OperatorPipeline(source: output.rows(limit.rows(of: rows.rowCount)), metrics: metrics)
  }

  private func sorted(
    _ input: Chunk,
    _ encoders: [(column: ColumnID, encoder: KeyEncoder)],
    _ needed: Set<ColumnID>
  ) throws -> Chunk {
    let rowCount = input.rowCount
    guard let sorted = try InlineKeySort(encoders.map(\.encoder), rowCount: rowCount, by: workers)
    else {
      let words = NormalizedKey.words(of: encoders.map(\.encoder))
      let order = try sortedRows(words, rowCount: rowCount, by: workers)
      return try input.gathered(order, only: needed, by: workers)
    }
    var keys: [ColumnID: Column] = [:]
    for (place, key) in encoders.enumerated() where needed.contains(key.column) {
      keys[key.column] = try sorted.column(of: place)
    }
    let others = needed.subtracting(keys.keys)
    if others.isEmpty { return Chunk(columns: keys, rowCount: rowCount) }
    var output = try input.gathered(try sorted.rows(), only: others, by: workers)
    output.columns.merge(keys) { other, _ in other }
    return output
  }

  /// The row numbers of `input` in the order of the keys.
  func order(
    _ keys: [SortKey],
    of input: Chunk,
    _ plan: LogicalPlan,
    within partitions: [KeyEncoder] = []
  ) throws -> Buffer<Int32> {
    let own = try encoders(of: keys, of: input, plan).map(\.encoder)
    let words = NormalizedKey.words(of: partitions + own)
    return try sortedRows(words, rowCount: input.rowCount, by: workers)
  }

  private func encoders(
    of keys: [SortKey],
    of input: Chunk,
    _ plan: LogicalPlan
  ) throws -> [(column: ColumnID, encoder: KeyEncoder)] {
    try keys.flatMap { key in
      let column = input[key.column]
      let type = plan.type(of: key.column, column)
      return try KeyEncoder.encoders(column, type, descending: key.isDescending, by: workers)
        .map { (key.column, $0) }
    }
  }
}
