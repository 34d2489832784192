import Catalog
import Columns
import Functions
import Planner

/// The filter operator: passes on the rows for which a predicate is true.
struct FilterOperator: StreamOperator {
  let predicate: Predicate
  /// The columns that are needed above.
  let needed: Set<ColumnID>
  /// The stage that failures are attributed to.
  let stage: Int?
  /// The ledger's reason for dropped rows, if they are neither false nor missing.
  let reason: RowFlow.Reason?
  /// The same as range tests of stored values, if the predicate is that simple.
  let rangeFilter: RangeFilter?

  var keepsRows: Bool { false }

  func apply(_ chunk: Chunk, _ counts: inout StreamCounts) throws -> Chunk {
    let passed = chunk.keeping(needed)
    if let (count, rows) = rangeFilter?.passed(chunk, listing: !passed.columns.isEmpty) {
      // Where a column under a range comparison is missing, no row passes.
      counts.droppedMissing += chunk.missingCount(predicate.rangeColumns)
      if count == chunk.rowCount { return passed }
      guard let rows else {
        return Chunk(columns: [:], rowCount: count, firstRow: chunk.firstRow)
      }
      return passed.gathered(rows, only: needed)
    }
    var evaluator = Evaluator(stage: stage)
    let truth = try evaluator.column(predicate.expression, over: chunk)
    for placement in predicate.placements {
      let placed = try evaluator.column(placement.expression, over: chunk).certain.trueCount
      if placed > 0 { evaluator.tally.placedOnFirstDay[placement.precision, default: 0] += placed }
    }
    counts.tally.add(evaluator.tally)
    let kept = truth.certain
    let keptCount = kept.trueCount
    if let missing = chunk.missing(predicate.rangeColumns) {
      counts.droppedMissing += missing.trueCount - missing.trueCount(where: kept)
    }
    if let missing = chunk.missing(predicate.negatedColumns) {
      counts.keptMissing += missing.trueCount(where: kept)
    }
    if keptCount == chunk.rowCount { return passed }
    if passed.columns.isEmpty {
      return Chunk(columns: [:], rowCount: keptCount, firstRow: chunk.firstRow)
    }
    return passed.gathered(kept.selected(count: keptCount), only: needed)
  }

  /// Reports what was dropped, and what was kept although something is missing.
  func report(_ total: StreamCounts, in metrics: OperatorMetrics) {
    let dropped = total.rowsIn - total.rowsOut
    if let reason {
      metrics.flow(.dropped, reason, dropped)
    } else {
      metrics.flow(.dropped, .notTrue, dropped - total.droppedMissing)
      metrics.flow(.dropped, .missing, total.droppedMissing)
    }
    if total.keptMissing > 0 {
      metrics.notices.append(
        .keptMissing(rows: total.keptMissing, columns: predicate.negatedNames)
      )
    }
    metrics.notices += total.tally.notices
  }
}

extension Chunk {
  /// In how many rows one of the columns is missing.
  fileprivate func missingCount(_ ids: [ColumnID]) -> Int {
    let masks = Set(ids).compactMap { self[$0].known }
    if masks.count == 1 { return rowCount - masks[0].trueCount }
    return missing(ids)?.trueCount ?? 0
  }

  /// For each row whether one of the columns is missing; nil when none is anywhere.
  fileprivate func missing(_ ids: [ColumnID]) -> Buffer<Bool>? {
    let masks = ids.compactMap { self[$0].known }
    guard !masks.isEmpty else { return nil }
    return Buffer<Bool>(count: rowCount) { target in
      target.initialize(repeating: false, count: rowCount)
      // As bytes of 0 and 1, which combine many at once.
      let found = UnsafeMutableRawPointer(target).assumingMemoryBound(to: UInt8.self)
      for mask in masks {
        let known = UnsafeRawPointer(mask.base).assumingMemoryBound(to: UInt8.self)
        var row = 0
        while row < rowCount {
          found[row] |= known[row] ^ 1
          row &+= 1
        }
      }
    }
  }
}
