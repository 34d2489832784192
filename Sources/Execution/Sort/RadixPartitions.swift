import Columns
import Parallel

/// Radix partitions: rows by the leading eight bits of their normalized keys, in each partition in
/// their order.
struct RadixPartitions {
  private let codes: Buffer<UInt64>
  private let rows: Buffer<Int32>
  private let ends: [Int]
  /// How many low bits of a code are left to tell groups of a partition apart.
  private let lowBits: Int
  private let workers: WorkerPool

  var count: Int { ends.count }

  /// The partitions of all rows; nil if a quarter of them crowd in one partition.
  init?(_ word: NormalizedKey, _ rowCount: Int, _ workers: WorkerPool) throws {
    let bits = max(word.bits, 1)
    lowBits = max(0, bits - 8)
    self.workers = workers
    let (digits, shift) = (1 << (bits - lowBits), UInt64(lowBits))
    let runs = workers.runs(of: rowCount)
    var places = try workers.map(runs.count) { run in
      try RadixPartitions.sizes(of: runs[run], word, shift, digits, workers)
    }
    ends = prefixSums(&places)
    if zip(ends, [0] + ends).contains(where: { $0 - $1 > rowCount / 4 + 1024 }) { return nil }
    let starts = places
    var scattered = Buffer<UInt64>(count: 0) { _ in }
    rows = try Buffer(count: rowCount) { rowTarget in
      let rowSlots = DisjointSlots(rowTarget, count: rowCount)
      scattered = try Buffer(count: rowCount) { codeTarget in
        let codeSlots = DisjointSlots(codeTarget, count: rowCount)
        _ = try workers.map(runs.count) { run in
          var next = starts[run]
          let (codeTarget, rowTarget) = (codeSlots.base, rowSlots.base)
          try workers.each(runs[run], of: word) { rows, codes in
            var row = 0
            while row < rows.count {
              let digit = Int(truncatingIfNeeded: codes[row] &>> shift)
              let place = next[digit]
              codeTarget[place] = codes[row]
              rowTarget[place] = Int32(truncatingIfNeeded: rows.lowerBound &+ row)
              next[digit] = place &+ 1
              row &+= 1
            }
          }
        }
      }
    }
    codes = scattered
  }

  /// The histogram of a run: how many of its rows each partition takes.
  private static func sizes(
    of run: Range<Int>,
    _ word: NormalizedKey,
    _ shift: UInt64,
    _ digits: Int,
    _ workers: WorkerPool
  ) throws -> [Int] {
    var sizes = [Int](repeating: 0, count: digits)
    try workers.each(run, of: word) { rows, codes in
      var row = 0
      while row < rows.count {
        sizes[Int(truncatingIfNeeded: codes[row] &>> shift)] &+= 1
        row &+= 1
      }
    }
    return sizes
  }

  /// The rows of a partition with the numbers of their groups.
  struct Groups {
    let rows: Buffer<Int32>
    /// For each of them, the number of its group, from zero in the order of keys.
    let groups: Buffer<UInt32>
    /// For each group, its first row.
    let firstRows: Buffer<Int32>
  }

  func groups(of partition: Int) throws -> Groups {
    let stretch = (partition == 0 ? 0 : ends[partition - 1])..<ends[partition]
    let (codes, rows) = (codes[stretch], rows[stretch])
    var firstRows: [Int32] = []
    let isDense = lowBits <= 12 || 1 << lowBits <= 4 * rows.count
    let groups =
      isDense
      ? addressed(codes, rows, &firstRows) : try grouped(codes, rows, &firstRows)
    return Groups(rows: rows, groups: groups, firstRows: Buffer(firstRows))
  }

  /// Groups of a partition by direct addressing of the low bits.
  private func addressed(
    _ codes: Buffer<UInt64>,
    _ rows: Buffer<Int32>,
    _ firstRows: inout [Int32]
  ) -> Buffer<UInt32> {
    let mask = (UInt64(1) << UInt64(lowBits)) - 1
    return Buffer<UInt32>(count: codes.count) { target in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: 1 << lowBits) { buffer in
        guard let firsts = buffer.baseAddress else { return }
        firsts.initialize(repeating: -1, count: 1 << lowBits)
        var place = codes.count - 1
        while place >= 0 {
          firsts[Int(truncatingIfNeeded: codes.base[place] & mask)] = rows.base[place]
          place &-= 1
        }
        // From here on a place holds the number of its group.
        for code in 0..<1 << lowBits where firsts[code] >= 0 {
          let number = Int32(truncatingIfNeeded: firstRows.count)
          firstRows.append(firsts[code])
          firsts[code] = number
        }
        place = 0
        while place < codes.count {
          let number = firsts[Int(truncatingIfNeeded: codes.base[place] & mask)]
          target[place] = UInt32(bitPattern: number)
          place &+= 1
        }
      }
    }
  }

  /// Groups of a partition by sorting its codes.
  private func grouped(
    _ codes: Buffer<UInt64>,
    _ rows: Buffer<Int32>,
    _ firstRows: inout [Int32]
  ) throws -> Buffer<UInt32> {
    let order = try CodeOrder(codes, bits: lowBits, workers.check).entries
    return Buffer<UInt32>(count: codes.count) { target in
      var place = 0
      while place < codes.count {
        let entry = order.base[place]
        if place == 0 || entry.code != order.base[place &- 1].code {
          firstRows.append(rows.base[Int(entry.place)])
        }
        target[Int(entry.place)] = UInt32(truncatingIfNeeded: firstRows.count &- 1)
        place &+= 1
      }
    }
  }
}

/// Codes sorted by a least-significant-digit radix sort, each with the place it came from; stable.
struct CodeOrder {
  struct Entry: BitwiseCopyable, Sendable {
    var code: UInt64
    /// Where it stood.
    var place: UInt32
  }

  let entries: Buffer<Entry>

  /// The order of codes that differ in their `bits` low bits only.
  ///
  /// Eight bits at a time, lowest first, without those that all codes have in common.
  init(_ codes: Buffer<UInt64>, bits: Int, _ check: () throws -> Void) throws {
    let count = codes.count
    var source = Buffer<Entry>(count: count) { target in
      for place in 0..<count {
        target[place] = Entry(code: codes.base[place], place: UInt32(place))
      }
    }
    var shift: UInt64 = 0
    while shift < UInt64(bits) {
      try check()
      if let next = CodeOrder.pass(source, shift) { source = next }
      shift += 8
    }
    entries = source
  }

  /// One pass: the entries by eight bits of their codes; nil if these are the same in all.
  private static func pass(_ source: Buffer<Entry>, _ shift: UInt64) -> Buffer<Entry>? {
    let (entries, count) = (source.base, source.count)
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: 256) { buffer in
      guard let places = buffer.baseAddress, count > 0 else { return nil }
      places.initialize(repeating: 0, count: 256)
      var row = 0
      while row < count {
        places[Int(truncatingIfNeeded: entries[row].code &>> shift & 0xff)] &+= 1
        row &+= 1
      }
      if places[Int(truncatingIfNeeded: entries[0].code &>> shift & 0xff)] == count { return nil }
      var start = 0
      for digit in 0..<256 { (places[digit], start) = (start, start + places[digit]) }
      return Buffer<Entry>(count: count) { target in
        row = 0
        while row < count {
          let digit = Int(truncatingIfNeeded: entries[row].code &>> shift & 0xff)
          target[places[digit]] = entries[row]
          places[digit] &+= 1
          row &+= 1
        }
      }
    }
  }
}
