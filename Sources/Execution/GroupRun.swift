import Plans
import Tables

/// The groups of one run of rows and their aggregates so far, taken in chunk after chunk.
///
/// Groups are cells of a space that widens when a value outside comes; so filters, computed keys and
/// joins need not write down their rows before these are grouped.
struct GroupRun {
  /// What is grouped and computed.
  let grouping: StreamedGrouping
  /// The cells so far.
  private(set) var space: GroupSpace?
  /// Of each key the places of what it is looked up in, as far as there are any.
  private var tables: [PlaceTable?]
  /// Which cells have rows, as far as no accumulator keeps that.
  private var seen = CellMarks(0)
  /// Whether nobody need mark cells any more: all have rows, or an accumulator keeps that.
  private var isMarked = false
  /// One for each call, or for several that share one.
  private(set) var accumulators: [any Accumulator] = []
  /// Rows taken in.
  private(set) var rowCount = 0
  /// Of each call the rows that its condition let in, and those whose only argument is known.
  private(set) var counts: [(rows: Int, known: Int)]
  /// What formulas met.
  private(set) var tally = Tally()

  /// No rows yet.
  init(_ grouping: StreamedGrouping) {
    self.grouping = grouping
    tables = grouping.keys.map { _ in nil }
    counts = grouping.calls.map { _ in (0, 0) }
  }

  /// Takes in a chunk; false if its keys have no cells.
  mutating func take(_ chunk: Chunk) throws -> Bool {
    rowCount += chunk.rowCount
    if takeFew(chunk) { return true }
    guard let cells = try cells(of: chunk), let space else { return false }
    if !isMarked { mark(cells) }
    try accumulate(chunk, cells, space.count)
    isMarked = isMarked || teller != nil
    return true
  }

  /// Takes in a chunk whose groups are the few codes of one column, where all calls can; false, and
  /// nothing is taken in, if not.
  private mutating func takeFew(_ chunk: Chunk) -> Bool {
    guard isMarked, grouping.keys.count == 1, grouping.lookups[0] == nil, let space,
      case .code(.narrow(let codes), _) = chunk[grouping.keys[0]].storage,
      space.suits([chunk[grouping.keys[0]]]), chunk[grouping.keys[0]].known == nil,
      let few = FewGroups(codes, count: space.count)
    else { return false }
    let operands = grouping.calls.map { call in
      call.arguments.compactMap { formula -> Operand? in
        if case .column(let id, _) = formula { return .column(chunk[id]) }
        return nil
      }
    }
    let own = grouping.calls.indices.filter { grouping.sources[$0] == $0 }
    let canAll = own.allSatisfy { place in
      grouping.calls[place].condition == nil
        && operands[place].count == grouping.calls[place].arguments.count
        && accumulators[place].takesFew(operands[place])
    }
    if !canAll { return false }
    for place in own { accumulators[place].add(operands[place], few: few) }
    for place in counts.indices {
      counts[place].rows += chunk.rowCount
      counts[place].known += chunk.rowCount
    }
    return true
  }

  /// The accumulator that keeps which cells have rows, if there is one.
  private var teller: (any Accumulator)? {
    let place = grouping.calls.indices.first { place in
      grouping.sources[place] == place && grouping.calls[place].condition == nil
        && accumulators[place].occupied(0) != nil
    }
    return place.map { accumulators[$0] }
  }

  /// The cells that have rows.
  var marks: CellMarks {
    var marks = seen
    guard let space, let occupied = teller?.occupied(space.count) else { return marks }
    for cell in occupied.indices where occupied[cell] { marks.mark(cell) }
    return marks
  }

  private mutating func accumulate(
    _ chunk: Chunk,
    _ cells: Buffer<UInt32>,
    _ cellCount: Int
  ) throws {
    for (place, call) in grouping.calls.enumerated() {
      let source = grouping.sources[place]
      if source < place {
        counts[place] = counts[source]
        continue
      }
      let rows = try CallRows(call, over: chunk, cells, stage: grouping.stage)
      counts[place].rows += rows.groups.count
      counts[place].known += rows.known
      tally.add(rows.tally)
      try accumulators[place].add(rows.operands, groups: rows.groups, groupCount: cellCount)
    }
  }

  private mutating func mark(_ cells: Buffer<UInt32>) {
    seen.mark(cells)
    if seen.count <= cells.count { isMarked = seen.total == seen.count }
  }

  private mutating func cells(of chunk: Chunk) throws -> Buffer<UInt32>? {
    if let cells = cellsLookedUp(of: chunk) { return cells }
    var evaluator = Evaluator(stage: grouping.stage)
    var columns: [Column] = []
    for (key, lookup) in zip(grouping.keys, grouping.lookups) {
      columns.append(try lookup.map { try evaluator.column($0.formula, over: chunk) } ?? chunk[key])
    }
    return cells(of: columns, chunk.rowCount)
  }

  /// The cells by way of tables, where all keys that are looked up have one.
  private mutating func cellsLookedUp(of chunk: Chunk) -> Buffer<UInt32>? {
    guard let space, grouping.lookups.contains(where: { $0 != nil }) else { return nil }
    var columns: [Column] = []
    for (place, lookup) in grouping.lookups.enumerated() {
      columns.append(chunk[lookup?.source ?? grouping.keys[place]])
      guard let lookup else {
        if space.axes[place].suits(columns[place]) { continue }
        return nil
      }
      guard let table = lookup.table() else { return nil }
      if let known = tables[place]?.table.values, known.base == table.values.base { continue }
      tables[place] = space.places(of: table, onAxis: place)
    }
    return space.cells(of: columns, tables, rowCount: chunk.rowCount)
  }

  private mutating func cells(of columns: [Column], _ rows: Int) -> Buffer<UInt32>? {
    if space == nil {
      guard let first = GroupSpace(columns, grouping.types, limit: grouping.limit),
        let wide = first.widened(to: columns)
      else { return nil }
      space = wide
      seen = CellMarks(wide.count)
      // Without keys there is one group, which exists for no rows, too.
      if wide.axes.isEmpty { seen.mark(0) }
      isMarked = wide.axes.isEmpty
      accumulators = grouping.calls.map { $0.makeAccumulator() }
    }
    let none: [PlaceTable?] = columns.map { _ in nil }
    guard let space, space.suits(columns) else { return nil }
    if let cells = space.cells(of: columns, none, rowCount: rows) { return cells }
    guard let wider = space.widened(to: columns), move(to: wider) else { return nil }
    tables = none
    return wider.cells(of: columns, none, rowCount: rows)
  }

  /// Moves all groups into a wider space.
  private mutating func move(to wider: GroupSpace) -> Bool {
    guard let space else { return false }
    do {
      let cells = grouping.calls.isEmpty ? Buffer([]) : space.cells(in: wider)
      for (place, call) in grouping.calls.enumerated() {
        if grouping.sources[place] < place { continue }
        let fresh = call.makeAccumulator()
        try fresh.absorb(accumulators[place], groups: cells, groupCount: wider.count)
        accumulators[place] = fresh
      }
    } catch {
      return false
    }
    var moved = CellMarks(wider.count)
    seen.forEach(in: 0..<space.count) { moved.mark(space.cell($0, in: wider)) }
    (self.space, seen, isMarked) = (wider, moved, false)
    return true
  }
}

/// The operands of one call over a chunk: of the rows that its condition lets in.
struct CallRows {
  /// The values.
  var operands: [Operand] = []
  /// The groups of the rows.
  private(set) var groups: Buffer<UInt32>
  /// What formulas met.
  var tally: Tally

  /// The rows of `chunk`, of which `groups` tells the groups.
  init(
    _ call: AggregateCall,
    over chunk: Chunk,
    _ groups: Buffer<UInt32>,
    stage: Int?
  ) throws {
    var evaluator = Evaluator(stage: stage)
    var chunk = chunk
    self.groups = groups
    if let condition = call.condition {
      let taken = Selection(try evaluator.column(condition, over: chunk))
      if taken.count < chunk.rowCount {
        chunk = chunk.gathered(taken.rows, only: Set(call.arguments.flatMap(\.columns)))
        self.groups = groups.picked(at: taken.rows)
      }
    }
    for argument in call.arguments {
      operands.append(try evaluator.operand(argument, over: chunk))
    }
    tally = evaluator.tally
  }

  /// How many rows have a known argument; all of them, unless there is just one.
  var known: Int {
    guard operands.count == 1, case .column(let column) = operands[0], let mask = column.known
    else { return groups.count }
    return mask.trueCount
  }
}
