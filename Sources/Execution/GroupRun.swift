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

  /// How many rows are looked at first.
  private static let firstRows = 4096

  /// No rows yet.
  init(_ grouping: StreamedGrouping) {
    self.grouping = grouping
    tables = grouping.keys.map { _ in nil }
    counts = grouping.calls.map { _ in (0, 0) }
  }

  /// Takes in a chunk; false if its keys have no cells.
  mutating func take(_ chunk: Chunk) throws -> Bool {
    rowCount += chunk.rowCount
    // A few rows show what values keys have; then there are quicker ways for most of the others. Where
    // cells are only marked, there are none, and so many cells that it takes long to move them.
    let isFirst =
      space == nil && chunk.rowCount > Self.firstRows && !grouping.calls.isEmpty
    if try isFirst && !takeCells(chunk.rows(0..<Self.firstRows)) { return false }
    let rest = isFirst ? chunk.rows(Self.firstRows..<chunk.rowCount) : chunk
    let taken = takeAtOnce(rest)
    return try taken == rest.rowCount
      || takeCells(taken == 0 ? rest : rest.rows(taken..<rest.rowCount))
  }

  /// Takes in a chunk by its cells.
  private mutating func takeCells(_ chunk: Chunk) throws -> Bool {
    guard let cells = try cells(of: chunk), let space else { return false }
    if !isMarked { mark(cells) }
    try accumulate(chunk, cells, space.count)
    isMarked = isMarked || teller != nil
    return true
  }

  /// Takes in rows without writing down their cells, where their keys and all calls allow it; gives how
  /// many, from the first one on.
  private mutating func takeAtOnce(_ chunk: Chunk) -> Int {
    guard isMarked, let groups = groupsAtOnce(chunk) else { return 0 }
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
        && accumulators[place].takesAtOnce(operands[place])
    }
    // Each call finds out the cells of a line anew: for three of them it is quicker to write these down.
    if !canAll || groups is LineGroups && !(1...2).contains(own.count) { return 0 }
    var taken = chunk.rowCount
    for place in own { taken = accumulators[place].add(operands[place], atOnce: groups) }
    for place in counts.indices {
      counts[place].rows += taken
      counts[place].known += taken
    }
    return taken
  }

  /// The groups of a chunk's rows, if nobody need write them down: without keys, by the codes of a column,
  /// and by a code and a line.
  private mutating func groupsAtOnce(_ chunk: Chunk) -> (any GroupsAtOnce)? {
    if grouping.keys.isEmpty { return SingleGroup(chunk.rowCount) }
    if let columns = columnsLookedUp(chunk) { return space?.groupsAtOnce(columns, tables) }
    guard let space, grouping.keys.count == 1, grouping.lookups[0] == nil else { return nil }
    let column = chunk[grouping.keys[0]]
    if !space.suits([column]) || column.known != nil || space.axes[0].hasMissing { return nil }
    if case .code(.narrow(let codes), _) = column.storage,
      let few = FewGroups(codes, count: space.count)
    {
      return few
    }
    return CodeGroups(column, count: space.count)
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
    if let space, let occupied = teller?.occupied(space.count) { marks.mark(occupied) }
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
    if let columns = columnsLookedUp(chunk),
      let cells = space?.cells(of: columns, tables, rowCount: chunk.rowCount)
    {
      return cells
    }
    var evaluator = Evaluator(stage: grouping.stage)
    var columns: [Column] = []
    for (key, lookup) in zip(grouping.keys, grouping.lookups) {
      columns.append(try lookup.map { try evaluator.column($0.formula, over: chunk) } ?? chunk[key])
    }
    return cells(of: columns, chunk.rowCount)
  }

  /// The keys as they are looked up in tables, where all that are looked up have one.
  private mutating func columnsLookedUp(_ chunk: Chunk) -> [Column]? {
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
    return columns
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
