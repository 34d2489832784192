import Columns

/// A selection vector: the rows of a chunk for which something is true, in their order.
struct SelectionVector {
  /// The rows' places in the chunk.
  let rows: Buffer<Int32>

  /// How many there are.
  var count: Int { rows.count }

  /// The rows for which `truth` is known and true.
  init(_ truth: Column) { self.init(truth, wanted: true) }

  /// The rows for which `truth` is false or missing.
  init(notIn truth: Column) { self.init(truth, wanted: false) }

  private init(_ truth: Column, wanted: Bool) {
    let values = truth.certain
    let trueCount = values.trueCount
    self.init(values, wanted, count: wanted ? trueCount : values.count - trueCount)
  }

  /// The `count` rows for which `values` is true, or is false.
  init(certain values: Buffer<Bool>, wanted: Bool = true, count: Int) {
    self.init(values, wanted, count: count)
  }

  private init(_ values: Buffer<Bool>, _ wanted: Bool, count: Int) {
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
    Buffer(count: rowCount) { target in
      var (row, selected, other) = (0, 0, count)
      while row < rowCount {
        if selected < count && Int(rows.base[selected]) == row {
          target[row] = Int32(truncatingIfNeeded: selected)
          selected &+= 1
        } else {
          target[row] = Int32(truncatingIfNeeded: other)
          other &+= 1
        }
        row &+= 1
      }
    }
  }
}

extension Column {
  /// Of a column of truth values, for each row whether it is known and true.
  var certain: Buffer<Bool> {
    let values = booleans
    guard let known else { return values }
    return Buffer(count: values.count) { target in
      var row = 0
      while row < values.count {
        target[row] = unsafeBitCast(
          unsafeBitCast(values.base[row], to: UInt8.self)
            & unsafeBitCast(known.base[row], to: UInt8.self),
          to: Bool.self
        )
        row &+= 1
      }
    }
  }
}
