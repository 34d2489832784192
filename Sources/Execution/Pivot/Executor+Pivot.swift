import Catalog
import Columns
import Functions
import Planner

extension Executor {
  /// The aggregation of a pivot, whose calls differ in the value of one column alone: rows are
  /// grouped once by that column, too, and the values of the groups are put into their columns; nil
  /// where calls are anything else.
  ///
  /// Trying the conditions of all calls on all rows would take values times rows.
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
    let (values, inner) = try rows(grouped, needed: Set(ids), stage: request.stage)
    let groups = try groups(keys, of: values, grouped)
    var output = values.gathered(groups.firstRows, only: Set(keys))
    let spreadColumn = values[spread]
    let byValue = Dictionary(grouping: 0..<Int32(values.rowCount)) { spreadColumn[Int($0)] }
    var notices: [Notice] = []
    var seen: Set<Notice> = []
    for base in bases {
      // The values of the groups, and behind them that of a group without rows.
      let empty = try base.finish(base.makeAccumulator(), 1, cancellation)
      let source = Column.joined([values[base.output], empty], as: base.type)
      for call in calls where call.cell?.measure == base.cell?.measure {
        guard let value = call.cell?.value else { continue }
        let rows = byValue[value] ?? []
        let places = try places(of: rows, among: values.rowCount, groups)
        output.columns[call.output] = source.gathered(places)
        if !call.arguments.isEmpty {
          let known = rows.count { values[base.output].isKnown(Int($0)) }
          let notice = Notice.known(column: call.subject, known: known, of: rows.count)
          let isSilent = call.label.isEmpty || known == rows.count
          if !isSilent, seen.insert(notice).inserted { notices.append(notice) }
        }
      }
    }
    let metrics = request.metrics(over: inner.left, inner.rowsIn, groups.count)
    metrics.flows = [RowFlow(.folded(groups: groups.count), .grouped, inner.rowsIn)]
    metrics.notices = notices + absentCells(calls, output)
    return OperatorPipeline(source: output.keeping(request.needed), metrics: metrics)
  }

  /// How many cells of totals have no rows and hold zero, if there are any.
  func absentCells(_ calls: [AggregateCall], _ output: Chunk) -> [Notice] {
    let counts = calls.filter { $0.cell?.measure == 1 && $0.cell?.heading.isEmpty == false }
      .compactMap { output.columns[$0.output] }
    let absent = counts.reduce(0) { sum, counts in
      sum + (0..<counts.count).count { counts[$0] == .integer(0) }
    }
    return absent > 0 ? [.absentCells(absent)] : []
  }

  /// One call of each measure, over all rows and without notices.
  private func baseCalls(_ calls: [AggregateCall]) -> [AggregateCall] {
    var measures: Set<Int> = []
    return calls.filter { measures.insert($0.cell?.measure ?? 0).inserted }.map { call in
      var base = call
      (base.condition, base.label) = (nil, "")
      base.output = ColumnID(-2 - (call.cell?.measure ?? 0))
      return base
    }
  }

  /// For each group the one of `rows` that belongs to it, or `rowCount` if none does.
  private func places(
    of rows: [Int32],
    among rowCount: Int,
    _ groups: Grouping
  ) throws -> Buffer<Int32> {
    try cancellation.check()
    return Buffer(count: groups.count) { target in
      target.initialize(repeating: Int32(rowCount), count: groups.count)
      for row in rows { target[groups.number(of: Int(row))] = row }
    }
  }
}
