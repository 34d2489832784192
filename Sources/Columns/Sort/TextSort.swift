import Glibc
import Parallel

/// A sort of the texts of a dictionary by their bytes: by radix of a key of their first bytes, and
/// by comparisons where that is the same.
struct TextSort {
  let labels: TextDictionary
  let workers: WorkerPool

  /// The codes in the byte order of their texts.
  func sorted() throws -> Buffer<UInt32> {
    let codes = Buffer<UInt32>.tabulate(labels.count) { UInt32(truncatingIfNeeded: $0) }
    if isInOrder(codes) { return codes }
    return try Buffer(count: codes.count) { target in
      try sort(codes, to: DisjointSlots(target, count: codes.count), depth: 0)
    }
  }

  /// Whether the texts are in order as they come.
  private func isInOrder(_ codes: Buffer<UInt32>) -> Bool {
    (1..<max(codes.count, 1)).allSatisfy { precedes(codes.base[$0 - 1], codes.base[$0], from: 0) }
  }

  /// From so many texts with the same key on these have a key of their own, of what follows.
  private static let many = 1 << 16
  /// How often keys are made of what follows others.
  private static let mostDepth = 64

  /// Writes the codes to `target` in the order of their texts.
  private func sort(
    _ codes: Buffer<UInt32>,
    to target: DisjointSlots<UInt32>,
    depth: Int
  ) throws {
    let rowBits = bitsOfRows(codes.count)
    let key = try TextKey(labels, codes, bits: 64 - rowBits, by: workers)
    let radix = try RadixSort(count: codes.count, workers)
    try radix.pack(key, bits: key.bits, above: rowBits)
    if key.bits > 0 { try radix.sort(from: rowBits, bits: key.bits) }
    let (words, mask) = (radix.words, (UInt64(1) << UInt64(rowBits)) - 1)
    let chunks = workers.chunks(of: 0..<codes.count)
    _ = try workers.map(chunks.count) { chunk in
      for place in chunks[chunk] {
        target.base[place] = codes.base[Int(truncatingIfNeeded: words.base[place] & mask)]
      }
    }
    try sortTies(of: TiedWords(words: words, rowBits: UInt64(rowBits)), key, target, depth)
  }

  /// Sorts the texts with equal keys, of which the key says nothing more.
  private func sortTies(
    of ties: TiedWords,
    _ key: TextKey,
    _ target: DisjointSlots<UInt32>,
    _ depth: Int
  ) throws {
    let (chunks, known) = (workers.chunks(of: 0..<ties.words.count), key.start + key.length)
    let large = try workers.map(chunks.count) { chunk -> [Range<Int>] in
      var large: [Range<Int>] = []
      try ties.forEach(in: chunks[chunk]) { tie in
        if tie.count >= TextSort.many && depth < TextSort.mostDepth { return large.append(tie) }
        try compareSort(target, tie, from: known)
      }
      return large
    }
    for tie in large.joined() {
      let slots = DisjointSlots(target.base + tie.lowerBound, count: tie.count)
      let codes = Buffer<UInt32>.tabulate(tie.count) { slots.base[$0] }
      try sort(codes, to: slots, depth: depth + 1)
    }
  }

  /// Sorts some codes by comparing their texts from byte `start` on.
  private func compareSort(
    _ codes: DisjointSlots<UInt32>,
    _ places: Range<Int>,
    from start: Int
  ) throws {
    var slice = UnsafeMutableBufferPointer(
      start: codes.base + places.lowerBound,
      count: places.count
    )
    var compared = 0
    try slice.sort { left, right in
      compared &+= 1
      if compared & 0xFFF == 0 { try workers.check() }
      return precedes(left, right, from: start)
    }
  }

  /// Whether a text stands before another, of which the bytes before `start` are the same.
  private func precedes(_ left: UInt32, _ right: UInt32, from start: Int) -> Bool {
    let (left, right) = (labels.utf8(Int(left)), labels.utf8(Int(right)))
    let shared = min(left.count, right.count) - start
    guard shared > 0, let first = left.baseAddress, let second = right.baseAddress else {
      return left.count < right.count
    }
    let order = memcmp(first + start, second + start, shared)
    return order == 0 ? left.count < right.count : order < 0
  }
}

/// Sorted words whose keys may be equal.
private struct TiedWords {
  let words: Buffer<UInt64>
  /// How many bits stand below the key.
  let rowBits: UInt64

  /// Hands over each stretch of two or more words with equal keys that begins in `places`.
  func forEach(in places: Range<Int>, _ body: (Range<Int>) throws -> Void) rethrows {
    var start = places.lowerBound
    while start > 0, start < places.upperBound, isSame(start - 1, start) { start += 1 }
    while start < places.upperBound {
      var end = start + 1
      while end < words.count, isSame(start, end) { end += 1 }
      if end - start > 1 { try body(start..<end) }
      start = end
    }
  }

  private func isSame(_ left: Int, _ right: Int) -> Bool {
    (words.base[left] ^ words.base[right]) &>> rowBits == 0
  }
}
