import Plans
import Tables

/// An aggregation that takes its rows as they stream.
struct StreamedGrouping {
  /// What groups are made by.
  let keys: [ColumnID]
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
    let grouping = StreamedGrouping(
      keys: keys,
      types: keys.map { key in plan.columns.first { $0.id == key }?.field.type ?? .text },
      calls: calls,
      sources: calls.enumerated().map { place, call in
        calls.prefix(place).firstIndex { $0.gathersSame(as: call) } ?? place
      },
      limit: min(1 << 18, 4 * rowCount + 4096),
      stage: request.stage
    )
    guard
      let folded = try pipeline.folded(
        request.leftNeeds,
        by: workers,
        from: { GroupRun(grouping) },
        { try $0.take($1) }
      ),
      let merged = try MergedGroups(folded.states, by: workers)
    else { return nil }
    pipeline.report(folded.counts)
    return merged.aggregated(request)
  }
}

/// The groups of all runs, in the order of keys.
private struct MergedGroups {
  private let grouping: StreamedGrouping
  private let runs: [GroupRun]
  private let space: GroupSpace
  private let columns: [Column]
  /// The cells that have rows, in the order of keys.
  private let cells: [Int]

  /// The groups of `runs`, which follow each other; nil if they have no common space.
  init?(_ runs: [GroupRun], by workers: Workers) throws {
    guard var space = runs[0].space else { return nil }
    for run in runs.dropFirst() {
      guard let other = run.space, let wider = space.union(other) else { return nil }
      space = wider
    }
    (self.runs, self.space, grouping) = (runs, space, runs[0].grouping)
    let maps = runs.map { MergedGroups.cells(of: $0, in: space) }
    var seen = [Bool](repeating: space.axes.isEmpty, count: space.count)
    for (run, map) in zip(runs, maps) {
      for cell in run.seen.indices where run.seen[cell] { seen[Int(map[cell])] = true }
    }
    cells = space.order?.filter { seen[$0] } ?? seen.indices.filter { seen[$0] }
    var numbers = [UInt32](repeating: 0, count: space.count)
    for (number, cell) in cells.enumerated() { numbers[cell] = UInt32(number) }
    let groups = maps.map { map in Buffer(copying: map.map { numbers[Int($0)] }) }
    let count = cells.count
    let grouping = grouping
    let rows = space.count * runs.count
    let whole = try workers.map(grouping.calls.count, over: rows) { call -> (any Accumulator)? in
      if grouping.sources[call] < call { return nil }
      return try attributing(to: grouping.stage) {
        if runs.count == 1 && count == space.count && space.order == nil {
          return runs[0].accumulators[call]
        }
        let whole = grouping.calls[call].makeAccumulator()
        if count == 0 { return whole }
        for (run, groups) in zip(runs, groups) {
          try whole.absorb(run.accumulators[call], groups: groups, groupCount: count)
        }
        return whole
      }
    }
    columns = try workers.map(grouping.calls.count, over: rows) { call in
      try attributing(to: grouping.stage) {
        guard let accumulator = whole[grouping.sources[call]] else {
          preconditionFailure("the first of several calls that gather the same gathers for all")
        }
        return try grouping.calls[call].finish(accumulator, count, workers.cancellation)
      }
    }
  }

  private static func cells(of run: GroupRun, in space: GroupSpace) -> [UInt32] {
    guard let own = run.space else { return [] }
    return (0..<own.count).map { UInt32(own.cell($0, in: space)) }
  }

  /// The output of the aggregation, and what there is to tell.
  func aggregated(_ request: Request) -> Aggregated {
    var output = Chunk(columns: [:], rowCount: cells.count)
    for (place, key) in grouping.keys.enumerated() where request.needed.contains(key) {
      output.columns[key] = space.column(place, of: cells)
    }
    var result = Accumulation()
    var tally = Tally()
    for (place, call) in grouping.calls.enumerated() {
      output.columns[call.output] = columns[place]
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
}
