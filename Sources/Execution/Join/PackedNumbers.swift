import Columns

/// Two numbers of each row in one.
struct PackedNumbers: CodeSource {
  /// The more significant numbers.
  let high: Buffer<Int32>
  let low: Buffer<Int32>

  func write(_ rows: Range<Int>, to target: UnsafeMutablePointer<UInt64>) {
    var row = rows.lowerBound
    while row < rows.upperBound {
      let number = UInt64(UInt32(bitPattern: high.base[row]))
      target[row &- rows.lowerBound] = number << 32 | UInt64(UInt32(bitPattern: low.base[row]))
      row &+= 1
    }
  }
}
