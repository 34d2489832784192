import Columns

extension Buffer<Int32> {
  /// The numbers of `count` rows, in order.
  static func rows(_ count: Int) -> Buffer<Int32> {
    .tabulate(count) { Int32(truncatingIfNeeded: $0) }
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

  /// For each row whether it points to a row at all.
  var areRows: Buffer<Bool> { .tabulate(count) { base[$0] >= 0 } }
}

extension Buffer {
  /// The values at `indices`, none of which is below zero.
  func picked(at indices: Buffer<Int32>) -> Buffer {
    .tabulate(indices.count) { base[Int(indices.base[$0])] }
  }
}
