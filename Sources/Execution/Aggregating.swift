import Plans
import Tables

extension PlanRun {
  /// One row a group, in the order of keys; without keys exactly one.
  func aggregate(
    _ inputPlan: Plan,
    _ keys: [ColumnID],
    _ calls: [AggregateCall],
    _ request: Request
  ) throws -> Pipeline {
    if let pivoted = try pivoted(inputPlan, keys, calls, request) { return pivoted }
    let pipeline = try pipeline(inputPlan, needed: request.leftNeeds, stage: request.stage)
    let aggregated =
      try streamed(pipeline, inputPlan, keys, calls, request)
      ?? collected(pipeline, inputPlan, keys, calls, request)
    let trace = Trace(stage: request.plan.stage, left: pipeline.trace)
    (trace.rowsIn, trace.rowsOut) = (aggregated.rowsIn, aggregated.output.rowCount)
    trace.flows = [
      Flow(.folded(groups: aggregated.output.rowCount), .grouped, aggregated.rowsIn)
    ]
    trace.facts = aggregated.facts
    return Pipeline(source: aggregated.output.keeping(request.needed), trace: trace)
  }

  /// The same with all rows at rest: for keys that are too many or too long for cells, and to say
  /// which row was the first to fail.
  private func collected(
    _ pipeline: Pipeline,
    _ plan: Plan,
    _ keys: [ColumnID],
    _ calls: [AggregateCall],
    _ request: Request
  ) throws -> Aggregated {
    let input = try pipeline.collect(request.leftNeeds, by: workers)
    if let aggregated = try partitioned(input, plan, keys, calls, request) { return aggregated }
    let groups = try groups(keys, of: input, plan)
    let result = try accumulate(calls, over: input, groups, stage: request.stage)
    var output = input.gathered(groups.firstRows, only: Set(keys))
    for (call, column) in zip(calls, result.columns) { output.columns[call.output] = column }
    return Aggregated(output: output, rowsIn: input.rowCount, facts: result.facts)
  }
}

/// What an aggregation gave.
struct Aggregated {
  /// A row for each group: its keys, and what the calls gave.
  var output: Chunk
  /// How many rows were grouped.
  let rowsIn: Int
  /// What is worth knowing.
  let facts: [Fact]
}
