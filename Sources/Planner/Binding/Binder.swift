import Catalog
import Diagnostics
import Functions
import Syntax

/// The binding of one statement: what all its pipelines share.
final class Binder: Reporter {
  let environment: Environment
  private let bytes: [UInt8]
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var stages: [String] = []
  private(set) var stageSpans: [SourceSpan] = []
  private(set) var stageDescriptions: [String] = []
  /// The columns that joins have renamed, by the stages of these.
  var renamedByJoin: [(stage: Int, column: String, notice: Notice)] = []
  /// The periods that stages have left behind.
  var lostPeriods: [LostPeriods] = []
  private(set) var nestedStages: [Int: String] = [:]
  /// What the pipeline reads whose stages are bound.
  var readName = ""
  /// How many sources of joins and appends the stage being bound stands in.
  var depth = 0
  var tables: [String] = []
  var caveats: [(table: String, caveat: Caveat)] = []
  var notices: [(stage: Int, notice: Notice)] = []
  var assertions: [Assertion] = []
  var display = BoundQuery.Display.table
  /// The chart that the query asks for.
  var chart: ChartRequest?
  /// The moment that an `around` goes by, as a civil day, if it is the same for all rows.
  var moment: Int32?
  /// What `lump` called the rest of each column.
  var rests: [ColumnID: String] = [:]
  /// The columns that the last stage, a pivot with totals, made.
  var totaled: [String] = []
  /// The rows that the last stage, a describe, describes.
  var described: LogicalPlan?
  var stagePlans: [Int: LogicalPlan] = [:]
  private var displayStages: Set<Int> = []
  /// The number of the newest column.
  private(set) var lastColumn: Int

  init(environment: Environment, source: String, lastColumn: Int = 0) {
    (self.environment, self.lastColumn) = (environment, lastColumn)
    bytes = Array(source.utf8)
  }

  /// A column that no other has.
  func newColumn() -> ColumnID {
    lastColumn += 1
    return ColumnID(lastColumn)
  }

  /// The source text of `span`.
  func text(_ span: SourceSpan) -> String {
    let start = min(max(span.start, 0), bytes.count)
    let end = min(max(span.end, start), bytes.count)
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// Whether nothing else is written than what stands at `span`.
  func isWhole(_ span: SourceSpan) -> Bool {
    (bytes[..<max(0, min(span.start, bytes.count))] + bytes[min(span.end, bytes.count)...])
      .allSatisfy { $0 <= 32 || $0 == 59 }
  }

  /// Reports what is wrong; of the same thing at several places, all are marked.
  func report(_ diagnostic: Diagnostic) {
    let place = diagnostics.firstIndex { known in
      known.message == diagnostic.message && (known.fix == nil) == (diagnostic.fix == nil)
    }
    guard let place else { return diagnostics.append(diagnostic) }
    let known = diagnostics[place]
    if ([known.span] + known.furtherSpans).contains(diagnostic.span) { return }
    diagnostics[place].furtherSpans.append(diagnostic.span)
    if let edits = diagnostic.fix?.edits { diagnostics[place].fix?.edits += edits }
  }

  /// The number of a new written stage, which does what `words` say.
  func newStage(_ span: SourceSpan, words: String) -> Int {
    stages.append(text(span))
    stageSpans.append(span)
    stageDescriptions.append(words)
    if depth > 0 { nestedStages[stages.count - 1] = readName }
    return stages.count - 1
  }

  /// The query that runs a pipeline as the main one.
  func query(_ builder: PlanBuilder) -> BoundQuery {
    var query = query(builder.plan)
    func name(_ id: ColumnID?) -> String? {
      id.flatMap(builder.planColumn).flatMap { $0.isHidden ? nil : $0.field.name }
    }
    let key = builder.key.compactMap(name)
    query.key = key.count == builder.key.count ? key : []
    query.order = builder.order.prefix { name($0.column) != nil }.compactMap { key in
      name(key.column).map { ($0, key.isDescending) }
    }
    query.totals = builder.visible.filter { builder.totals.contains($0.id) }.map(\.field.name)
    query.shares = builder.shares.compactMap { column, share in
      guard let column = name(column), let measure = name(share.measure),
        let groups = share.groups.mappingAll(name)
      else { return nil }
      return Schema.Share(column, of: measure, within: groups)
    }
    query.isCut = builder.isCut
    for column in builder.visible where !column.notAlong.isEmpty {
      query.notAlong[column.field.name] = builder.summedOver(column, by: [])
    }
    let precision = builder.dateColumn.flatMap { builder.precisions[$0] }
    query.date = (name(builder.dateColumn), name(precision))
    query.totaled = totaled
    (query.selections, query.choices) = (builder.shownSelections, builder.selections.choices)
    query.described = described
    query.stagePlans = stagePlans
    query.displayStages = displayStages
    query.words = Set(stages.flatMap(names))
    query.notices += renamedByJoin.filter { renamed in
      stages[(renamed.stage + 1)...].contains { names(in: $0).contains(renamed.column) }
    }.map { ($0.stage, $0.notice) }
    return query
  }

  /// The query that runs `plan`.
  func query(_ plan: LogicalPlan) -> BoundQuery {
    var query = BoundQuery(plan: plan, stages: stages, tables: tables, caveats: caveats)
    query.stageSpans = stageSpans
    query.stageDescriptions = stageDescriptions
    query.nestedStages = nestedStages
    query.lostPeriods = lostPeriods
    query.notices = notices
    query.display = display
    query.chart = chart
    return query
  }

  /// Binds a pipeline from its source on; nil when the source itself is wrong.
  func lower(_ pipeline: Pipeline) -> PlanBuilder? {
    guard let builder = start(pipeline) else {
      for place in pipeline.stages.indices
      where Verb.all[pipeline.stages[place].verb.text] == nil {
        _ = report(unknownVerbAt: place, of: pipeline.stages)
      }
      return nil
    }
    var translated = 0
    for (place, stage) in pipeline.stages.enumerated() where place >= translated {
      guard let verb = Verb.all[stage.verb.text] else {
        translated = report(
          unknownVerbAt: place,
          of: pipeline.stages,
          columns: builder.visible.map(\.field.name)
        )
        builder.hasUnknownColumns = true
        continue
      }
      if verb.isDisplay, !verb.mayStand(before: pipeline.stages[(place + 1)...]) {
        report(.displayNotLast(verb.name), at: stage.span)
      }
      builder.begin(stage, words: verb.words(stage, builder))
      if !verb.isDisplay {
        if !totaled.isEmpty { builder.note(.totalsLost(stage: text(stage.span))) }
        totaled = []
        described = nil
      }
      let number = builder.stageNumber
      verb.lower(stage, builder)
      builder.recordDecisions()
      stagePlans[number] = builder.plan
      if verb.isDisplay { displayStages.insert(number) }
    }
    if depth == 0 { builder.recordShownDates() }
    return builder
  }

  /// Binds the right side of a join or append.
  func lower(right source: Source) -> PlanBuilder? {
    let outer = readName
    depth += 1
    defer { (depth, readName) = (depth - 1, outer) }
    return lower(Pipeline(source: source, stages: [], span: source.span))
  }

  private func start(_ pipeline: Pipeline) -> PlanBuilder? {
    switch pipeline.source {
    case nil:
      guard let table = environment.results["_"] else {
        return report(.noLastResult, at: pipeline.span)
      }
      return scan(rows: table, of: "_", at: SourceSpan(pipeline.span.start, pipeline.span.start))
    case .table(let name): return scan(name)
    case .nested(let inner, _): return lower(inner)
    case .calendar(let range, let span): return calendar(range, span)
    }
  }

  private func calendar(_ range: ValueRange, _ span: SourceSpan) -> PlanBuilder? {
    guard let low = constant(range.low)?.asYear,
      let high = range.high.map({ constant($0)?.asYear }) ?? low,
      case .period(let unit) = low.type, low.type == high.type,
      case .ordinal(let first) = low.value, case .ordinal(let last) = high.value, first <= last
    else { return report(.calendarNeedsPeriods(text(range.span)), at: range.span) }
    let name = unit.columnName
    let schema = Schema([Field(name, .period(unit), role: .key)], key: [name])
    let builder = builder(over: .series(first...last), schema, at: span)
    builder.tableName = "calendar"
    return builder
  }
}

extension PeriodUnit {
  /// What the function that gives such periods is called, and the column that it makes.
  var columnName: String {
    switch self {
    case .year: "year"
    case .quarter: "quarter"
    case .month: "month"
    case .week: "week"
    case .fiscalYear: "fy"
    case .fiscalQuarter: "fq"
    }
  }
}
