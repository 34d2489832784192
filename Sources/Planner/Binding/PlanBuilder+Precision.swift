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
      let uses = isKey && term.isColumn(date) ? [.day] : term.uses(of: date)
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
    var ends: [DateUse] = []
    if case .ordinal(let day)? = moment.literal {
      let days = [interval.backwards, interval].map { Operators.day(day, plus: $0) }
      ends = days.compactMap { $0.map(DateUse.cut) }
    }
    guard let precision = precisions[date] else { return [] }
    let cut = Dictionary(
      placements(ends, of: date, precision),
      uniquingKeysWith: { one, _ in one }
    )
    return placements([.day], of: date, precision).map { precision, isCoarse in
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
    let cuts = uses.compactMap(\.cut)
    return ["month", "year"].compactMap { precision in
      guard category.labels.code(of: precision) != nil, let unit = PeriodUnit.named(precision)
      else { return nil }
      let value = BoundExpression.literal(.text(precision), column.field.type)
      let isCoarse = Operators.comparison(.equal, column.expression, value)
      if uses.contains(where: { $0.splits(unit) }) { return (precision, isCoarse) }
      if cuts.isEmpty { return nil }
      let isCut = Operators.isCut(.column(date, .date), unit, before: cuts)
      return (precision, Operators.and(isCoarse, isCut))
    }
  }
}

/// What a term takes of a date.
private enum DateUse {
  /// Whether it is before a day.
  case cut(Int32)
  /// The period that holds it.
  case period(PeriodUnit)
  /// The day itself.
  case day

  var cut: Int32? { if case .cut(let day) = self { day } else { nil } }

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

  /// What the term takes of the column `date`, which it may also hand on as it is.
  fileprivate func uses(of date: ColumnID) -> [DateUse] {
    switch self {
    case .column, .literal: return []
    case .choose(let condition, let then, let otherwise, _):
      return [condition, then, otherwise].flatMap { $0.uses(of: date) }
    case .call(let operation, let operands):
      if let comparison = operation.comparison, case .ordinal(let ordinal)? = operands[1].literal,
        let days = operands[0].days(of: ordinal, in: date)
      {
        switch comparison {
        case .less, .greaterOrEqual: return [.cut(days.lowerBound)]
        case .lessOrEqual, .greater: return [.cut(days.upperBound)]
        case .equal, .notEqual: return [.cut(days.lowerBound), .cut(days.upperBound)]
        }
      }
      let inner = operands.flatMap { $0.uses(of: date) }
      guard operands.contains(where: { $0.isColumn(date) }) else { return inner }
      if case .inquiry? = operation.logic { return inner }
      if operation.comparison != nil { return inner + [.day] }
      if case .period(let unit) = operation.type { return inner + [.period(unit)] }
      if let unit = operation.granularity { return inner + [.period(unit)] }
      // What hands the date on, such as `date ?? activated`, takes nothing of it.
      let isMoved = operands.contains { if case .interval = $0.type { true } else { false } }
      return operation.type == .date && !isMoved ? inner : inner + [.day]
    }
  }

  /// The days, the last one not among them, for which the date or a period of it has an ordinal;
  /// nil for other terms.
  private func days(of ordinal: Int32, in date: ColumnID) -> Range<Int32>? {
    if isColumn(date) { return ordinal..<ordinal + 1 }
    guard case .call(let operation, let operands) = self, operands.count == 1,
      operands[0].isColumn(date), case .period(let unit) = operation.type
    else { return nil }
    return unit.firstDay(of: ordinal)..<unit.firstDay(of: ordinal + 1)
  }
}
