import Columns
import Parallel
import Planner

/// A join index: the right rows grouped by the number of their key, in one array with an offset a
/// key (compressed sparse rows).
struct JoinIndex {
  /// For each left row the number of its key; below zero if it has no partner for sure.
  let numbers: Buffer<Int32>
  /// Right rows, those of one key together, each group in the order in which they were given.
  let rows: Buffer<Int32>
  /// Where the rows of each key begin in `rows`; one more for the end of the last.
  let starts: Buffer<Int32>
  /// Whether no key has more than one row.
  let isUnique: Bool

  /// An index of the rows of `order`; those without number are left out.
  init(_ keys: JoinKeys, _ order: Buffer<Int32>) {
    numbers = keys.left
    var sizes = [Int32](repeating: 0, count: keys.count + 1)
    var next = 0
    while next < order.count {
      let number = Int(keys.right.base[Int(order.base[next])])
      if number >= 0 { sizes[number] &+= 1 }
      next &+= 1
    }
    isUnique = !sizes.contains { $0 > 1 }
    var start: Int32 = 0
    for number in sizes.indices { (sizes[number], start) = (start, start + sizes[number]) }
    starts = Buffer(sizes)
    rows = Buffer(count: Int(start)) { target in
      next = 0
      while next < order.count {
        let row = order.base[next]
        let number = Int(keys.right.base[Int(row)])
        next &+= 1
        if number < 0 { continue }
        target[Int(sizes[number])] = row
        sizes[number] &+= 1
      }
    }
  }

  /// For each key its first row, or -1.
  var firstRows: Buffer<Int32> {
    .tabulate(starts.count - 1) { number in
      let start = starts.base[number]
      return start < starts.base[number + 1] ? rows.base[Int(start)] : -1
    }
  }

  /// The places in `rows` of the right rows that have the key of a left row.
  @inline(__always)
  func places(of leftRow: Int) -> Range<Int> {
    let number = Int(numbers.base[leftRow])
    if number < 0 { return 0..<0 }
    return Int(starts.base[number])..<Int(starts.base[number &+ 1])
  }
}

/// An index for range joins: the right rows in whose bounds a left value lies.
struct RangeIndex {
  private let index: JoinIndex
  /// For each range, the codes of left values, and of lower and upper bounds.
  private let codes: [Bounds]
  private let leftMask: Buffer<Bool>?
  /// For each place of the index the largest upper bound of the first range so far in its group.
  private let highest: Buffer<UInt64>

  private struct Bounds {
    let left, low, high: Buffer<UInt64>
  }

  /// An index of right rows by keys and the ranges of `join`.
  init(_ join: Join, _ left: Chunk, _ right: Chunk, _ keys: JoinKeys, _ run: Executor) throws {
    codes = try join.ranges.map { range in
      try RangeIndex.bounds(left[range.left], right[range.low], right[range.high], run.workers)
    }
    leftMask = left.known(in: join.ranges.map(\.left))
    let bounded = right.known(in: join.ranges.flatMap { [$0.low, $0.high] })
    let rows = bounded.map { $0.selected() } ?? .rows(right.rowCount)
    let order = try sorted(rows, by: codes[0].low, bits: 0..<64, run.workers)
    let index = JoinIndex(keys, order)
    let high = codes[0].high
    highest = Buffer(count: index.rows.count) { target in
      for number in 0..<keys.count {
        var most: UInt64 = 0
        for place in Int(index.starts[number])..<Int(index.starts[number + 1]) {
          most = max(most, high[Int(index.rows[place])])
          target[place] = most
        }
      }
    }
    self.index = index
  }

  /// Codes in the order of values that are the same for the same value in all three columns.
  private static func bounds(
    _ left: Column,
    _ low: Column,
    _ high: Column,
    _ workers: WorkerPool
  ) throws -> Bounds {
    let rightRows = low.count
    let both = Column.joined([low, high], as: .integer)
    let encoders = try KeyEncoder.paired(left, both, isOrdered: true, by: workers)
    let leftCodes = try NormalizedKey.words(of: [encoders.left])[0]
      .codes(rowCount: left.count, by: workers)
    let codes = try NormalizedKey.words(of: [encoders.right])[0]
      .codes(rowCount: both.count, by: workers)
    return Bounds(left: leftCodes, low: codes[0..<rightRows], high: codes[rightRows..<both.count])
  }

  /// The right rows with the key of a left row in whose bounds it lies, in their order.
  func partners(of leftRow: Int, into found: inout [Int32]) {
    found.removeAll(keepingCapacity: true)
    if let leftMask, !leftMask[leftRow] { return }
    let value = codes[0].left[leftRow]
    let places = index.places(of: leftRow)
    var place = places.partition { codes[0].low[Int(index.rows[$0])] > value } - 1
    while place >= places.lowerBound && highest[place] >= value {
      let row = Int(index.rows[place])
      if codes.allSatisfy({ $0.low[row] <= $0.left[leftRow] && $0.left[leftRow] <= $0.high[row] }) {
        found.append(Int32(row))
      }
      place -= 1
    }
    found.sort()
  }
}

extension Range<Int> {
  /// The first place from which on `isBehind` holds, if it holds for none before one for which it
  /// does.
  func partition(_ isBehind: (Int) -> Bool) -> Int {
    var (low, high) = (lowerBound, upperBound)
    while low < high {
      let middle = low + (high - low) / 2
      if isBehind(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
