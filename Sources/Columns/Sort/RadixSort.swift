import Parallel

/// How many bits the numbers of `count` rows take.
package func bitsOfRows(_ count: Int) -> Int {
  64 - UInt64(max(count - 1, 1)).leadingZeroBitCount
}

/// An exclusive prefix sum over the histograms of several runs: replaces each size by the place
/// where the run puts its first entry of a digit; gives where the entries of each digit end.
package func prefixSums(_ sizes: inout [[Int]]) -> [Int] {
  var (ends, start): ([Int], Int) = ([], 0)
  for digit in sizes[0].indices {
    for run in sizes.indices { (sizes[run][digit], start) = (start, start + sizes[run][digit]) }
    ends.append(start)
  }
  return ends
}

/// A parallel radix sort of words by some of their bits: first partitioned by the highest eight, so
/// that the rest can be sorted partition by partition, in the cache and by several workers.
package final class RadixSort {
  private var current: DisjointSlots<UInt64>
  private var other: DisjointSlots<UInt64>
  private let count: Int
  private let workers: WorkerPool
  private let runs: [Range<Int>]

  private let memory: [Buffer<UInt64>]

  package init(count: Int, _ workers: WorkerPool) throws {
    try MemoryBudget.reserve(2 * MemoryLayout<UInt64>.stride * count)
    (self.count, self.workers) = (count, workers)
    runs = workers.runs(of: count)
    memory = [Buffer(count: count) { _ in }, Buffer(count: count) { _ in }]
    current = DisjointSlots(UnsafeMutablePointer(mutating: memory[0].base), count: count)
    other = DisjointSlots(UnsafeMutablePointer(mutating: memory[1].base), count: count)
  }

  /// The words as they stand.
  package var words: Buffer<UInt64> {
    memory.first { $0.base == UnsafePointer(current.base) } ?? memory[0]
  }

  /// Writes for each row, in order, the lowest bits of its code, and its number below them.
  package func pack(_ source: some CodeSource, bits: Int, above rowBits: Int) throws {
    let mask = (UInt64(1) << UInt64(bits)) &- 1
    let up = UInt64(rowBits)
    try forEachChunk { rows, target in
      var row = rows.lowerBound
      source.write(rows, to: target + row)
      while row < rows.upperBound {
        target[row] = (target[row] & mask) &<< up | UInt64(truncatingIfNeeded: row)
        row &+= 1
      }
    }
  }

  /// Writes for each row of `order` some bits of its code, and its number below them.
  package func pack(
    _ order: Buffer<Int32>,
    _ codes: Buffer<UInt64>,
    skipping done: Int,
    bits: Int,
    above rowBits: Int
  ) throws {
    let mask = (UInt64(1) << UInt64(bits)) &- 1
    let (down, up) = (UInt64(done), UInt64(rowBits))
    try forEachChunk { rows, target in
      let (source, numbers) = (codes.base, order.base)
      var row = rows.lowerBound
      while row < rows.upperBound {
        let number = Int(numbers[row])
        target[row] = ((source[number] &>> down) & mask) &<< up | UInt64(number)
        row &+= 1
      }
    }
  }

  private func forEachChunk(
    _ body: @Sendable (_ rows: Range<Int>, _ words: UnsafeMutablePointer<UInt64>) -> Void
  ) throws {
    let (words, chunks) = (current, workers.chunks(of: 0..<count))
    _ = try workers.map(chunks.count) { body(chunks[$0], words.base) }
  }

  /// Sorts by `bits` bits from bit `first` on; stable.
  package func sort(from first: Int, bits: Int) throws {
    let low = max(0, bits - 8)
    let ends = try partition(UInt64(first + low), digits: 1 << (bits - low))
    if low == 0 { return }
    let (words, scratch) = (current, other)
    _ = try workers.map(ends.count, over: count) { [workers] bucket in
      let start = bucket == 0 ? 0 : ends[bucket - 1]
      let stretch = RadixRun(
        words: words.base + start,
        scratch: scratch.base + start,
        count: ends[bucket] - start,
        bits: first..<first + low
      )
      try stretch.sort(workers.check)
    }
  }

  /// Partitions all words by the digit above `shift`; gives the ends of the partitions.
  private func partition(_ shift: UInt64, digits: Int) throws -> [Int] {
    let (words, scratch) = (current, other)
    let mask = UInt64(digits - 1)
    var places = try workers.map(runs.count) { [workers, runs] run in
      var sizes = [Int](repeating: 0, count: digits)
      let source = words.base
      for rows in workers.chunks(of: runs[run]) {
        try workers.check()
        var row = rows.lowerBound
        while row < rows.upperBound {
          sizes[Int(truncatingIfNeeded: source[row] &>> shift & mask)] &+= 1
          row &+= 1
        }
      }
      return sizes
    }
    let ends = prefixSums(&places)
    _ = try workers.map(runs.count) { [workers, runs, places] run in
      var next = places[run]
      let (source, target) = (words.base, scratch.base)
      for rows in workers.chunks(of: runs[run]) {
        try workers.check()
        var row = rows.lowerBound
        while row < rows.upperBound {
          let digit = Int(truncatingIfNeeded: source[row] &>> shift & mask)
          target[next[digit]] = source[row]
          next[digit] &+= 1
          row &+= 1
        }
      }
    }
    swap(&current, &other)
    return ends
  }
}

/// Words that agree above some bits and are to be sorted by these, and as much room.
private struct RadixRun {
  let words: UnsafeMutablePointer<UInt64>
  let scratch: UnsafeMutablePointer<UInt64>
  let count: Int
  let bits: Range<Int>
  /// Whether the sorted words are to stand in the scratch room.
  var isForScratch = false

  /// As many words as the cache of a processor holds together with the room for them.
  private static let mostCached = 1 << 16

  /// Sorts the words; stable.
  ///
  /// Words that fit the cache are sorted eight bits at a time, the lowest first; others are
  /// partitioned by the highest bits first, after which their parts fit.
  func sort(_ check: () throws -> Void) throws {
    if count < 64 {
      insertionSort(words, count, UInt64(bits.lowerBound))
      if isForScratch { scratch.update(from: words, count: count) }
      return
    }
    try check()
    if count > RadixRun.mostCached && bits.count > 8 { return try sortParts(check) }
    var (source, target) = (words, scratch)
    var shift = bits.lowerBound
    while shift < bits.upperBound {
      let digits = 1 << min(8, bits.upperBound - shift)
      _ = partition(source, target, by: shift, digits)
      swap(&source, &target)
      shift += 8
    }
    let wanted = isForScratch ? scratch : words
    if source != wanted { wanted.update(from: source, count: count) }
  }

  private func sortParts(_ check: () throws -> Void) throws {
    let low = bits.upperBound - 8
    var start = 0
    for end in partition(words, scratch, by: low, 256) {
      let part = RadixRun(
        words: scratch + start,
        scratch: words + start,
        count: end - start,
        bits: bits.lowerBound..<low,
        isForScratch: !isForScratch
      )
      try part.sort(check)
      start = end
    }
  }

  /// Partitions the words by the digit above `shift`; gives the ends of the partitions.
  private func partition(
    _ source: UnsafeMutablePointer<UInt64>,
    _ target: UnsafeMutablePointer<UInt64>,
    by shift: Int,
    _ digits: Int
  ) -> [Int] {
    let (shift, mask) = (UInt64(shift), UInt64(digits - 1))
    var ends = [Int](repeating: 0, count: digits)
    ends.withUnsafeMutableBufferPointer { buffer in
      guard let places = buffer.baseAddress else { return }
      var row = 0
      while row < count {
        places[Int(truncatingIfNeeded: source[row] &>> shift & mask)] &+= 1
        row &+= 1
      }
      var start = 0
      for digit in 0..<digits { (places[digit], start) = (start, start &+ places[digit]) }
      row = 0
      while row < count {
        let word = source[row]
        let digit = Int(truncatingIfNeeded: word &>> shift & mask)
        target[places[digit]] = word
        places[digit] &+= 1
        row &+= 1
      }
    }
    return ends
  }
}

/// Words of one bucket agree above the bits that are left, so all bits from `first` on may be
/// compared.
private func insertionSort(
  _ words: UnsafeMutablePointer<UInt64>,
  _ count: Int,
  _ first: UInt64
) {
  var row = 1
  while row < count {
    let word = words[row]
    var place = row
    while place > 0 && words[place &- 1] &>> first > word &>> first {
      words[place] = words[place &- 1]
      place &-= 1
    }
    words[place] = word
    row &+= 1
  }
}
