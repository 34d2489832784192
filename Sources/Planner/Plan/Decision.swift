import Functions

/// A condition that missing values may leave undecided, for the ledger.
public struct Decision: Sendable {
  /// The condition in three values: missing where missing values leave it undecided.
  public let condition: BoundExpression
  /// What becomes of the rows for which it is undecided.
  public let use: AggregateCall.ConditionUse
  /// The written stage that takes it.
  public let stage: Int
  /// What the columns that it reads are called.
  public let names: [ColumnID: String]
  /// Whether the rows are groups that the stage itself has made.
  public var isOfGroups = false
  /// To what the dates of the rows are known for which the condition holds; nil for a condition that
  /// missing values decide.
  public var precision: String?
}

extension Decision {
  /// The decision of a condition in three values.
  init(
    _ condition: BoundExpression,
    _ use: AggregateCall.ConditionUse = .isFalse,
    stage: Int,
    name: (ColumnID) -> String?
  ) {
    var names: [ColumnID: String] = [:]
    for id in condition.columns { names[id] = name(id) }
    self.init(condition: condition, use: use, stage: stage, names: names)
  }

  /// A test within the condition as the ledger says it of rows that it leaves undecided: `> 1000`;
  /// nil where that is no comparison.
  public func words(of test: BoundExpression) -> String? {
    let names = ColumnNames(names)
    if case .column = test { return names.words(test) }
    guard case .call(let operation, let operands) = test else { return nil }
    if operation.isSilent {
      // What was found in a table has no words of its own.
      if case .total? = operation.logic { return nil }
      return words(of: operands[0])
    }
    if let range = test.range {
      return "in " + range.map { names.words($0, isNested: true) }.joined(separator: "..")
    }
    if let comparison = operation.comparison, operands[0].literal != nil {
      return comparison.mirrored.rawValue + " " + names.words(operands[0])
    }
    let whole = names.words(test)
    let subject = names.words(operands[0], isNested: true) + " "
    let isShort = operands.dropFirst().allSatisfy { $0.literal != nil }
    return isShort && whole.hasPrefix(subject) ? String(whole.dropFirst(subject.count)) : whole
  }
}

extension Decision {
  /// The values beside the order of a category that a test compares: `level "All levels"`.
  public func unranked(in test: BoundExpression) -> String? {
    guard case .call(_, let operands) = test else { return nil }
    for operand in operands {
      if case .category(let category) = operand.type, !category.unranked.isEmpty {
        let labels = category.labels.strings.filter(category.unranked.contains).map(quotedText)
        return ColumnNames(names).words(operand) + " " + listed(labels, "or")
      }
      if let found = unranked(in: operand) { return found }
    }
    return nil
  }
}

extension BoundExpression {
  /// The bounds of `x in low..high`, if it is such a test.
  fileprivate var range: [BoundExpression]? {
    guard case .call(let operation, let sides) = self, case .all? = operation.sargability,
      sides.count == 2, case .call(let low, let lows) = sides[0],
      low.comparison == .greaterOrEqual, case .call(let high, let highs) = sides[1],
      high.comparison == .lessOrEqual, lows[0].isWritten(as: highs[0])
    else { return nil }
    return [lows[1], highs[1]]
  }

  /// Whether two terms call the same functions with the same columns and constants.
  private func isWritten(as other: BoundExpression) -> Bool {
    switch (self, other) {
    case (.column(let one, _), .column(let two, _)): one == two
    case (.literal(let one, _), .literal(let two, _)): one == two
    case (.call(let one, let ones), .call(let two, let twos)):
      one.name == two.name && ones.count == twos.count
        && zip(ones, twos).allSatisfy { $0.isWritten(as: $1) }
    default: false
    }
  }

  /// Whether it is a test of one value against two bounds.
  public var isRange: Bool { range != nil }

  /// The conditions within a term that missing values may leave undecided, in three values: the
  /// whole, if it is taken as a condition, those that are kept as values, and those of choices.
  func openConditions(asCondition: Bool) -> [BoundExpression] {
    if asCondition || keepsCondition {
      let whole = threeValued(.whereTrue)
      return (whole.isNeverMissing ? [] : [whole])
        + terms.flatMap { $0.openConditions(asCondition: false) }
    }
    switch self {
    case .column, .literal: return []
    case .choose(let condition, let then, let otherwise, _):
      return condition.openConditions(asCondition: true)
        + [then, otherwise].flatMap { $0.openConditions(asCondition: false) }
    case .call(_, let operands):
      return operands.flatMap { $0.openConditions(asCondition: false) }
    }
  }

  /// Whether it is a condition that is kept as a value, or connectives of such.
  private var keepsCondition: Bool {
    guard case .call(let operation, let operands) = self else { return false }
    switch operation.logic {
    case .condition, .total: return true
    case .connective, .negation: return operands.contains(where: \.keepsCondition)
    case .inquiry, nil: return false
    }
  }

  /// What the tests of a condition are about.
  fileprivate var terms: [BoundExpression] {
    switch self {
    case .column, .literal: return []
    case .choose(let condition, let then, let otherwise, _):
      return [condition, then, otherwise].flatMap(\.terms)
    case .call(let operation, let operands):
      switch operation.logic {
      case .connective, .negation, .condition: return operands.flatMap(\.terms)
      case nil where operation.isSilent: return operands.flatMap(\.terms)
      case .total, .inquiry, nil: return operands
      }
    }
  }
}

// MARK: Gathering

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
    case .sort(_, let keys): gatherKeys(keys.map(\.column))
    case .slice(_, let slice):
      gatherKeys(slice.per)
      if case .top(_, let column, _, _) = slice.kind { gatherKeys([column]) }
    case .join(_, _, let join): gatherKeys(join.comparedColumns.map(\.left))
    case .scan, .filter, .append: break
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
  func tellDecisions() { plan.decisions += takeDecisions() }

  /// Has the ledger tell of dates that are shown without the column that says to what they are known.
  func tellShownDates() {
    gatherKeys(
      visible.map(\.id).filter { precisions[$0].flatMap(planColumn)?.isHidden ?? false }
    )
    tellDecisions()
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

  /// Takes note of the same for columns whose own days matter.
  func gatherKeys(_ keys: [ColumnID]) {
    for key in keys {
      if let column = planColumn(key) { gatherPlacements(column.expression, isKey: true) }
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
  func telling(_ decisions: [Decision]) -> LogicalPlan {
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
