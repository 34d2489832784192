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
      let axis = axes[place]
      let last = axis.least + Int64(max(axis.known, 1) - 1)
      if axis.known > 0 && axis.least <= least && most <= last { continue }
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
      if axis.known == 0 { continue }
      let most = axis.least + Int64(axis.known - 1)
      let own = axes[place]
      let last = own.least + Int64(max(own.known, 1) - 1)
      if own.known > 0 && own.least <= axis.least && most <= last { continue }
      if case .boolean = own.kind { continue }
      if !wider.axes[place].widen(to: axis.least, most, limit: limit) { return nil }
    }
    return wider.layOut() ? wider : nil
  }

  /// The places of a cell, axis by axis.
  func places(of cell: Int) -> [Int] {
    zip(axes, strides).map { cell / $1 % $0.count }
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

  /// All cells in the order of keys; nil if their numbers are in that order.
  var order: [Int]? {
    if axes.allSatisfy({ $0.order == nil }) { return nil }
    var cells = [0]
    for (axis, stride) in zip(axes, strides) {
      let known = axis.order.map { $0.map { Int($0) } } ?? Array(0..<axis.known)
      let places = known + (axis.hasMissing ? [axis.known] : [])
      cells = cells.flatMap { cell in places.map { cell + $0 * stride } }
    }
    return cells
  }

  /// The values of an axis at some cells.
  func column(_ axis: Int, of cells: [Int]) -> Column {
    let (stride, count) = (strides[axis], axes[axis].count)
    return axes[axis].column(cells.map { $0 / stride % count })
  }
}

extension GroupSpace {
  /// The cell of each row; nil if a row has a value that has no place yet.
  func cells(of columns: [Column], rowCount: Int) -> Buffer<UInt32>? {
    var isOutside = false
    let cells = Buffer<UInt32>(count: rowCount) { target in
      if axes.isEmpty { target.initialize(repeating: 0, count: rowCount) }
      for (place, column) in columns.enumerated() {
        let step = CellStep(
          axis: axes[place],
          stride: UInt32(strides[place]),
          isFirst: place == 0,
          target: target
        )
        if !step.add(column) { isOutside = true }
      }
    }
    return isOutside ? nil : cells
  }
}

/// One key's share in the cells of some rows.
private struct CellStep {
  let axis: GroupAxis
  let stride: UInt32
  let isFirst: Bool
  let target: UnsafeMutablePointer<UInt32>

  /// Adds the places of a column; false if a value has none.
  func add(_ column: Column) -> Bool {
    switch column.storage {
    case .boolean(let values):
      return add(values, column.known, isChecked: false) { $0 ? 1 : 0 }
    case .integer(let values):
      let least = axis.least
      return add(values, column.known) { value in
        let place = UInt64(bitPattern: value &- least)
        return place > 0xffff_fffe ? .max : UInt32(truncatingIfNeeded: place)
      }
    case .ordinal(let values):
      let least = Int32(truncatingIfNeeded: axis.least)
      return add(values, column.known) { UInt32(bitPattern: $0 &- least) }
    case .code(.narrow(let codes), _):
      return add(codes, column.known, isChecked: false) { UInt32($0) }
    case .code(.middle(let codes), _):
      return add(codes, column.known, isChecked: false) { UInt32($0) }
    case .code(.wide(let codes), _):
      return add(codes, column.known, isChecked: false) { $0 }
    case .real: return false
    }
  }

  @inline(__always)
  private func add<Element>(
    _ values: Buffer<Element>,
    _ known: Buffer<Bool>?,
    isChecked: Bool = true,
    _ place: (Element) -> UInt32
  ) -> Bool {
    let (source, count, stride, target) = (values.base, values.count, stride, target)
    let end = UInt32(axis.known)
    var (row, outside) = (0, UInt32(0))
    if let known {
      if !axis.hasMissing { return false }
      let mask = known.base
      while row < count {
        let found = mask[row] ? place(source[row]) : end
        outside |= found > end || mask[row] && found == end ? 1 : 0
        target[row] = (isFirst ? 0 : target[row]) &+ found &* stride
        row &+= 1
      }
      return outside == 0
    }
    // The largest place tells whether one is outside; codes of a dictionary never are.
    switch (isFirst, stride == 1) {
    case (true, true):
      while row < count {
        let found = place(source[row])
        if isChecked { outside = max(outside, found) }
        target[row] = found
        row &+= 1
      }
    case (true, false):
      while row < count {
        let found = place(source[row])
        if isChecked { outside = max(outside, found) }
        target[row] = found &* stride
        row &+= 1
      }
    default:
      while row < count {
        let found = place(source[row])
        if isChecked { outside = max(outside, found) }
        target[row] &+= found &* stride
        row &+= 1
      }
    }
    return !isChecked || count == 0 || outside < end
  }
}
