import Functions
import Syntax

extension Verb {
  static let predicate = Slot<Expression>.expression(
    "condition",
    meaning: "a condition, such as COLUMN = VALUE"
  )

  static let filter = Verb(
    "where",
    "keeps the rows for which a condition holds",
    missing: "A condition that is missing, such as an order beside a missing value, does not hold, "
      + "but = and != hold for missing as for any value, so that where C and where not C together "
      + "give every row once; rows that missing values decide are told under the result.",
    related: ["keep", "first", "top", "around"],
    shape: Shape(head: [.required(predicate)]),
    examples: "deportations | where state = \"MA\" and fiscal_year >= FY2010",
    "claims | where source.founding and unit = \"percent\" | keep speaker, statement, value",
    words: { stage, _ in
      "keeps the rows where " + (stage[predicate]?.condition ?? "")
    }
  ) { stage, builder in
    guard let condition = stage[predicate].flatMap(builder.condition) else { return }
    builder.noteContradictions(in: condition)
    if let written = stage[predicate] { builder.select(where: written) }
    var filter = builder.predicate(condition)
    filter.placements = builder.placements(in: condition)
    builder.add(.filter(builder.plan, filter))
    // Columns that have one value in all rows need not be in the key.
    let fixed = condition.fixedColumns
    let rest = builder.key.filter { !fixed.contains($0) }
    if !rest.isEmpty { builder.key = rest }
  }
}

extension BoundExpression {
  /// The columns that have one value wherever the condition holds.
  fileprivate var fixedColumns: [ColumnID] {
    guard case .call(let operation, let operands) = self, operands.count == 2 else { return [] }
    if case .all? = operation.sargability { return operands.flatMap(\.fixedColumns) }
    guard operation.comparison == .equal else { return [] }
    switch (operands[0], operands[1]) {
    case (.column(let id, _), .literal), (.literal, .column(let id, _)): return [id]
    default: return []
    }
  }
}
