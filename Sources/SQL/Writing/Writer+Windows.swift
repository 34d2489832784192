import Plans
import Tables

extension Writer {
  /// Columns computed from the rows around each.
  func window(
    _ input: Plan,
    _ window: Window,
    _ needed: Set<ColumnID>,
    _ ordered: Bool
  ) throws(Refusal) -> Rows {
    let functions = window.functions.filter { needed.contains($0.output) }
    let aggregates = window.aggregates.filter { needed.contains($0.output) }
    let made = Set(functions.map(\.output) + aggregates.map(\.output))
    var read = Set(functions.flatMap { $0.arguments.flatMap(\.columns) })
    read.formUnion(aggregates.flatMap(\.read))
    if !made.isEmpty { read.formUnion(window.partition) }
    if !functions.isEmpty { read.formUnion(window.order.map(\.column)) }
    let needsOrder =
      functions.contains(where: \.needsOrder) || aggregates.contains(where: \.dependsOnOrder)
    let ids = needed.subtracting(made).union(read)
    var rows = try self.rows(of: input, needed: ids, ordered: ordered || needsOrder)
    if made.isEmpty { return rows }
    var choices: [ColumnID: Choosing] = [:]
    let special = rowwise(aggregates, isSpread: true)
    if !special.isEmpty {
      (rows, choices) = try choosing(
        special,
        within: window.partition,
        of: rows,
        keeping: ids,
        ordered: true
      )
    }
    let isGlobal = rows.isGrouped && rows.select.groups.isEmpty
    let isCut = rows.select.limit != nil || !rows.select.qualify.isEmpty || isGlobal
    if isCut || rows.hasWindow(read, ordered: needsOrder) {
      let chosen = choices.values.map(\.column)
      rows = close(rows, keeping: ids.union(chosen), ordered: ordered || needsOrder)
    }
    let mark = markMoments(functions, window, &rows, ids.union(choices.values.map(\.column)))
    try add(functions, aggregates, of: window, mark, choices, to: &rows)
    rows.hint = functions.first.flatMap { Writer.doings[$0.name] } ?? "spread"
    return rows
  }

  /// Adds what windows compute to the columns of a select.
  private func add(
    _ functions: [WindowCall],
    _ aggregates: [AggregateCall],
    of window: Window,
    _ mark: Expression?,
    _ choices: [ColumnID: Choosing],
    to rows: inout Rows
  ) throws(Refusal) {
    var cells: [ColumnID: Cell] = [:]
    for call in functions { cells[call.output] = try cell(call, window, rows, mark) }
    let partition = window.partition.compactMap { rows.cells[$0]?.sql }
    for call in aggregates {
      if let choice = choices[call.output] {
        cells[call.output] = drawn(choice, call, rows, over: partition)
      } else {
        cells[call.output] = try cell(call, window, rows)
      }
    }
    rows.cells.merge(cells) { $1 }
  }

  /// What a group, or each row of a partition, gets of what was chosen.
  func drawn(
    _ choice: Choosing,
    _ call: AggregateCall,
    _ rows: Rows,
    over partition: [Expression]? = nil
  ) -> Cell? {
    guard var cell = rows.cells[choice.column] else { return nil }
    if ["avg", "sum"].contains(choice.name) { record.exactness = .nearly }
    let isSame = choice.name == "max" || choice.name == "bool_or"
    if isSame, partition != nil { return cell }
    let call = Expression.aggregate(Aggregate(name: choice.name, arguments: [cell.sql]))
    cell.sql = partition.map { .over(call, Frame(partition: $0)) } ?? call
    return cell
  }

  /// What a query is called after its first window function.
  private static let doings = [
    "previous": "compared", "next": "compared", "change": "compared", "pct_change": "compared",
    "running": "added_up", "cumulative_share": "added_up", "share": "shared", "rank": "ranked",
    "row_number": "numbered", "rolling_sum": "rolled", "rolling_mean": "rolled",
  ]

  /// Numbers the rows of each moment, where a rolling window must count moments and not rows.
  private func markMoments(
    _ functions: [WindowCall],
    _ window: Window,
    _ rows: inout Rows,
    _ ids: Set<ColumnID>
  ) -> Expression? {
    guard functions.contains(where: { $0.name.hasPrefix("rolling") }),
      let along = window.order.first, let moment = rows.cells[along.column]
    else { return nil }
    let told = window.partition.compactMap { rows.cells[$0]?.sql } + [moment.sql]
    if rows.unique?.allSatisfy(Set(told).contains) ?? false { return nil }
    let mark = newColumn("_of_moment")
    let order = rows.trimmed(rows.order, given: told).map(dialect.ordering)
    let number = Expression.over(
      .call("row_number", []),
      Frame(partition: told, order: order.isEmpty ? [Ordering(expression: moment.sql)] : order)
    )
    rows.cells[mark] = Cell(sql: number, type: .integer, isNullable: false)
    rows = close(rows, keeping: ids.union([mark]), ordered: true, as: "marked")
    return rows.cells.removeValue(forKey: mark)?.sql
  }

  private func cell(
    _ call: WindowCall,
    _ window: Window,
    _ rows: Rows,
    _ mark: Expression?
  ) throws(Refusal) -> Cell {
    let partition = window.partition.compactMap { rows.cells[$0]?.sql }.filter { !$0.isConstant }
    let keys = window.order.compactMap { term($0, rows) }
    if call.needsOrder, keys.isEmpty, !rows.isOrdered {
      throw speaker(rows).refusal(
        "\(call.name) of rows that have no order",
        "Put sort before it, by columns that tell the rows apart."
      )
    }
    let order = rows.trimmed(keys + rows.order, given: partition)
    let told = Set(partition + (keys.first.map { [$0.cell.sql] } ?? []))
    if let moment = window.inheritedMoment, !(rows.unique?.allSatisfy(told.contains) ?? false) {
      checkMoments(moment, window, rows, call)
    }
    let site = WindowSite(
      call: call,
      speaker: speaker(rows),
      partition: partition,
      order: order.map(dialect.ordering),
      along: keys.first,
      firstOfMoment: mark
    )
    guard let saying = dialect.window(call.name) else {
      throw site.speaker.refusal(call.name, dialect.unsaid[call.name])
    }
    record.exactness = max(record.exactness, saying.exactness)
    let said = try saying.say(site)
    return Cell(sql: said.sql, type: call.type, isNullable: said.isNullable)
  }

  /// An order that nobody wrote must be one: asks whether two rows that belong together have one moment.
  private func checkMoments(
    _ moment: String,
    _ window: Window,
    _ rows: Rows,
    _ call: WindowCall
  ) {
    record.remark("\(call.name) holds if no two rows that belong together have one \(moment).")
    guard let along = window.order.first?.column else { return }
    let ids = Set(window.partition + [along])
    trying {
      var rows = rows
      if !rows.isOpenForJoins || rows.hasWindow(ids, ordered: false) {
        rows = close(rows, keeping: ids, ordered: false)
      }
      guard let time = rows.cells[along]?.sql else { return }
      rows.select.filters.append(time.isNotNull)
      rows.select.groups = (window.partition.compactMap { rows.cells[$0]?.sql } + [time]).uniqued
      rows.select.having = [
        .infix(.aggregate(Aggregate(name: "count", arguments: [.token("*")])), ">", .integer(1))
      ]
      check(
        rows.select,
        failure: "\(call.name) goes along \(moment) here, but several rows have the same "
          + "\(moment). Write per and what tells them apart, or along and the order that is meant."
      )
    }
  }

  private func cell(_ call: AggregateCall, _ window: Window, _ rows: Rows) throws(Refusal) -> Cell {
    let partition = window.partition.compactMap { rows.cells[$0]?.sql }
    let site = AggregateSite(
      call: call,
      speaker: speaker(rows),
      partition: partition,
      order: rows.trimmed(rows.order).map(dialect.ordering),
      isOrdered: rows.isOrdered,
      hasRows: true
    )
    return try cell(call, site)
  }
}
