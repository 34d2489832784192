import Functions
import Planner

extension Writer {
  /// Columns computed by window functions, and aggregates beside each row.
  func window(_ input: LogicalPlan, _ given: Window, _ request: RowRequest) throws -> OpenSelect {
    var window = given
    window.functions.removeAll { !request.needed.contains($0.output) }
    window.aggregates.removeAll { !request.needed.contains($0.output) }
    var inner = request.replacing(window.made, with: window.read)
    inner.ordered = inner.ordered || window.needsOrder
    var rows = try self.rows(of: input, inner)
    if window.made.isEmpty { return rows }
    let names = dialect.rowwise.union(dialect.rowwiseBesideRows)
    let special = window.aggregates.filter { names.contains($0.name) }
    let rowwise = try addRowwise(special, within: window.partition, to: &rows, inner.inOrder)
    let whole = inner.adding(rowwise.values.map(\.column))
    let isCut = rows.select.limit != nil || !rows.select.qualify.isEmpty || rows.isGlobal
    if isCut || rows.hasWindow(window.read, ordered: window.needsOrder) {
      rows = close(rows, for: whole)
    }
    let mark = markMoments(window, &rows, whole)
    var columns: [ColumnID: SelectColumn] = [:]
    for call in window.functions { columns[call.output] = try column(call, window, rows, mark) }
    for call in window.aggregates {
      let partition = rows.expressions(window.partition)
      columns[call.output] = try column(call, rows, rowwise[call.output], over: partition)
    }
    rows.columns.merge(columns) { $1 }
    rows.hint = window.functions.first.flatMap { Writer.hints[$0.name] } ?? "spread"
    return rows
  }

  /// The names of queries by their first window function.
  private static let hints = [
    "previous": "compared", "next": "compared", "change": "compared", "pct_change": "compared",
    "running": "added_up", "cumulative_share": "added_up", "share": "shared", "rank": "ranked",
    "row_number": "numbered", "rolling_sum": "rolled", "rolling_mean": "rolled",
  ]

  /// Numbers the rows of each moment, where a rolling window must count moments and not rows.
  private func markMoments(
    _ window: Window,
    _ rows: inout OpenSelect,
    _ request: RowRequest
  ) -> SQLExpression? {
    guard window.functions.contains(where: { $0.name.hasPrefix("rolling") }),
      let along = window.order.first, let moment = rows.columns[along.column]
    else { return nil }
    let keys = rows.expressions(window.partition) + [moment.sql]
    if rows.areUnique(by: keys) { return nil }
    let order = order(of: rows, given: keys)
    let number = SQLExpression.rowNumber(
      partition: keys,
      order: order.isEmpty ? [Ordering(expression: moment.sql)] : order
    )
    let mark = define("_of_moment", .integer(number), in: &rows)
    rows = close(rows, for: request.adding([mark]).inOrder, as: "marked")
    return rows.columns.removeValue(forKey: mark)?.sql
  }

  /// The value of a window function.
  private func column(
    _ call: WindowCall,
    _ window: Window,
    _ rows: OpenSelect,
    _ mark: SQLExpression?
  ) throws -> SelectColumn {
    let partition = rows.expressions(window.partition).filter { !$0.isConstant }
    let keys = window.order.compactMap { term($0, rows) }
    if call.needsOrder, keys.isEmpty { try needsOrder(rows, call.name) }
    let order = rows.trimmed(keys + rows.order, given: partition)
    if let moment = window.moment, moment.isPeriod,
      !rows.areUnique(by: partition + keys.prefix(1).map(\.column.sql))
    {
      try checkMoments(moment, window, rows, call)
    }
    let translator = translator(rows)
    let template = dialect.window(call.name)
    let fragment = try translator.write(call.name, by: template) {
      WindowContext(
        call: call,
        operands: try call.arguments.map(translator.argument),
        writer: translator,
        partition: partition,
        order: order.map(dialect.ordering),
        along: keys.first,
        firstOfMoment: mark
      )
    }
    return SelectColumn(fragment, call.type)
  }

  /// Adds a check that no two rows of a partition have one period.
  private func checkMoments(
    _ moment: Window.Moment,
    _ window: Window,
    _ rows: OpenSelect,
    _ call: WindowCall
  ) throws {
    notes.remark("\(call.name) holds if no two rows that belong together have one \(moment.name).")
    guard let along = window.order.first?.column else { return }
    let request = RowRequest(window.partition + [along], ordered: false)
    try discardingQueries {
      var rows = opened(rows, for: request)
      guard let time = rows.columns[along]?.sql else { return }
      rows.select.filters.append(time.isNotNull)
      rows.select.groups = (rows.expressions(window.partition) + [time]).uniqued
      rows.select.having = [.infix(.rowCount, ">", 1)]
      try check(rows.select, failure: moment.failure(of: call.name))
    }
  }

  /// The value of an aggregate: of a group, or beside each row of a partition.
  func column(
    _ call: AggregateCall,
    _ rows: OpenSelect,
    _ rowwise: WindowedAggregate?,
    over partition: [SQLExpression]?
  ) throws -> SelectColumn? {
    if let rowwise {
      // The value is that of the column which was computed row by row.
      guard let column = rows.columns[rowwise.column] else { return nil }
      let isSame = rowwise.name == "max" || rowwise.name == "bool_or"
      if !isSame { notes.exactness = .nearly }
      if isSame, partition != nil { return column }
      let window = partition.map { WindowSpecification(partition: $0) }
      return column.with(sql: .aggregate(rowwise.name, column.sql, over: window))
    }
    let translator = translator(rows)
    let template = dialect.aggregate(call.name)
    let fragment = try translator.write(call.name, by: template) {
      AggregateContext(
        call: call,
        operands: try call.arguments.map(translator.argument),
        condition: try call.condition.map { try translator.sql($0, .condition) },
        writer: translator,
        partition: partition,
        order: order(of: rows),
        isOrdered: rows.isOrdered,
        hasRows: partition != nil || rows.hasRows
      )
    }
    if call.name == "sum", call.type != .integer { notes.exactness = .nearly }
    return SelectColumn(fragment, call.type)
  }
}

extension Window {
  /// The columns that it computes.
  fileprivate var made: [ColumnID] { functions.map(\.output) + aggregates.map(\.output) }

  /// The columns that it reads.
  fileprivate var read: [ColumnID] {
    if made.isEmpty { return [] }
    return functions.flatMap { $0.arguments.flatMap(\.columns) } + aggregates.flatMap(\.read)
      + partition + (functions.isEmpty ? [] : order.map(\.column))
  }

  /// Whether its functions and aggregates depend on the order of rows.
  fileprivate var needsOrder: Bool {
    functions.contains(where: \.needsOrder) || aggregates.contains(where: \.dependsOnOrder)
  }
}
