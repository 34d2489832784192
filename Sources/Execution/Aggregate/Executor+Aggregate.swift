import Catalog
import Functions
import Planner

extension Executor {
  /// An aggregation: one row a group, in the order of keys; without keys exactly one.
  ///
  /// Strategies are tried in turn: direct addressing of streaming rows; radix partitions of rows at
  /// rest; a grouping of all rows.
  func aggregate(
    _ inputPlan: LogicalPlan,
    _ keys: [ColumnID],
    _ calls: [AggregateCall],
    _ request: ExecutionRequest
  ) throws -> OperatorPipeline {
    if let pivoted = try pivoted(inputPlan, keys, calls, request) { return pivoted }
    let pipeline = try pipeline(inputPlan, needed: request.leftNeeds, stage: request.stage)
    let aggregated =
      try directlyAggregated(pipeline, inputPlan, keys, calls, request)
      ?? collected(pipeline, inputPlan, keys, calls, request)
    let (rowsIn, groups) = (aggregated.rowsIn, aggregated.output.rowCount)
    let metrics = request.metrics(over: pipeline.metrics, rowsIn, groups)
    metrics.flows = [RowFlow(.folded(groups: groups), .grouped, rowsIn)]
    metrics.notices = aggregated.notices + absentCells(calls, aggregated.output)
    return OperatorPipeline(source: aggregated.output.keeping(request.needed), metrics: metrics)
  }

  /// The same with all rows at rest: for keys that need too many slots, and to find the first row
  /// that fails.
  private func collected(
    _ pipeline: OperatorPipeline,
    _ plan: LogicalPlan,
    _ keys: [ColumnID],
    _ calls: [AggregateCall],
    _ request: ExecutionRequest
  ) throws -> Aggregated {
    let input = try pipeline.collect(request.leftNeeds, by: workers)
    let aggregated =
      try keys.isEmpty
      ? nil
      : partitioned(
        input,
        by: encoders(keys, of: input, plan),
        keeping: Set(keys).intersection(request.needed),
        calls,
        stage: request.stage
      )
    if let aggregated { return aggregated }
    let groups = try groups(keys, of: input, plan)
    let result = try accumulate(calls, over: input, groups, stage: request.stage)
    var output = input.gathered(groups.firstRows, only: Set(keys))
    for (call, column) in zip(calls, result.columns) { output.columns[call.output] = column }
    return Aggregated(output: output, rowsIn: input.rowCount, notices: result.notices)
  }
}

/// The result of an aggregation.
struct Aggregated {
  /// A row for each group: its keys, and what the calls gave.
  var output: Chunk
  let rowsIn: Int
  let notices: [Notice]
}
