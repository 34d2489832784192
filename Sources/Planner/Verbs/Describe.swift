import Catalog
import Columns
import Functions
import Syntax

extension Verb {
  private static let columns = Slot<[Path]>.paths("columns")

  static let describe = Verb(
    "describe",
    "gives one row a column: type, known, missing, distinct, least, most",
    missing: "The columns known and missing count the values of each column. On the screen a last "
      + "describe also shows how the known values are spread.",
    related: ["count", "distinct", "summarize"],
    shape: Shape(head: [.optional(columns)]),
    examples: ["deportations | describe", "states | describe region, population"],
    words: { stage, _ in
      let described = stage[columns].map(\.words)
      return "describes "
        + (described.isEmpty
          ? "each column"
          : "the \(described.count == 1 ? "column" : "columns") " + listed(described))
        + ": type, known, missing and different values, least and most"
    }
  ) { stage, builder in
    var described = stage[columns].compactMap { path in
      builder.column(path).map { column in
        var column = column
        column.field.name = path.last.text
        return column
      }
    }
    if described.count < stage[columns].count { return }
    if described.isEmpty { described = builder.visible }
    builder.describe(described)
  }
}

extension PlanBuilder {
  /// The aggregates over one column that `describe` lists.
  private struct Facts {
    var column: PlanColumn
    var known: BoundExpression
    var missing: BoundExpression
    var distinct: BoundExpression
    var least: BoundExpression
    var most: BoundExpression
  }

  fileprivate func describe(_ columns: [PlanColumn]) {
    binder.described = LogicalPlan(.project(plan, []), columns: columns, stage: stageNumber)
    var gathered: [AggregateCall] = []
    let found = columns.map { notices(on: $0, &gathered) }
    let hidden = gathered.map { PlanColumn($0.output, Field($0.name, $0.type), isHidden: true) }
    plan = LogicalPlan(
      .aggregate(plan, keys: [], calls: gathered),
      columns: hidden,
      stage: stageNumber
    )
    let name = PlanColumn(
      binder.newColumn(),
      Field("column", .category(Category(columns.map(\.field.name), isOrdered: false)), role: .key)
    )
    let type = PlanColumn(binder.newColumn(), Field("type", .text))
    let rows = Table(
      schema: Schema([name.field, type.field]),
      columns: [
        Column(columns.map { .text($0.field.name) }, as: name.field.type),
        Column(columns.map { .text($0.field.type.word) }, as: .text),
      ],
      rowCount: columns.count
    )
    let right = LogicalPlan(.scan(Scan(.rows(rows), places: [0, 1])), columns: [name, type])
    plan = LogicalPlan(
      .join(plan, right, Join(.every, keys: [])),
      columns: hidden + [name, type],
      stage: stageNumber
    )
    plan.reason = .unpivoted
    let measures: [(String, DataType, (Facts) -> BoundExpression)] = [
      ("known", .integer, { $0.known }), ("missing", .integer, { $0.missing }),
      ("distinct", .integer, { $0.distinct }), ("least", .text, { $0.least }),
      ("most", .text, { $0.most }),
    ]
    let results = measures.map { measure in
      let label = BoundExpression.column(name.id, name.field.type)
      let bound = Operators.pick(label, of: found.map(measure.2), measure.1)
      return (PlanColumn(binder.newColumn(), Field(measure.0, measure.1)), bound)
    }
    let projections = results.map { Projection($0.0.id, $0.1) }
    add(.project(plan, projections), columns: [name, type] + results.map(\.0))
    key = [name.id]
    order = []
    totals = []
  }

  private func notices(on column: PlanColumn, _ gathered: inout [AggregateCall]) -> Facts {
    let value = BoundExpression.column(column.id, column.field.type)
    func aggregate(_ name: String, _ arguments: [BoundExpression]) -> BoundExpression? {
      guard let call = Function.aggregate(name, over: arguments, output: binder.newColumn())
      else { return nil }
      gathered.append(call)
      return .column(call.output, call.type)
    }
    let zero = BoundExpression.literal(.integer(0), .integer)
    let none = BoundExpression.literal(.missing, .text)
    let rows = aggregate("count", []) ?? zero
    let known = aggregate("count", [value]) ?? zero
    return Facts(
      column: column,
      known: known,
      missing: Operators.arithmetic(.minus, rows, known) ?? zero,
      distinct: aggregate("distinct", [value]) ?? zero,
      least: aggregate("min", [value]).flatMap { Operators.text($0) } ?? none,
      most: aggregate("max", [value]).flatMap { Operators.text($0) } ?? none
    )
  }
}
