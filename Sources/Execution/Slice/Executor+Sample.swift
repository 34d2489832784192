import Columns

extension Executor {
  /// Rows with the smallest hashes of the seed and their number, in the order found; `quota` tells
  /// how many of a group of some size.
  func sample(
    of rowCount: Int,
    _ groups: Grouping,
    seed: Int,
    _ quota: (Int) -> Int
  ) throws -> SliceResult {
    let hashes = RowHashes(seed: seed)
    if groups.isSingle {
      guard let last = try smallest(quota(rowCount), of: rowCount, hashes).last else {
        return SliceResult(rows: .list(Buffer([])))
      }
      let isDrawn = Buffer<Bool>.tabulate(rowCount) { hashes[$0] <= last }
      return SliceResult(rows: .list(isDrawn.selected()))
    }
    let all = Buffer<UInt64>(count: rowCount) { hashes.write(0..<rowCount, to: $0) }
    let byHash = try sorted(.rows(rowCount), by: all, bits: 0..<64, workers)
    let numbers = groups.numbers(of: 0..<rowCount)
    var left = groups.sizes(rowCount: rowCount).map(quota)
    let drawn = byHash.filter { row in
      let group = Int(numbers[Int(row)])
      left[group] -= 1
      return left[group] >= 0
    }
    return SliceResult(rows: .list(Buffer(drawn.sorted())))
  }
}

/// For each row the number that the generator "splitmix64" (Steele, Lea, Flood 2014), started with
/// `seed`, gives in its place; no two rows have the same.
private struct RowHashes: CodeSource {
  let seed: Int

  subscript(row: Int) -> UInt64 {
    let gamma: UInt64 = 0x9e37_79b9_7f4a_7c15
    var mixed = UInt64(bitPattern: Int64(seed)) &+ (UInt64(row) &+ 1) &* gamma
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }

  func write(_ rows: Range<Int>, to target: UnsafeMutablePointer<UInt64>) {
    for row in rows { target[row - rows.lowerBound] = self[row] }
  }
}
