import Columns
import Functions

extension RangeFilter {
  /// How many rows lack what: those that fail no test, and lack the value of one at least.
  ///
  /// Call it only where `passed` decides.
  func undecided(_ chunk: Chunk, _ rows: UndecidedRows) -> [Lack: Int] {
    var masks: [(known: Buffer<Bool>, lack: Lack)] = []
    for id in Set(tests.filter { !$0.isEquality }.map(\.column)) {
      guard let known = chunk[id].known, known.trueCount < chunk.rowCount else { continue }
      masks.append((known, rows.lack(of: id)))
    }
    if masks.isEmpty { return [:] }
    if Set(tests.map(\.column)).count == 1 {
      let hasEquality = tests.contains(where: \.isEquality)
      return hasEquality ? [:] : [masks[0].lack: chunk.rowCount - masks[0].known.trueCount]
    }
    let failsAll = tests.contains { test in
      let column = chunk[test.column]
      guard column.known == nil, let zone = column.zone, let found = test.stretch(column)
      else { return false }
      return !found.overlaps(zone)
    }
    if failsAll { return [:] }
    let open = failingNone(chunk)
    if masks.count == 1 {
      let rows = open.trueCount - open.trueCount(where: masks[0].known)
      return rows > 0 ? [masks[0].lack: rows] : [:]
    }
    var lacks: [Lack: Int] = [:]
    for row in 0..<chunk.rowCount where open[row] {
      var lack = Lack()
      for mask in masks where !mask.known[row] {
        lack.subjects |= mask.lack.subjects
        lack.tests |= mask.lack.tests
      }
      if lack.subjects != 0 { lacks[lack, default: 0] += 1 }
    }
    return lacks
  }

  /// For each row whether no test fails: each holds or lacks its value.
  private func failingNone(_ chunk: Chunk) -> Buffer<Bool> {
    let rows = 0..<chunk.rowCount
    return Buffer<Bool>(count: rows.count) { target in
      target.initialize(repeating: true, count: rows.count)
      // As bytes of 0 and 1, which combine many at once.
      let open = UnsafeMutableRawPointer(target).assumingMemoryBound(to: UInt8.self)
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: rows.count) { buffer in
        guard let marks = buffer.baseAddress else { return }
        for test in tests {
          let column = chunk[test.column]
          guard let found = test.stretch(column), let step = RangeTest(column, found)
          else { continue }
          step.mark(rows, in: marks, isFirst: true)
          let known = test.isEquality ? nil : column.known
          let mask = known.map { UnsafeRawPointer($0.base).assumingMemoryBound(to: UInt8.self) }
          var row = 0
          while row < rows.count {
            open[row] &= marks[row] | ((mask?[row] ?? 1) ^ 1)
            row &+= 1
          }
        }
      }
    }
  }
}
