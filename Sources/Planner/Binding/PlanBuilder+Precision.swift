import Catalog
import Functions

// Notices about dates that are known only to a month or year.

extension PlanBuilder {
  /// The conditions of the rows for which it matters to a term that they are placed on the first
  /// day: another day of their month or year would give another value.
  ///
  /// A key is a term whose own day matters, too.
  func placements(
    in term: BoundExpression,
    isKey: Bool = false
  ) -> [(precision: String, expression: BoundExpression)] {
    var found: [String: BoundExpression] = [:]
    let conjuncts = isKey ? [term] : term.conjuncts
    for (date, precision) in precisions.sorted(by: { $0.key.number < $1.key.number }) {
      let uses = isKey && term.isColumn(date) ? [DateUse(.day)] : term.uses(of: date)
      // It matters only in rows that the other conditions let in.
      let others = conjuncts.filter { !$0.columns.contains(date) }
      for (word, isCoarse) in placements(uses, of: date, precision) {
        let condition =
          conjuncts.count == 1 ? isCoarse : others.reduce(isCoarse) { Operators.and($0, $1) }
        found[word] = found[word].map { Operators.or($0, condition) } ?? condition
      }
    }
    return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The same of the days within `interval` of a moment, and of those that another day would bring
  /// within it.
  func placements(
    of date: ColumnID,
    near moment: BoundExpression,
    _ interval: CalendarInterval,
    _ isNear: BoundExpression
  ) -> [(precision: String, expression: BoundExpression)] {
    let ends = [interval.backwards, interval].map {
      DateUse(.cut(Operators.day(after: moment, $0)))
    }
    guard let precision = precisions[date] else { return [] }
    let cut = Dictionary(
      placements(ends, of: date, precision),
      uniquingKeysWith: { one, _ in one }
    )
    return placements([DateUse(.day)], of: date, precision).map { precision, isCoarse in
      let within = Operators.and(isCoarse, isNear.condition)
      return (precision, cut[precision].map { Operators.or(within, $0) } ?? within)
    }
  }

  private func placements(
    _ uses: [DateUse],
    of date: ColumnID,
    _ precision: ColumnID
  ) -> [(precision: String, expression: BoundExpression)] {
    guard !uses.isEmpty, let column = planColumn(precision), planColumn(date) != nil,
      case .category(let category) = column.field.type
    else { return [] }
    return ["month", "year"].compactMap { precision in
      guard category.labels.code(of: precision) != nil, let unit = PeriodUnit.named(precision)
      else { return nil }
      let value = BoundExpression.literal(.text(precision), column.field.type)
      let isCoarse = Operators.comparison(.equal, column.expression, value)
      var isUsed: BoundExpression?
      for use in uses {
        guard let condition = use.matters(to: date, knownTo: unit, where: isCoarse) else {
          continue
        }
        isUsed = isUsed.map { Operators.or($0, condition) } ?? condition
      }
      let isWhole = uses.contains { $0.condition == nil && $0.kind.splits(unit) }
      return (isWhole ? isCoarse : isUsed).map { (precision, $0) }
    }
  }
}

/// What a term takes of a date.
private struct DateUse {
  let kind: Kind
  /// Of which rows it takes that; nil for all.
  var condition: BoundExpression?

  enum Kind {
    /// Whether it is before a day.
    case cut(BoundExpression)
    /// The period that holds it.
    case period(PeriodUnit)
    /// The day itself.
    case day
  }

  init(_ kind: Kind) { self.kind = kind }

  /// The condition of the rows, dated only to a `unit`, of which it would take something else on
  /// another day; nil for none.
  func matters(
    to date: ColumnID,
    knownTo unit: PeriodUnit,
    where isCoarse: BoundExpression
  ) -> BoundExpression? {
    let rows = condition.map { Operators.and(isCoarse, $0) } ?? isCoarse
    if case .cut(let day) = kind {
      return Operators.and(rows, Operators.isCut(.column(date, .date), unit, before: day))
    }
    return kind.splits(unit) ? rows : nil
  }
}

extension DateUse.Kind {
  /// Whether the days of one period of `unit` differ in it, wherever that period lies.
  func splits(_ unit: PeriodUnit) -> Bool {
    switch self {
    case .cut: return false
    case .day: return true
    case .period(let taken):
      // Whether one of the years or months, which are all alike in this, is cut.
      let first = unit.firstDay(of: unit.ordinal(of: 0))
      return taken.ordinal(of: first) != taken.ordinal(of: unit.lastDay(of: unit.ordinal(of: 0)))
    }
  }
}

extension BoundExpression {
  fileprivate func isColumn(_ id: ColumnID) -> Bool {
    if case .column(id, _) = self { return true }
    return false
  }

  /// What the term takes of the column `date`; nothing where it is that column.
  fileprivate func uses(of date: ColumnID) -> [DateUse] {
    switch self {
    case .column, .literal: return []
    case .choose(let condition, let then, let otherwise, _):
      let holds = condition.condition
      return condition.uses(of: date) + then.handedOn(of: date, where: holds)
        + otherwise.handedOn(of: date, where: Operators.not(holds))
    case .call(let operation, let operands):
      if let comparison = operation.comparison {
        if let cuts = operands[0].cuts(comparison, operands[1], of: date) { return cuts }
        if let cuts = operands[1].cuts(comparison.mirrored, operands[0], of: date) { return cuts }
      }
      let inner = operands.flatMap { $0.uses(of: date) }
      guard operands.contains(where: { $0.isColumn(date) }) else { return inner }
      if case .inquiry? = operation.logic { return inner }
      if case .pick? = operation.sargability { return inner }
      if case .period(let unit) = operation.type { return inner + [DateUse(.period(unit))] }
      if let unit = operation.granularity { return inner + [DateUse(.period(unit))] }
      return inner + [DateUse(.day)]
    }
  }

  /// What a branch of a choice takes of the column `date`, of the rows for which it is taken.
  private func handedOn(of date: ColumnID, where isTaken: BoundExpression) -> [DateUse] {
    (isColumn(date) ? [DateUse(.day)] : uses(of: date)).map { use in
      var use = use
      use.condition = use.condition.map { Operators.and(isTaken, $0) } ?? isTaken
      return use
    }
  }

  /// The days at which a comparison of the date or of a period of it with another term turns; nil
  /// for other terms.
  private func cuts(
    _ comparison: Operators.Comparison,
    _ other: BoundExpression,
    of date: ColumnID
  ) -> [DateUse]? {
    guard isColumn(date) || isPeriod(of: date), !other.columns.contains(date),
      other.type == type
    else { return nil }
    let first = DateUse(.cut(Operators.firstDay(of: other)))
    let next = DateUse(.cut(Operators.day(after: other, CalendarInterval(1, .days))))
    switch comparison {
    case .less, .greaterOrEqual: return [first]
    case .lessOrEqual, .greater: return [next]
    case .equal, .notEqual: return [first, next]
    }
  }

  private func isPeriod(of date: ColumnID) -> Bool {
    guard case .call(let operation, let operands) = self, operands.count == 1 else { return false }
    if case .period = operation.type { return operands[0].isColumn(date) }
    return false
  }
}
