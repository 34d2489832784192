import Catalog
import Columns
import Functions
import Syntax

extension Verb {
  static let describe = Verb(
    "describe",
    "gives one row a column: type, known, missing, distinct, least, most",
    missing: "The columns known and missing count the values of each column. One of one's own "
      + "files without any value has the type \"no values\": it takes the type that a query needs. "
      + "On the screen a last describe also shows how the known values are spread.",
    related: ["count", "distinct", "summarize"],
    shape: Shape(head: [.optional(columns)]),
    examples: "deportations | describe",
    "states | describe region, population",
    words: { stage, _ in
      let described = stage[columns].map(\.words)
      return "describes "
        + (described.isEmpty
          ? "each column"
          : "the \(described.count == 1 ? "column" : "columns") " + listed(described))
        + ": type, known, missing and different values, least and most"
    }
  ) { stage, builder in
    guard var described = stage[columns].mappingAll(builder.namedColumn) else {
      return builder.leaveColumnsUnknown()
    }
    if described.isEmpty {
      if builder.hasUnknownColumns { return builder.leaveColumnsUnknown() }
      described = builder.visible
    }
    builder.describe(described)
  }
}

extension PlanBuilder {
  /// Aggregates all columns in one row, and transposes it: a row for each column.
  fileprivate func describe(_ columns: [PlanColumn]) {
    binder.described = ending(.project(plan, []), columns: columns)
    var calls: [AggregateCall] = []
    let values = columns.map { facts(of: $0, &calls) }
    add(.aggregate(plan, keys: [], calls: calls), columns: calls.map(PlanColumn.init(resultOf:)))
    let names = labels("column", columns.map(\.field.name))
    let types = PlanColumn(binder.newColumn(), Field("type", .text))
    let measures: [(String, DataType)] = [
      ("known", .integer), ("missing", .integer), ("distinct", .integer), ("least", .text),
      ("most", .text),
    ]
    let results = measures.enumerated().map { place, measure in
      let column = PlanColumn(binder.newColumn(), Field(measure.0, measure.1))
      return (column: column, values: values.map { $0[place] })
    }
    let words = columns.map { Value.text($0.field.isValueless ? "no values" : $0.field.type.word) }
    transpose([names, (types, words)], into: results, reason: .described)
    key = [names.column.id]
    totals = []
  }

  /// How many values of a column are known, missing and distinct, the least and the most, as texts.
  private func facts(
    of column: PlanColumn,
    _ calls: inout [AggregateCall]
  ) -> [BoundExpression] {
    func aggregate(_ name: String, _ arguments: [BoundExpression]) -> BoundExpression? {
      guard let call = Function.aggregate(name, over: arguments, output: binder.newColumn())
      else { return nil }
      calls.append(call)
      return .column(call.output, call.type)
    }
    let zero = BoundExpression.literal(.integer(0), .integer)
    let none = BoundExpression.literal(.missing, .text)
    let value = [column.expression]
    let rows = aggregate("count", []) ?? zero
    let known = aggregate("count", value) ?? zero
    return [
      known,
      Operators.arithmetic(.minus, rows, known) ?? zero,
      aggregate("distinct", value) ?? zero,
      aggregate("min", value).flatMap { Operators.text($0) } ?? none,
      aggregate("max", value).flatMap { Operators.text($0) } ?? none,
    ]
  }
}
