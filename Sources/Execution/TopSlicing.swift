import Plans
import Tables

/// How many rows of each group are taken from the top.
struct TopRows {
  /// The number of rows.
  let count: Int
  /// Whether rows equal to the last one are taken, too.
  let withTies: Bool
}

extension PlanRun {
  /// The rows that come first in the order of `key`; in several groups, group after group.
  func top(
    _ top: TopRows,
    _ key: SortKey,
    of input: Chunk,
    _ groups: Grouping,
    _ plan: Plan
  ) throws -> SliceResult {
    let column = input[key.column]
    let type = plan.type(of: key.column, column)
    // Missing values are left out beforehand, so the last coder alone gives the order of the rest.
    let coders = try KeyCoder.coders(column, type, inverted: key.isDescending, by: workers)
    let words = KeyWord.words(of: coders.suffix(1))
    let codes = try words[0].codes(rowCount: input.rowCount, by: workers)
    let bits = words[0].bits
    let missing = input.rowCount - column.knownCount
    if groups.isSingle {
      let known = missing == 0 ? nil : column.known
      var result = try first(top, by: codes, bits: bits, known)
      result.missing = missing
      return result
    }
    let known = missing == 0 ? .rows(input.rowCount) : Selection(known: column).rows
    var result = try first(top, of: known, by: codes, bits: bits, groups)
    result.missing = missing
    return result
  }

  /// The rows of the smallest codes of all.
  private func first(
    _ top: TopRows,
    by codes: Buffer<UInt64>,
    bits: Int,
    _ known: Buffer<Bool>?
  ) throws -> SliceResult {
    let selected = try smallest(top.count, of: codes, known)
    guard let last = selected.last else { return SliceResult(rows: .list(Buffer([]))) }
    var ties = top.withTies ? Int.max : selected.count(where: { $0 == last })
    var rows: [Int32] = []
    var tiesCut = 0
    for row in 0..<codes.count where codes.base[row] <= last && known?[row] ?? true {
      if codes.base[row] == last {
        if ties == 0 { tiesCut += 1 } else { rows.append(Int32(row)) }
        ties -= ties > 0 ? 1 : 0
      } else {
        rows.append(Int32(row))
      }
    }
    let order = try sorted(Buffer(copying: rows), by: codes, bits: bits, workers)
    return SliceResult(rows: .list(order), tiesCut: tiesCut)
  }

  /// The rows of the smallest codes of each group, group after group.
  private func first(
    _ top: TopRows,
    of rows: Buffer<Int32>,
    by codes: Buffer<UInt64>,
    bits: Int,
    _ groups: Grouping
  ) throws -> SliceResult {
    let byCode = try sorted(rows, by: codes, bits: bits, workers)
    let numbers = groups.numbers(of: 0..<codes.count)
    let order = try sorted(byCode, by: numbers.widened, bits: 32, workers)
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
    return SliceResult(rows: .list(Buffer(copying: taken)), tiesCut: tiesCut)
  }

  /// The `count` smallest codes of known rows, in order; never sorts more than a few times as many.
  func smallest(
    _ count: Int,
    of codes: Buffer<UInt64>,
    _ known: Buffer<Bool>? = nil
  ) throws -> [UInt64] {
    let ranges = workers.chunks(of: 0..<codes.count)
    let runs = workers.runs(of: codes.count)
    if count == 0 || ranges.isEmpty { return [] }
    let parts = try workers.map(runs.count) { run in
      var smallest = SmallestCodes(count: count)
      for rows in workers.chunks(of: runs[run]) {
        try workers.cancellation.check()
        smallest.take(rows, of: codes, known)
      }
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
    capacity = max(1024, count.multipliedReportingOverflow(by: 4).overflow ? count : 4 * count)
  }

  mutating func take(_ rows: Range<Int>, of source: Buffer<UInt64>, _ known: Buffer<Bool>?) {
    var row = rows.lowerBound
    while row < rows.upperBound {
      let code = source.base[row]
      if code < limit || !isLimited, known?.base[row] ?? true {
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

extension Selection {
  /// The rows in which `column` is known.
  init(known column: Column) {
    let known = column.known ?? Buffer(repeating: true, count: column.count)
    self.init(Column(.boolean(known)))
  }
}

extension Buffer<UInt32> {
  /// The same numbers in words.
  var widened: Buffer<UInt64> {
    Buffer<UInt64>(count: count) { target in
      var row = 0
      while row < count {
        target[row] = UInt64(base[row])
        row &+= 1
      }
    }
  }
}
