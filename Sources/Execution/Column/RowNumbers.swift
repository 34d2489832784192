import Columns

extension Buffer<Int32> {
  /// The numbers of `count` rows, in order.
  static func rows(_ count: Int) -> Buffer<Int32> {
    Buffer(count: count) { target in
      var row = 0
      while row < count {
        target[row] = Int32(truncatingIfNeeded: row)
        row &+= 1
      }
    }
  }

  /// How many of them are below zero: point to no row.
  var absentCount: Int {
    var (row, total) = (0, 0)
    while row < count {
      total &+= base[row] < 0 ? 1 : 0
      row &+= 1
    }
    return total
  }
}

extension Buffer {
  /// The values at `indices`, all of which point to one.
  func picked(at indices: Buffer<Int32>) -> Buffer {
    Buffer(count: indices.count) { target in
      var row = 0
      while row < indices.count {
        target[row] = base[Int(indices.base[row])]
        row &+= 1
      }
    }
  }

  /// A buffer that holds a copy of an array, made in one piece.
  init(copying array: [Element]) {
    self.init(count: array.count) { target in
      array.withUnsafeBufferPointer { source in
        if let start = source.baseAddress { target.update(from: start, count: source.count) }
      }
    }
  }
}
