import Plans
import Tables

extension PlanRun {
  /// Rows with the smallest hashes of the seed and their number, in the order found; `quota` tells how
  /// many of a group of some size.
  func sample(
    of rowCount: Int,
    _ groups: Grouping,
    seed: Int,
    _ quota: (Int) -> Int
  ) throws -> SliceResult {
    let hashes = Buffer<UInt64>(count: rowCount) { target in
      for row in 0..<rowCount { target[row] = splitMix(seed: seed, row: row) }
    }
    if groups.isSingle {
      guard let last = try smallest(quota(rowCount), of: hashes).last else {
        return SliceResult(rows: .list(Buffer([])))
      }
      let isDrawn = Buffer<Bool>(count: rowCount) { target in
        for row in 0..<rowCount { target[row] = hashes.base[row] <= last }
      }
      return SliceResult(rows: .list(Selection(Column(.boolean(isDrawn))).rows))
    }
    let byHash = try sorted(.rows(rowCount), by: hashes, bits: 64, workers)
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

/// The number that the generator "splitmix64" (Steele, Lea, Flood 2014), started with `seed`, gives
/// for a row; no two rows have the same.
private func splitMix(seed: Int, row: Int) -> UInt64 {
  let gamma: UInt64 = 0x9e37_79b9_7f4a_7c15
  var mixed = UInt64(bitPattern: Int64(seed)) &+ (UInt64(row) &+ 1) &* gamma
  mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
  mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
  return mixed ^ mixed >> 31
}
