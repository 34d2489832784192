import Catalog
import Diagnostics
import Functions
import Syntax

/// The state of binding one pipeline: its stages are lowered one by one to a logical plan.
///
/// Verbs read the stage's arguments, ask for columns and bound expressions, and add operators;
/// everything that is wrong is reported, and lowering goes on as well as it can.
final class PlanBuilder: Reporter {
  let binder: Binder
  /// What is computed so far.
  var plan: LogicalPlan
  /// Where the columns of `plan` are found.
  private var index = ColumnIndex()
  /// The stage being lowered, if one is.
  private(set) var stage = Stage(verb: Name("", SourceSpan(0, 0)), span: SourceSpan(0, 0))
  private(set) var stageNumber: Int
  /// Whether a stage was not understood: there may be columns that are not known.
  var hasUnknownColumns = false
  /// Values that a pivot would have made columns of, had any row had them, with the column that it
  /// spread.
  var absentHeadings: (values: Set<String>, column: String) = ([], "")
  /// Columns whose making failed, which was reported: their names are no errors.
  var failedNames: Set<String> = []
  /// The columns whose values together name a row; empty when none are known to.
  var key: [ColumnID] = []
  /// The order that a `sort` gave, as long as it holds.
  var order: [SortKey] = []
  /// Whether rows were cut, so that shares are of what is left.
  var isCut = false
  /// Whether what is bound is an argument of a function, where missing makes the value missing.
  var isWithinCall = false
  /// What the stages chose.
  var selections = Selections()
  /// The column that `around` and as-of joins take by default: the table's declared date.
  var dateColumn: ColumnID?
  /// For dates, those of linked tables included, the column of their precision: to what each is
  /// known.
  var precisions: [ColumnID: ColumnID] = [:]
  /// The dates of which it was told that their own days matter.
  var told: Set<ColumnID> = []
  /// Columns made by `count` and `total`: where a group is absent, they are zero.
  var totals: Set<ColumnID> = []
  /// Those of them that count rows.
  var rowCounts: Set<ColumnID> = []
  /// Columns made by `share`: the measure that each is of, and the groups within which.
  var shares: [ColumnID: (measure: ColumnID, groups: [ColumnID])] = [:]
  /// The keys by which the stage groups, while its measures are bound.
  var groupKeys: [ColumnID] = []
  /// The first table of the pipeline, for the names of colliding columns.
  var tableName = "other"
  /// What one row stands for, as long as each is one of the pipeline's first table, which says it.
  var grain: Notice?
  /// The columns of linked tables joined so far.
  var linked: [LinkedColumn: ColumnID] = [:]
  /// Decisions over the rows as they are now, which are not told yet.
  var decisions: [Decision] = []
  /// Where aggregates and window functions of the term being bound are gathered; nil where none may
  /// stand.
  var calls: Calls?

  /// Aggregates and window functions of a term; the term reads their results as columns.
  struct Calls {
    var allowsWindows: Bool
    var aggregates: [AggregateCall] = []
    var windows: [WindowCall] = []
  }

  /// A column of a linked table.
  struct LinkedColumn: Hashable {
    var base: ColumnID
    var name: String
  }

  init(binder: Binder, plan: LogicalPlan) {
    self.binder = binder
    self.plan = plan
    stageNumber = plan.stage ?? 0
  }

  /// The columns that queries see, in order.
  var visible: [PlanColumn] { plan.columns.filter { !$0.isHidden } }

  /// The column that queries see by this name: the first one, if there are several.
  func visibleColumn(named name: String) -> PlanColumn? {
    index.column(named: name, in: plan.columnList)
  }

  /// Begins the lowering of a stage, which does what `words` say.
  func begin(_ stage: Stage, words: String) {
    self.stage = stage
    stageNumber = binder.newStage(stage.span, words: words)
  }

  /// Reports what is wrong at a stage of the pipeline that this one is a source of.
  func adopt(_ stage: Stage) { self.stage = stage }

  func report(_ diagnostic: Diagnostic) { binder.report(diagnostic) }

  /// Goes on without knowing which columns the stage makes.
  ///
  /// The columns before it stay, so that more mistakes of a wrong query are found, but not where only
  /// the run tells which there were: nothing wrong has been found there.
  func leaveColumnsUnknown() {
    if hasUnknownColumns { show([]) }
    hasUnknownColumns = true
  }

  /// A term as it is written.
  func text(_ expression: Expression) -> String { binder.text(expression.span) }

  /// A term as it is written, with its type, for messages.
  func typed(_ bound: BoundExpression, _ expression: Expression) -> TypedText {
    TypedText(text(expression), bound.type)
  }

  /// Notes a fact of the stage that is known before it runs.
  func note(_ notice: Notice) { binder.notices.append((stageNumber, notice)) }

  /// A plan of this stage that ends with `operation`.
  func ending(_ operation: LogicalPlan.Operator, columns: [PlanColumn]) -> LogicalPlan {
    LogicalPlan(operation, columns: columns, stage: stageNumber)
  }

  /// Makes `operation` the last one, with these columns coming out.
  func add(_ operation: LogicalPlan.Operator, columns: [PlanColumn]) {
    noteLostPeriods(of: operation, keeping: columns)
    let told = gatherDecisions(of: operation, keeping: columns)
    if !operation.keepsGrain { grain = nil }
    plan = ending(operation, columns: columns).recording(told)
  }

  /// Makes `operation` the last one; the columns stay, and these come after them.
  func add(_ operation: LogicalPlan.Operator, adding columns: [PlanColumn] = []) {
    let told = gatherDecisions(of: operation, keeping: nil)
    if !operation.keepsGrain { grain = nil }
    plan = LogicalPlan(operation, plan.columnList.adding(columns), stage: stageNumber)
      .recording(told)
  }

  /// Shows just these columns, in this order; the rest goes.
  ///
  /// To what a date is known stays behind it, hidden.
  func show(_ columns: [PlanColumn]) {
    add(.project(plan, []), columns: columns + hiddenPrecisions(behind: columns))
    forgetLostColumns()
  }

  /// The columns, hidden, that say to what the dates among `columns` are known, but those that are
  /// among these themselves.
  func hiddenPrecisions(behind columns: [PlanColumn]) -> [PlanColumn] {
    var found: [PlanColumn] = []
    for var precision in columns.compactMap({ precisions[$0.id] }).compactMap(planColumn)
    where !(columns + found).contains(where: { $0.id == precision.id }) {
      precision.isHidden = true
      found.append(precision)
    }
    return found
  }

  /// Forgets the key and the part of the order that are of columns which are gone.
  func forgetLostColumns() {
    if !key.allSatisfy({ planColumn($0) != nil }) { key = [] }
    order = Array(order.prefix { planColumn($0.column) != nil })
  }

  /// A hidden column that holds `bound`; the column itself, if it is one.
  func column(for bound: BoundExpression, named name: String = "") -> ColumnID {
    if case .column(let id, _) = bound { return id }
    let column = PlanColumn(binder.newColumn(), Field(name, bound.type), isHidden: true)
    add(.project(plan, [Projection(column.id, bound)]), adding: [column])
    return column.id
  }

  /// The column `id` as it stands in the plan.
  func planColumn(_ id: ColumnID) -> PlanColumn? { index.column(id, in: plan.columnList) }

  /// The parameter or literal number in a count slot; reports what is no count.
  func count(_ quantity: Quantity) -> Int? {
    switch quantity.kind {
    case .count(let count): return count
    case .percent: return nil
    case .parameter(let name):
      guard let constant = binder.parameter(name) else { return nil }
      guard case .integer(let number) = constant.value, number >= 0, number <= 1 << 40 else {
        return report(.parameterIsNoCount(name.text, constant.described), at: quantity.span)
      }
      return Int(number)
    }
  }
}

extension PlanColumn {
  /// The hidden column that holds what an aggregate gives.
  init(resultOf aggregate: AggregateCall) {
    self.init(aggregate.output, Field(aggregate.name, aggregate.type), isHidden: true)
  }

  /// The column as a term.
  var expression: BoundExpression { .column(id, field.type) }

  /// The column as a term that takes any type if it has no value.
  var fitting: BoundExpression {
    field.isValueless ? .valueless(id, as: field.type) : expression
  }

  /// The column's name and type, for messages.
  var typed: TypedText { TypedText(field.name, field.type) }
}

/// What reports that parts of a query are wrong.
protocol Reporter {
  /// Reports what is wrong.
  func report(_ diagnostic: Diagnostic)
}

extension Reporter {
  /// Reports what is wrong at `span`; its repair writes a text there, or is another one.
  func report(
    _ message: Message,
    at span: SourceSpan,
    writing text: String? = nil,
    fix: FixIt? = nil
  ) {
    report(Diagnostic(message, at: span, fix: fix ?? text.map { .replacing(span, with: $0) }))
  }

  /// The same, and nothing in place of what would be made.
  func report<Made>(
    _ message: Message,
    at span: SourceSpan,
    writing text: String? = nil,
    fix: FixIt? = nil
  ) -> Made? {
    report(message, at: span, writing: text, fix: fix) as Void
    return nil
  }
}

extension Collection {
  /// The only element, if there is just one.
  var sole: Element? { count == 1 ? first : nil }

  /// What `transform` makes of each element; nil if it fails for one, after all were tried.
  func mappingAll<Made>(_ transform: (Element) -> Made?) -> [Made]? {
    let made = compactMap(transform)
    return made.count == count ? made : nil
  }
}
