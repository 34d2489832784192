import Catalog
import Diagnostics
import Functions
import Syntax

extension Verb {
  fileprivate static let kind = Slot<Name>.chart("kind")
  fileprivate static let x = column("x")
  fileprivate static let y = Slot<[Expression]>.terms("y", meaning: "a column, or several")
  fileprivate static let color = column("color")
  fileprivate static let mark = column("mark")
  fileprivate static let facet = column("facet")
  fileprivate static let free = Slot<Bool>.flag("free")
  fileprivate static let width = term("by", "a number, such as 10")
  fileprivate static let whole = term("whole", "a column, or a value in quotes")
  fileprivate static let reference = term("ref", "a number, date or period")
  fileprivate static let title = term("title", "a text in quotes")
  fileprivate static let note = term("note", "a text in quotes")

  private static func column(_ label: String) -> Slot<Expression> {
    term(label, "a column, or a term over columns")
  }

  private static func term(_ label: String, _ meaning: String) -> Slot<Expression> {
    .expression(label, meaning: meaning)
  }

  static let chart = Verb(
    "chart",
    "draws the result: bar, line, hist, dots or stack, or what fits its columns",
    missing: "Missing has a bar of its own, called (missing); in a line a missing value is a gap. "
      + "What is not drawn is told below.",
    related: ["pictures", "as", "save", "lump", "around"],
    shape: Shape(
      head: [.optional(kind)],
      options: [
        .clause(x), .clause(y), .clause(color), .clause(mark), .clause(facet), .clause(free),
        .clause(width), .clause(whole), .clause(reference), .clause(title), .clause(note),
      ]
    ),
    examples: "deportations | total removals by state.region | share | chart",
    "deportations | total removals by fiscal_year | chart line",
    "jurisdictions | chart hist x foreign_born_pct by 2",
    "deportations | total removals by state.region, fiscal_year "
      + "| chart bar x fiscal_year y removals facet region",
    isDisplay: true,
    words: { stage, _ in
      let y = stage[Verb.y].map(\.words).joined(separator: ", ")
      let parts: [(name: String, words: String)] = [("x", stage[x]?.words ?? ""), ("y", y)]
      let named = parts.filter { !$0.words.isEmpty }.map { "\($0.words) as \($0.name)" }
      return "draws a chart" + (named.isEmpty ? "" : " with " + listed(named))
    }
  ) { stage, builder in
    let errors = builder.binder.diagnostics.count
    guard let request = builder.chart(stage) else { return }
    builder.binder.chart = request
    builder.add(.project(builder.plan, []))
    // Of columns that are not there nothing more is said.
    if builder.binder.diagnostics.count == errors { builder.checkChart(request, stage) }
  }
}

extension PlanBuilder {
  /// The chart that a stage asks for, over columns that are added where terms stand for them; nil
  /// where it is wrong, which has been reported.
  fileprivate func chart(_ stage: Stage) -> ChartRequest? {
    var request = ChartRequest()
    request.stage = stageNumber
    guard chartKind(of: stage, into: &request), chartConstants(of: stage, into: &request)
    else { return nil }
    let y = stage[Verb.y].mappingAll { charted($0, as: "y") }
    guard let y, let x = charted(stage[Verb.x], as: "x"),
      let color = charted(stage[Verb.color], as: "color"),
      let mark = charted(stage[Verb.mark], as: "mark"),
      let facet = charted(stage[Verb.facet], as: "facet"), chartWhole(of: stage, into: &request)
    else { return nil }
    (request.x, request.y) = (x, y.compactMap { $0 })
    (request.color, request.mark, request.facet) = (color, mark, facet)
    request.isFree = stage.has(Verb.free)
    request.moment = binder.moment
    for column in visible {
      if let rest = binder.rests[column.id] { request.rests[column.field.name] = rest }
    }
    return request
  }

  private func chartKind(of stage: Stage, into request: inout ChartRequest) -> Bool {
    guard let kind = stage[Verb.kind] else { return true }
    let kinds = binder.environment.charts
    if kinds.contains(kind.text) || kinds.isEmpty {
      request.kind = kind.text
      return true
    }
    let near = nearest(kind.text, in: kinds)
    let foreign = Message.foreignCharts[kind.text.lowercased()]
    let message = Message.unknownChart(kind.text, near: near, all: kinds)
    report(message, at: kind.span, writing: foreign?.kind ?? near.sole)
    return false
  }

  /// The name of the column that a term is, or that is added for it; nil within where there is no
  /// term, and nil as a whole where the term is wrong.
  private func charted(_ expression: Expression?, as part: String) -> String?? {
    guard let expression else { return .some(nil) }
    guard let bound = stored(expression) else { return nil }
    if bound.literal != nil {
      return report(.chartNeedsColumn(part, text(expression)), at: expression.span)
    }
    let known = bound.column.flatMap(planColumn)
    if let known, !known.isHidden { return .some(known.field.name) }
    var name = text(expression)
    if case .path(let path) = expression.kind { name = path.last.text }
    if visibleColumn(named: name) != nil { name = text(expression) }
    while visibleColumn(named: name) != nil { name += "_" }
    var field = known?.field ?? Field(name, bound.type)
    field.name = name
    if known == nil, isAdditive(bound) { field.role = .additive }
    let column = computed(field, from: bound)
    add(.project(plan, [Projection(column.id, bound)]), adding: [column])
    return .some(name)
  }

  private func chartWhole(of stage: Stage, into request: inout ChartRequest) -> Bool {
    guard let whole = stage[Verb.whole] else { return true }
    if let constant = binder.constant(whole), case .text(let value) = constant.value {
      request.whole = .value(value)
      return true
    }
    guard let column = charted(whole, as: "whole") else { return false }
    request.whole = column.map { .column($0) }
    return true
  }

  private func chartConstants(of stage: Stage, into request: inout ChartRequest) -> Bool {
    func text(_ slot: Slot<Expression>) -> String?? {
      guard let expression = stage[slot] else { return .some(nil) }
      guard let constant = binder.constant(expression), case .text(let text) = constant.value
      else { return report(.chartNeedsText(slot.label), at: expression.span) }
      return .some(text)
    }
    guard let title = text(Verb.title), let note = text(Verb.note) else { return false }
    (request.title, request.note) = (title, note)
    if let width = stage[Verb.width] {
      guard let number = binder.constant(width)?.number, number > 0, number.isFinite else {
        report(.chartNeedsNumber("by", "by 10"), at: width.span)
        return false
      }
      request.binWidth = number
    }
    guard let reference = stage[Verb.reference] else { return true }
    guard let constant = binder.constant(reference)?.asYearIfTemporal(builder: self),
      constant.number != nil || constant.type.isTemporal
    else {
      report(.chartNeedsReference, at: reference.span)
      return false
    }
    request.reference = constant
    return true
  }

  /// Reports what a chart of the columns cannot show, at the part that is to blame.
  fileprivate func checkChart(_ request: ChartRequest, _ stage: Stage) {
    guard !hasUnknownColumns, let check = binder.environment.chartChecker else { return }
    var schema = Schema(visible.map(\.field))
    let query = binder.query(self)
    (schema.key, schema.shares) = (query.key, query.shares)
    for place in schema.fields.indices {
      schema.fields[place].notAlong = query.notAlong[schema.fields[place].name] ?? []
    }
    guard let refusal = check(request, schema) else { return }
    let parts: [String: SourceSpan?] = [
      "kind": stage[Verb.kind]?.span, "x": stage[Verb.x]?.span, "y": stage[Verb.y].first?.span,
      "color": stage[Verb.color]?.span, "mark": stage[Verb.mark]?.span,
      "facet": stage[Verb.facet]?.span, "whole": stage[Verb.whole]?.span,
      "by": stage[Verb.width]?.span, "ref": stage[Verb.reference]?.span,
    ]
    let span = refusal.part.flatMap { parts[$0] ?? nil }
    let message = Message(refusal.code, refusal.text)
    report(message, at: span ?? stage.span, writing: span == nil ? nil : refusal.remedy)
  }

  /// Reports a format that is for charts, where none is drawn.
  func reportNoChart(_ name: String, at span: SourceSpan) {
    report(.noChart(name), at: span, writing: "chart | as \(quotedName(name))")
  }

  /// Whether a file of this name may hold what the query gives: a chart has endings of its own.
  func mayHoldChart(_ path: String, at span: SourceSpan) -> Bool {
    let endings = binder.environment.chartFormats.endings
    let file = path.split(separator: "/").last?.lowercased() ?? ""
    let ending = endings.first { file.hasSuffix($0) }
    if binder.chart != nil, ending == nil, !endings.isEmpty {
      report(.chartEnding(endings), at: span)
      return false
    }
    if binder.chart == nil, let ending, ending != ".txt" {
      report(.endingNeedsChart(ending), at: span)
      return false
    }
    return true
  }
}

extension Constant {
  /// The number that it is, as a real.
  var number: Double? {
    switch value {
    case .integer(let number) where type.isNumeric: Double(number)
    case .real(let number): number
    default: nil
    }
  }

  /// A bare year as the period that it is, where columns of time are there to compare it with.
  fileprivate func asYearIfTemporal(builder: PlanBuilder) -> Constant {
    let year = asYear
    guard year.type != type else { return self }
    let hasYears = builder.visible.contains { $0.field.type == year.type }
    return hasYears ? year : self
  }
}
