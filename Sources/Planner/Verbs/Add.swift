import Catalog
import Functions
import Syntax

extension Verb {
  private static let assignments = Slot<[Assignment]>.assignments("columns")
  private static let along = Slot<[OrderItem]>.order("along")

  static let add = Verb(
    "add",
    "adds columns; aggregates are spread over the rows of each group after per",
    missing: "Arithmetic with missing gives missing; aggregates and neighboring values skip "
      + "it. What fails (a conversion, a division by zero) is missing, and counted under "
      + "the result.",
    related: ["summarize", "keep", "share"],
    shape: Shape(head: [.required(assignments)], options: [.clause(per), .clause(along)]),
    examples: "deportations | add of_state = removals / sum(removals) per state "
      + "| keep state, fiscal_year, removals, of_state | first 8",
    "states | add foreign_born_share = foreign_born / population "
      + "| keep name, foreign_born_share | top 5 by foreign_born_share",
    words: { stage, _ in
      let columns = stage[assignments].map { "\($0.name.text), which is \($0.expression.words)" }
      let groups = stage[per].map(\.words)
      let order = stage[along].map(\.words)
      return "adds " + listed(columns, "and adds")
        + (groups.isEmpty ? "" : ", within " + each(groups))
        + (order.isEmpty ? "" : ", in the order of " + listed(order))
    }
  ) { stage, builder in
    guard let partition = builder.partition(stage[per]) else {
      for assignment in stage[assignments] { builder.fail(assignment.name.text) }
      return
    }
    let order = builder.sortKeys(stage[along])
    for assignment in stage[assignments] {
      builder.add(assignment, partition: partition, along: order)
      let (name, term) = (assignment.name.text, assignment.expression)
      builder.define(name, as: term, within: partition)
    }
  }
}

extension PlanBuilder {
  /// Adds one column, or puts it in the place of the one that has its name.
  func add(_ assignment: Assignment, partition: [ColumnID], along: [SortKey]?) {
    let name = assignment.name
    if isMistakenComparison(name, assignment.expression) { return }
    guard let bound = gathering(windows: true, assignment.expression) else {
      fail(name.text)
      return
    }
    let window = addWindow(bound.calls, partition: partition, along: along)
    var field = Field(name.text, bound.expression.type)
    if isAdditive(bound.expression), bound.calls.aggregates.isEmpty, bound.calls.windows.isEmpty {
      field.role = .additive
    }
    field.compared = window.flatMap { compared(by: $0, in: bound.expression) }
    if let id = bound.expression.column, let known = planColumn(id), !known.isHidden {
      field = known.field
      field.name = name.text
    }
    let column = computed(field, from: bound.expression, counts: bound.calls.aggregates)
    let projections = [Projection(column.id, bound.expression)]
    guard var old = visibleColumn(named: name.text) else {
      return add(.project(plan, projections), adding: [column])
    }
    let columns = plan.columns.map { $0.id == old.id && !$0.isHidden ? column : $0 }
    add(.project(plan, projections), columns: columns)
    forgetLostColumns()
    // Later columns of the stage are still computed within the groups and the order written.
    if partition.contains(old.id) || along?.contains(where: { $0.column == old.id }) == true {
      old.isHidden = true
      plan.columns.append(old)
    }
  }

  private func addWindow(
    _ calls: Calls,
    partition: [ColumnID],
    along: [SortKey]?
  ) -> Window? {
    guard !calls.aggregates.isEmpty || !calls.windows.isEmpty else { return nil }
    var order = along ?? []
    if order.isEmpty, calls.windows.contains(where: \.needsOrder) {
      order = inheritedOrder(besides: partition, for: calls.windows.first { $0.needsOrder }?.name)
    }
    var window = Window(
      partition: partition,
      order: order,
      functions: calls.windows,
      aggregates: calls.aggregates
    )
    window.moment = moment(of: window)
    for call in calls.windows { noteMeasuring(call.arguments, call.measure, by: partition) }
    let results =
      calls.aggregates.map(PlanColumn.init(resultOf:))
      + calls.windows.map { PlanColumn($0.output, Field($0.name, $0.type), isHidden: true) }
    if !calls.aggregates.isEmpty || calls.windows.contains(where: { $0.measure == .part }) {
      noteSpreadPeriods(within: partition)
    }
    add(.window(plan, window), adding: results)
    return window
  }

  /// What an order by time goes along, where equal moments would matter to its functions.
  private func moment(of window: Window) -> Window.Moment? {
    let functions = window.functions.filter { $0.needsOrder && !$0.name.hasPrefix("rolling") }
    guard !functions.isEmpty, let first = window.order.first,
      let field = planColumn(first.column)?.field
    else { return nil }
    let isDecided = window.order.count > 1
    var isPeriod = false
    switch field.type {
    case .period where !isDecided || functions.contains { $0.neighbor != nil }: isPeriod = true
    case .date where !isDecided: break
    default: return nil
    }
    let others = key.filter { $0 != first.column && !window.partition.contains($0) }
    let names = others.compactMap(planColumn).filter { !$0.isHidden }.map(\.field.name)
    return Window.Moment(name: field.name, isPeriod: isPeriod, tiebreaker: names.first)
  }

  /// The periods that the values of an expression compare with the row's own.
  private func compared(
    by window: Window,
    in expression: BoundExpression
  ) -> (unit: PeriodUnit, distances: [Int])? {
    guard let first = window.order.first,
      case .period(let unit)? = planColumn(first.column)?.field.type
    else { return nil }
    let neighbors = window.functions.compactMap(\.neighbor)
    var distances = neighbors.compactMap { $0.periods(of: unit) }
    for periods in window.functions.compactMap({ $0.span?.periods(of: unit) }) where periods > 1 {
      distances += (1 - periods...0)
    }
    if distances.isEmpty { return nil }
    if first.isDescending { distances = distances.map { -$0 } }
    let isAlone = if case .column = expression { true } else { false }
    return (unit, isAlone && neighbors.allSatisfy(\.isAlone) ? distances : distances + [0])
  }

  /// The order that running and neighboring values go along when none is written: the only period
  /// or date among the keys, else that of a preceding sort; else it is reported.
  private func inheritedOrder(besides partition: [ColumnID], for function: String?) -> [SortKey] {
    let moments = key.filter { id in
      !partition.contains(id) && (planColumn(id)?.field.type.isTemporal ?? false)
    }
    if moments.count == 1 {
      if let first = order.first?.column, first != moments[0], !partition.contains(first) {
        let name = planColumn(moments[0])?.field.name ?? ""
        note(.goesAlong(function: function ?? "", column: name))
      }
      return [SortKey(moments[0])]
    }
    let sorted = order.filter { !partition.contains($0.column) }
    if !sorted.isEmpty { return sorted }
    // Where the columns are not known, neither is what `along` names.
    if hasUnknownColumns { return [] }
    let candidates = visible.filter { $0.field.type.isTemporal && !plan.fixes($0.id) }
      .map(\.field.name)
    report(.noOrder(function ?? "", candidates: candidates), at: stage.span)
    return []
  }

  /// What `along` and `sort` list, as columns; nil when one is wrong or there is none.
  func sortKeys(_ items: [OrderItem]) -> [SortKey]? {
    let keys = items.mappingAll { item -> SortKey? in
      guard let bound = bound(item.expression) else { return nil }
      if !bound.columns.isEmpty {
        return SortKey(column(for: bound), descending: item.isDescending)
      }
      return report(.sameForAll(text(item.expression)), at: item.expression.span)
    }
    return items.isEmpty ? nil : keys
  }
}
