import Catalog
import Functions

// What the ledger tells of the conditions and dates of a stage.

extension Predicate {
  /// A predicate of which the ledger tells what missing values decide; `name` gives what a column is
  /// called.
  public init(_ condition: BoundExpression, stage: Int, name: (ColumnID) -> String?) {
    self.init(condition)
    decisions = condition.openConditions(asCondition: true).map {
      Decision($0, stage: stage, name: name)
    }
  }
}

extension PlanBuilder {
  /// The predicate of a filter, with what the ledger must tell of it.
  func predicate(_ condition: BoundExpression) -> Predicate {
    Predicate(condition, stage: stageNumber, name: path)
  }

  /// Takes note of the conditions in a new operation; gives those that must be told of its input.
  ///
  /// They are told together at the end of the stage, so that each row is counted once; before that
  /// where the operation drops rows or one of their columns. All columns are kept where none are
  /// given.
  func gatherDecisions(of operation: LogicalPlan.Operator, keeping columns: [PlanColumn]?)
    -> [Decision]
  {
    switch operation {
    case .project(_, let projections):
      for projection in projections { gather(projection.expression) }
    case .aggregate(_, let keys, let calls):
      gatherKeys(keys.filter { key in !keys.contains { $0 == precisions[key] } })
      calls.forEach(gather)
    case .window(_, let window):
      for argument in window.functions.flatMap(\.arguments) {
        gather(argument)
        gatherPlacements(argument, isKey: true)
      }
      window.aggregates.forEach(gather)
      gatherKeys(window.partition + window.order.map(\.column))
    case .slice(_, let slice): gatherKeys(slice.per + orderBehind(slice.kind))
    case .join(_, _, let join): gatherKeys(join.comparedColumns.map(\.left))
    case .scan, .filter, .sort, .append: break
    }
    if decisions.isEmpty { return [] }
    let kept = columns.map { Set($0.map(\.id)) }
    let staysTold = decisions.allSatisfy { decision in
      decision.condition.columns.allSatisfy { kept?.contains($0) ?? true }
    }
    if operation.keepsRows && staysTold { return [] }
    return takeDecisions()
  }

  /// Has the ledger tell the decisions over the rows as they are now.
  func recordDecisions() { plan.decisions += takeDecisions() }

  /// Has the ledger tell of dates that are shown without the column that says to what they are known.
  func recordShownDates() {
    gatherKeys(
      visible.map(\.id).filter { precisions[$0].flatMap(planColumn)?.isHidden ?? false }
    )
    recordDecisions()
  }

  private func takeDecisions() -> [Decision] {
    defer { decisions = [] }
    let areGroups = plan.isGrouped(by: stageNumber)
    return decisions.filter { $0.condition.columns.allSatisfy { planColumn($0) != nil } }
      .map { decision in
        var decision = decision
        decision.isOfGroups = areGroups
        return decision
      }
  }

  /// Takes note that periods stand for their first days.
  func gatherFirstDays(of column: PlanColumn) {
    guard case .period(let unit) = column.field.type else { return }
    let isKnown = Operators.isMissing(column.expression, negated: true)
    var decision = Decision(isKnown, stage: stageNumber) { _ in nil }
    decision.precision = unit.word
    decisions.append(decision)
  }

  private func gather(_ call: AggregateCall) {
    if let condition = call.condition {
      gatherPlacements(condition)
      decisions += decisions(condition.openConditions(asCondition: true))
    }
    if call.measure != .rows { call.arguments.forEach { gatherPlacements($0, isKey: true) } }
    for (place, argument) in call.arguments.enumerated() {
      let isLast = place == call.arguments.count - 1
      switch isLast ? call.lastCondition : nil {
      case .isNeither? where !argument.isNeverMissing:
        decisions += decisions([argument], .isNeither)
        gatherPlacements(argument)
        for term in argument.terms { gather(term) }
      case .isFalse?:
        decisions += decisions(argument.openConditions(asCondition: true))
        gatherPlacements(argument)
      default: gather(argument)
      }
    }
  }

  private func gather(_ term: BoundExpression) {
    decisions += decisions(term.openConditions(asCondition: false))
    gatherPlacements(term)
  }

  /// Takes note of the rows dated only to a month or year for which a term would be another on
  /// another day.
  func gatherPlacements(_ term: BoundExpression, isKey: Bool = false) {
    for (precision, condition) in placements(in: term, isKey: isKey) {
      var decision = Decision(condition, stage: stageNumber) { _ in nil }
      decision.precision = precision
      decisions.append(decision)
    }
  }

  /// Takes note of the same for columns whose own days matter, once of each.
  func gatherKeys(_ keys: [ColumnID]) {
    for key in keys where told.insert(key).inserted {
      if let column = planColumn(key) { gatherPlacements(column.expression, isKey: true) }
    }
  }

  /// The columns whose order decides which rows a slice takes.
  private func orderBehind(_ kind: Slice.Kind) -> [ColumnID] {
    switch kind {
    case .top(_, let column, _, _): [column]
    case .first, .last: order.map(\.column)
    case .sample, .sampleShare: []
    }
  }

  private func decisions(
    _ conditions: [BoundExpression],
    _ use: AggregateCall.ConditionUse = .isFalse
  ) -> [Decision] {
    conditions.map { condition in
      Decision(condition, use, stage: stageNumber, name: path)
    }
  }

  /// What the ledger calls a column: of a linked table the path to it.
  private func path(to id: ColumnID) -> String? {
    if let link = linked.first(where: { $0.value == id })?.key, let base = path(to: link.base) {
      return base + "." + link.name
    }
    return planColumn(id)?.field.name
  }
}

extension LogicalPlan {
  /// Whether its rows are groups that a stage has made.
  fileprivate func isGrouped(by stage: Int) -> Bool {
    if case .aggregate = operation { return self.stage == stage }
    return self.stage == stage && (inputs.first?.isGrouped(by: stage) ?? false)
  }

  /// The plan whose left input has these decisions, too.
  func recording(_ decisions: [Decision]) -> LogicalPlan {
    if decisions.isEmpty { return self }
    var isLeft = true
    return mappingInputs { input in
      defer { isLeft = false }
      var input = input
      if isLeft { input.decisions += decisions }
      return input
    }
  }
}

extension LogicalPlan.Operator {
  /// Whether every row that goes in comes out, in its place.
  fileprivate var keepsRows: Bool {
    switch self {
    case .project, .window: true
    case .join(_, _, let join):
      switch join.kind {
      case .mark: true
      case .left: !join.allowsMany
      default: false
      }
    case .scan, .filter, .aggregate, .sort, .slice, .append: false
    }
  }
}
