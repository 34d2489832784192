import Catalog
import Diagnostics
import Functions
import Syntax

/// A pipeline while its stages are lowered one by one to a plan.
///
/// Verbs read the stage's arguments, ask for columns and formulas, and add operations; everything
/// that is wrong is reported, and lowering goes on as well as it can.
final class PlanBuilder {
  let binder: Binder
  /// What is computed so far.
  var plan: LogicalPlan {
    didSet { names = NameIndex() }
  }
  /// Where the columns of `plan` are found by their names.
  private var names = NameIndex()
  /// The stage being lowered, if one is.
  private(set) var stage = Stage(verb: Name("", SourceSpan(0, 0)), span: SourceSpan(0, 0))
  private(set) var stageNumber: Int
  /// Whether a stage was not understood: there may be columns that are not known.
  var isOpen = false
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
  /// The column that `around` and as-of joins take unless told otherwise: the table's declared
  /// date.
  var dateColumn: ColumnID?
  /// The column that tells to what the declared date is known.
  var precisionColumn: ColumnID?
  /// Columns made by `count` and `total`: where a group is absent, they are zero.
  var totals: Set<ColumnID> = []
  /// The first table of the pipeline, for the names of colliding columns.
  var tableName = "other"
  /// The columns of linked tables joined so far.
  var linked: [LinkedColumn: ColumnID] = [:]
  /// Columns under comparisons of the predicate being bound, for the ledger.
  var watch: Watch?
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

  /// The columns under comparisons that a missing value decides.
  struct Watch {
    var rangeColumns: [ColumnID] = []
    var negatedColumns: [ColumnID] = []
    var isNegated = false
    var precisions: Set<String> = []
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
    names.place(of: name, among: plan.columns).map { plan.columns[$0] }
  }

  /// Begins the lowering of a stage, which does what `words` say.
  func begin(_ stage: Stage, words: String) {
    self.stage = stage
    stageNumber = binder.newStage(stage.span, words: words)
  }

  /// Goes on within a stage that another pipeline began.
  func adopt(_ stage: Stage, _ number: Int) { (self.stage, stageNumber) = (stage, number) }

  /// Reports what is wrong at `span`.
  func report(_ message: Message, at span: SourceSpan, fix: FixIt? = nil) {
    binder.report(message, at: span, fix: fix)
  }

  /// Notes a fact of the stage that is known before it runs.
  func note(_ notice: Notice) { binder.notices.append((stageNumber, notice)) }

  /// Makes `operation` the last one, with these columns coming out.
  func add(_ operation: LogicalPlan.Operator, columns: [PlanColumn]) {
    plan = LogicalPlan(operation, columns: columns, stage: stageNumber)
  }

  /// Makes `operation` the last one; the columns stay.
  func add(_ operation: LogicalPlan.Operator) { add(operation, columns: plan.columns) }

  /// Shows just these columns, in this order; the rest goes.
  func show(_ columns: [PlanColumn]) {
    add(.project(plan, []), columns: columns)
    let left = Set(columns.map(\.id))
    if !key.allSatisfy(left.contains) { key = [] }
    order = Array(order.prefix { left.contains($0.column) })
  }

  /// A hidden column that holds `bound`; the column itself, if it is one.
  func column(for bound: BoundExpression, named name: String = "") -> ColumnID {
    if case .column(let id, _) = bound { return id }
    let column = PlanColumn(binder.newColumn(), Field(name, bound.type), isHidden: true)
    add(.project(plan, [Projection(column.id, bound)]), columns: plan.columns + [column])
    return column.id
  }

  /// Declares that the columns of these names together name a row.
  func setKey(_ names: [String]) {
    let ids = names.compactMap { name in visible.first { $0.field.name == name }?.id }
    key = ids.count == names.count ? ids : []
  }

  /// The column `id` as it stands in the plan.
  func planColumn(_ id: ColumnID) -> PlanColumn? { plan.columns.first { $0.id == id } }

  /// The parameter or literal number in a count slot; reports what is no count.
  func count(_ quantity: Quantity) -> Int? {
    switch quantity.kind {
    case .count(let count): return count
    case .percent: return nil
    case .parameter(let name):
      guard let constant = binder.parameter(name) else { return nil }
      guard case .integer(let number) = constant.value, number >= 0, number <= 1 << 40 else {
        report(.parameterIsNoCount(name.text, constant.described), at: quantity.span)
        return nil
      }
      return Int(number)
    }
  }

  /// A name for a new column that no visible column has; one that is taken is reported.
  func isFree(_ name: Name, besides taken: [String]) -> Bool {
    if taken.contains(name.text) {
      report(.nameTwice(name.text), at: name.span)
      return false
    }
    return true
  }
}

/// The places of visible columns by name: searched for a few names, hashed for many.
private struct NameIndex {
  private var searches = 0
  private var places: [String: Int]?

  /// The place of the first visible column of this name.
  mutating func place(of name: String, among columns: [PlanColumn]) -> Int? {
    searches += 1
    if searches <= 8 {
      return columns.firstIndex { !$0.isHidden && $0.field.name == name }
    }
    let known = places ?? hashed(columns)
    places = known
    return known[name]
  }

  private func hashed(_ columns: [PlanColumn]) -> [String: Int] {
    let visible = columns.indices.lazy.filter { !columns[$0].isHidden }
    return Dictionary(visible.map { (columns[$0].field.name, $0) }) { first, _ in first }
  }
}
