import Plans
import Tables

/// What aggregates gave: a column for each call, a row a group, and what was met on the way.
struct Accumulation {
  /// For each call the value of each group.
  var columns: [Column] = []
  /// What is worth knowing.
  var facts: [Fact] = []

  /// Writes down how many of its values a call knew, unless it knew all.
  mutating func tell(_ call: AggregateCall, known: Int, of rows: Int) {
    if call.label.isEmpty { return }
    let fact = Fact.known(column: call.label, known: known, of: rows)
    if known < rows && !facts.contains(fact) { facts.append(fact) }
  }
}

extension PlanRun {
  /// Computes aggregates over groups of the rows of `input`.
  ///
  /// Each worker takes runs of rows with accumulators of its own, which are absorbed in the order of
  /// rows; with very many groups that would cost more than it saves.
  func accumulate(
    _ calls: [AggregateCall],
    over input: Chunk,
    _ groups: Grouping,
    stage: Int?
  ) throws -> Accumulation {
    let isCrowded = groups.count > max(1024, input.rowCount / 16)
    let runs = isCrowded ? [0..<input.rowCount] : workers.runs(of: input.rowCount)
    let tasks = calls.flatMap { call in runs.map { CallRun(call: call, rows: $0, stage: stage) } }
    let done = try workers.map(tasks.count, over: input.rowCount) { task in
      try tasks[task].taken(from: input, groups, in: workers)
    }
    let columns = try workers.map(calls.count, over: input.rowCount) { call in
      let parts = done[call * runs.count..<(call + 1) * runs.count]
      return try attributing(to: stage) { try merged(calls[call], parts, groups) }
    }
    var result = Accumulation(columns: columns)
    var tally = Tally()
    for (place, call) in calls.enumerated() {
      let parts = done[place * runs.count..<(place + 1) * runs.count]
      for part in parts { tally.add(part.tally) }
      let (known, of) = parts.reduce((0, 0)) { ($0.0 + $1.known, $0.1 + $1.rowCount) }
      result.tell(call, known: known, of: of)
    }
    result.facts += tally.facts
    return result
  }

  private func merged(
    _ call: AggregateCall,
    _ parts: ArraySlice<CallRun>,
    _ groups: Grouping
  ) throws -> Column {
    let first = parts[parts.startIndex].accumulator
    if parts.count > 1 {
      let same = Buffer(copying: Array(0..<UInt32(groups.count)))
      for part in parts.dropFirst() {
        try first.absorb(part.accumulator, groups: same, groupCount: groups.count)
      }
    }
    return try call.finish(first, groups.count, workers.cancellation)
  }
}

/// One aggregate over one run of rows.
private struct CallRun {
  let call: AggregateCall
  let rows: Range<Int>
  let stage: Int?
  let accumulator: any Accumulator
  /// What formulas met.
  var tally = Tally()
  /// Rows taken in, and those among them whose only argument is known.
  var rowCount = 0
  var known = 0

  init(call: AggregateCall, rows: Range<Int>, stage: Int?) {
    (self.call, self.rows, self.stage) = (call, rows, stage)
    accumulator = call.makeAccumulator()
  }

  /// The call after its rows have been taken in.
  func taken(from input: Chunk, _ groups: Grouping, in workers: Workers) throws -> CallRun {
    var run = self
    for rows in workers.chunks(of: rows) {
      try workers.cancellation.check()
      try run.take(rows, of: input, groups)
    }
    return run
  }

  /// A failure is that of the first row that fails by itself, whatever the size of chunks.
  private mutating func take(_ rows: Range<Int>, of input: Chunk, _ groups: Grouping) throws {
    let taken: CallRows
    do {
      taken = try CallRows(call, over: input.rows(rows), groups.numbers(of: rows), stage: stage)
    } catch let failure as RunFailure where rows.count > 1 {
      let middle = rows.lowerBound + rows.count / 2
      try take(rows.lowerBound..<middle, of: input, groups)
      try take(middle..<rows.upperBound, of: input, groups)
      throw failure
    }
    tally.add(taken.tally)
    rowCount += taken.groups.count
    known += taken.known
    try attributing(to: stage) {
      try accumulator.add(taken.operands, groups: taken.groups, groupCount: groups.count)
    }
  }
}
