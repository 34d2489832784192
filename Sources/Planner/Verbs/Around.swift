import Catalog
import Diagnostics
import Functions
import Syntax

extension Verb {
  private static let moment = Slot<Expression>.expression("moment")
  private static let by = Slot<IntervalItem>.interval("by")
  private static let each = Slot<Name>.unit("each")
  private static let at = Slot<Name>.name("at")

  static let around = Verb(
    "around",
    "keeps the rows from a span before a moment up to, but not on, the same span after it, and adds "
      + "how many units from it they are (offset) and on which side (phase: before, after, or "
      + "unclear where the month, year or period of a row holds the moment)",
    missing: "Rows without the moment or without a date drop out, and are counted under the "
      + "result.",
    related: ["join", "where", "count"],
    shape: Shape(
      head: [.required(moment)],
      options: [.clause(by, required: true), .clause(each), .clause(at)]
    ),
    examples: "events | around 2011-06-06 by 6 months | count by offset, phase",
    "events | around jurisdiction.activated by 2 years each quarter | count by offset",
    words: { stage, _ in
      "keeps the rows from \(stage[by]?.words ?? "") before "
        + "\(stage[moment]?.words ?? "") to \(stage[by]?.words ?? "") after it"
        + (stage[at].map { ", by their \($0.text)" } ?? "")
        + ", and adds offset and phase: how far from it"
        + (stage[each].map { ", in \($0.text)s," } ?? "") + " and on which side"
    }
  ) { stage, builder in
    guard let instant = builder.moment(stage[moment], at: stage.span),
      let date = builder.dateColumn(named: stage[at]), let written = stage[by],
      let interval = builder.interval(written)
    else { return builder.leaveColumnsUnknown() }
    var unit = builder.unit(of: written)
    if let each = stage[each] { unit = TimeUnit(rawValue: each.text) ?? unit }
    let each = CalendarInterval(IntervalLiteral(1, unit))
    if let (period, length) = builder.longerPeriod(than: interval, of: date) {
      let message = Message.windowWithinPeriod(period, length)
      return builder.report(message, at: written.span, writing: length)
    }
    if case .ordinal(let day)? = instant.literal { builder.binder.moment = day }
    builder.select(around: instant, written: stage[moment], by: written, of: date)
    builder.around(instant, of: date, within: interval, each: each)
  }
}

extension PlanBuilder {
  /// The moment that a term means: a date, a column of dates, or the id of a row that is a moment.
  fileprivate func moment(_ expression: Expression?, at span: SourceSpan) -> BoundExpression? {
    guard let expression, let bound = bound(expression) else { return nil }
    if case .literal(let value, let type) = bound {
      let year = Constant(value, type).asYear
      if case .period(let unit) = year.type, case .ordinal(let ordinal) = year.value {
        return .literal(.ordinal(unit.firstDay(of: ordinal)), .date)
      }
      if year.type.isTemporal { return Operators.firstDay(of: .literal(year.value, year.type)) }
    }
    if bound.type.isTemporal { return Operators.firstDay(of: bound) }
    if case .text(let id)? = bound.literal { return moment(id, at: expression.span) }
    return report(.momentNeedsDate(typed(bound, expression)), at: expression.span)
  }

  private func moment(_ id: String, at span: SourceSpan) -> BoundExpression? {
    var (ids, places): ([String], [String]) = ([], [])
    for table in binder.environment.catalog.tables {
      guard let schema = try? table.schema(), schema.notes.holdsMoments, schema.key.count == 1,
        let date = schema.notes.date,
        let keys = binder.originColumn(Field.Origin(table: table.name, column: schema.key[0])),
        let days = binder.originColumn(Field.Origin(table: table.name, column: date))
      else { continue }
      if let row = (0..<keys.count).first(where: { keys[$0] == .text(id) }) {
        return .literal(days[row], .date)
      }
      places.append("\(table.name) | keep \(schema.key[0])")
      if case .code(_, let labels) = keys.storage { ids += labels.strings }
    }
    if ids.isEmpty, binder.environment.evaluateSubquery == nil,
      binder.environment.catalog.tables.contains(where: { $0.isElsewhere })
    {
      // While a line is typed, no other engine is asked; the moment may well be there.
      hasUnknownColumns = true
      return nil
    }
    let near = nearest(id, in: ids)
    let message = Message.unknownMoment(id, near: near, all: places)
    return report(message, at: span, writing: near.sole.map(quotedText))
  }

  /// The column of dates that a stage goes by: the one named, else the table's declared one.
  func dateColumn(named name: Name?) -> PlanColumn? {
    if let name {
      guard let column = column(named: name) else { return nil }
      if column.field.type.isTemporal { return column }
      return report(.notATimeColumn(column.typed), at: name.span)
    }
    if let dateColumn, let column = planColumn(dateColumn), !column.isHidden { return column }
    if hasUnknownColumns { return nil }
    return report(.noDateColumn(tableName, candidates: visibleMoments), at: stage.span)
  }

  /// The names of the visible columns of dates and periods.
  var visibleMoments: [String] {
    visible.filter { $0.field.type.isTemporal }.map(\.field.name)
  }

  /// A length of time as it is written, or as a parameter holds it.
  func interval(_ item: IntervalItem) -> CalendarInterval? {
    var length: CalendarInterval?
    switch item.kind {
    case .length(let interval): length = CalendarInterval(interval)
    case .parameter(let name):
      guard let constant = binder.parameter(name) else { return nil }
      if case .interval(let unit) = constant.type, case .integer(let count) = constant.value {
        length = CalendarInterval(Int(count), unit)
      }
    }
    guard let length, length.count >= 0, length.count < 100_000 else {
      return report(.intervalTooLarge(binder.text(item.span)), at: item.span)
    }
    return length
  }

  /// The unit in which an interval is written.
  fileprivate func unit(of item: IntervalItem) -> TimeUnit {
    if case .length(let interval) = item.kind { return interval.unit }
    return interval(item)?.unit == .days ? .day : .month
  }

  fileprivate func around(
    _ moment: BoundExpression,
    of date: PlanColumn,
    within interval: CalendarInterval,
    each unit: CalendarInterval
  ) {
    let day = Operators.firstDay(of: date.expression)
    if !moment.columns.isEmpty {
      add(.filter(plan, Predicate(Operators.isMissing(moment, negated: true))))
      plan.reason = .noMoment
    }
    let near = Operators.isNear(day, moment, interval)
    var predicate = predicate(near)
    predicate.placements = placements(of: date.id, near: moment, interval, near)
    // A period is placed by its first day; where it holds the moment, its side is unclear.
    var last: BoundExpression?
    if let period = coveredPeriods(beside: date).first, case .period(let unit) = period.field.type {
      let end = Operators.lastDay(of: period.expression)
      let holds = Operators.and(
        Operators.comparison(.less, day, moment),
        Operators.comparison(.greaterOrEqual, end, moment)
      )
      predicate.placements.append((unit.word, Operators.and(near.condition, holds)))
      last = end
    }
    add(.filter(plan, predicate))
    let known = precisions[date.id].flatMap(planColumn)
    let phase = Operators.phase(day, moment, precision: known?.expression, last: last)
    let made = [
      ("offset", "units from the moment", Operators.offset(day, moment, unit)),
      ("phase", "on which side of the moment", phase),
    ]
    let columns = made.map { name, summary, expression in
      if visibleColumn(named: name) != nil {
        report(.nameTaken(name, "Rename it before: rename first_\(name) = \(name)"), at: stage.span)
      }
      let field = Field(name, expression.type, role: .key, summary: summary)
      return PlanColumn(binder.newColumn(), field)
    }
    // The filter has told of dates that are known only to a month or year.
    let told = precisions.removeValue(forKey: date.id)
    add(.project(plan, zip(columns, made).map { Projection($0.id, $1.2) }), adding: columns)
    precisions[date.id] = told
  }
}

extension PlanBuilder {
  /// The columns of periods of which each row covers one: its date, if that is a period, and,
  /// beside the table's declared date, those of its key.
  fileprivate func coveredPeriods(beside date: PlanColumn) -> [PlanColumn] {
    ([date] + (date.id == dateColumn ? key.compactMap(planColumn) : [])).filter { column in
      if case .period = column.field.type { true } else { false }
    }
  }

  /// The period that each row covers, with its length as an interval is written, if that is longer
  /// than `interval`.
  fileprivate func longerPeriod(
    than interval: CalendarInterval,
    of date: PlanColumn
  ) -> (period: String, length: String)? {
    let lengths: [(months: Int?, days: Int, text: String)] = [
      (12, 360, "1 year"), (3, 90, "1 quarter"), (1, 28, "1 month"), (nil, 7, "1 week"),
    ]
    let days = interval.unit == .days ? interval.count : interval.count * 30
    for case .period(let unit) in coveredPeriods(beside: date).map(\.field.type) {
      if let length = lengths.first(where: { $0.months == unit.months }), days < length.days {
        return (unit.word, length.text)
      }
    }
    return nil
  }
}
