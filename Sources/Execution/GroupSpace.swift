import Plans
import Tables

/// A cell for each combination of key values that may occur: groups before it is known which do.
struct GroupSpace {
  /// The keys' values, the most significant key first.
  private(set) var axes: [GroupAxis]
  /// Of each axis, by how much the cell's number grows with the place.
  private(set) var strides: [Int] = []
  /// How many cells there are.
  private(set) var count = 1
  /// As many cells at most.
  let limit: Int

  /// A space for the values of columns like these; nil if some kind of key has no places, or too many.
  init?(_ columns: [Column], _ types: [DataType], limit: Int) {
    var axes: [GroupAxis] = []
    for (column, type) in zip(columns, types) {
      guard let axis = GroupAxis(column, type) else { return nil }
      axes.append(axis)
    }
    (self.axes, self.limit) = (axes, limit)
    if !layOut() { return nil }
  }

  private mutating func layOut() -> Bool {
    strides = []
    count = 1
    for axis in axes.reversed() {
      strides.insert(count, at: 0)
      let (product, overflows) = count.multipliedReportingOverflow(by: axis.count)
      if overflows || product > limit { return false }
      count = product
    }
    return true
  }

  /// Whether all columns have places on their axes.
  func suits(_ columns: [Column]) -> Bool {
    zip(axes, columns).allSatisfy { $0.suits($1) }
  }

  /// The space with cells for the values of these columns, too; nil if they are too many.
  func widened(to columns: [Column]) -> GroupSpace? {
    var wider = self
    for (place, column) in columns.enumerated() {
      if column.known != nil { wider.axes[place].hasMissing = true }
      guard let (least, most) = axes[place].bounds(column) else { continue }
      if axes[place].holds(least, most) { continue }
      if !wider.axes[place].widen(to: least, most, limit: limit) { return nil }
    }
    return wider.layOut() ? wider : nil
  }

  /// The space with the cells of both; nil if they are too many, or dictionaries differ.
  func union(_ other: GroupSpace) -> GroupSpace? {
    var wider = self
    for (place, axis) in other.axes.enumerated() {
      if axis.hasMissing { wider.axes[place].hasMissing = true }
      if case (.code(let labels, _), .code(let others, _)) = (axes[place].kind, axis.kind) {
        if labels !== others { return nil }
        continue
      }
      if axis.known == 0 || axes[place].holds(axis.least, axis.most) { continue }
      if case .boolean = axis.kind { continue }
      if !wider.axes[place].widen(to: axis.least, axis.most, limit: limit) { return nil }
    }
    return wider.layOut() ? wider : nil
  }

  /// The cell of the same values in a wider space.
  func cell(_ cell: Int, in wider: GroupSpace) -> Int {
    var found = 0
    for (place, axis) in axes.enumerated() {
      let own = cell / strides[place] % axis.count
      found += axis.place(own, on: wider.axes[place]) * wider.strides[place]
    }
    return found
  }

  /// Whether the same values have the same cells in both.
  func hasCells(of other: GroupSpace) -> Bool {
    zip(axes, other.axes).allSatisfy { $0.hasPlaces(of: $1) }
  }

  /// The cells of the same values in a space that has at least as many.
  func cells(in wider: GroupSpace) -> Buffer<UInt32> {
    let isSame = hasCells(of: wider)
    return Buffer(count: count) { target in
      for cell in 0..<count {
        target[cell] = UInt32(isSame ? cell : self.cell(cell, in: wider))
      }
    }
  }

  /// The marked cells, in the order of keys.
  func cells(in marks: CellMarks) -> [UInt32] {
    var found: [UInt32] = []
    found.reserveCapacity(marks.total)
    let orders = axes.map(\.order)
    if orders.allSatisfy({ $0 == nil }) {
      marks.forEach(in: 0..<count) { found.append(UInt32(truncatingIfNeeded: $0)) }
    } else {
      add(&found, marks, orders, axis: 0, from: 0)
    }
    return found
  }

  private func add(
    _ found: inout [UInt32],
    _ marks: CellMarks,
    _ orders: [Buffer<UInt32>?],
    axis: Int,
    from start: Int
  ) {
    // Below an axis whose places are in order, and all axes after it, so are the cells.
    if orders[axis...].allSatisfy({ $0 == nil }) {
      let cells = start..<start + strides[axis] * axes[axis].count
      return marks.forEach(in: cells) { found.append(UInt32(truncatingIfNeeded: $0)) }
    }
    for step in 0..<axes[axis].count {
      let place = step < axes[axis].known ? orders[axis].map { Int($0.base[step]) } ?? step : step
      let cell = start + place * strides[axis]
      if axis + 1 < axes.count {
        add(&found, marks, orders, axis: axis + 1, from: cell)
      } else if marks[cell] {
        found.append(UInt32(truncatingIfNeeded: cell))
      }
    }
  }

  /// The values of an axis at some cells.
  func column(_ axis: Int, of cells: [UInt32]) -> Column {
    let (stride, count) = (UInt32(strides[axis]), UInt32(axes[axis].count))
    // The most significant place is what is left; and divisions are slow where shifts do.
    let (isTop, shift) = (axis == 0, UInt32(stride.trailingZeroBitCount))
    let (isShift, isMask) = (stride == 1 &<< shift, count & (count - 1) == 0)
    return axes[axis].column(
      Buffer(count: cells.count) { target in
        var place = 0
        while place < cells.count {
          let above = isShift ? cells[place] &>> shift : cells[place] / stride
          target[place] = isTop ? above : isMask ? above & (count &- 1) : above % count
          place &+= 1
        }
      }
    )
  }
}

extension GroupSpace {
  /// The cell of each row; nil if a row has a value that has no place yet.
  ///
  /// Where there is a table of places for a key, its column holds what the table is of.
  func cells(
    of columns: [Column],
    _ tables: [PlaceTable?],
    rowCount: Int
  ) -> Buffer<UInt32>? {
    var isOutside = false
    let cells = Buffer<UInt32>(count: rowCount) { target in
      if axes.isEmpty { target.initialize(repeating: 0, count: rowCount) }
      let first = firstCodes(columns, tables)
      for (place, column) in columns.enumerated() {
        if place == 0 && first != nil { continue }
        let step = CellStep(
          axis: axes[place],
          stride: UInt32(strides[place]),
          isFirst: place == 0,
          target: target
        )
        let codes = place == 1 ? first : nil
        let isInside = tables[place].map { step.add(column, $0, to: codes) } ?? step.add(column)
        if !isInside { isOutside = true }
      }
    }
    return isOutside ? nil : cells
  }

  /// The groups of rows by a code and by what is looked up on a line, which nobody need write down; nil
  /// if the keys are others.
  func groupsAtOnce(_ columns: [Column], _ tables: [PlaceTable?]) -> LineGroups? {
    guard axes.count == 2, let first = firstCodes(columns, tables),
      case .ordinal(let ordinals) = columns[1].storage
    else { return nil }
    return first.groups(ordinals, on: tables[1]?.line, count: count)
  }

  /// The codes of the first key, if the second is looked up and both can be written at once.
  private func firstCodes(
    _ columns: [Column],
    _ tables: [PlaceTable?]
  ) -> PlacedCodes? {
    guard columns.count > 1, tables[0] == nil, tables[1] != nil, columns[1].known == nil,
      case .code(let codes, _) = columns[0].storage, columns[0].known == nil
    else { return nil }
    return PlacedCodes(codes: codes, count: axes[0].known, stride: UInt32(strides[0]))
  }

  /// The share of each ordinal of a table in the cell, by the place that the table's value has on an axis.
  func places(of table: OrdinalTable, onAxis place: Int) -> PlaceTable {
    let (axis, stride) = (axes[place], UInt32(strides[place]))
    let shares = Buffer<UInt32>(count: table.values.count) { target in
      for row in 0..<table.values.count {
        let value = Int64(table.values.base[row])
        let isInside = axis.holds(value, value)
        target[row] = isInside ? UInt32(value - axis.least) * stride : PlaceTable.outside
      }
    }
    return PlaceTable(
      table: table,
      shares: shares,
      line: OrdinalLine(table, on: axis, stride: strides[place])
    )
  }
}
