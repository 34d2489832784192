import Catalog
import Diagnostics
import Functions
import Syntax

extension Verb {
  private static let source = Slot<Source>.source("source")
  private static let on = Slot<[JoinKey]>.joinKeys("on")
  private static let matched = Slot<Bool>.flag("matched")
  private static let unmatched = Slot<Bool>.flag("unmatched")
  private static let many = Slot<Bool>.flag("many")
  private static let every = Slot<Bool>.flag("every")
  private static let at = Slot<[Name]>.namePair("at")
  private static let within = Slot<IntervalItem>.interval("within")

  static let join = Verb(
    "join",
    "adds the columns of another table's rows, where keys agree",
    missing: "A missing key never matches. A row without a partner keeps missing in the "
      + "columns of the other table.",
    related: ["append", "where", "around"],
    shape: Shape(
      modes: ["last", "next", "nearest"],
      head: [.required(source)],
      options: [
        .clause(on), .clause(matched, modes: [""]), .clause(unmatched, modes: [""]),
        .clause(many, modes: [""]), .clause(every, modes: [""]),
        .clause(at, modes: ["last", "next", "nearest"]),
        .clause(within, modes: ["last", "next", "nearest"]),
      ]
    ),
    examples: "states | join (deportations | total removals by state) on code = state "
      + "| keep name, removals | first 5",
    "states | join (deportations | where removals > 0) on code = state unmatched | keep code, name",
    "figures | where scope = \"state\" | join last events on state at as_of = date within 90 days "
      + "| keep id, as_of, state, date, title | first 5",
    words: { stage, _ in joining(stage) }
  ) { stage, builder in
    guard let source = stage[source] else { return }
    guard let right = builder.binder.lower(right: source) else {
      return builder.leaveColumnsUnknown()
    }
    if right.hasUnknownColumns { builder.hasUnknownColumns = true }
    if let mode = stage[Shape.mode], let direction = Join.AsOf.Direction(rawValue: mode.text) {
      return joinMoments(stage, builder, right, direction)
    }
    let other = builder.words(for: source)
    if stage.has(every) {
      if !stage[on].isEmpty || stage.has(matched) || stage.has(unmatched) {
        return builder.report(.everyAndKeys, at: stage.span)
      }
      return builder.join(right, Join(.cross, keys: [], allowsMany: true), to: other)
    }
    guard let keys = builder.joinKeys(stage[on], with: right, source.span) else {
      return builder.leaveColumnsUnknown()
    }
    if stage.has(matched), stage.has(unmatched) {
      return builder.report(.matchedAndUnmatched, at: stage.span)
    }
    let kind: Join.Kind =
      stage.has(matched) ? .inner : stage.has(unmatched) ? .anti : .left
    let allowsMany = stage.has(many)
    let join = Join(kind, keys: keys.equal, ranges: keys.ranges, allowsMany: allowsMany)
    builder.join(right, join, to: other)
  }

  /// What a join does, in words.
  private static func joining(_ stage: Stage) -> String {
    let other = stage[source]?.words ?? ""
    let keys = stage[on].map(\.words)
    let agreement = keys.isEmpty ? "" : " whose " + listed(keys)
    if let mode = stage[Shape.mode]?.text {
      let moments = stage[at].map(\.text).joined(separator: " and ")
      return "joins, to each row, the " + nearest(mode, in: other)
        + (moments.isEmpty ? "" : " (by \(moments))")
        + (stage[within].map { " within \($0.words)" } ?? "") + agreement
    }
    if stage.has(every) { return "joins each row with every row of \(other)" }
    let partners = "of \(other)" + (keys.isEmpty ? " that their link leads to" : agreement)
    if stage.has(unmatched) {
      return "keeps the rows that have no partner among the rows " + partners
    }
    let isMatched = stage.has(matched)
    return
      "joins, to each row, \(stage.has(many) && !isMatched ? "all rows" : "the row") \(partners)"
      + "; rows without a partner \(isMatched ? "go" : "stay")"
  }

  private static func nearest(_ mode: String, in other: String) -> String {
    switch mode {
    case "last": "latest row of \(other) at or before it"
    case "next": "earliest row of \(other) at or after it"
    default: "row of \(other) nearest to it in time"
    }
  }

  private static func joinMoments(
    _ stage: Stage,
    _ builder: PlanBuilder,
    _ right: PlanBuilder,
    _ direction: Join.AsOf.Direction
  ) {
    let length = stage[within].flatMap(builder.interval)
    if stage[within] != nil, length == nil { return }
    let none = stage[on].isEmpty ? PlanBuilder.JoinKeys() : nil
    guard let keys = none ?? builder.joinKeys(stage[on], with: right, stage.span),
      let moments = builder.moments(stage[at], with: right, direction, within: length)
    else { return builder.leaveColumnsUnknown() }
    let join = Join(.asOf(moments), keys: keys.equal, ranges: keys.ranges)
    builder.join(right, join, to: stage[source].map { builder.words(for: $0) } ?? "")
  }
}

extension PlanBuilder {
  /// Adds the join and its columns: the left ones, then the right ones without the keys.
  fileprivate func join(_ right: PlanBuilder, _ join: Join, to other: String) {
    select(joining: right, join, called: other)
    right.gatherKeys(join.comparedColumns.map(\.right))
    right.recordDecisions()
    if case .anti = join.kind { return add(.join(plan, right.plan, join)) }
    let rightKeys = Set(join.keys.map(\.right))
    let isOneToOne = !key.isEmpty && Set(key).isSubset(of: Set(join.keys.map(\.left)))
    var taken = Set(visible.map(\.field.name))
    var columns = plan.columns
    var collisions: [String] = []
    if join.allowsMany {
      for place in columns.indices {
        columns[place].field.forbidSums()
        columns[place].isRepeated = true
      }
    }
    for var column in right.plan.columns where !column.isHidden && !rightKeys.contains(column.id) {
      if taken.contains(column.field.name) {
        let (name, table) = (column.field.name, right.tableName)
        column.field.name = "\(table)_\(name)"
        let notice = Notice.renamedByJoin(column: name, table: table, name: column.field.name)
        binder.renamedByJoin.append((stageNumber, name, notice))
      }
      if !taken.insert(column.field.name).inserted { collisions.append(column.field.name) }
      if !isOneToOne { column.field.forbidSums() }
      column.isRepeated = column.isRepeated || !isOneToOne
      columns.append(column)
    }
    if !collisions.isEmpty { report(.joinNamesTaken(collisions), at: stage.span) }
    columns += right.hiddenPrecisions(behind: columns)
    precisions.merge(right.precisions) { own, _ in own }
    told.formUnion(right.told)
    add(.join(plan, right.plan, join), columns: columns)
    if join.allowsMany { key = [] }
    if case .inner = join.kind { isCut = isCut || right.isCut }
  }
}

extension JoinKey {
  /// What must agree in the right row: `code equals its state`.
  fileprivate var words: String {
    switch right {
    case .same: "\(left.last.text) equals its \(left.words)"
    case .path(let path): "\(path.words) equals its \(left.words)"
    case .between(let low, let high): "\(low.text) to \(high.text) takes in its \(left.words)"
    }
  }
}
