import Columns
import Parallel

extension Executor {
  /// The `count` known rows of the smallest codes, of all rows or of each group, found in one pass;
  /// nil where that would keep too many.
  ///
  /// Of equal codes the first rows are taken. Each worker keeps the best rows of its stretch, and
  /// later stretches are taken in after earlier ones.
  func best(
    _ count: Int,
    of rowCount: Int,
    _ word: NormalizedKey,
    _ known: Buffer<Bool>?,
    _ groups: Grouping
  ) throws -> SliceResult? {
    let (kept, overflows) = count.multipliedReportingOverflow(by: groups.count)
    guard count > 0, !overflows, kept <= max(1 << 16, rowCount / 4), count <= 64 else { return nil }
    let runs = workers.runs(of: rowCount)
    let parts = try workers.map(runs.count) { [workers] run in
      var best = TopKRows(count: count, groupCount: groups.count)
      if groups.isSingle, let encoder = word.onlyEncoder {
        for rows in workers.chunks(of: runs[run]) {
          try workers.check()
          best.take(rows, encoder, word, known)
        }
        return best
      }
      try workers.each(runs[run], of: word) { rows, codes in
        best.take(rows, codes, known, groups.isSingle ? nil : groups.numbers(of: rows))
      }
      return best
    }
    var best = parts[0]
    for part in parts.dropFirst() { best.combine(part) }
    return SliceResult(rows: .list(best.rows), tiesCut: best.tiesCut)
  }
}

/// The best rows of each group so far, best first: sorted arrays of fixed length.
private struct TopKRows {
  private struct Entry {
    var code: UInt64
    var row: Int32
  }

  private let count: Int
  /// `count` places a group, of which the first `filled` hold rows.
  private var entries: [Entry]
  private var filled: [Int32]
  /// How many rows of each group with the code of its last place were left out.
  private var cut: [Int]

  init(count: Int, groupCount: Int) {
    self.count = count
    entries = [Entry](repeating: Entry(code: .max, row: -1), count: count * groupCount)
    filled = [Int32](repeating: 0, count: groupCount)
    cut = [Int](repeating: 0, count: groupCount)
  }

  mutating func take(
    _ rows: Range<Int>,
    _ codes: UnsafePointer<UInt64>,
    _ known: Buffer<Bool>?,
    _ groups: Buffer<UInt32>?
  ) {
    var place = 0
    while place < rows.count {
      let group = groups.map { Int($0.base[place]) } ?? 0
      let row = rows.lowerBound &+ place
      // Places not filled yet hold the largest code of all.
      let isBetter = codes[place] <= entries[group &* count &+ count &- 1].code
      if isBetter, known?.base[row] ?? true {
        insert(codes[place], Int32(truncatingIfNeeded: row), group)
      }
      place &+= 1
    }
  }

  /// How many rows at a time are passed over where none is among the best.
  private static let stretch = 2048

  /// Takes in rows of a single group, looking closer only at stretches that may hold one of the
  /// best.
  ///
  /// The least of a stretch is found many rows at once; computing all codes takes ten times as
  /// long.
  mutating func take(
    _ rows: Range<Int>,
    _ encoder: KeyEncoder,
    _ word: NormalizedKey,
    _ known: Buffer<Bool>?
  ) {
    if let zone = encoder.leastOfZone(rows), Int(filled[0]) == count {
      let limit = entries[count - 1].code
      if zone.code == limit { cut[0] += zone.rows }
      if zone.code >= limit { return }
    }
    defer { encoder.column[rows].recordZone() }
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: TopKRows.stretch) { buffer in
      guard let scratch = buffer.baseAddress else { return }
      for start in stride(from: rows.lowerBound, to: rows.upperBound, by: TopKRows.stretch) {
        let stretch = start..<min(start + TopKRows.stretch, rows.upperBound)
        if let least = encoder.least(stretch), Int(filled[0]) == count {
          let limit = entries[count - 1].code
          if least == limit { cut[0] += encoder.count(of: limit, in: stretch, known) }
          if least >= limit { continue }
        }
        word.write(stretch, to: scratch)
        take(stretch, UnsafePointer(scratch), known, nil)
      }
    }
  }

  /// Puts a row that comes after all others where it belongs.
  private mutating func insert(_ code: UInt64, _ row: Int32, _ group: Int) {
    let (start, last) = (group * count, group * count + count - 1)
    if Int(filled[group]) == count {
      if code >= entries[last].code {
        if code == entries[last].code { cut[group] += 1 }
        return
      }
      let evicted = entries[last].code
      place(code, row, from: last, downTo: start)
      cut[group] = evicted == entries[last].code ? cut[group] + 1 : 0
    } else {
      place(code, row, from: start + Int(filled[group]), downTo: start)
      filled[group] += 1
    }
  }

  private mutating func place(_ code: UInt64, _ row: Int32, from end: Int, downTo start: Int) {
    var place = end
    while place > start && entries[place - 1].code > code {
      entries[place] = entries[place - 1]
      place -= 1
    }
    entries[place] = Entry(code: code, row: row)
  }

  /// Takes in the best of later rows.
  mutating func combine(_ later: TopKRows) {
    for group in filled.indices {
      let start = group * count
      for place in start..<start + Int(later.filled[group]) {
        insert(later.entries[place].code, later.entries[place].row, group)
      }
      let last = start + count - 1
      if Int(later.filled[group]) == count, later.entries[last].code == entries[last].code {
        cut[group] += later.cut[group]
      }
    }
  }

  /// The rows, group after group.
  var rows: Buffer<Int32> {
    var rows: [Int32] = []
    for group in filled.indices {
      for place in 0..<Int(filled[group]) { rows.append(entries[group * count + place].row) }
    }
    return Buffer(rows)
  }

  /// How many rows equal to the last one taken were left out.
  var tiesCut: Int { cut.reduce(0, +) }
}
