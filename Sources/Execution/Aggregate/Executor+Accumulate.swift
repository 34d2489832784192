import Catalog
import Columns
import Functions
import Parallel

extension Executor {
  /// Computes aggregate functions over groups of the rows of `input`: a column for each call, a row
  /// a group, and the facts.
  ///
  /// Each worker takes runs of rows with accumulators of its own, which are combined in the order
  /// of rows; with very many groups that would cost more than it saves.
  func accumulate(
    _ calls: [AggregateCall],
    over input: Chunk,
    _ groups: Grouping,
    stage: Int?
  ) throws -> (columns: [Column], notices: [Notice]) {
    let runs =
      groups.isCrowded(input.rowCount) ? [0..<input.rowCount] : workers.runs(of: input.rowCount)
    let done = try workers.map(calls.count * runs.count, over: input.rowCount) { [workers] task in
      var run = CallRun(calls[task / runs.count], stage: stage)
      for rows in workers.chunks(of: runs[task % runs.count]) {
        try workers.check()
        try run.add(rows, of: input, groups)
      }
      return run
    }
    let same = Buffer<UInt32>.tabulate(runs.count > 1 ? groups.count : 0) { UInt32($0) }
    let columns = try DisjointSlots.with(done.map(\.accumulator)) { accumulators in
      try workers.map(calls.count, over: input.rowCount) { [cancellation] call in
        try attributing(to: stage) {
          let first = accumulators[call * runs.count]
          for run in runs.indices.dropFirst() {
            let later = accumulators[call * runs.count + run]
            try first.combine(later, groups: same, groupCount: groups.count)
          }
          return try calls[call].finish(first, groups.count, cancellation)
        }
      }
    }
    var counts = AggregateCounts(calls)
    for (task, run) in done.enumerated() { counts.add(run.counts, from: task / runs.count) }
    for call in calls.indices { counts.addGroups(done[call * runs.count].accumulator, of: call) }
    return (columns, counts.notices(of: calls))
  }
}

/// One aggregate function over one run of rows.
private struct CallRun {
  let call: AggregateCall
  let stage: Int?
  let accumulator: any Accumulator
  var counts: AggregateCounts

  init(_ call: AggregateCall, stage: Int?) {
    (self.call, self.stage) = (call, stage)
    (accumulator, counts) = (call.makeAccumulator(), AggregateCounts([call]))
  }

  /// Takes in rows; a failure is that of the first row that fails by itself, whatever the size of
  /// chunks.
  mutating func add(_ rows: Range<Int>, of input: Chunk, _ groups: Grouping) throws {
    let taken: CallRows
    do {
      taken = try CallRows(call, over: input.rows(rows), groups.numbers(of: rows), stage: stage)
    } catch let failure as RunFailure where rows.count > 1 {
      let middle = rows.lowerBound + rows.count / 2
      try add(rows.lowerBound..<middle, of: input, groups)
      try add(middle..<rows.upperBound, of: input, groups)
      throw failure
    }
    counts.add(taken, of: 0)
    try attributing(to: stage) {
      try accumulator.add(taken.operands, groups: taken.groups, groupCount: groups.count)
    }
  }
}
