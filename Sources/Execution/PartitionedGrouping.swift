import Plans
import Tables

extension PlanRun {
  /// Groups of very many rows by keys of very many values, partition by partition.
  ///
  /// Rows are dealt out by the leading bits of their packed keys, and each partition is grouped by itself,
  /// in the cache and by one worker; since the leading bits lead, groups come out in the order of keys.
  /// Nil if keys do not fit a word, rows are few or crowd in one partition, or a row fails.
  func partitioned(
    _ input: Chunk,
    _ plan: Plan,
    _ keys: [ColumnID],
    _ calls: [AggregateCall],
    _ request: Request
  ) throws -> Aggregated? {
    let rowCount = input.rowCount
    if keys.isEmpty || rowCount <= 2 * workers.chunkSize { return nil }
    let words = KeyWord.words(of: try coders(keys, of: input, plan))
    guard words.count == 1, let partitions = try RowPartitions(words[0], rowCount, workers) else {
      return nil
    }
    let partition = PartitionGrouping(
      input: input,
      keys: Set(keys).intersection(request.needed),
      calls: calls,
      stage: request.stage,
      workers: workers
    )
    let parts: [PartitionGrouping.Part]
    do {
      parts = try workers.map(partitions.count) { try partition.part(partitions, $0) }
    } catch let failure as RunFailure where failure.kind != .cancelled {
      return nil
    }
    return try partition.joined(parts.filter { $0.chunk.rowCount > 0 })
  }
}

/// How each partition is grouped, and how its groups are put behind each other.
private struct PartitionGrouping {
  let input: Chunk
  /// The keys that somebody above needs.
  let keys: Set<ColumnID>
  let calls: [AggregateCall]
  let stage: Int?
  let workers: Workers

  /// The groups of one partition.
  struct Part {
    var chunk: Chunk
    var counts: [(rows: Int, known: Int)]
    var tally = Tally()
  }

  func part(_ partitions: RowPartitions, _ number: Int) throws -> Part {
    let grouped = try partitions.groups(of: number)
    let groupCount = grouped.firstRows.count
    var part = Part(
      chunk: input.gathered(grouped.firstRows, only: keys),
      counts: calls.map { _ in (0, 0) }
    )
    if calls.isEmpty || groupCount == 0 { return part }
    let accumulators = calls.map { $0.makeAccumulator() }
    let columns = Set(
      calls.flatMap { ($0.condition?.columns ?? []) + $0.arguments.flatMap(\.columns) }
    )
    for rows in workers.chunks(of: 0..<grouped.rows.count) {
      try workers.cancellation.check()
      let chunk = input.gathered(grouped.rows[rows], only: columns)
      for (place, call) in calls.enumerated() {
        let taken = try CallRows(call, over: chunk, grouped.groups[rows], stage: stage)
        part.counts[place].rows += taken.groups.count
        part.counts[place].known += taken.known
        part.tally.add(taken.tally)
        try accumulators[place].add(taken.operands, groups: taken.groups, groupCount: groupCount)
      }
    }
    for (call, accumulator) in zip(calls, accumulators) {
      part.chunk.columns[call.output] =
        try call.finish(accumulator, groupCount, workers.cancellation)
    }
    return part
  }

  func joined(_ parts: [Part]) throws -> Aggregated {
    let ids = Array(keys) + calls.map(\.output)
    let groupCount = parts.reduce(0) { $0 + $1.chunk.rowCount }
    let columns = try ids.map { id in try Column.joined(parts.map { $0.chunk[id] }, by: workers) }
    var result = Accumulation()
    var tally = Tally()
    for (place, call) in calls.enumerated() {
      result.tell(
        call,
        known: parts.reduce(0) { $0 + $1.counts[place].known },
        of: parts.reduce(0) { $0 + $1.counts[place].rows }
      )
    }
    for part in parts { tally.add(part.tally) }
    let output = Dictionary(uniqueKeysWithValues: zip(ids, columns))
    return Aggregated(
      output: Chunk(columns: output, rowCount: groupCount),
      rowsIn: input.rowCount,
      facts: result.facts + tally.facts
    )
  }
}
