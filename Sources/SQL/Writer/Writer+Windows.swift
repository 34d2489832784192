import Functions
import Planner

extension Writer {
  /// Columns computed by window functions, and aggregates beside each row.
  func window(_ input: LogicalPlan, _ given: Window, _ request: RowRequest) throws(Unsupported)
    -> OpenSelect
  {
    let window = given.restricted(to: request.needed)
    let inner = request.replacing(window.made, with: window.read).ordered(or: window.needsOrder)
    var rows = try self.rows(of: input, inner)
    if window.made.isEmpty { return rows }
    var choices: [ColumnID: RowwiseAggregate] = [:]
    let special = rowwise(window.aggregates, isSpread: true)
    if !special.isEmpty {
      (rows, choices) = try choosing(special, within: window.partition, of: rows, inner.inOrder)
    }
    let whole = inner.adding(choices.values.map(\.column))
    let isCut = rows.select.limit != nil || !rows.select.qualify.isEmpty || rows.isGlobal
    if isCut || rows.hasWindow(window.read, ordered: window.needsOrder) {
      rows = close(rows, for: whole)
    }
    let mark = markMoments(window, &rows, whole)
    var cells: [ColumnID: Cell] = [:]
    for call in window.functions { cells[call.output] = try cell(call, window, rows, mark) }
    let partition = rows.expressions(window.partition)
    for call in window.aggregates {
      if let choice = choices[call.output] {
        cells[call.output] = drawn(choice, rows, over: partition)
      } else {
        cells[call.output] = try cell(call, rows, over: partition, hasRows: true)
      }
    }
    rows.cells.merge(cells) { $1 }
    rows.hint = window.functions.first.flatMap { Writer.hints[$0.name] } ?? "spread"
    return rows
  }

  /// The value of a group, or of each row of a partition, from the column that was computed row by
  /// row.
  func drawn(_ choice: RowwiseAggregate, _ rows: OpenSelect, over partition: [SQLExpression]? = nil)
    -> Cell?
  {
    guard var cell = rows.cells[choice.column] else { return nil }
    if ["avg", "sum"].contains(choice.name) { record.exactness = .nearly }
    let isSame = choice.name == "max" || choice.name == "bool_or"
    if isSame, partition != nil { return cell }
    let call = SQLExpression.aggregate(Aggregate(name: choice.name, arguments: [cell.sql]))
    cell.sql = partition.map { .over(call, Frame(partition: $0)) } ?? call
    return cell
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
      let along = window.order.first, let moment = rows.cells[along.column]
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
    return rows.cells.removeValue(forKey: mark)?.sql
  }

  /// The value of a window function.
  private func cell(
    _ call: WindowCall,
    _ window: Window,
    _ rows: OpenSelect,
    _ mark: SQLExpression?
  ) throws(Unsupported) -> Cell {
    let partition = rows.expressions(window.partition).filter { !$0.isConstant }
    let keys = window.order.compactMap { term($0, rows) }
    if call.needsOrder, keys.isEmpty { try needsOrder(rows, call.name) }
    let order = rows.trimmed(keys + rows.order, given: partition)
    if let moment = window.inheritedMoment,
      !rows.areUnique(by: partition + keys.prefix(1).map(\.cell.sql))
    {
      checkMoments(moment, window, rows, call)
    }
    let site = WindowContext(
      call: call,
      speaker: speaker(rows),
      partition: partition,
      order: order.map(dialect.ordering),
      along: keys.first,
      firstOfMoment: mark
    )
    guard let template = dialect.window(call.name) else {
      throw site.speaker.refusal(call.name, dialect.unsupported[call.name])
    }
    record.exactness = max(record.exactness, template.exactness)
    let said = try template.say(site)
    return Cell(sql: said.sql, type: call.type, isNullable: said.isNullable)
  }

  /// Adds a check that no two rows of a partition have one moment, where the order was not written.
  private func checkMoments(
    _ moment: String,
    _ window: Window,
    _ rows: OpenSelect,
    _ call: WindowCall
  ) {
    record.remark("\(call.name) holds if no two rows that belong together have one \(moment).")
    guard let along = window.order.first?.column else { return }
    let request = RowRequest(Set(window.partition + [along]), ordered: false)
    trying {
      var rows = rows
      if !rows.isOpenForJoins || rows.hasWindow(request.needed, ordered: false) {
        rows = close(rows, for: request)
      }
      guard let time = rows.cells[along]?.sql else { return }
      rows.select.filters.append(time.isNotNull)
      rows.select.groups = (rows.expressions(window.partition) + [time]).uniqued
      rows.select.having = [.infix(.rowCount, ">", .integer(1))]
      check(
        rows.select,
        failure: "\(call.name) goes along \(moment) here, but several rows have the same "
          + "\(moment). Write per and what tells them apart, or along and the order that is meant."
      )
    }
  }

  /// The value of an aggregate: of a group, or beside each row of a partition.
  func cell(
    _ call: AggregateCall,
    _ rows: OpenSelect,
    over partition: [SQLExpression]?,
    hasRows: Bool
  ) throws(Unsupported) -> Cell {
    let site = AggregateContext(
      call: call,
      speaker: speaker(rows),
      partition: partition,
      order: order(of: rows),
      isOrdered: rows.isOrdered,
      hasRows: hasRows
    )
    guard let template = dialect.aggregate(call.name) else {
      throw site.refusal(call.name, dialect.unsupported[call.name])
    }
    record.exactness = max(record.exactness, template.exactness)
    if call.name == "sum", call.type != .integer { record.exactness = .nearly }
    let said = try template.say(site)
    return Cell(sql: said.sql, type: call.type, isNullable: said.isNullable)
  }
}

extension Window {
  /// The window with those of its functions and aggregates that are needed.
  fileprivate func restricted(to needed: Set<ColumnID>) -> Window {
    var window = self
    window.functions.removeAll { !needed.contains($0.output) }
    window.aggregates.removeAll { !needed.contains($0.output) }
    return window
  }

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
