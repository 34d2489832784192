import Catalog
import Diagnostics
import Functions
import Syntax

extension Verb {
  private static let source = Slot<Source>.source("source")

  static let append = Verb(
    "append",
    "puts the rows of another table after these; columns are matched by name",
    missing: "A column that one of the tables lacks is missing in its rows.",
    related: ["join", "fill"],
    shape: Shape(head: [.required(source)]),
    examples: "stories | where kind = \"refusal\" | append (stories | where kind = \"withdrawal\") "
      + "| keep date, kind, title",
    "deportations | total removals by fiscal_year | append (national_removals "
      + "| where fiscal_year = FY2012 | keep fiscal_year, removals)",
    words: { stage, _ in
      "puts the rows of \(stage[source]?.words ?? "") after these, columns matched by name"
    }
  ) { stage, builder in
    guard let source = stage[source], let right = builder.binder.lower(right: source)
    else { return }
    if right.hasUnknownColumns { builder.hasUnknownColumns = true }
    builder.select(appending: right, called: builder.words(for: source))
    builder.append(right)
  }
}

extension PlanBuilder {
  /// Puts the rows of `right` after these; what has other types under one name is reported.
  fileprivate func append(_ right: PlanBuilder) {
    var columns: [PlanColumn] = []
    var pairings: [Pairing] = []
    let rightColumns = right.visible
    var along: [ColumnID: [String]] = [:]
    for left in visible {
      let partner = rightColumns.first { $0.field.name == left.field.name }
      guard let (field, one, other) = paired(left, partner, right) else { continue }
      columns.append(PlanColumn(binder.newColumn(), field))
      pairings.append(Pairing(left: one, right: other))
      let (own, others) = (left.field.notAlong, partner?.field.notAlong ?? [])
      along[columns.last?.id ?? left.id] = own + others.filter { !own.contains($0) }
    }
    let names = Set(visible.map(\.field.name))
    for column in rightColumns where !names.contains(column.field.name) {
      columns.append(PlanColumn(binder.newColumn(), column.field))
      pairings.append(Pairing(left: nil, right: column.id))
      along[columns.last?.id ?? column.id] = column.field.notAlong
    }
    // Each side may have one value of a column along which a stock is not summed, but another one.
    for place in columns.indices {
      columns[place].field.notAlong = along[columns[place].id] ?? []
      columns[place].notAlong = columns[place].field.notAlong.map { name in
        columns.first { $0.field.name == name }?.id ?? binder.newColumn()
      }
    }
    pairPrecisions(of: right, zip(columns, pairings).map { ($0.id, $1) })
    add(.append(plan, right.plan, pairings), columns: columns)
    key = []
    order = []
  }

  /// Keeps dates as precise as they were, where one column says so of both sides; else tells of them
  /// now.
  private func pairPrecisions(
    of right: PlanBuilder,
    _ pairings: [(column: ColumnID, pairing: Pairing)]
  ) {
    for (column, pairing) in pairings {
      let own = pairing.left.flatMap { precisions[$0] }
      let other = pairing.right.flatMap { right.precisions[$0] }
      let precision = pairings.first { _, pair in
        (own == nil || pair.left == own) && (other == nil || pair.right == other)
      }
      guard own != nil || other != nil else { continue }
      if let precision {
        precisions[column] = precision.column
      } else {
        gatherKeys([pairing.left].compactMap { $0 })
        right.gatherKeys([pairing.right].compactMap { $0 })
      }
    }
    right.recordDecisions()
  }

  /// The common field of two columns, and the columns to take it from.
  private func paired(
    _ left: PlanColumn,
    _ right: PlanColumn?,
    _ other: PlanBuilder
  ) -> (Field, ColumnID, ColumnID?)? {
    guard let right else { return (left.field, left.id, nil) }
    var field = left.field
    if right.field.role != .additive, field.role == .additive { field.role = .other }
    if left.field.origin != right.field.origin { field.origin = nil }
    if left.field.link != right.field.link { field.link = nil }
    if left.field.isValueless {
      (field, field.name) = (right.field, left.field.name)
    } else if right.field.isValueless {
      field = left.field
    }
    if field.coveredBy != right.field.coveredBy {
      // A table that declares nothing stands there, too: its periods are not the other's.
      let (own, others) = (field.coveredBy, right.field.coveredBy)
      func uncovered(_ table: String) -> Field.Origin {
        Field.Origin(table: table, column: right.field.name)
      }
      field.coveredBy = own.isEmpty ? [uncovered(tableName)] : own
      field.coveredBy += (others.isEmpty ? [uncovered(other.tableName)] : others)
        .filter { !own.contains($0) }
    }
    if left.field.type == right.field.type { return (field, left.id, right.id) }
    guard let (common, terms) = Operators.unified([left.fitting, right.fitting])
    else {
      let message = Message.appendTypes(left.field.name, left.field.type, right.field.type)
      return report(message, at: stage.span)
    }
    field.type = common
    return (field, column(for: terms[0]), other.column(for: terms[1]))
  }
}
