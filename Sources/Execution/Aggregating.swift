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
    let (input, inputTrace) = try input(inputPlan, of: request)
    let groups = try groups(keys, of: input, inputPlan)
    let result = try accumulate(calls, over: input, groups, stage: request.stage)
    var output = input.gathered(groups.firstRows, only: Set(keys))
    for (call, column) in zip(calls, result.columns) { output.columns[call.output] = column }
    let trace = Trace(stage: request.plan.stage, left: inputTrace)
    (trace.rowsIn, trace.rowsOut) = (input.rowCount, groups.count)
    trace.flows = [Flow(.folded(groups: groups.count), .grouped, input.rowCount)]
    trace.facts = result.facts
    return Pipeline(source: output.keeping(request.needed), trace: trace)
  }
}
