import Catalog
import Columns
import Functions
import Planner

extension Writer {
  /// The rows of a table, literal rows, or a series.
  func scan(_ scan: Scan, _ plan: LogicalPlan, _ needed: Set<ColumnID>) throws -> OpenSelect {
    // The columns that are needed, each with its place in the source.
    func columns(_ places: [Int]) -> [(PlanColumn, Int)] {
      zip(plan.columns, places).filter { needed.contains($0.0.id) }
    }
    switch scan.source {
    case .table(let name):
      guard let relation = relations[name] else {
        throw Unsupported(
          "The table \(name) is not in the other database.",
          remedy: "Name a table that is there.",
          stage: notes.stage
        )
      }
      return table(relation, scan, plan)
    case .rows(let table): return try literal(table, columns(scan.places))
    case .series(let ordinals):
      guard ordinals.count <= Writer.mostRows, let column = plan.columns.first else {
        throw tooLong(ordinals.count)
      }
      let values = ordinals.map { Value.ordinal($0) }
      let table = Table(
        schema: Schema([column.field]),
        columns: [Column(values, as: column.field.type)],
        rowCount: values.count
      )
      return try literal(table, columns([0]))
    }
  }

  private func table(_ relation: Relation, _ scan: Scan, _ plan: LogicalPlan) -> OpenSelect {
    let alias = relation.path.last ?? ""
    let required = relation.required.union(relation.order)
    let columns = relation.columns + relation.order
    var rows = OpenSelect(from: alias, path: relation.path, columns: columns)
    // A column that is stored in another type is cast.
    func stored(_ name: String, _ type: DataType) -> SelectColumn {
      let sql = SQLExpression.column(alias, name)
      let isCast = relation.casts.contains(name)
      return SelectColumn(
        sql: isCast ? dialect.cast(sql, to: Representation(type)) : sql,
        type: type,
        isNullable: !required.contains(name)
      )
    }
    var types: [String: DataType] = [:]
    for (column, place) in zip(plan.columns, scan.places) {
      let (name, type) = (relation.columns[place], column.field.type)
      types[name] = type
      rows.columns[column.id] = stored(name, type)
    }
    rows.setKey(relation.order.map { stored($0, types[$0] ?? .integer) })
    rows.hasRows = relation.hasRows
    rows.hint = "found"
    return rows
  }

  /// The most rows that are written into a statement.
  private static let mostRows = 2000

  private func tooLong(_ count: Int) -> Unsupported {
    Unsupported(
      "\(count) rows are too many to be written into a statement.",
      remedy: "Write the query that they came from in the place of the result.",
      stage: notes.stage
    )
  }

  /// Literal rows, as a list of values.
  private func literal(_ table: Table, _ chosen: [(PlanColumn, Int)]) throws -> OpenSelect {
    guard table.rowCount <= Writer.mostRows else { throw tooLong(table.rowCount) }
    let sorted = chosen.first { isAscending(table.columns[$0.1], $0.0.field.type) }
    var taken: Set<String> = []
    var names: [String] = []
    if sorted == nil { names.append(Writer.free(Relation.rowColumn, &taken)) }
    for (column, _) in chosen { names.append(Writer.free(name(of: column.id), &taken)) }
    let lines = (0..<table.rowCount).map { row -> [SQLExpression] in
      let columns = chosen.map { column, place in
        value(table.columns[place][row], column.field.type, isFirst: row == 0)
      }
      return sorted == nil ? [.integer(row)] + columns : columns
    }
    let hint = chosen.first.map { name(of: $0.0.id) } ?? "rows"
    let query = named(lines, names, chosen.map(\.0.field.type), hint: hint + "_list")
    var rows = OpenSelect(from: query, columns: names)
    for ((column, place), name) in zip(chosen, names.suffix(chosen.count)) {
      rows.columns[column.id] = SelectColumn(
        sql: .column(query, name),
        type: column.field.type,
        isNullable: table.columns[place].knownCount < table.rowCount
      )
    }
    let number = SelectColumn.integer(.column(query, names[0]))
    rows.setKey([sorted.flatMap { rows.columns[$0.0.id] } ?? number])
    rows.hasRows = table.rowCount > 0
    return rows
  }

  private func named(
    _ lines: [[SQLExpression]],
    _ names: [String],
    _ types: [DataType],
    hint: String
  ) -> String {
    if !lines.isEmpty { return name(.values(lines), columns: names, hint: hint) }
    var none = Select()
    let all = names.count > types.count ? [DataType.integer] + types : types
    none.columns = zip(names, all).map { name, type in
      .init(expression: dialect.cast(.null, to: Representation(type)), name: name)
    }
    none.filters = [.token("false")]
    return name(.select(none), hint: hint)
  }

  /// A value in a list; in the first row with its type, where that could be mistaken.
  private func value(_ value: Value, _ type: DataType, isFirst: Bool) -> SQLExpression {
    let sql = dialect.expression(value, type)
    // A small integer would make its column one of small integers, too small for what is computed
    // with it.
    let isNarrow = type == .integer && dialect.types[.integer] == "bigint"
    if isFirst, value == .missing || isNarrow { return dialect.cast(sql, to: Representation(type)) }
    return sql
  }

  /// Whether a column is known in every row and each value is above the one before.
  private func isAscending(_ column: Column, _ type: DataType) -> Bool {
    guard column.knownCount == column.count else { return false }
    func ascends(_ isBelow: (Int, Int) -> Bool) -> Bool {
      (1..<max(1, column.count)).allSatisfy { isBelow($0 - 1, $0) }
    }
    return switch (column.storage, type) {
    case (.ordinal(let values), _): ascends { values[$0] < values[$1] }
    case (.integer(let values), _): ascends { values[$0] < values[$1] }
    case (.code(let codes, _), .category): ascends { codes[$0] < codes[$1] }
    default: false
    }
  }
}
