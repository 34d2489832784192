import Columns
import Functions
import Parallel
import Planner

extension Executor {
  /// A radix-partitioned aggregation: for very many groups, of rows at rest.
  ///
  /// Rows are partitioned by the leading bits of their normalized keys, and each partition is
  /// grouped by one worker in its cache, as in the partitioned hash aggregates of DuckDB and HyPer;
  /// since the leading bits lead, groups come out in the order of keys. Nil if keys do not fit a
  /// word, rows are few or crowd in one partition, or a row fails.
  ///
  /// Of the keys only those of `keys` come out.
  func partitioned(
    _ input: Chunk,
    by encoders: @autoclosure () throws -> [KeyEncoder],
    keeping keys: Set<ColumnID>,
    _ calls: [AggregateCall],
    stage: Int?
  ) throws -> Aggregated? {
    let rowCount = input.rowCount
    if rowCount <= 2 * workers.chunkSize { return nil }
    let words = NormalizedKey.words(of: try encoders())
    guard words.count == 1, let partitions = try RadixPartitions(words[0], rowCount, workers) else {
      return nil
    }
    let aggregate = PartitionedAggregate(
      input: input,
      keys: keys,
      calls: calls,
      stage: stage,
      workers: workers,
      cancellation: cancellation
    )
    do {
      let parts = try workers.map(partitions.count) { try aggregate.part(partitions, $0) }
      return try aggregate.concatenated(parts.filter { $0.chunk.rowCount > 0 })
    } catch let failure as RunFailure where !failure.isStop {
      return nil
    }
  }
}

/// The aggregation of one partition after the other.
private struct PartitionedAggregate {
  let input: Chunk
  /// The keys that are needed above.
  let keys: Set<ColumnID>
  let calls: [AggregateCall]
  let stage: Int?
  let workers: WorkerPool
  let cancellation: Cancellation

  /// The groups of one partition.
  struct Part {
    var chunk: Chunk
    var counts: AggregateCounts
  }

  func part(_ partitions: RadixPartitions, _ number: Int) throws -> Part {
    let grouped = try partitions.groups(of: number)
    let groupCount = grouped.firstRows.count
    var part = Part(
      chunk: input.gathered(grouped.firstRows, only: keys),
      counts: AggregateCounts(calls)
    )
    if calls.isEmpty || groupCount == 0 { return part }
    let accumulators = calls.map { $0.makeAccumulator() }
    let columns = calls.inputColumns
    for rows in workers.chunks(of: 0..<grouped.rows.count) {
      try workers.check()
      let chunk = input.gathered(grouped.rows[rows], only: columns)
      for (place, call) in calls.enumerated() {
        let taken = try CallRows(call, over: chunk, grouped.groups[rows], stage: stage)
        part.counts.add(taken, of: place)
        try accumulators[place].add(taken.operands, groups: taken.groups, groupCount: groupCount)
      }
    }
    for (place, call) in calls.enumerated() {
      part.chunk.columns[call.output] =
        try call.finish(accumulators[place], groupCount, cancellation)
      part.counts.addGroups(accumulators[place], of: place)
    }
    return part
  }

  func concatenated(_ parts: [Part]) throws -> Aggregated {
    let ids = Array(keys) + calls.map(\.output)
    let columns = try ids.map { id in try Column.joined(parts.map { $0.chunk[id] }, by: workers) }
    var counts = AggregateCounts(calls)
    for part in parts { counts.add(part.counts) }
    return Aggregated(
      output: Chunk(
        columns: Dictionary(uniqueKeysWithValues: zip(ids, columns)),
        rowCount: parts.reduce(0) { $0 + $1.chunk.rowCount }
      ),
      rowsIn: input.rowCount,
      notices: counts.notices(of: calls)
    )
  }
}
