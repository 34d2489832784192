import Plans
import Tables

/// An aggregation that takes its rows as they stream.
struct StreamedGrouping {
  /// What groups are made by.
  let keys: [ColumnID]
  /// Of each key how it is looked up, where it is.
  let lookups: [KeyLookup?]
  /// The types of the keys.
  let types: [DataType]
  /// What is computed of each group.
  let calls: [AggregateCall]
  /// Of each call the place of the first one that gathers the same, its own if there is none.
  let sources: [Int]
  /// As many groups at most.
  let limit: Int
  /// The stage to which failures belong.
  let stage: Int?
}

extension PlanRun {
  /// The groups of all rows of a pipeline, as these stream; nil if their keys have too many values for
  /// that, or a row fails.
  func streamed(
    _ pipeline: Pipeline,
    _ plan: Plan,
    _ keys: [ColumnID],
    _ calls: [AggregateCall],
    _ request: Request
  ) throws -> Aggregated? {
    let rowCount = pipeline.source.rowCount
    if rowCount == 0 { return nil }
    let (streaming, lookups) = pipeline.lookingUp(keys, calls)
    let grouping = StreamedGrouping(
      keys: keys,
      lookups: lookups,
      types: keys.map { key in plan.columns.first { $0.id == key }?.field.type ?? .text },
      calls: calls,
      sources: calls.sharing,
      // Cells that are only marked take a bit each.
      limit: calls.isEmpty
        ? min(1 << 26, 64 * rowCount + 4096) : min(1 << 18, 4 * rowCount + 4096),
      stage: request.stage
    )
    guard
      let folded = try streaming.folded(
        request.leftNeeds.union(lookups.compactMap { $0?.source }),
        by: workers,
        from: { GroupRun(grouping) },
        { try $0.take($1) }
      ),
      let merged = try MergedGroups(folded.states, by: workers)
    else { return nil }
    streaming.report(folded.counts)
    return try merged.aggregated(request, by: workers)
  }
}

/// The groups of all runs, in the order of keys.
private struct MergedGroups {
  private let grouping: StreamedGrouping
  private let runs: [GroupRun]
  private let space: GroupSpace
  private let marks: CellMarks

  /// The groups of `runs`, which follow each other; nil if they have no common space.
  init?(_ runs: [GroupRun], by workers: Workers) throws {
    guard var space = runs[0].space else { return nil }
    for run in runs.dropFirst() {
      guard let other = run.space, let wider = space.union(other) else { return nil }
      space = wider
    }
    var marks = CellMarks(space.count)
    let marked = try workers.map(runs.count, over: runs.count * space.count) { runs[$0].marks }
    for (run, found) in zip(runs, marked) {
      guard let own = run.space else { continue }
      if own.hasCells(of: space) {
        marks.formUnion(found)
      } else {
        found.forEach(in: 0..<own.count) { marks.mark(own.cell($0, in: space)) }
      }
    }
    (self.runs, self.space, self.marks, grouping) = (runs, space, marks, runs[0].grouping)
  }

  /// The output of the aggregation, and what there is to tell.
  func aggregated(_ request: Request, by workers: Workers) throws -> Aggregated {
    let keys = grouping.keys.indices.filter { request.needed.contains(grouping.keys[$0]) }
    let isCount = keys.isEmpty && grouping.calls.isEmpty
    let cells = isCount ? [] : space.cells(in: marks)
    var output = Chunk(columns: [:], rowCount: isCount ? marks.total : cells.count)
    let columns = try workers.map(keys.count, over: cells.count) { place in
      space.column(keys[place], of: cells)
    }
    for (key, column) in zip(keys, columns) { output.columns[grouping.keys[key]] = column }
    for (call, column) in zip(grouping.calls, try values(of: cells, by: workers)) {
      output.columns[call.output] = column
    }
    var result = Accumulation()
    var tally = Tally()
    for (place, call) in grouping.calls.enumerated() {
      let counts = runs.map { $0.counts[place] }
      result.tell(
        call,
        known: counts.reduce(0) { $0 + $1.known },
        of: counts.reduce(0) { $0 + $1.rows }
      )
    }
    for run in runs { tally.add(run.tally) }
    return Aggregated(
      output: output,
      rowsIn: runs.reduce(0) { $0 + $1.rowCount },
      facts: result.facts + tally.facts
    )
  }

  /// What each call gives for the groups of some cells.
  private func values(of cells: [UInt32], by workers: Workers) throws -> [Column] {
    if grouping.calls.isEmpty { return [] }
    let isWhole = runs.count == 1 && cells.count == space.count && isInOrder(cells)
    let groups = isWhole ? [] : groups(of: cells)
    let rows = space.count * runs.count
    let whole = try workers.map(grouping.calls.count, over: rows) { call -> (any Accumulator)? in
      if grouping.sources[call] < call { return nil }
      return try attributing(to: grouping.stage) {
        if isWhole { return runs[0].accumulators[call] }
        let whole = grouping.calls[call].makeAccumulator()
        if cells.isEmpty { return whole }
        for (run, groups) in zip(runs, groups) {
          try workers.cancellation.check()
          try whole.absorb(run.accumulators[call], groups: groups, groupCount: cells.count)
        }
        return whole
      }
    }
    return try workers.map(grouping.calls.count, over: rows) { call in
      try attributing(to: grouping.stage) {
        guard let accumulator = whole[grouping.sources[call]] else {
          preconditionFailure("the first of several calls that gather the same gathers for all")
        }
        return try grouping.calls[call].finish(accumulator, cells.count, workers.cancellation)
      }
    }
  }

  private func isInOrder(_ cells: [UInt32]) -> Bool {
    cells.indices.allSatisfy { cells[$0] == UInt32(truncatingIfNeeded: $0) }
  }

  /// Of each run, for each of its cells the number of its group; any where the cell has no row.
  private func groups(of cells: [UInt32]) -> [Buffer<UInt32>] {
    var numbers = [UInt32](repeating: 0, count: space.count)
    for (number, cell) in cells.enumerated() { numbers[Int(cell)] = UInt32(number) }
    let common = Buffer(copying: numbers)
    return runs.map { run in
      guard let own = run.space, !own.hasCells(of: space) else { return common }
      let cells = own.cells(in: space)
      return Buffer(count: cells.count) { target in
        for cell in 0..<cells.count { target[cell] = common.base[Int(cells.base[cell])] }
      }
    }
  }
}
