import Catalog
import Columns
import Functions

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
    let isCrowded = groups.count > max(1024, input.rowCount / 16)
    let runs = isCrowded ? [0..<input.rowCount] : workers.runs(of: input.rowCount)
    let tasks = calls.flatMap { call in runs.map { CallRun(call: call, rows: $0, stage: stage) } }
    let done = try workers.map(tasks.count, over: input.rowCount) { task in
      try tasks[task].run(over: input, groups, in: workers)
    }
    let columns = try workers.map(calls.count, over: input.rowCount) { call in
      let parts = done[call * runs.count..<(call + 1) * runs.count]
      return try attributing(to: stage) { try combined(calls[call], parts, groups) }
    }
    var counts = AggregateCounts(calls)
    for (task, run) in done.enumerated() { counts.add(run.counts, from: task / runs.count) }
    return (columns, counts.notices(of: calls))
  }

  private func combined(
    _ call: AggregateCall,
    _ parts: ArraySlice<CallRun>,
    _ groups: Grouping
  ) throws -> Column {
    let first = parts[parts.startIndex].accumulator
    if parts.count > 1 {
      let same = Buffer(copying: Array(0..<UInt32(groups.count)))
      for part in parts.dropFirst() {
        try first.combine(part.accumulator, groups: same, groupCount: groups.count)
      }
    }
    return try call.finish(first, groups.count, workers.cancellation)
  }
}

/// One aggregate function over one run of rows.
private struct CallRun {
  let call: AggregateCall
  let rows: Range<Int>
  let stage: Int?
  let accumulator: any Accumulator
  var counts: AggregateCounts

  init(call: AggregateCall, rows: Range<Int>, stage: Int?) {
    (self.call, self.rows, self.stage) = (call, rows, stage)
    accumulator = call.makeAccumulator()
    counts = AggregateCounts([call])
  }

  /// The call after it has taken in its rows.
  func run(over input: Chunk, _ groups: Grouping, in workers: Workers) throws -> CallRun {
    var run = self
    for rows in workers.chunks(of: rows) {
      try workers.cancellation.check()
      try run.add(rows, of: input, groups)
    }
    return run
  }

  /// Takes in rows; a failure is that of the first row that fails by itself, whatever the size of
  /// chunks.
  private mutating func add(_ rows: Range<Int>, of input: Chunk, _ groups: Grouping) throws {
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
