import Catalog
import Columns
import Functions
import Syntax

extension Verb {
  private static let columns = Slot<[Path]>.paths("columns")
  private static let names = Slot<[Name]>.twoNames("as")

  static let unpivot = Verb(
    "unpivot",
    "makes a row of each of several columns: their name, and their value",
    missing: "A missing value makes a row too.",
    related: ["pivot", "append"],
    shape: Shape(head: [.required(columns)], options: [.clause(names, required: true)]),
    examples: [
      "national_removals | where fiscal_year >= FY2011 | unpivot removals, returns as kind, people "
        + "| keep fiscal_year, kind, people",
      "deportations | where state = \"MA\" and fiscal_year = FY2012 "
        + "| unpivot period_start, period_end as bound, day | keep state, bound, day",
    ],
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
    else {
      builder.isOpen = true
      return
    }
    var seen: Set<ColumnID> = []
    for (place, item) in spread.enumerated() where !seen.insert(item.column.id).inserted {
      builder.report(.nameTwice(item.name), at: stage[columns][place].span)
    }
    let kinds = Set(spread.map { $0.column.field.type })
    let type: DataType? =
      kinds.count == 1
      ? first.column.field.type
      : kinds.allSatisfy(\.isNumeric) ? .real : kinds.allSatisfy(\.isTextual) ? .text : nil
    guard let type else {
      let other = spread.first { $0.column.field.type != first.column.field.type } ?? first
      builder.report(
        .appendTypes(names[1].text, first.column.field.type.word, other.column.field.type.word),
        at: stage.span
      )
      return
    }
    builder.unpivot(spread.map { ($0.name, $0.column) }, type, names)
  }
}

extension PlanBuilder {
  fileprivate func unpivot(
    _ spread: [(name: String, column: PlanColumn)],
    _ type: DataType,
    _ names: [Name]
  ) {
    let labels = Category(spread.map(\.name), isOrdered: false)
    let label = PlanColumn(
      binder.newColumn(),
      Field(names[0].text, .category(labels), role: .key)
    )
    let rows = Table(
      schema: Schema([label.field]),
      columns: [Column(spread.map { .text($0.name) }, as: label.field.type)],
      rowCount: spread.count
    )
    let right = LogicalPlan(.scan(Scan(.rows(rows), places: [0])), columns: [label])
    plan = LogicalPlan(
      .join(plan, right, Join(.every, keys: [])),
      columns: plan.columns + [label],
      stage: stageNumber
    )
    plan.reason = .unpivoted
    let values = spread.map { item in
      let column = BoundExpression.column(item.column.id, item.column.field.type)
      return Operators.converted(column, to: type) ?? column
    }
    let value = Operators.pick(.column(label.id, label.field.type), of: values, type)
    let isAdditive = spread.allSatisfy { $0.column.field.role == .additive }
    let result = PlanColumn(
      binder.newColumn(),
      Field(names[1].text, type, role: isAdditive ? .additive : .other)
    )
    let gone = Set(spread.map(\.column.id))
    let rest = visible.filter { !gone.contains($0.id) && $0.id != label.id }
    for name in names where rest.contains(where: { $0.field.name == name.text }) {
      report(.nameTwice(name.text), at: name.span)
    }
    let oldKey = key
    add(.project(plan, [Projection(result.id, value)]), columns: rest + [label, result])
    key = oldKey.isEmpty ? [] : oldKey + [label.id]
    order = []
  }
}
