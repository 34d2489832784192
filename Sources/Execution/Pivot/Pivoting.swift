import Catalog
import Columns
import Functions
import Planner

extension Executor {
  /// The aggregation of a pivot, whose calls differ in the value of one column alone: rows are
  /// grouped once by that column, too, and the groups are dealt to the cells; nil where calls are
  /// anything else.
  ///
  /// To try the conditions of all calls on all rows would take values times rows.
  func pivoted(
    _ inputPlan: LogicalPlan,
    _ keys: [ColumnID],
    _ calls: [AggregateCall],
    _ request: ExecutionRequest
  ) throws -> OperatorPipeline? {
    guard let spread = calls.first?.cell?.column,
      calls.allSatisfy({ $0.cell?.column == spread })
    else { return nil }
    let bases = baseCalls(calls)
    let ids = keys + [spread] + bases.map(\.output)
    let fields = Dictionary(uniqueKeysWithValues: inputPlan.columns.map { ($0.id, $0) })
    let grouped = LogicalPlan(
      .aggregate(inputPlan, keys: keys + [spread], calls: bases.map(\.withoutCell)),
      columns: (keys + [spread]).compactMap { fields[$0] }
        + bases.map { PlanColumn($0.output, Field($0.name, $0.type)) },
      stage: request.plan.stage
    )
    let (cells, inner) = try rows(grouped, needed: Set(ids), stage: request.stage)
    let groups = try groups(keys, of: cells, grouped)
    var output = cells.gathered(groups.firstRows, only: Set(keys))
    let dealt = DealtCells(cells[spread])
    var notices: [Notice] = []
    var told: Set<Notice> = []
    for base in bases {
      let source = try withEmpty(cells[base.output], of: base)
      for call in calls where call.cell?.measure == base.cell?.measure {
        guard let value = call.cell?.value else { continue }
        let rows = dealt.rows(of: value)
        let places = try places(of: rows, among: cells.rowCount, groups)
        output.columns[call.output] = source.gathered(places)
        if !call.arguments.isEmpty {
          let known = rows.count { cells[base.output].isKnown(Int($0)) }
          let notice = Notice.known(column: call.label, known: known, of: rows.count)
          let isTold = call.label.isEmpty || known == rows.count
          if !isTold, told.insert(notice).inserted { notices.append(notice) }
        }
      }
    }
    let metrics = OperatorMetrics(stage: request.plan.stage, left: inner.left)
    (metrics.rowsIn, metrics.rowsOut) = (inner.rowsIn, groups.count)
    metrics.flows = [RowFlow(.folded(groups: groups.count), .grouped, inner.rowsIn)]
    metrics.notices = notices
    return OperatorPipeline(source: output.keeping(request.needed), metrics: metrics)
  }

  /// One call of each measure, of all rows, which has nothing to tell.
  private func baseCalls(_ calls: [AggregateCall]) -> [AggregateCall] {
    var measures: Set<Int> = []
    return calls.filter { measures.insert($0.cell?.measure ?? 0).inserted }.map { call in
      var base = call
      (base.condition, base.label) = (nil, "")
      base.output = ColumnID(-2 - (call.cell?.measure ?? 0))
      return base
    }
  }

  /// The values of a call, and behind them that of a group without rows.
  private func withEmpty(_ column: Column, of call: AggregateCall) throws -> Column {
    let empty = try call.finish(call.makeAccumulator(), 1, workers.cancellation)
    return Column.joined([column, empty], as: call.type)
  }

  /// For each group the one of `rows` that belongs to it, or `rowCount` if none does.
  private func places(
    of rows: [Int32],
    among rowCount: Int,
    _ groups: Grouping
  ) throws -> Buffer<Int32> {
    try workers.cancellation.check()
    return Buffer(count: groups.count) { target in
      target.initialize(repeating: Int32(rowCount), count: groups.count)
      for row in rows { target[groups.number(of: Int(row))] = row }
    }
  }
}

/// The rows of a column by their value.
private struct DealtCells {
  private var rows: [Value: [Int32]] = [:]

  init(_ column: Column) {
    for row in 0..<column.count { rows[column[row], default: []].append(Int32(row)) }
  }

  /// The rows that have this value.
  func rows(of value: Value) -> [Int32] { rows[value] ?? [] }
}
