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
    for (date, precision) in precisions {
      let uses = isKey && term.isColumn(date) ? [.day] : term.uses(of: date)
      for (word, condition) in placements(uses, of: date, precision) {
        found[word] = found[word].map { Operators.or($0, condition) } ?? condition
      }
    }
    return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The dates of which a column says how far they are known, with that column: the table's declared
  /// one, and those of linked tables.
  private var precisions: [(date: ColumnID, precision: ColumnID)] {
    let linked = linkedPrecisions.sorted { $0.key.number < $1.key.number }
      .map { ($0.key, $0.value) }
    guard let dateColumn, let precisionColumn else { return linked }
    return [(dateColumn, precisionColumn)] + linked
  }

  /// The same of the days within `interval` of a moment, and of those that another day would bring
  /// within it.
  func placements(
    near moment: BoundExpression,
    _ interval: CalendarInterval,
    _ isNear: BoundExpression
  ) -> [(precision: String, expression: BoundExpression)] {
    var ends: [DateUse] = []
    if case .ordinal(let day)? = moment.literal {
      let days = [interval.backwards, interval].map { Operators.day(day, plus: $0) }
      ends = days.compactMap { $0.map(DateUse.cut) }
    }
    guard let dateColumn, let precisionColumn else { return [] }
    let cut = Dictionary(
      placements(ends, of: dateColumn, precisionColumn),
      uniquingKeysWith: { one, _ in one }
    )
    return placements([.day], of: dateColumn, precisionColumn).map { precision, isCoarse in
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
      let inner = operands.flatMap { $0.uses(of: date) }
      guard operands.contains(where: { $0.isColumn(date) }) else { return inner }
      if case .inquiry? = operation.logic { return inner }
      if let comparison = operation.comparison {
        guard operands[0].isColumn(date), case .ordinal(let day)? = operands[1].literal else {
          return inner + [.day]
        }
        switch comparison {
        case .less, .greaterOrEqual: return inner + [.cut(day)]
        case .lessOrEqual, .greater: return inner + [.cut(day + 1)]
        case .equal, .notEqual: return inner + [.cut(day), .cut(day + 1)]
        }
      }
      if case .period(let unit) = operation.type { return inner + [.period(unit)] }
      if let unit = operation.granularity { return inner + [.period(unit)] }
      // What hands the date on, such as `date ?? activated`, takes nothing of it.
      return operation.type == .date ? inner : inner + [.day]
    }
  }
}
