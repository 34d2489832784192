import Columns
import Functions

extension RangeFilter {
  /// How many rows lack what: those that fail no test, and lack the value of one at least.
  ///
  /// Call it only where `passed` decides; `open` is what it found on the way.
  func undecided(_ chunk: Chunk, _ rows: UndecidedRows, open: Int?) -> [Lack: Int] {
    var masks: [(known: Buffer<Bool>, lack: Lack)] = []
    for id in Set(tests.filter { !$0.isEquality }.map(\.column)) {
      guard let known = chunk[id].known, known.trueCount < chunk.rowCount else { continue }
      masks.append((known, rows.lack(of: id)))
    }
    if masks.isEmpty || open == 0 { return [:] }
    if masks.count == 1, let open { return [masks[0].lack: open] }
    if Set(tests.map(\.column)).count == 1 {
      let hasEquality = tests.contains(where: \.isEquality)
      return hasEquality ? [:] : [masks[0].lack: chunk.rowCount - masks[0].known.trueCount]
    }
    let failsAll = tests.contains { test in
      let column = chunk[test.column]
      guard column.known == nil, let zone = column.zone, let found = test.codeRange(column)
      else { return false }
      return !found.overlaps(zone)
    }
    if failsAll { return [:] }
    return lacks(masks, in: chunk)
  }

  /// How many rows lack what, of those that a mask says lack a value and that fail no test.
  private func lacks(_ masks: [(known: Buffer<Bool>, lack: Lack)], in chunk: Chunk) -> [Lack: Int] {
    let steps = tests.compactMap { test -> (test: RangeTest, mask: Buffer<Bool>?)? in
      let column = chunk[test.column]
      return test.codeRange(column).flatMap { RangeTest(column, $0) }
        .map { ($0, test.isEquality ? nil : column.known) }
    }
    var lacks: [Lack: Int] = [:]
    // The steps point into the columns, which live as long as the chunk.
    withExtendedLifetime(chunk) {
      let known = masks.dropFirst().reduce(masks[0].known) { all, mask in
        .tabulate(all.count) { all[$0] && mask.known[$0] }
      }
      known.forEachFalse { row in
        guard steps.allSatisfy({ $0.mask?[row] == false || $0.test.holds(row) }) else { return }
        var lack = Lack()
        for mask in masks where !mask.known[row] {
          lack.subjects |= mask.lack.subjects
          lack.tests |= mask.lack.tests
        }
        lacks[lack, default: 0] += 1
      }
    }
    return lacks
  }
}

extension Buffer<Bool> {
  /// Calls `body` with the place of each value that is false: where they are few, eight at a time
  /// are mostly passed over.
  fileprivate func forEachFalse(_ body: (Int) -> Void) {
    let bytes = UnsafeRawPointer(base)
    var place = 0
    while place &+ 8 <= count {
      let eight = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self).littleEndian
      var unset = eight ^ 0x0101_0101_0101_0101
      while unset != 0 {
        body(place &+ unset.trailingZeroBitCount &>> 3)
        unset &= unset &- 1
      }
      place &+= 8
    }
    for place in place..<count where !self[place] { body(place) }
  }
}
