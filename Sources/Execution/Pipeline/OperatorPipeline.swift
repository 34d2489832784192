import Columns
import Functions

/// A pipeline: materialized rows and the operators that they stream through, chunk by chunk, up to
/// the next operator that has to see all rows (a pipeline breaker: a sort, a window, most joins).
struct OperatorPipeline {
  /// The rows that go in.
  var source: Chunk
  /// What they stream through, in order.
  var operators: [any StreamOperator] = []
  /// The metrics of the plan so far; those of the operators are filled when they have run.
  var metrics: OperatorMetrics

  /// The rows that come out, of the columns of `needed`; runs the operators.
  func collect(_ needed: Set<ColumnID>, by workers: Workers) throws -> Chunk {
    if operators.isEmpty { return source.keeping(needed) }
    // Columns that pass unchanged through operators that keep all rows are not copied.
    let keepsRows = operators.allSatisfy(\.keepsRows)
    let passed = keepsRows ? source.columns.filter { needed.contains($0.key) } : [:]
    let computed = needed.subtracting(passed.keys)
    let ranges = workers.chunks(of: 0..<source.rowCount)
    let results: [StreamResult]
    do {
      results = try workers.map(ranges.count) { try stream(ranges[$0], keeping: computed) }
    } catch let failure as RunFailure where failure.kind != .cancelled && keepsRows == false {
      throw exact(failure, in: ranges)
    }
    report(results.map(\.counts))
    var columns = try join(results.map(\.chunk), computed, by: workers)
    columns.merge(passed) { computed, _ in computed }
    return Chunk(columns: columns, rowCount: results.reduce(0) { $0 + $1.chunk.rowCount })
  }

  /// Streams some rows of the source through all operators.
  ///
  /// A failure is that of the first row that fails by itself: so it does not depend on chunks.
  private func stream(_ rows: Range<Int>, keeping needed: Set<ColumnID>) throws -> StreamResult {
    do {
      return try passed(rows, keeping: needed)
    } catch let failure as RunFailure where rows.count > 1 && failure.kind != .cancelled {
      let middle = rows.lowerBound + rows.count / 2
      _ = try stream(rows.lowerBound..<middle, keeping: needed)
      _ = try stream(middle..<rows.upperBound, keeping: needed)
      throw failure
    }
  }

  /// The rows after all operators; `before` is how many rows each has seen before these, if known.
  private func passed(
    _ rows: Range<Int>,
    keeping needed: Set<ColumnID>,
    before: [Int]? = nil
  ) throws -> StreamResult {
    var result = StreamResult(chunk: source.rows(rows), counts: [])
    for (place, stage) in operators.enumerated() {
      if let before { result.chunk.firstRow = before[place] + 1 }
      var counts = StreamCounts()
      counts.rowsIn = result.chunk.rowCount
      result.chunk = try stage.apply(result.chunk, &counts)
      counts.rowsOut = result.chunk.rowCount
      result.counts.append(counts)
    }
    result.chunk = result.chunk.keeping(needed)
    return result
  }

  /// A failure with the true number of its row: behind a filter that number is only known once all
  /// rows before it have been counted.
  private func exact(_ failure: RunFailure, in ranges: [Range<Int>]) -> any Error {
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

  /// Reports to each operator what it did to all rows.
  func report(_ counts: [[StreamCounts]]) {
    for (place, stage) in operators.enumerated() {
      var total = StreamCounts()
      for count in counts { total.add(count[place]) }
      stage.report(total)
    }
  }

  /// A parallel fold over all rows: streams runs of chunks into a state of `start` for each run;
  /// nil as soon as `take` says that it cannot go on, or something fails.
  ///
  /// It does not find out which row was the first to fail; `collect` does. The caller reports what
  /// the operators did.
  func folded<State>(
    _ needed: Set<ColumnID>,
    by workers: Workers,
    from start: () -> State,
    _ take: (inout State, Chunk) throws -> Bool
  ) throws -> Folded<State>? {
    let parts: [(state: State, counts: [[StreamCounts]])]
    do {
      parts = try workers.fold(source.rowCount, from: { (start(), []) }) { part, rows in
        let result = try passed(rows, keeping: needed)
        if try !take(&part.state, result.chunk) { throw Unfoldable() }
        part.counts.append(result.counts)
      }
    } catch let failure as RunFailure where failure.kind == .cancelled {
      throw failure
    } catch let failure as OutOfMemory {
      throw failure
    } catch {
      return nil
    }
    return Folded(states: parts.map(\.state), counts: parts.flatMap(\.counts))
  }

  private func join(
    _ chunks: [Chunk],
    _ ids: Set<ColumnID>,
    by workers: Workers
  ) throws -> [ColumnID: Column] {
    let filled = chunks.contains { $0.rowCount > 0 } ? chunks.filter { $0.rowCount > 0 } : chunks
    let ids = ids.filter { filled[0].columns[$0] != nil }.sorted { $0.number < $1.number }
    let joined = try ids.map { id in try Column.joined(filled.map { $0[id] }, by: workers) }
    return Dictionary(uniqueKeysWithValues: zip(ids, joined))
  }
}

/// A streaming operator: it works on each chunk by itself.
protocol StreamOperator {
  /// Whether every row that goes in comes out, in its place.
  var keepsRows: Bool { get }
  /// The chunk that comes out; what happened to its rows is added to `counts`.
  func apply(_ chunk: Chunk, _ counts: inout StreamCounts) throws -> Chunk
  /// Fills the metrics with what happened to all rows.
  func report(_ total: StreamCounts)
}

/// Counts of what an operator did to the rows of a chunk, or of several.
struct StreamCounts {
  /// Rows that came in.
  var rowsIn = 0
  /// Rows that went out.
  var rowsOut = 0
  /// Rows dropped because a column under a range comparison is missing.
  var droppedMissing = 0
  /// Rows kept although a compared column is missing.
  var keptMissing = 0
  /// Rows that have a partner.
  var matched = 0
  /// What expressions met.
  var tally = Tally()

  /// Adds the counts of later rows.
  mutating func add(_ other: StreamCounts) {
    rowsIn += other.rowsIn
    rowsOut += other.rowsOut
    droppedMissing += other.droppedMissing
    keptMissing += other.keptMissing
    matched += other.matched
    tally.add(other.tally)
  }
}

/// The result of a fold over streamed rows.
struct Folded<State> {
  /// The state of each run, in the order of rows.
  let states: [State]
  /// What the operators did to each chunk.
  let counts: [[StreamCounts]]
}

/// Thrown to end a fold that cannot go on.
private struct Unfoldable: Error {}

/// A chunk that has passed all operators, and what each of them did to it.
private struct StreamResult {
  var chunk: Chunk
  var counts: [StreamCounts]
}
