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

  /// How many values lie in each of `count` bins: in the one that `place` says, or in the first or
  /// the last.
  func counts(_ count: Int, _ place: @escaping @Sendable (Double) -> Double) throws -> [Int] {
    let column = column
    let last = Double(count - 1)
    let parts = try workers.fold(column.count, from: { [Int](repeating: 0, count: count) }) {
      counts,
      rows in
      counts.withUnsafeMutableBufferPointer { counts in
        column.forEachNumber(in: rows) { counts[Int(min(last, max(0, place($0))))] += 1 }
      }
    }
    return parts.reduce(into: [Int](repeating: 0, count: count)) { sums, part in
      for place in sums.indices { sums[place] += part[place] }
    }
  }

  /// The most values that are sorted, and the bins that a stretch is cut into.
  private static let (mostSorted, fineBins) = (50_000, 4096)

  /// The value before which `rank` known values lie, in order: found by counting ever finer bins.
  func value(at rank: Int) throws -> Double {
    guard var (low, high) = limits else { return 0 }
    var (below, within) = (0, known)
    while within > NumberSurvey.mostSorted, low < high {
      let (start, end) = (low, high)
      let bins = Double(NumberSurvey.fineBins)
      let span = end / bins - start / bins
      guard span > 0, (start + span) > start else { break }
      let counts = try counts(NumberSurvey.fineBins + 2) { value in
        value < start ? 0 : value > end ? bins + 1 : 1 + min(bins - 1, (value - start) / span)
      }
      var (bin, sum) = (1, below)
      while bin < NumberSurvey.fineBins, sum + counts[bin] <= rank {
        sum += counts[bin]
        bin += 1
      }
      if counts[bin] == within { break }
      // One step more on each side, for what rounding puts into the next bin.
      (below, within) = (sum, counts[bin])
      (low, high) = (start + Double(bin - 1) * span, min(end, start + Double(bin) * span))
    }
    return try exact(rank, low, high)
  }

  /// The value at a rank that lies from `low` to `high`: these alone are sorted.
  private func exact(_ rank: Int, _ low: Double, _ high: Double) throws -> Double {
    let column = column
    let slack = (high - low) * 1e-9
    let (low, high) = (low - slack, high + slack)
    let parts = try workers.fold(column.count, from: { (below: 0, values: [Double]()) }) {
      state,
      rows in
      column.forEachNumber(in: rows) { value in
        if value < low {
          state.below += 1
        } else if value <= high {
          state.values.append(value)
        }
      }
    }
    let below = parts.reduce(0) { $0 + $1.below }
    let values = parts.flatMap(\.values).sorted()
    guard !values.isEmpty else { return low }
    return values[min(values.count - 1, max(0, rank - below))]
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
