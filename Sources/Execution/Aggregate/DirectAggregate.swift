import Catalog
import Columns
import Functions
import Parallel
import Planner

/// A direct-address aggregation of streaming rows: the groups are the slots of a perfect hash.
///
/// Each worker has a `PartialAggregate` of its own, and these are combined in the order of rows.
/// Filters, computed keys and joins before it materialize nothing.
struct DirectAggregate {
  let keys: [ColumnID]
  /// For each key, how it is looked up, where it is.
  let lookups: [LookupKey?]
  let types: [DataType]
  let calls: [AggregateCall]
  /// For each call, the place of the first one that gathers the same, its own if there is none.
  let sources: [Int]
  /// The most slots allowed.
  let limit: Int
  /// The stage that failures are attributed to.
  let stage: Int?

  /// The places of the calls that have accumulators of their own.
  var ownPlaces: [Int] { calls.indices.filter { sources[$0] == $0 } }
}

extension Executor {
  /// The groups of all rows of a pipeline; nil if their keys need too many slots, or a row fails.
  func directlyAggregated(
    _ pipeline: OperatorPipeline,
    _ plan: LogicalPlan,
    _ keys: [ColumnID],
    _ calls: [AggregateCall],
    _ request: ExecutionRequest
  ) throws -> Aggregated? {
    let rowCount = pipeline.source.rowCount
    if rowCount == 0 { return nil }
    let (streaming, lookups) = pipeline.lookingUp(keys, calls)
    let aggregate = DirectAggregate(
      keys: keys,
      lookups: lookups,
      types: keys.map { key in plan.columns.first { $0.id == key }?.field.type ?? .text },
      calls: calls,
      sources: calls.sharing,
      // Without aggregate functions a slot takes one bit.
      limit: calls.isEmpty
        ? min(1 << 26, 64 * rowCount + 4096) : min(1 << 18, 4 * rowCount + 4096),
      stage: request.stage
    )
    guard
      let folded = try streaming.folded(
        request.leftNeeds.union(lookups.compactMap { $0?.source }),
        by: workers,
        from: { PartialAggregate(aggregate) },
        { try $0.add($1) }
      ),
      let combined = try CombinedAggregate(folded.states, by: workers)
    else { return nil }
    streaming.report(folded.counts)
    return try combined.result(request, by: workers, until: cancellation)
  }
}

/// The combination of partial aggregates, in the order of their rows.
private struct CombinedAggregate {
  private let aggregate: DirectAggregate
  private let parts: [PartialAggregate]
  private let hash: PerfectHash
  private let occupied: Bitmap

  /// The combination of partial aggregates; nil if no perfect hash is common to them.
  init?(_ parts: [PartialAggregate], by workers: WorkerPool) throws {
    guard var hash = parts[0].hash else { return nil }
    for part in parts.dropFirst() {
      guard let other = part.hash, let wider = hash.including(other) else { return nil }
      hash = wider
    }
    var occupied = Bitmap(hash.slotCount)
    let slotCount = parts.count * hash.slotCount
    let bitmaps = try DisjointSlots.with(parts) { parts in
      try workers.map(parts.count, over: slotCount) { parts[$0].occupied }
    }
    for (part, bitmap) in zip(parts, bitmaps) {
      guard let own = part.hash else { continue }
      if own.hasSlots(of: hash) {
        occupied.formUnion(bitmap)
      } else {
        bitmap.forEach(in: 0..<own.slotCount) { occupied.insert(own.slot($0, in: hash)) }
      }
    }
    (self.parts, self.hash, self.occupied) = (parts, hash, occupied)
    aggregate = parts[0].aggregate
  }

  /// A row for each group, in the order of keys.
  func result(
    _ request: ExecutionRequest,
    by workers: WorkerPool,
    until cancellation: Cancellation
  ) throws -> Aggregated {
    let keys = aggregate.keys.indices.filter { request.needed.contains(aggregate.keys[$0]) }
    let isCount = keys.isEmpty && aggregate.calls.isEmpty
    let slots = isCount ? [] : try hash.sorted(occupied)
    var output = Chunk(columns: [:], rowCount: isCount ? occupied.setCount : slots.count)
    let columns = try workers.map(keys.count, over: slots.count) { [hash] place in
      hash.column(keys[place], of: slots)
    }
    for (key, column) in zip(keys, columns) { output.columns[aggregate.keys[key]] = column }
    var counts = AggregateCounts(aggregate.calls)
    let values = try values(of: slots, by: workers, until: cancellation, &counts)
    for (call, column) in zip(aggregate.calls, values) { output.columns[call.output] = column }
    for part in parts { counts.add(part.counts) }
    return Aggregated(
      output: output,
      rowsIn: parts.reduce(0) { $0 + $1.rowCount },
      notices: counts.notices(of: aggregate.calls)
    )
  }

  /// The values of each aggregate function for the groups at some slots.
  private func values(
    of slots: [UInt32],
    by workers: WorkerPool,
    until cancellation: Cancellation,
    _ counts: inout AggregateCounts
  ) throws -> [Column] {
    let rows = hash.slotCount * parts.count
    let combined = try combined(at: slots, by: workers)
    let sources = aggregate.sources.compactMap { combined[$0] }
    let values = try DisjointSlots.with(sources) { accumulators in
      try workers.map(aggregate.calls.count, over: rows) { [aggregate] call in
        try attributing(to: aggregate.stage) {
          try aggregate.calls[call].finish(accumulators[call], slots.count, cancellation)
        }
      }
    }
    for (call, accumulator) in sources.enumerated() { counts.addGroups(accumulator, of: call) }
    return values
  }

  /// The accumulators of all rows, by the places of their calls.
  private func combined(
    at slots: [UInt32],
    by workers: WorkerPool
  ) throws -> [Int: any Accumulator] {
    if aggregate.calls.isEmpty { return [:] }
    let isWhole =
      parts.count == 1 && slots.count == hash.slotCount
      && slots.indices.allSatisfy { slots[$0] == UInt32(truncatingIfNeeded: $0) }
    let own = aggregate.ownPlaces
    if isWhole {
      return Dictionary(uniqueKeysWithValues: own.map { ($0, parts[0].accumulators[$0]) })
    }
    let groups = groups(of: slots)
    let combined = try DisjointSlots.with(parts.map(\.accumulators)) { accumulators in
      let rows = hash.slotCount * parts.count
      return try workers.map(own.count, over: rows) { [aggregate] place in
        let combined = aggregate.calls[own[place]].makeAccumulator()
        if slots.isEmpty { return combined }
        try attributing(to: aggregate.stage) {
          for (part, groups) in groups.enumerated() {
            try workers.check()
            let later = accumulators[part][own[place]]
            try combined.combine(later, groups: groups, groupCount: slots.count)
          }
        }
        return combined
      }
    }
    return Dictionary(uniqueKeysWithValues: zip(own, combined))
  }

  /// For each part, the group number of each of its slots; arbitrary for slots without rows.
  private func groups(of slots: [UInt32]) -> [Buffer<UInt32>] {
    var numbers = [UInt32](repeating: 0, count: hash.slotCount)
    for (number, slot) in slots.enumerated() { numbers[Int(slot)] = UInt32(number) }
    let common = Buffer(numbers)
    return parts.map { part in
      guard let own = part.hash, !own.hasSlots(of: hash) else { return common }
      let slots = own.slots(in: hash)
      return .tabulate(slots.count) { common.base[Int(slots.base[$0])] }
    }
  }
}
