import Catalog
import Columns
import Functions
import Syntax

extension Verb {
  private static let names = Slot<[Name]>.twoNames("as")

  static let unpivot = Verb(
    "unpivot",
    "makes a row of each of several columns: their name, and their value",
    missing: "A missing value makes a row too.",
    related: ["pivot", "append"],
    shape: Shape(head: [.required(columns)], options: [.clause(names, required: true)]),
    examples:
      "national_removals | where fiscal_year >= FY2011 | unpivot removals, returns as kind, people "
      + "| keep fiscal_year, kind, people",
    "deportations | where state = \"MA\" and fiscal_year = FY2012 "
      + "| unpivot period_start, period_end as bound, day | keep state, bound, day",
    words: { stage, _ in
      let names = stage[names].map(\.text)
      return "makes a row of each of " + listed(stage[columns].map(\.words))
        + ": \(names.first ?? "") says which, \(names.last ?? "") holds the value"
    }
  ) { stage, builder in
    let spread = stage[columns].compactMap { path in
      builder.column(path).map { (name: path.last.text, column: $0) }
    }
    guard spread.count == stage[columns].count, let first = spread.first,
      case let names = stage[names], names.count == 2
    else { return builder.leaveColumnsUnknown() }
    var seen: Set<ColumnID> = []
    for (place, item) in spread.enumerated() where !seen.insert(item.column.id).inserted {
      builder.report(.nameTwice(item.name), at: stage[columns][place].span)
    }
    let valued = spread.filter { !$0.column.field.isValueless }
    let deciding = valued.isEmpty ? spread : valued
    guard let type = DataType.common(deciding.map(\.column.field.type)) else {
      let other = spread.first { $0.column.field.type != first.column.field.type } ?? first
      let types = (first.column.field.type, other.column.field.type)
      return builder.report(.appendTypes(names[1].text, types.0, types.1), at: stage.span)
    }
    builder.unpivot(spread.map { ($0.name, $0.column) }, type, names)
  }
}

extension PlanBuilder {
  /// Columns with the values of each, row by row.
  typealias LiteralColumn = (column: PlanColumn, values: [Value])

  fileprivate func unpivot(
    _ spread: [(name: String, column: PlanColumn)],
    _ type: DataType,
    _ names: [Name]
  ) {
    let label = labels(names[0].text, spread.map(\.name))
    let values = spread.map {
      Operators.converted($0.column.fitting, to: type) ?? $0.column.expression
    }
    let isAdditive = spread.allSatisfy {
      $0.column.field.isValueless
        || $0.column.field.role == .additive && $0.column.notAlong.isEmpty
    }
    let field = Field(names[1].text, type, role: isAdditive ? .additive : .other)
    let gone = Set(spread.map(\.column.id))
    let rest = visible.filter { !gone.contains($0.id) }
    var taken = Set(rest.map(\.field.name))
    for name in names where !taken.insert(name.text).inserted {
      report(.nameTwice(name.text), at: name.span)
    }
    gatherKeys(spread.map(\.column.id))
    transpose([label], into: [(PlanColumn(binder.newColumn(), field), values)], after: rest)
    if !key.isEmpty { key.append(label.column.id) }
  }

  /// A key column of the names of columns.
  func labels(_ name: String, _ columns: [String]) -> LiteralColumn {
    let category = Category(columns, isOrdered: false)
    let field = Field(name, .category(category), role: .key)
    return (PlanColumn(binder.newColumn(), field), columns.map { .text($0) })
  }

  /// Makes of each row as many rows as there are `labels`, the first column of which names them.
  ///
  /// In the row at a place, each result has its value at that place.
  func transpose(
    _ labels: [LiteralColumn],
    into results: [(column: PlanColumn, values: [BoundExpression])],
    after rest: [PlanColumn] = [],
    reason: RowFlow.Reason = .unpivoted
  ) {
    let columns = labels.map(\.column)
    add(.join(plan, literalRows(labels), Join(.cross, keys: [])), adding: columns)
    plan.reason = reason
    let projections = results.map { column, values in
      Projection(column.id, Operators.pick(columns[0].expression, of: values, column.field.type))
    }
    add(.project(plan, projections), columns: rest + columns + results.map(\.column))
    order = []
  }

  /// A scan of rows that are written here.
  func literalRows(_ columns: [LiteralColumn]) -> LogicalPlan {
    let table = Table(
      schema: Schema(columns.map(\.column.field)),
      columns: columns.map { Column($0.values, as: $0.column.field.type) },
      rowCount: columns.first?.values.count ?? 0
    )
    let scan = Scan(.rows(table), places: Array(columns.indices))
    return LogicalPlan(.scan(scan), columns: columns.map(\.column))
  }
}
