import Plans
import Tables

/// The row numbers in the order of their words, the most significant word first; stable.
func sortedRows(_ words: [KeyWord], rowCount: Int, by workers: Workers) throws -> Buffer<Int32> {
  let words = words.filter { $0.last > 0 }
  guard let last = words.last else { return .rows(rowCount) }
  let rowBits = bitsOfRows(rowCount)
  let round = min(64 - rowBits, last.bits)
  let radix = RadixWords(count: rowCount, workers)
  try radix.pack(last, bits: round, above: rowBits)
  try radix.sort(from: rowBits, bits: round)
  var order = try radix.rows(rowBits)
  if round < last.bits {
    let codes = try last.codes(rowCount: rowCount, by: workers)
    order = try sorted(order, by: codes, bits: round..<last.bits, workers)
  }
  for word in words.dropLast().reversed() {
    let codes = try word.codes(rowCount: rowCount, by: workers)
    order = try sorted(order, by: codes, bits: 0..<word.bits, workers)
  }
  return order
}

/// The rows of `order` in the order of some bits of their codes; stable.
///
/// Row and code travel in one word; a code that leaves no room for the row takes several rounds, the
/// lowest bits first.
func sorted(
  _ order: Buffer<Int32>,
  by codes: Buffer<UInt64>,
  bits: Range<Int>,
  _ workers: Workers
) throws -> Buffer<Int32> {
  let rowBits = bitsOfRows(codes.count)
  var order = order
  var done = bits.lowerBound
  let radix = RadixWords(count: order.count, workers)
  while done < bits.upperBound {
    let round = min(64 - rowBits, bits.upperBound - done)
    try radix.pack(order, codes, skipping: done, bits: round, above: rowBits)
    try radix.sort(from: rowBits, bits: round)
    order = try radix.rows(rowBits)
    done += round
  }
  return order
}

/// How many bits the numbers of `count` rows take.
func bitsOfRows(_ count: Int) -> Int {
  64 - UInt64(max(count - 1, 1)).leadingZeroBitCount
}

/// Words that are sorted by some of their bits: first dealt out by the highest eight, so that the rest
/// can be sorted bucket by bucket, in the cache and by several workers.
private final class RadixWords {
  private var current: UnsafeMutablePointer<UInt64>
  private var other: UnsafeMutablePointer<UInt64>
  private let count: Int
  private let workers: Workers
  private let runs: [Range<Int>]

  private let memory: [Buffer<UInt64>]

  /// Room for `count` words.
  init(count: Int, _ workers: Workers) {
    (self.count, self.workers) = (count, workers)
    runs = workers.runs(of: count)
    memory = [Buffer(count: count) { _ in }, Buffer(count: count) { _ in }]
    current = UnsafeMutablePointer(mutating: memory[0].base)
    other = UnsafeMutablePointer(mutating: memory[1].base)
  }

  /// Writes for each row, in order, the lowest bits of its code, and its number below them.
  func pack(_ source: some CodeSource, bits: Int, above rowBits: Int) throws {
    let mask = (UInt64(1) << UInt64(bits)) &- 1
    let (target, up) = (current, UInt64(rowBits))
    let chunks = workers.chunks(of: 0..<count)
    _ = try workers.map(chunks.count) { chunk in
      var row = chunks[chunk].lowerBound
      source.write(chunks[chunk], to: target + row)
      while row < chunks[chunk].upperBound {
        target[row] = (target[row] & mask) &<< up | UInt64(truncatingIfNeeded: row)
        row &+= 1
      }
    }
  }

  /// Writes for each row of `order` some bits of its code, and its number below them.
  func pack(
    _ order: Buffer<Int32>,
    _ codes: Buffer<UInt64>,
    skipping done: Int,
    bits: Int,
    above rowBits: Int
  ) throws {
    let mask = (UInt64(1) << UInt64(bits)) &- 1
    let (target, source, numbers) = (current, codes.base, order.base)
    let (down, up) = (UInt64(done), UInt64(rowBits))
    let chunks = workers.chunks(of: 0..<count)
    _ = try workers.map(chunks.count) { chunk in
      var row = chunks[chunk].lowerBound
      while row < chunks[chunk].upperBound {
        let number = Int(numbers[row])
        target[row] = ((source[number] &>> down) & mask) &<< up | UInt64(number)
        row &+= 1
      }
    }
  }

  /// The row numbers, in the order of the words.
  func rows(_ rowBits: Int) throws -> Buffer<Int32> {
    let mask = (UInt64(1) << UInt64(rowBits)) - 1
    let source = current
    let chunks = workers.chunks(of: 0..<count)
    return try Buffer(count: count) { target in
      _ = try workers.map(chunks.count) { chunk in
        var row = chunks[chunk].lowerBound
        while row < chunks[chunk].upperBound {
          target[row] = Int32(truncatingIfNeeded: source[row] & mask)
          row &+= 1
        }
      }
    }
  }

  /// Sorts by `bits` bits from bit `first` on; stable.
  func sort(from first: Int, bits: Int) throws {
    let low = max(0, bits - 8)
    let ends = try deal(UInt64(first + low), digits: 1 << (bits - low))
    if low == 0 { return }
    let (words, scratch) = (current, other)
    _ = try workers.map(ends.count, over: count) { bucket in
      let start = bucket == 0 ? 0 : ends[bucket - 1]
      try sortStretch(
        words + start,
        scratch + start,
        ends[bucket] - start,
        first,
        low,
        workers.cancellation
      )
    }
  }

  /// Deals all words out by the digit above `shift`; gives the ends of the digits' buckets.
  private func deal(_ shift: UInt64, digits: Int) throws -> [Int] {
    let (source, target) = (current, other)
    let mask = UInt64(digits - 1)
    var places = try workers.map(runs.count) { run in
      var sizes = [Int](repeating: 0, count: digits)
      for rows in workers.chunks(of: runs[run]) {
        try workers.cancellation.check()
        var row = rows.lowerBound
        while row < rows.upperBound {
          sizes[Int(truncatingIfNeeded: source[row] &>> shift & mask)] &+= 1
          row &+= 1
        }
      }
      return sizes
    }
    var ends: [Int] = []
    var start = 0
    for digit in 0..<digits {
      for run in places.indices {
        (places[run][digit], start) = (start, start + places[run][digit])
      }
      ends.append(start)
    }
    _ = try workers.map(runs.count) { run in
      var next = places[run]
      for rows in workers.chunks(of: runs[run]) {
        try workers.cancellation.check()
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

/// Sorts words by `bits` bits from bit `first` on, eight at a time, lowest first; stable.
private func sortStretch(
  _ words: UnsafeMutablePointer<UInt64>,
  _ scratch: UnsafeMutablePointer<UInt64>,
  _ count: Int,
  _ first: Int,
  _ bits: Int,
  _ cancellation: Cancellation
) throws {
  if count < 64 { return insertionSort(words, count, UInt64(first)) }
  var (source, target) = (words, scratch)
  var shift = first
  while shift < first + bits {
    try cancellation.check()
    let width = min(8, first + bits - shift)
    radixPass(source, target, count, UInt64(shift), (UInt64(1) << UInt64(width)) - 1)
    swap(&source, &target)
    shift += width
  }
  if source != words { words.update(from: source, count: count) }
}

private func radixPass(
  _ source: UnsafeMutablePointer<UInt64>,
  _ target: UnsafeMutablePointer<UInt64>,
  _ count: Int,
  _ shift: UInt64,
  _ mask: UInt64
) {
  withUnsafeTemporaryAllocation(of: Int.self, capacity: 256) { buffer in
    guard let places = buffer.baseAddress else { return }
    places.initialize(repeating: 0, count: 256)
    var row = 0
    while row < count {
      places[Int(truncatingIfNeeded: source[row] &>> shift & mask)] &+= 1
      row &+= 1
    }
    var start = 0
    var digit = 0
    while digit < 256 {
      (places[digit], start) = (start, start &+ places[digit])
      digit &+= 1
    }
    row = 0
    while row < count {
      let word = source[row]
      let digit = Int(truncatingIfNeeded: word &>> shift & mask)
      target[places[digit]] = word
      places[digit] &+= 1
      row &+= 1
    }
  }
}

/// Words of one bucket agree above the bits that are left, so all bits from `first` on may be compared.
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
