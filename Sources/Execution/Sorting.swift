import Plans
import Tables

extension PlanRun {
  /// The rows in the order of the keys, missing last; stable.
  func sort(_ inputPlan: Plan, _ keys: [SortKey], _ request: Request) throws -> Pipeline {
    let (input, inputTrace) = try input(inputPlan, of: request)
    let order = try order(keys, of: input, inputPlan)
    let trace = Trace(stage: request.plan.stage, left: inputTrace)
    (trace.rowsIn, trace.rowsOut) = (input.rowCount, input.rowCount)
    let output = try input.gathered(order, only: request.needed, by: workers)
    return Pipeline(source: output, trace: trace)
  }

  /// The row numbers of `input` in the order of the keys.
  func order(_ keys: [SortKey], of input: Chunk, _ plan: Plan) throws -> Buffer<Int32> {
    let coders = try keys.flatMap { key in
      let column = input[key.column]
      let type = plan.type(of: key.column, column)
      return try KeyCoder.coders(column, type, inverted: key.isDescending, by: workers)
    }
    return try sortedRows(KeyWord.words(of: coders), rowCount: input.rowCount, by: workers)
  }
}
