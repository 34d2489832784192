import Columns

/// A selection vector: the rows of a chunk for which something is true, in their order.
struct SelectionVector {
  /// The rows' places in the chunk.
  let rows: Buffer<Int32>

  var count: Int { rows.count }

  /// The rows for which `truth` is known and true.
  init(_ truth: Column) { self.init(truth.certain) }

  /// The rows for which `values` is true, or is false.
  init(_ values: Buffer<Bool>, wanted: Bool = true) {
    let trueCount = values.trueCount
    self.init(certain: values, wanted: wanted, count: wanted ? trueCount : values.count - trueCount)
  }

  /// The `count` rows for which `values` is true, or is false.
  init(certain values: Buffer<Bool>, wanted: Bool = true, count: Int) {
    rows = Buffer(count: count) { target in
      var (row, next) = (0, 0)
      while next < count {
        // Written always and kept only if wanted: no branch to mispredict.
        target[next] = Int32(truncatingIfNeeded: row)
        next &+= values.base[row] == wanted ? 1 : 0
        row &+= 1
      }
    }
  }

  /// For each of `rowCount` rows its place in the selected rows followed by all others.
  func places(among rowCount: Int) -> Buffer<Int32> {
    var (selected, other) = (0, count)
    return .tabulate(rowCount) { row in
      let isSelected = selected < count && Int(rows.base[selected]) == row
      let place = isSelected ? selected : other
      if isSelected { selected &+= 1 } else { other &+= 1 }
      return Int32(truncatingIfNeeded: place)
    }
  }
}

extension Column {
  /// For each row of a Boolean column, whether it is known and true.
  var certain: Buffer<Bool> {
    let values = booleans
    guard let known else { return values }
    return .tabulate(values.count) { row in
      // As bytes of 0 and 1, which combine many at once.
      let bits = unsafeBitCast(values.base[row], to: UInt8.self)
      return unsafeBitCast(bits & unsafeBitCast(known.base[row], to: UInt8.self), to: Bool.self)
    }
  }
}
