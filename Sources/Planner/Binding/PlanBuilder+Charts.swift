import Catalog
import Diagnostics
import Functions
import Syntax

extension PlanBuilder {
  /// The chart that a stage asks for, over columns that are added where terms stand for them; nil
  /// where it is wrong, which has been reported.
  func chart(_ stage: Stage) -> ChartRequest? {
    var request = ChartRequest()
    request.stage = stageNumber
    guard chartKind(of: stage, into: &request), chartConstants(of: stage, into: &request),
      chartTexts(of: stage, into: &request), chartSteps(of: stage, into: &request),
      chartValues(of: stage, into: &request), let x = charted(stage[ChartSlots.x], as: "x"),
      let color = charted(stage[ChartSlots.color], as: "color"),
      let mark = charted(stage[ChartSlots.mark], as: "mark"),
      let facet = charted(stage[ChartSlots.facet], as: "facet"),
      chartWhole(of: stage, into: &request)
    else { return nil }
    request.x = x
    (request.color, request.mark, request.facet) = (color, mark, facet)
    request.isFree = stage.has(ChartSlots.free)
    if request.kind == "map" { request.places = placeTables() }
    request.moment = binder.moment
    for column in visible {
      if let rest = binder.rests[column.id] { request.rests[column.field.name] = rest }
    }
    return request
  }

  /// The map that a stage asks for, in the same way.
  func map(_ stage: Stage) -> ChartRequest? {
    var request = ChartRequest()
    (request.stage, request.kind) = (stageNumber, "map")
    guard chartTexts(of: stage, into: &request), chartSteps(of: stage, into: &request),
      let measure = charted(stage[ChartSlots.measure], as: "the number"),
      let place = charted(stage[ChartSlots.place], as: "by")
    else { return nil }
    (request.x, request.y) = (place, measure.map { [$0] } ?? [])
    request.places = placeTables()
    return request
  }

  /// The columns of `y`: several, or one of lower and one of upper bounds.
  private func chartValues(of stage: Stage, into request: inout ChartRequest) -> Bool {
    let written = stage[ChartSlots.y]
    if written.count > 1, let bounds = written.first(where: { $0.high != nil }) {
      report(.boundsStandAlone, at: bounds.span)
      return false
    }
    guard let columns = written.mappingAll({ charted($0.low, as: "y") }),
      let upper = charted(written.first?.high, as: "y")
    else { return false }
    (request.y, request.upper) = (columns.compactMap { $0 }, upper)
    return true
  }

  /// Where the values of the visible columns lie, by the columns' names: of those that are keys of
  /// tables of places, or link to one.
  private func placeTables() -> [String: ChartRequest.PlaceTable] {
    var tables: [String: ChartRequest.PlaceTable] = [:]
    for field in visible.map(\.field) {
      let own = field.origin.map { Field.Link(table: $0.table, key: $0.column) }
      for link in [own, field.link].compactMap({ $0 }) where tables[field.name] == nil {
        guard let schema = try? binder.environment.catalog.table(link.table)?.schema(),
          !schema.notes.places.isEmpty, schema.key == [link.key]
        else { continue }
        tables[field.name] = .init(table: link.table, key: link.key, notes: schema.notes.places)
      }
    }
    return tables
  }

  private func chartKind(of stage: Stage, into request: inout ChartRequest) -> Bool {
    guard let kind = stage[ChartSlots.kind] else { return true }
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
    guard let whole = stage[ChartSlots.whole] else { return true }
    if let constant = binder.constant(whole), case .text(let value) = constant.value {
      request.whole = .value(value)
      return true
    }
    guard let column = charted(whole, as: "whole") else { return false }
    request.whole = column.map { .column($0) }
    return true
  }

  /// Draws what a stage asks for, and reports what it cannot show, unless there were other errors.
  func draw(_ request: ChartRequest, _ stage: Stage, hasErrors: Bool) {
    binder.chart = request
    add(.project(plan, []))
    // Of columns that are not there nothing more is said.
    if !hasErrors { checkChart(request, stage) }
  }

  /// Reports what a chart of the columns cannot show, at the part that is to blame.
  private func checkChart(_ request: ChartRequest, _ stage: Stage) {
    guard !hasUnknownColumns, let check = binder.environment.chartChecker else { return }
    var schema = Schema(visible.map(\.field))
    let query = binder.query(self)
    (schema.key, schema.shares) = (query.key, query.shares)
    for place in schema.fields.indices {
      schema.fields[place].notAlong = query.notAlong[schema.fields[place].name] ?? []
    }
    guard let refusal = check(request, schema) else { return }
    let isMap = stage.verb.text == "map"
    let parts: [String: SourceSpan?] = [
      "kind": stage[ChartSlots.kind]?.span,
      "x": stage[ChartSlots.x]?.span ?? (isMap ? stage[ChartSlots.place]?.span : nil),
      "y": stage[ChartSlots.y].first?.span ?? stage[ChartSlots.measure]?.span,
      "color": stage[ChartSlots.color]?.span, "mark": stage[ChartSlots.mark]?.span,
      "facet": stage[ChartSlots.facet]?.span, "whole": stage[ChartSlots.whole]?.span,
      "by": stage[ChartSlots.width]?.span, "ref": stage[ChartSlots.reference]?.span,
      "steps": stage[ChartSlots.steps].first?.span,
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
