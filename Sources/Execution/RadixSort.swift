import Tables

/// The row numbers in the order of their words, the most significant word first; stable.
func sortedRows(_ words: [KeyWord], rowCount: Int, by workers: Workers) throws -> Buffer<Int32> {
  var order = Buffer(0..<Int32(rowCount))
  for word in words.reversed() where word.last > 0 {
    let codes = try word.codes(rowCount: rowCount, by: workers)
    order = try sorted(order, by: codes, bits: word.bits, workers)
  }
  return order
}

/// The rows of `order` in the order of their codes, of which only the lowest `bits` are used; stable.
///
/// Row and code travel in one word; a code that leaves no room for the row takes several rounds, the
/// lowest bits first.
func sorted(
  _ order: Buffer<Int32>,
  by codes: Buffer<UInt64>,
  bits: Int,
  _ workers: Workers
) throws -> Buffer<Int32> {
  let largestRow = UInt64(max(codes.count - 1, 1))
  let rowBits = 64 - largestRow.leadingZeroBitCount
  let rowMask = (UInt64(1) << rowBits) - 1
  var order = order
  var done = 0
  while done < bits {
    let round = min(64 - rowBits, bits - done)
    let codeMask = (UInt64(1) << round) - 1
    var words = RadixWords(count: order.count)
    for row in 0..<order.count {
      let number = order.base[row]
      let code = (codes.base[Int(number)] >> UInt64(done)) & codeMask
      words.current[row] = code << UInt64(rowBits) | UInt64(number)
    }
    try words.sort(from: rowBits, bits: round, workers)
    order = Buffer(count: order.count) { target in
      for row in 0..<order.count {
        target[row] = Int32(truncatingIfNeeded: words.current[row] & rowMask)
      }
    }
    words.free()
    done += round
  }
  return order
}

/// Words that are sorted by some of their bits, eight at a time.
struct RadixWords {
  /// The words.
  private(set) var current: UnsafeMutablePointer<UInt64>
  private var other: UnsafeMutablePointer<UInt64>
  private let count: Int

  /// Room for `count` words.
  init(count: Int) {
    self.count = count
    current = .allocate(capacity: max(count, 1))
    other = .allocate(capacity: max(count, 1))
  }

  /// Gives the memory back.
  func free() {
    current.deallocate()
    other.deallocate()
  }

  /// Sorts by `bits` bits from bit `first` on; stable.
  mutating func sort(from first: Int, bits: Int, _ workers: Workers) throws {
    var shift = first
    while shift < first + bits {
      try workers.cancellation.check()
      let width = min(8, first + bits - shift)
      pass(UInt64(shift), UInt64(1) << UInt64(width) - 1)
      shift += width
    }
  }

  private mutating func pass(_ shift: UInt64, _ mask: UInt64) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 256) { places in
      places.initialize(repeating: 0)
      var row = 0
      while row < count {
        places[Int(truncatingIfNeeded: current[row] >> shift & mask)] &+= 1
        row &+= 1
      }
      if places.contains(count) { return }
      var start = 0
      for digit in 0..<256 {
        let size = places[digit]
        places[digit] = start
        start += size
      }
      row = 0
      while row < count {
        let word = current[row]
        let digit = Int(truncatingIfNeeded: word >> shift & mask)
        other[places[digit]] = word
        places[digit] &+= 1
        row &+= 1
      }
      swap(&current, &other)
    }
  }
}
