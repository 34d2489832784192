import Plans
import Tables

extension PlanRun {
  /// The rows in the order of the keys, missing last; stable.
  func sort(_ inputPlan: Plan, _ keys: [SortKey], _ request: Request) throws -> Pipeline {
    let (input, inputTrace) = try input(inputPlan, of: request)
    let trace = Trace(stage: request.plan.stage, left: inputTrace)
    (trace.rowsIn, trace.rowsOut) = (input.rowCount, input.rowCount)
    let output = try sorted(input, try coders(of: keys, of: input, inputPlan), request.needed)
    return Pipeline(source: output, trace: trace)
  }

  private func sorted(
    _ input: Chunk,
    _ coders: [(column: ColumnID, coder: KeyCoder)],
    _ needed: Set<ColumnID>
  ) throws -> Chunk {
    let rowCount = input.rowCount
    guard let sorted = try SortedWords(coders.map(\.coder), rowCount: rowCount, by: workers) else {
      let words = KeyWord.words(of: coders.map(\.coder))
      let order = try sortedRows(words, rowCount: rowCount, by: workers)
      return try input.gathered(order, only: needed, by: workers)
    }
    var keys: [ColumnID: Column] = [:]
    for (place, key) in coders.enumerated() where needed.contains(key.column) {
      keys[key.column] = try sorted.column(of: place)
    }
    let others = needed.subtracting(keys.keys)
    if others.isEmpty { return Chunk(columns: keys, rowCount: rowCount) }
    var output = try input.gathered(try sorted.rows(), only: others, by: workers)
    output.columns.merge(keys) { other, _ in other }
    return output
  }

  /// The row numbers of `input` in the order of the keys.
  func order(_ keys: [SortKey], of input: Chunk, _ plan: Plan) throws -> Buffer<Int32> {
    let words = KeyWord.words(of: try coders(of: keys, of: input, plan).map(\.coder))
    return try sortedRows(words, rowCount: input.rowCount, by: workers)
  }

  private func coders(
    of keys: [SortKey],
    of input: Chunk,
    _ plan: Plan
  ) throws -> [(column: ColumnID, coder: KeyCoder)] {
    try keys.flatMap { key in
      let column = input[key.column]
      let type = plan.type(of: key.column, column)
      return try KeyCoder.coders(column, type, inverted: key.isDescending, by: workers)
        .map { (key.column, $0) }
    }
  }
}
