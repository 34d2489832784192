import Columns
import Functions
import Planner
import Synchronization

/// The streaming join operator: gives rows their one partner by a direct-address table of the right
/// side, and materializes nothing of the left.
struct JoinOperator: StreamOperator {
  let join: Join
  /// The left key.
  let key: ColumnID
  /// The right rows by their key.
  let index: DirectJoinTable
  let right: Chunk
  /// The columns that are needed above.
  let needed: Set<ColumnID>
  /// Which right rows have found a partner; nil where the ledger does not say.
  let used: UsedRows?

  var keepsRows: Bool {
    switch join.kind {
    case .left, .mark: true
    default: false
    }
  }

  func apply(_ chunk: Chunk, _ counts: inout StreamCounts) throws -> Chunk {
    guard let partners = index.partners(of: chunk[key]) else {
      preconditionFailure("a join is streamed only where its left key is a column at rest")
    }
    let unmatched = partners.absentCount
    counts.matched += chunk.rowCount - unmatched
    used?.mark(partners)
    switch join.kind {
    case .mark(let id):
      var output = chunk
      output.columns[id] = Column(.boolean(partners.areRows))
      return output
    case .anti:
      let rows = partners.areRows.selected(wanted: false, count: unmatched)
      return chunk.gathered(rows, only: needed)
    case .inner where unmatched > 0:
      let matched = chunk.rowCount - unmatched
      let rows = partners.areRows.selected(count: matched)
      return joined(chunk.gathered(rows, only: needed), partners.picked(at: rows))
    default:
      return joined(chunk.keeping(needed), partners)
    }
  }

  private func joined(_ left: Chunk, _ partners: Buffer<Int32>) -> Chunk {
    var output = left
    let added = right.gathered(partners, only: needed)
    output.columns.merge(added.columns) { left, _ in left }
    return output
  }

  func report(_ total: StreamCounts, in metrics: OperatorMetrics) {
    let unmatched = total.rowsIn - total.matched
    join.report(
      matched: total.matched,
      unmatched: unmatched,
      in: metrics,
      reportsMatches: used != nil
    ) {
      used?.unusedCount ?? 0
    }
  }
}

extension Executor {
  /// The left rows streaming to their partners; nil where they cannot: keys of several columns,
  /// ranges, moments, several partners, or values too far apart.
  func streamed(
    _ join: Join,
    _ left: OperatorPipeline,
    _ right: Chunk,
    _ metrics: OperatorMetrics,
    reportsMatches: Bool,
    _ request: ExecutionRequest
  ) throws -> OperatorPipeline? {
    switch join.kind {
    case .cross, .asOf: return nil
    case .left, .inner, .anti, .mark: break
    }
    guard join.keys.count == 1, join.ranges.isEmpty, left.source.rowCount > 0,
      let key = left.columnAtRest(join.keys[0].left),
      let index = try DirectJoinTable(
        right[join.keys[0].right],
        for: key,
        leftCount: left.source.rowCount,
        by: workers
      ),
      index.isUnique || !join.addsColumns
    else { return nil }
    var pipeline = left
    let join = JoinOperator(
      join: join,
      key: join.keys[0].left,
      index: index,
      right: right,
      needed: request.needed,
      used: reportsMatches ? UsedRows(right.rowCount) : nil
    )
    pipeline.append(join, metrics)
    return pipeline
  }
}

extension OperatorPipeline {
  /// A column at rest, which tells beforehand how the values of `id` will be coded: of the rows that
  /// go in, or of a side that they are joined to; nil where values are computed as rows stream.
  fileprivate func columnAtRest(_ id: ColumnID) -> Column? {
    if let column = source.columns[id] { return column }
    let sides = chain.operators.lazy.compactMap { ($0 as? JoinOperator)?.right.columns[id] }
    return sides.first
  }
}

/// A concurrent set of rows that have been used.
final class UsedRows: Sendable {
  /// Each flag is atomic; the compiler only sees a pointer.
  private nonisolated(unsafe) let flags: UnsafeMutablePointer<Atomic<Bool>>
  private let count: Int
  private let isComplete = Atomic<Bool>(false)

  init(_ count: Int) {
    self.count = count
    flags = .allocate(capacity: max(count, 1))
    for row in 0..<count { (flags + row).initialize(to: Atomic(false)) }
  }

  deinit { flags.deallocate() }

  /// Marks rows; those below zero are none.
  func mark(_ rows: Buffer<Int32>) {
    if isComplete.load(ordering: .relaxed) { return }
    var place = 0
    while place < rows.count {
      let row = Int(rows.base[place])
      // Reading first leaves the memory shared between workers' caches.
      if row >= 0 && !flags[row].load(ordering: .relaxed) {
        flags[row].store(true, ordering: .relaxed)
      }
      place &+= 1
    }
    if count <= rows.count && unusedCount == 0 { isComplete.store(true, ordering: .relaxed) }
  }

  var unusedCount: Int {
    (0..<count).count { !flags[$0].load(ordering: .relaxed) }
  }
}
