import Columns
import Functions
import Parallel

/// A pipeline: materialized rows and the operators that they stream through, chunk by chunk, up to
/// the next operator that has to see all rows (a pipeline breaker: a sort, a window, most joins).
struct OperatorPipeline {
  /// The rows that go in, and the operators.
  var chain: OperatorChain
  /// The metrics of the plan so far.
  private(set) var metrics: OperatorMetrics
  /// The metrics of each operator, filled when it has run.
  private var operatorMetrics: [OperatorMetrics] = []

  /// A pipeline of materialized rows.
  init(source: Chunk, metrics: OperatorMetrics) {
    (chain, self.metrics) = (OperatorChain(source: source), metrics)
  }

  /// The rows that go in.
  var source: Chunk { chain.source }

  /// Appends an operator, whose metrics become those of the plan.
  mutating func append(_ next: any StreamOperator, _ metrics: OperatorMetrics) {
    chain.operators.append(next)
    operatorMetrics.append(metrics)
    self.metrics = metrics
  }

  /// The rows that come out, of the columns of `needed`; runs the operators.
  func collect(_ needed: Set<ColumnID>, by workers: WorkerPool) throws -> Chunk {
    if chain.operators.isEmpty { return source.keeping(needed) }
    // Columns that pass unchanged through operators that keep all rows are not copied.
    let keepsRows = chain.operators.allSatisfy(\.keepsRows)
    let passed = keepsRows ? source.columns.filter { needed.contains($0.key) } : [:]
    let computed = needed.subtracting(passed.keys)
    let ranges = workers.chunks(of: 0..<source.rowCount)
    let results: [StreamResult]
    do {
      results = try workers.map(ranges.count) { [chain] in
        try chain.stream(ranges[$0], keeping: computed)
      }
    } catch let failure as RunFailure where !failure.isStop && keepsRows == false {
      throw chain.exact(failure, in: ranges)
    }
    report(results.map(\.counts))
    var columns = try join(results.map(\.chunk), computed, by: workers)
    columns.merge(passed) { computed, _ in computed }
    return Chunk(columns: columns, rowCount: results.reduce(0) { $0 + $1.chunk.rowCount })
  }

  /// Fills the metrics of each operator with what it did to all chunks.
  func report(_ counts: [[StreamCounts]]) {
    for (place, metrics) in operatorMetrics.enumerated() {
      var total = StreamCounts()
      for count in counts { total.add(count[place]) }
      (metrics.rowsIn, metrics.rowsOut) = (total.rowsIn, total.rowsOut)
      chain.operators[place].report(total, in: metrics)
    }
  }

  /// A parallel fold over all rows: streams runs of chunks into a state of `start` for each run;
  /// nil as soon as `take` says that it cannot go on, or something fails.
  ///
  /// It does not find out which row was the first to fail; `collect` does. The caller reports what
  /// the operators did.
  func folded<State>(
    _ needed: Set<ColumnID>,
    by workers: WorkerPool,
    from start: @Sendable () -> State,
    _ take: @Sendable (inout State, Chunk) throws -> Bool
  ) throws -> (states: [State], counts: [[StreamCounts]])? {
    let parts: [(state: State, counts: [[StreamCounts]])]
    do {
      parts = try workers.fold(source.rowCount, from: { (start(), []) }) { [chain] part, rows in
        let result = try chain.passed(rows, keeping: needed)
        if try !take(&part.state, result.chunk) { throw FoldAborted() }
        part.counts.append(result.counts)
      }
    } catch let failure as RunFailure where failure.isStop {
      throw failure
    } catch let failure as OutOfMemory {
      throw failure
    } catch {
      return nil
    }
    return (parts.map(\.state), parts.flatMap(\.counts))
  }

  private func join(
    _ chunks: [Chunk],
    _ ids: Set<ColumnID>,
    by workers: WorkerPool
  ) throws -> [ColumnID: Column] {
    let filled = chunks.contains { $0.rowCount > 0 } ? chunks.filter { $0.rowCount > 0 } : chunks
    let ids = ids.filter { filled[0].columns[$0] != nil }.sorted { $0.number < $1.number }
    let joined = try ids.map { id in try Column.joined(filled.map { $0[id] }, by: workers) }
    return Dictionary(uniqueKeysWithValues: zip(ids, joined))
  }
}

/// Thrown to end a fold that cannot go on.
private struct FoldAborted: Error {}
