import Columns
import Functions
import Parallel

/// The distribution of a number over many rows: how many are known, the least, the most, and values
/// at given shares of the rows in order.
///
/// Rows are counted in bins, in parallel; they are never sorted as a whole.
struct NumberSurvey: Sendable {
  private let column: Column
  private let workers: WorkerPool
  /// How many rows have a finite value.
  private(set) var known = 0
  /// The least and the most value; nil where none is known.
  private(set) var limits: (least: Double, most: Double)?

  /// The distribution of a column of numbers.
  init(of column: Column) throws {
    self.column = column
    workers = .ofThread
    let parts = try workers.fold(column.count, from: { Extent() }) { extent, rows in
      column.forEachNumber(in: rows) { extent.add($0) }
    }
    var extent = Extent()
    for part in parts where part.known > 0 {
      extent.known += part.known
      (extent.least, extent.most) = (min(extent.least, part.least), max(extent.most, part.most))
    }
    known = extent.known
    if known > 0 { limits = (extent.least, extent.most) }
  }

  private struct Extent {
    var (known, least, most) = (0, Double.infinity, -Double.infinity)

    mutating func add(_ value: Double) {
      known += 1
      if value < least { least = value }
      if value > most { most = value }
    }
  }

  /// How many values lie in each bin of a rule.
  func counts(_ rule: some BinRule) throws -> [Int] {
    let (column, count) = (column, rule.count)
    let parts = try workers.fold(column.count, from: { [Int](repeating: 0, count: count) }) {
      counts,
      rows in
      counts.withUnsafeMutableBufferPointer { counts in
        column.forEachNumber(in: rows) { counts[rule.bin(of: $0)] += 1 }
      }
    }
    return parts.reduce(into: [Int](repeating: 0, count: count)) { sums, part in
      for place in sums.indices { sums[place] += part[place] }
    }
  }
}

// MARK: - Ranks

extension NumberSurvey {
  /// The most values that are sorted, and the bins that a stretch is cut into.
  private static let (mostSorted, fineBins) = (50_000, 1 << 16)

  /// A stretch of values in which one of a rank lies, and how many values lie in it and below.
  private struct Stretch {
    var (low, high, below, within): (Double, Double, Int, Int)
  }

  /// The values at ranks, from 0 on, among the known ones in order: found by counting ever finer
  /// bins, of which those that hold the ranks are sorted.
  func values(at ranks: [Int]) throws -> [Double] {
    guard let (least, most) = limits else { return ranks.map { _ in 0 } }
    let whole = Stretch(low: least, high: most, below: 0, within: known)
    var stretches = ranks.map { _ in whole }
    if known > NumberSurvey.mostSorted, let rule = FineBins(whole) {
      let counts = try counts(rule)
      for (place, rank) in ranks.enumerated() {
        var stretch = rule.stretch(of: rank, counts, in: whole)
        while stretch.within > NumberSurvey.mostSorted, let finer = FineBins(stretch) {
          let next = finer.stretch(of: rank, try self.counts(finer), in: stretch)
          if next.within == stretch.within { break }
          stretch = next
        }
        stretches[place] = stretch
      }
    }
    return try sorted(stretches, ranks)
  }

  /// Equal bins of a stretch, between one for the values below and one for those above.
  private struct FineBins: BinRule {
    private let (start, span): (Double, Double)
    let count = fineBins + 2

    /// The bins of a stretch; nil where it is too short for the precision of numbers.
    init?(_ stretch: Stretch) {
      let bins = Double(fineBins)
      (start, span) = (stretch.low, stretch.high / bins - stretch.low / bins)
      guard span > 0, start + span > start, span.isFinite else { return nil }
    }

    @inline(__always)
    func bin(of value: Double) -> Int {
      Int(min(Double(fineBins) + 1, max(0, (value - start) / span + 1)))
    }

    /// The bin that holds a rank, and one step more on each side, for what rounding moves.
    func stretch(of rank: Int, _ counts: [Int], in whole: Stretch) -> Stretch {
      var (bin, below) = (0, 0)
      while bin < count - 1, below + counts[bin] <= rank {
        below += counts[bin]
        bin += 1
      }
      let slack = span * 1e-3
      return Stretch(
        low: max(whole.low, start + Double(bin - 1) * span - slack),
        high: min(whole.high, start + Double(bin) * span + slack),
        below: below,
        within: counts[bin]
      )
    }
  }

  /// The values at ranks, each of which lies in its stretch: the values there alone are sorted.
  private func sorted(_ stretches: [Stretch], _ ranks: [Int]) throws -> [Double] {
    let column = column
    let empty = stretches.map { _ in (below: 0, values: [Double]()) }
    let parts = try workers.fold(column.count, from: { empty }) { states, rows in
      column.forEachNumber(in: rows) { value in
        for place in stretches.indices {
          if value < stretches[place].low {
            states[place].below += 1
          } else if value <= stretches[place].high {
            states[place].values.append(value)
          }
        }
      }
    }
    return ranks.indices.map { place in
      let below = parts.reduce(0) { $0 + $1[place].below }
      let values = parts.flatMap { $0[place].values }.sorted()
      guard !values.isEmpty else { return stretches[place].low }
      return values[min(values.count - 1, max(0, ranks[place] - below))]
    }
  }
}

/// A rule that gives each number a bin.
protocol BinRule: Sendable {
  /// How many bins there are.
  var count: Int { get }
  /// The bin of a finite number, from 0 on.
  func bin(of value: Double) -> Int
}

/// Bins of one width that begin at multiples of it; the last one holds all that lies above.
struct StepBins: BinRule {
  let width: Double
  /// The multiple at which the first begins.
  let first: Double
  let count: Int

  @inline(__always)
  func bin(of value: Double) -> Int {
    Int(min(Double(count - 1), max(0, (value / width).rounded(.down) - first)))
  }
}

extension WorkerPool {
  /// The workers for what a chart counts, which work for the query of this thread.
  static var ofThread: WorkerPool {
    let (memory, cancellation) = (MemoryBudget.current, Cancellation.current)
    return WorkerPool(
      count: ProcessLimits.processors,
      chunkSize: 1 << 16,
      check: { try cancellation?.check() },
      onThread: { share in
        func cancellable() {
          if let cancellation { Cancellation.with(cancellation, share) } else { share() }
        }
        if let memory { MemoryBudget.with(memory, cancellable) } else { cancellable() }
      }
    )
  }
}

extension Column {
  /// The known, finite numbers of some rows, in their order.
  @inline(__always)
  func forEachNumber(in rows: Range<Int>, _ body: (Double) -> Void) {
    switch storage {
    case .real(let values): each(values, rows) { if $0.isFinite { body($0) } }
    case .integer(.int8(let values)): each(values, rows) { body(Double($0)) }
    case .integer(.int16(let values)): each(values, rows) { body(Double($0)) }
    case .integer(.int32(let values)): each(values, rows) { body(Double($0)) }
    case .integer(.int64(let values)): each(values, rows) { body(Double($0)) }
    case .ordinal(let values): each(values, rows) { body(Double($0)) }
    case .boolean, .code: break
    }
  }

  @inline(__always)
  private func each<Element>(
    _ values: Buffer<Element>,
    _ rows: Range<Int>,
    _ body: (Element) -> Void
  ) {
    guard let known else {
      for row in rows { body(values[row]) }
      return
    }
    for row in rows where known[row] { body(values[row]) }
  }
}
