import Catalog
import Columns
import Parallel
import Planner

/// How many rows of each group are taken from the top.
struct TopRows {
  let count: Int
  /// Whether rows equal to the last one are taken, too.
  let withTies: Bool
}

extension Executor {
  /// The rows that come first in the order of `key`; in several groups, group after group.
  func top(
    _ top: TopRows,
    _ key: SortKey,
    of input: Chunk,
    _ groups: Grouping,
    _ plan: LogicalPlan
  ) throws -> SliceResult {
    let column = input[key.column]
    let type = plan.type(of: key.column, column)
    // Missing values are left out beforehand, so the last encoder alone gives the order of the
    // rest.
    let words = NormalizedKey.words(of: [try topEncoder(column, type, key)])
    let missing = input.rowCount - column.knownCount
    var result: SliceResult
    let known = missing == 0 ? nil : column.known
    if !top.withTies, let best = try best(top.count, of: input.rowCount, words[0], known, groups) {
      result = best
    } else if groups.isSingle {
      result = try first(top, of: input.rowCount, by: words[0], known)
    } else {
      let codes = try words[0].codes(rowCount: input.rowCount, by: workers)
      let known = known.map { $0.selected() } ?? .rows(input.rowCount)
      let order = try sorted(known, by: codes, bits: 0..<words[0].bits, workers)
      result = try first(top, of: order, by: codes, groups)
    }
    result.missing = missing
    return result
  }

  /// An encoder for the known values; for numbers it does not look for their bounds first.
  private func topEncoder(_ column: Column, _ type: DataType, _ key: SortKey) throws -> KeyEncoder {
    let whole: (KeyEncoder.Coding, UInt64)? =
      switch column.storage {
      case .integer: (.integer(.min), .max)
      case .ordinal: (.integer(Int64(Int32.min)), UInt64(UInt32.max))
      case .real: (.real(0), .max)
      default: nil
      }
    guard let (coding, last) = whole else {
      return try KeyEncoder.encoders(column, type, descending: key.isDescending, by: workers)
        .suffix(1)[0]
    }
    var encoder = KeyEncoder(column: column, coding: coding, lastKnown: last)
    encoder.isDescending = key.isDescending
    return encoder
  }

  /// The rows of the smallest codes of all.
  private func first(
    _ top: TopRows,
    of rowCount: Int,
    by word: NormalizedKey,
    _ known: Buffer<Bool>?
  ) throws -> SliceResult {
    let selected = try smallest(top.count, of: rowCount, word, known)
    guard let last = selected.last else { return SliceResult(rows: .list(Buffer([]))) }
    let candidates = try rows(upTo: last, of: rowCount, word, known)
    let kept = selected.count(where: { $0 < last })
    let quota = top.withTies ? Int.max : selected.count - kept
    var (rows, codes, ties): ([Int32], [UInt64], Int) = ([], [], 0)
    for (row, code) in candidates {
      if code == last { ties += 1 }
      if code == last && ties > quota { continue }
      rows.append(row)
      codes.append(code)
    }
    let order = try sorted(
      .rows(rows.count),
      by: Buffer(codes),
      bits: 0..<word.bits,
      workers
    )
    return SliceResult(
      rows: .list(Buffer(rows).picked(at: order)),
      tiesCut: max(0, ties - quota)
    )
  }

  /// The known rows whose codes are not above `last`, with their codes.
  func rows(
    upTo last: UInt64,
    of rowCount: Int,
    _ source: some CodeSource,
    _ known: Buffer<Bool>?
  ) throws -> [(row: Int32, code: UInt64)] {
    let runs = workers.runs(of: rowCount)
    let parts = try workers.map(runs.count) { [workers] run in
      var found: [(row: Int32, code: UInt64)] = []
      try workers.each(runs[run], of: source) { rows, codes in
        var row = 0
        while row < rows.count {
          if codes[row] <= last, known?.base[rows.lowerBound &+ row] ?? true {
            found.append((Int32(truncatingIfNeeded: rows.lowerBound &+ row), codes[row]))
          }
          row &+= 1
        }
      }
      return found
    }
    return parts.flatMap { $0 }
  }

  /// The rows of the smallest codes of each group, group after group.
  private func first(
    _ top: TopRows,
    of byCode: Buffer<Int32>,
    by codes: Buffer<UInt64>,
    _ groups: Grouping
  ) throws -> SliceResult {
    let numbers = groups.numbers(of: 0..<codes.count)
    let words = Buffer<UInt64>.tabulate(codes.count) { UInt64(numbers.base[$0]) }
    let order = try sorted(byCode, by: words, bits: 0..<32, workers)
    var taken: [Int32] = []
    var (inGroup, tiesCut) = (0, 0)
    for place in 0..<order.count {
      let row = order[place]
      let previous = place > 0 ? Int(order[place - 1]) : -1
      if previous < 0 || numbers[previous] != numbers[Int(row)] { inGroup = 0 }
      inGroup += 1
      if inGroup <= top.count {
        taken.append(row)
      } else if top.count > 0, let last = taken.last, codes[Int(last)] == codes[Int(row)] {
        if top.withTies { taken.append(row) } else { tiesCut += 1 }
      }
    }
    return SliceResult(rows: .list(Buffer(taken)), tiesCut: tiesCut)
  }

  /// The `count` smallest codes of known rows, in order; never sorts more than a few times as many.
  func smallest(
    _ count: Int,
    of rowCount: Int,
    _ source: some CodeSource,
    _ known: Buffer<Bool>? = nil
  ) throws -> [UInt64] {
    if count == 0 { return [] }
    let runs = workers.runs(of: rowCount)
    let parts = try workers.map(runs.count) { [workers] run in
      var smallest = SmallestCodes(count: min(count, runs[run].count))
      try workers.each(runs[run], of: source) { smallest.take($0, $1, known) }
      return smallest.finish()
    }
    return Array(parts.flatMap { $0 }.sorted().prefix(count))
  }
}

/// The smallest of the codes seen so far.
private struct SmallestCodes {
  private let count: Int
  private let capacity: Int
  private var codes: [UInt64] = []
  private var limit = UInt64.max
  private var isLimited = false

  init(count: Int) {
    self.count = count
    capacity = max(1024, 4 * count)
  }

  mutating func take(
    _ rows: Range<Int>,
    _ source: UnsafePointer<UInt64>,
    _ known: Buffer<Bool>?
  ) {
    var row = 0
    while row < rows.count {
      let code = source[row]
      if code < limit || !isLimited, known?.base[rows.lowerBound &+ row] ?? true {
        codes.append(code)
        if codes.count >= capacity { shrink() }
      }
      row &+= 1
    }
  }

  private mutating func shrink() {
    codes.sort()
    if codes.count < count { return }
    codes.removeLast(codes.count - count)
    (limit, isLimited) = (codes[count - 1], true)
  }

  mutating func finish() -> [UInt64] {
    codes.sort()
    return Array(codes.prefix(count))
  }
}
