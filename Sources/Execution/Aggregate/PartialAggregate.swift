import Columns
import Functions

/// The partial aggregate of one run of rows: the state of each group so far, at the slot of its
/// keys.
///
/// It takes in chunk after chunk. The perfect hash is made for the keys of the first rows and
/// grows, with all states moved, when a value outside comes.
struct PartialAggregate {
  let aggregate: DirectAggregate
  /// The slots; nil before the first row.
  private(set) var hash: PerfectHash?
  /// An accumulator for each call; calls that gather the same use the first one's.
  private(set) var accumulators: [any Accumulator] = []
  private(set) var rowCount = 0
  /// Counts of the rows that the calls took in.
  private(set) var counts: AggregateCounts
  private var lookups: SlotTables
  private var occupancy = Occupancy(slotCount: 0)

  /// The rows that are taken in before it is known what values keys have.
  private static let firstRows = 4096

  init(_ aggregate: DirectAggregate) {
    self.aggregate = aggregate
    lookups = SlotTables(aggregate)
    counts = AggregateCounts(aggregate.calls)
  }

  /// Adds the rows of a chunk; false if their keys need too many slots.
  mutating func add(_ chunk: Chunk) throws -> Bool {
    rowCount += chunk.rowCount
    // After a few rows most others can be vectorized. Without aggregate functions none can, and
    // there may be so many slots that it takes long to move them.
    let isFirst =
      hash == nil && chunk.rowCount > Self.firstRows && !aggregate.calls.isEmpty
    if try isFirst && !addBySlots(chunk.rows(0..<Self.firstRows)) { return false }
    let rest = isFirst ? chunk.rows(Self.firstRows..<chunk.rowCount) : chunk
    return try addVectorized(rest) || addBySlots(rest)
  }

  /// The slots that have rows.
  var occupied: Bitmap {
    var bitmap = occupancy.bitmap
    if let hash, let flags = witness?.occupied(hash.slotCount) { bitmap.insert(flags) }
    return bitmap
  }

  /// An accumulator that knows itself which slots have rows, if there is one.
  private var witness: (any Accumulator)? {
    aggregate.ownPlaces.first { place in
      aggregate.calls[place].condition == nil && accumulators[place].occupied(0) != nil
    }.map { accumulators[$0] }
  }
}

extension PartialAggregate {
  /// Adds rows by groups that are not materialized; false, and nothing is added, where their keys
  /// or a call do not allow it.
  private mutating func addVectorized(_ chunk: Chunk) -> Bool {
    guard occupancy.isComplete, let groups = vectorizedGroups(chunk) else { return false }
    let own = aggregate.ownPlaces
    let operands = own.map { place in
      aggregate.calls[place].arguments.compactMap { bound -> Operand? in
        if case .column(let id, _) = bound { return .column(chunk[id]) }
        return nil
      }
    }
    let canAll = zip(own, operands).allSatisfy { place, operands in
      aggregate.calls[place].condition == nil
        && operands.count == aggregate.calls[place].arguments.count
        && accumulators[place].takesAtOnce(operands)
    }
    if !canAll { return false }
    for (place, operands) in zip(own, operands) {
      accumulators[place].add(operands, atOnce: groups)
    }
    counts.addKnown(chunk.rowCount)
    return true
  }

  /// The groups of rows without keys, by the known codes of one column, or by such codes and a key
  /// that is looked up.
  private mutating func vectorizedGroups(_ chunk: Chunk) -> (any VectorizedGroups)? {
    if aggregate.keys.isEmpty { return SingleGroup(chunk.rowCount) }
    guard let hash else { return nil }
    if aggregate.keys.count == 2 { return lookedUpGroups(chunk, hash) }
    guard aggregate.keys.count == 1, aggregate.lookups[0] == nil else { return nil }
    let column = chunk[aggregate.keys[0]]
    if !hash.suits([column]) || column.known != nil || hash.domains[0].hasMissing { return nil }
    if case .code(.uint8(let codes), _) = column.storage,
      let few = MaskedGroups(codes, count: hash.slotCount)
    {
      return few
    }
    return CodeGroups(column, count: hash.slotCount)
  }

  private mutating func lookedUpGroups(_ chunk: Chunk, _ hash: PerfectHash) -> LookupTableGroups? {
    guard let key = aggregate.lookups.firstIndex(where: { $0 != nil }),
      let columns = lookups.columns(of: chunk, hash), let table = lookups.tables[key],
      lookups.tables[1 - key] == nil, let indices = table.indices
    else { return nil }
    return LookupTableGroups(
      columns[1 - key],
      stride: hash.strides[1 - key],
      columns[key],
      indices,
      stride: hash.strides[key],
      count: hash.slotCount
    )
  }
}

extension PartialAggregate {
  /// Adds rows by their slots; false if their keys need too many.
  private mutating func addBySlots(_ chunk: Chunk) throws -> Bool {
    guard let slots = try slots(of: chunk), let hash else { return false }
    occupancy.add(slots)
    for (place, call) in aggregate.calls.enumerated() {
      if aggregate.sources[place] < place {
        counts.calls[place] = counts.calls[aggregate.sources[place]]
        continue
      }
      let rows = try CallRows(call, over: chunk, slots, stage: aggregate.stage)
      counts.add(rows, of: place)
      try accumulators[place].add(
        rows.operands,
        groups: rows.groups,
        groupCount: hash.slotCount
      )
    }
    if witness != nil { occupancy.isComplete = true }
    return true
  }

  /// The slot of each row, in a perfect hash that includes all keys; nil if there is none.
  private mutating func slots(of chunk: Chunk) throws -> Buffer<UInt32>? {
    if let hash, let columns = lookups.columns(of: chunk, hash),
      let slots = hash.slots(of: columns, lookups.tables, rowCount: chunk.rowCount)
    {
      return slots
    }
    var evaluator = Evaluator(stage: aggregate.stage)
    let columns = try zip(aggregate.keys, aggregate.lookups).map { key, lookup in
      try lookup.map { try evaluator.column($0.expression, over: chunk) } ?? chunk[key]
    }
    if hash == nil && !start(columns) { return nil }
    guard let hash, hash.suits(columns) else { return nil }
    let none: [SlotTable?] = columns.map { _ in nil }
    if let slots = hash.slots(of: columns, none, rowCount: chunk.rowCount) { return slots }
    guard let wider = hash.including(columns), move(to: wider) else { return nil }
    return wider.slots(of: columns, none, rowCount: chunk.rowCount)
  }

  /// Makes the perfect hash for the keys of the first rows; false if there is none.
  private mutating func start(_ columns: [Column]) -> Bool {
    guard let empty = PerfectHash(columns, aggregate.types, limit: aggregate.limit),
      let first = empty.including(columns)
    else { return false }
    hash = first
    accumulators = aggregate.calls.map { $0.makeAccumulator() }
    occupancy = Occupancy(slotCount: first.slotCount)
    // Without keys there is one group, even of no rows.
    if first.domains.isEmpty { occupancy.addAll() }
    return true
  }

  /// Moves the states of all groups to their slots in a wider hash; false if that fails.
  private mutating func move(to wider: PerfectHash) -> Bool {
    guard let hash else { return false }
    do {
      let slots = aggregate.calls.isEmpty ? Buffer([]) : hash.slots(in: wider)
      for place in aggregate.ownPlaces {
        let moved = aggregate.calls[place].makeAccumulator()
        try moved.combine(accumulators[place], groups: slots, groupCount: wider.slotCount)
        accumulators[place] = moved
      }
    } catch {
      return false
    }
    occupancy.move(from: hash, to: wider)
    lookups = SlotTables(aggregate)
    self.hash = wider
    return true
  }
}

/// The occupancy of slots: which of them have rows.
private struct Occupancy {
  /// The slots with rows that have been added.
  private(set) var bitmap: Bitmap
  /// Whether no more need be added: all are, or an accumulator knows the others.
  var isComplete = false

  init(slotCount: Int) { bitmap = Bitmap(slotCount) }

  mutating func add(_ slots: Buffer<UInt32>) {
    if isComplete { return }
    bitmap.insert(slots)
    if bitmap.count <= slots.count { isComplete = bitmap.setCount == bitmap.count }
  }

  mutating func addAll() {
    for slot in 0..<bitmap.count { bitmap.insert(slot) }
    isComplete = true
  }

  mutating func move(from hash: PerfectHash, to wider: PerfectHash) {
    var moved = Bitmap(wider.slotCount)
    bitmap.forEach(in: 0..<hash.slotCount) { moved.insert(hash.slot($0, in: wider)) }
    (bitmap, isComplete) = (moved, false)
  }
}

/// The slot tables of the keys that are looked up, each made anew when its table has grown.
private struct SlotTables {
  private let aggregate: DirectAggregate
  /// For each key, its slot table if it is looked up.
  private(set) var tables: [SlotTable?]

  init(_ aggregate: DirectAggregate) {
    self.aggregate = aggregate
    tables = aggregate.keys.map { _ in nil }
  }

  /// The columns by which keys are looked up, or the keys themselves; nil if no key is looked up,
  /// one has no table yet, or another one does not suit the hash.
  mutating func columns(of chunk: Chunk, _ hash: PerfectHash) -> [Column]? {
    if aggregate.lookups.allSatisfy({ $0 == nil }) { return nil }
    var columns: [Column] = []
    for (key, lookup) in aggregate.lookups.enumerated() {
      columns.append(chunk[lookup?.source ?? aggregate.keys[key]])
      guard let lookup else {
        if hash.domains[key].suits(columns[key]) { continue }
        return nil
      }
      guard let table = lookup.table() else { return nil }
      if tables[key]?.table.values.base == table.values.base { continue }
      tables[key] = hash.slotTable(table, key: key)
    }
    return columns
  }
}
