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
    examples: [
      "states | join (deportations | total removals by state) on code = state "
        + "| keep name, removals | first 5",
      "states | join (deportations | where removals > 0) on code = state unmatched | keep code, name",
      "figures | where scope = \"state\" | join last events on state at as_of = date within 90 days "
        + "| keep id, as_of, state, date, title | first 5",
    ],
    words: { stage, _ in
      joining(stage)
    }
  ) { stage, builder in
    guard let source = stage[source] else { return }
    let stageNumber = builder.stageNumber
    guard let right = builder.binder.lower(right: source) else {
      builder.isOpen = true
      return
    }
    if right.isOpen { builder.isOpen = true }
    if let mode = stage[Shape.mode], let direction = Join.AsOf.Direction(mode.text) {
      joinMoments(stage, builder, right, direction, stageNumber)
      return
    }
    if stage.has(every) {
      builder.join(
        right,
        Join(.every, keys: [], allowsMany: true),
        stageNumber,
        isUnmatched: false
      )
      return
    }
    guard let keys = builder.joinKeys(stage[on], with: right, source.span) else {
      builder.isOpen = true
      return
    }
    if stage.has(matched), stage.has(unmatched) {
      builder.report(.matchedAndUnmatched, at: stage.span)
      return
    }
    let kind: Join.Kind =
      stage.has(matched) ? .matched : stage.has(unmatched) ? .unmatched : .left
    let join = Join(
      kind,
      keys: keys.equal,
      ranges: keys.ranges,
      allowsMany: stage.has(many)
    )
    builder.join(right, join, stageNumber, isUnmatched: stage.has(unmatched))
  }

  private static func joining(_ stage: Stage) -> String {
    joining(
      to: stage[source]?.words ?? "",
      keys: stage[on],
      mode: stage[Shape.mode]?.text,
      moments: stage[at],
      within: stage[within],
      flag: stage.has(every)
        ? .every
        : stage.has(unmatched)
          ? .unmatched : stage.has(matched) ? .matched : stage.has(many) ? .many : .none
    )
  }

  private static func joinMoments(
    _ stage: Stage,
    _ builder: PlanBuilder,
    _ right: PlanBuilder,
    _ direction: Join.AsOf.Direction,
    _ stageNumber: Int
  ) {
    var length: CalendarInterval?
    if let written = stage[within] {
      guard let interval = builder.interval(written) else { return }
      length = interval
    }
    var keys = PlanBuilder.JoinKeys()
    if !stage[on].isEmpty {
      guard let written = builder.joinKeys(stage[on], with: right, stage.span) else {
        builder.isOpen = true
        return
      }
      keys = written
    }
    guard let moments = builder.moments(stage[at], with: right, direction, within: length) else {
      builder.isOpen = true
      return
    }
    builder.join(
      right,
      Join(.asOf(moments), keys: keys.equal, ranges: keys.ranges),
      stageNumber,
      isUnmatched: false
    )
  }
}

extension Binder {
  /// The right side of a join or append.
  func lower(right source: Source) -> PlanBuilder? {
    depth += 1
    defer { depth -= 1 }
    return lower(Pipeline(source: source, stages: [], span: source.span))
  }
}

extension PlanBuilder {
  /// What must agree between the rows of two tables.
  struct JoinKeys {
    var equal: [(left: ColumnID, right: ColumnID)] = []
    var ranges: [(left: ColumnID, low: ColumnID, high: ColumnID)] = []
  }

  /// The keys that `on` lists, else those of the one link between the tables; nil when there are
  /// none.
  func joinKeys(
    _ items: [JoinKey],
    with right: PlanBuilder,
    _ span: SourceSpan
  ) -> JoinKeys? {
    if items.isEmpty { return linkKeys(with: right, span) }
    var keys = JoinKeys()
    for item in items {
      switch item.right {
      case .between(let low, let high):
        guard let left = column(item.left), let first = right.column(named: low),
          let last = right.column(named: high), agree(left, first, item.left.span),
          agree(left, last, item.left.span)
        else { return nil }
        keys.ranges.append((left.id, first.id, last.id))
      case .same, .path:
        var rightPath = Path([item.left.last])
        if case .path(let path) = item.right { rightPath = path }
        let (one, other) = (column(item.left), right.column(rightPath))
        guard let left = one, let partner = other,
          agree(left, partner, item.left.span.union(rightPath.span))
        else { return nil }
        keys.equal.append((left.id, partner.id))
      }
    }
    return keys
  }

  private func agree(_ left: PlanColumn, _ right: PlanColumn, _ span: SourceSpan) -> Bool {
    if joinable(left.field.type, right.field.type) { return true }
    let numbers = left.field.type.isNumeric && right.field.type.isNumeric
    report(
      .joinTypes(
        left.field.name,
        left.field.type.word,
        right.field.name,
        right.field.type.word,
        areNumbers: numbers
      ),
      at: span
    )
    return false
  }

  private func linkKeys(with right: PlanBuilder, _ span: SourceSpan) -> JoinKeys? {
    var found: [(left: ColumnID, right: ColumnID, words: String)] = []
    for column in visible {
      guard let link = column.field.link else { continue }
      let target = Field.Origin(table: link.table, column: link.key)
      for partner in right.visible where partner.field.origin == target {
        let words = "\(column.field.name) = \(partner.field.name)"
        found.append((column.id, partner.id, words))
      }
    }
    if found.isEmpty {
      for partner in right.visible {
        guard let link = partner.field.link else { continue }
        let target = Field.Origin(table: link.table, column: link.key)
        for column in visible where column.field.origin == target {
          let words = "\(column.field.name) = \(partner.field.name)"
          found.append((column.id, partner.id, words))
        }
      }
    }
    if found.count == 1 { return JoinKeys(equal: [(found[0].left, found[0].right)]) }
    if isOpen || right.isOpen { return nil }
    let common = visible.map(\.field.name).filter { name in
      right.visible.contains { $0.field.name == name }
    }
    report(
      .joinNeedsOn(right.tableName, links: found.map(\.words), common: common),
      at: span
    )
    return nil
  }

  /// Adds the join and its columns: the left ones, then the right ones without the keys.
  func join(_ right: PlanBuilder, _ join: Join, _ stageNumber: Int, isUnmatched: Bool) {
    let before = plan.columns
    guard !isUnmatched else {
      plan = LogicalPlan(.join(plan, right.plan, join), columns: before, stage: stageNumber)
      return
    }
    let rightKeys = Set(join.keys.map(\.right))
    let isOneToOne = !key.isEmpty && Set(key).isSubset(of: Set(join.keys.map(\.left)))
    var taken = Set(visible.map(\.field.name))
    var columns = before
    var collisions: [String] = []
    if join.allowsMany {
      for place in columns.indices where columns[place].field.role == .additive {
        columns[place].field.role = .other
      }
    }
    for var column in right.plan.columns where !column.isHidden && !rightKeys.contains(column.id) {
      if taken.contains(column.field.name) {
        column.field.name = "\(right.tableName)_\(column.field.name)"
      }
      if !taken.insert(column.field.name).inserted { collisions.append(column.field.name) }
      if column.field.role == .additive, !isOneToOne { column.field.role = .other }
      columns.append(column)
    }
    if !collisions.isEmpty { report(.joinNamesTaken(collisions), at: stage.span) }
    plan = LogicalPlan(.join(plan, right.plan, join), columns: columns, stage: stageNumber)
    if join.allowsMany { key = [] }
  }
}
