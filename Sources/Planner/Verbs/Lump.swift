import Catalog
import Columns
import Diagnostics
import Functions
import Syntax

extension Verb {
  private static let column = Slot<Path>.path("column")
  private static let groups = Slot<Quantity>.count("to")
  private static let by = Slot<Path>.path("by")
  private static let rest = Slot<String>.text("as")

  static let lump = Verb(
    "lump",
    "keeps the largest groups of a column, by a sum or by rows, and draws the others together",
    missing: "Missing is never drawn together with others; it stays a group of its own, last.",
    related: ["top", "count", "total"],
    shape: Shape(
      head: [.required(column)],
      options: [.clause(groups, required: true), .clause(by), .clause(rest)]
    ),
    examples: "deportations | lump state to 5 by removals as \"others\" | total removals by state",
    "events | lump kind to 4 | count by kind",
    words: { stage, _ in
      "keeps the \(stage[groups]?.words ?? "") largest groups of \(stage[column]?.words ?? "")"
        + (stage[by].map { ", by the sum of \($0.words)," } ?? "")
        + " and draws the others together as " + quotedText(stage[rest] ?? "Other")
    }
  ) { stage, builder in
    guard let path = stage[column], let grouped = builder.column(path),
      let quantity = stage[groups], let count = builder.count(quantity)
    else { return builder.leaveColumnsUnknown() }
    guard grouped.field.type.isTextual, path.names.count == 1 else {
      let column = TypedText(path.text, grouped.field.type)
      return builder.report(.lumpNeedsText(column), at: path.span)
    }
    // Behind a grouping each row is a group, whose total says how large it is.
    var measure = builder.sole(
      of: builder.measures(additive: true).filter { total in
        builder.totals.contains(total.id) && total.field.role == .additive
          && builder.summedOver(total, by: [grouped.id]).isEmpty
      }
    )
    if let by = stage[by] {
      let advice = "Leave out by: then the groups with most rows are kept."
      guard let column = builder.column(by),
        builder.isSummable(column, at: by, by: [grouped.id], instead: advice)
      else { return }
      measure = column
    }
    if stage[rest] == "" { return builder.report(.emptyText(function: "as"), at: stage.span) }
    builder.lump(grouped, to: count, by: measure, rest: stage[rest] ?? "Other")
  }
}

extension PlanBuilder {
  fileprivate func lump(
    _ column: PlanColumn,
    to count: Int,
    by measure: PlanColumn?,
    rest: String
  ) {
    guard let kept = largest(count, of: column, by: measure) ?? known(of: column, besides: rest)
    else {
      return fail(column.field.name)
    }
    if kept.contains(rest) { return report(.lumpNameIsValue(rest), at: stage.span) }
    let category = Category(kept + [rest], isOrdered: false)
    let id = column.id
    let type = DataType.category(category)
    let operands = [column.expression] + (kept + [rest]).map { .literal(.text($0), .text) }
    let operation = ScalarFunction("lump", type) { operands, context in
      PlanBuilder.lumped(operands[0].column(rows: context.rowCount), into: category)
    }
    var field = column.field
    field.type = type
    field.origin = nil
    field.link = nil
    let result = PlanColumn(binder.newColumn(), field)
    binder.rests[result.id] = rest
    let columns = plan.columns.map { $0.id == id ? result : $0 }
    add(.project(plan, [Projection(result.id, .call(operation, operands))]), columns: columns)
    key = []
    order = Array(order.prefix { $0.column != id })
  }

  /// The texts that a column may hold, where nothing may run to find the largest; nil where they
  /// are not known either.
  private func known(of column: PlanColumn, besides rest: String) -> [String]? {
    var known = column.field.origin.flatMap(binder.originColumn).flatMap(KnownValues.init)?.strings
    if case .category(let category) = column.field.type { known = category.labels.strings }
    return known?.filter { $0 != rest }
  }

  /// The texts with the most rows, or the largest sum, in key order; ties go by key order.
  private func largest(
    _ count: Int,
    of column: PlanColumn,
    by measure: PlanColumn?
  ) -> [String]? {
    let (name, arguments) = measure.map { ("sum", [$0.expression]) } ?? ("count", [])
    guard let size = Function.aggregate(name, over: arguments, output: binder.newColumn())
    else { return nil }
    let grouped = LogicalPlan(
      .aggregate(plan, keys: [column.id], calls: [size]),
      columns: [column, PlanColumn(size.output, Field("size", size.type))]
    )
    guard let table = evaluateSubquery(grouped) else { return nil }
    let rows = (0..<table.rowCount).filter { table.columns[0].isKnown($0) }
    let sizes = rows.map { row -> Double in
      switch table.columns[1][row] {
      case .integer(let number): Double(number)
      case .real(let number): number
      default: -.infinity
      }
    }
    let ordered = rows.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
    let ranked = ordered.prefix(count)
    let ties = ordered.dropFirst(count).count { sizes[$0] == ranked.last.map { sizes[$0] } }
    if ties > 0 { note(.tiesCut(ties)) }
    return ranked.sorted().compactMap { place in
      if case .text(let text) = table.columns[0][rows[place]] { return text }
      return nil
    }
  }

  /// The codes of a category for the texts of a column; texts that it lacks are its last.
  private static func lumped(_ column: Column, into category: Category) -> Column {
    let (codes, labels) = column.texts
    let last = UInt32(category.labels.count - 1)
    let table = Buffer(
      (0..<labels.count).map { code in
        category.labels.code(of: labels[code]).map { UInt32($0) } ?? last
      }
    )
    let mapped = Array(codes.mapped(table))
    return Column(
      .code(Codes(mapped, dictionaryCount: category.labels.count), category.labels),
      known: column.known
    )
  }
}
