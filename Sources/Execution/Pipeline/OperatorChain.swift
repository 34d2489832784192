import Functions

/// Materialized rows and the operators that any chunk of them streams through, on any thread.
struct OperatorChain: Sendable {
  /// The rows that go in.
  let source: Chunk
  /// The operators, in order.
  var operators: [any StreamOperator] = []

  /// Streams some rows of the source through all operators.
  ///
  /// A failure is that of the first row that fails by itself: so it does not depend on chunks.
  func stream(_ rows: Range<Int>, keeping needed: Set<ColumnID>) throws -> StreamResult {
    do {
      return try passed(rows, keeping: needed)
    } catch let failure as RunFailure where rows.count > 1 && !failure.isStop {
      let middle = rows.lowerBound + rows.count / 2
      _ = try stream(rows.lowerBound..<middle, keeping: needed)
      _ = try stream(middle..<rows.upperBound, keeping: needed)
      throw failure
    }
  }

  /// The rows after all operators; `before` is how many rows each has seen before these, if known.
  func passed(
    _ rows: Range<Int>,
    keeping needed: Set<ColumnID>,
    before: [Int]? = nil
  ) throws -> StreamResult {
    var result = StreamResult(chunk: source.rows(rows), counts: [])
    for (place, next) in operators.enumerated() {
      if let before { result.chunk.firstRow = before[place] + 1 }
      var counts = StreamCounts(rowsIn: result.chunk.rowCount)
      result.chunk = try next.apply(result.chunk, &counts)
      counts.rowsOut = result.chunk.rowCount
      result.counts.append(counts)
    }
    result.chunk = result.chunk.keeping(needed)
    return result
  }

  /// A failure with the true number of its row: behind a filter that number is only known once all
  /// rows before it have been counted.
  func exact(_ failure: RunFailure, in ranges: [Range<Int>]) -> any Error {
    var before = [Int](repeating: 0, count: operators.count)
    do {
      for range in ranges { try advance(range, &before) }
    } catch {
      return error
    }
    return failure
  }

  private func advance(_ rows: Range<Int>, _ before: inout [Int]) throws {
    do {
      let counts = try passed(rows, keeping: [], before: before).counts
      for (place, count) in counts.enumerated() { before[place] += count.rowsIn }
    } catch let failure as RunFailure where rows.count > 1 {
      let middle = rows.lowerBound + rows.count / 2
      try advance(rows.lowerBound..<middle, &before)
      try advance(middle..<rows.upperBound, &before)
      throw failure
    }
  }
}

/// A streaming operator: it works on each chunk by itself.
protocol StreamOperator: Sendable {
  /// Whether every row that goes in comes out, in its place.
  var keepsRows: Bool { get }
  /// The chunk that comes out; what happened to its rows is added to `counts`.
  func apply(_ chunk: Chunk, _ counts: inout StreamCounts) throws -> Chunk
  /// Adds what happened to all rows to the metrics, which have the numbers of rows already.
  func report(_ total: StreamCounts, in metrics: OperatorMetrics)
}

/// Counts of what an operator did to the rows of a chunk, or of several.
struct StreamCounts {
  var rowsIn = 0
  var rowsOut = 0
  /// Rows dropped because a missing value leaves the predicate undecided.
  var droppedMissing = 0
  /// Rows that missing values leave undecided, by what they lack.
  var undecided: [Lack: Int] = [:]
  /// The same of rows that a filter lets pass.
  var keptUndecided: [Lack: Int] = [:]
  /// Rows that have a partner.
  var matched = 0
  /// Divisions by zero and the like in expressions.
  var tally = Tally()

  mutating func add(_ other: StreamCounts) {
    rowsIn += other.rowsIn
    rowsOut += other.rowsOut
    droppedMissing += other.droppedMissing
    if !other.undecided.isEmpty { undecided.merge(other.undecided, uniquingKeysWith: +) }
    if !other.keptUndecided.isEmpty {
      keptUndecided.merge(other.keptUndecided, uniquingKeysWith: +)
    }
    matched += other.matched
    tally.add(other.tally)
  }
}

/// A chunk that has passed all operators, and what each of them did to it.
struct StreamResult {
  var chunk: Chunk
  var counts: [StreamCounts]
}
