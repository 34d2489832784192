import Catalog
import Planner

extension Ledger {
  /// The ledger of a query: one step for each written stage, in order, from the metrics of its
  /// operators.
  ///
  /// An operator belongs to the stage that its plan node names, and nodes without a stage to the
  /// next one above. `deportations | where state = "MA" | count` has three nodes, each with a stage
  /// of its own, so their metrics are the steps:
  ///
  ///     scan       stage 0   0 rows in, 44 out: read 44
  ///     filter     stage 1   44 in, 30 out: dropped 14
  ///     aggregate  stage 2   30 in, 1 out: grouped into 1
  ///
  /// `share removals by state` is one stage of two nodes, a window and a projection: their flows
  /// are put one after the other into one step. A filter of stage 2 that the optimizer has pushed
  /// below a sort of stage 1 drops rows before the sort sees them; the sort's step counts them
  /// again, since as written the sort saw them. The stages of a join's right side
  /// become steps of their own.
  init(of query: BoundQuery, from metrics: OperatorMetrics) {
    self.init()
    tables = query.tables
    caveats = query.constantCaveats
    var account = StageAccount(metrics, within: nil)
    account.close()
    for (stage, notice) in query.notices { account.records[stage]?.add([notice]) }
    let written = account.records.filter { query.stages.indices.contains($0.key) }
    steps = written.sorted { $0.key < $1.key }.map { stage, record in
      var step = Step(
        stage: query.stages[stage],
        rowsIn: record.rowsIn,
        rowsOut: record.rowsOut,
        flows: record.flows,
        notices: record.notices
      )
      step.place = stage
      step.source = query.nestedStages[stage]
      step.earlier = query.stepsBefore(stage)
      return step
    }
  }
}

extension BoundQuery {
  /// The steps that made the rows of an earlier result, where a stage reads one, without what is
  /// found anew of the rows that are still there.
  ///
  /// Of each of that result's other sources one step has the notices: `let t = t | append t` would
  /// double its steps.
  fileprivate func stepsBefore(_ stage: Int) -> [Step] {
    guard case .scan(let scan)? = stagePlans[stage]?.operation,
      let steps = scan.madeBy?.ledger?.steps
    else { return [] }
    let all = steps.flatMap { step in
      var own = step
      own.earlier = []
      own.notices = step.notices.filter(\.isLasting)
      // The rows that an earlier result still has were read in the steps before.
      if !step.earlier.isEmpty { own.flows.removeAll { $0.reason == .read } }
      return step.earlier + [own]
    }
    var main = all.filter { !$0.isNested && !$0.isPlain }
    for place in main.indices { main[place].source = nestedStages[stage] }
    var others: [Step] = []
    for step in all where step.isNested && !step.notices.isEmpty {
      let place = others.firstIndex { $0.source == step.source }
      if place == nil {
        others.append(Step(stage: "", rowsIn: 0, rowsOut: 0))
        others[others.count - 1].source = step.source
      }
      let known = place ?? others.count - 1
      for notice in step.notices where !others[known].notices.contains(notice) {
        others[known].notices.append(notice)
      }
    }
    return main + others
  }
}

extension Step {
  /// Whether all its rows came and went, and there is nothing to tell.
  fileprivate var isPlain: Bool {
    rowsIn == rowsOut && notices.isEmpty && flows.allSatisfy { $0.rows == 0 }
  }
}

/// The account of a plan: of each stage what its operators did together.
private struct StageAccount {
  /// The record of each stage.
  var records: [Int: StageRecord] = [:]
  /// The record of operators that belong to the next stage above.
  var pending: StageRecord?
  /// The last stage met from the leaves up.
  var latest: Int?
  /// How many rows each operator below dropped, with its stage.
  private var dropped: [(stage: Int, rows: Int)] = []

  /// The account of an operator and all below it; `enclosing` is the stage of the operator above.
  init(_ metrics: OperatorMetrics, within enclosing: Int?) {
    let stage = metrics.stage ?? enclosing
    if let left = metrics.left { self = StageAccount(left, within: stage) }
    var record = StageRecord(metrics)
    // What a pushed-down filter of a later stage dropped before it came here is counted again.
    let restored = dropped.reduce(0) { $1.stage > stage ?? .max ? $0 + $1.rows : $0 }
    (record.rowsIn, record.rowsOut) = (record.rowsIn + restored, record.rowsOut + restored)
    if let stage = metrics.stage { dropped.append((stage, metrics.rowsIn - metrics.rowsOut)) }
    if let right = metrics.right {
      record.add(combine(StageAccount(right, within: stage), at: stage))
    }
    if let pending { record = pending.followed(by: record) }
    guard let stage = metrics.stage else {
      pending = record
      return
    }
    pending = nil
    records[stage] = records[stage]?.followed(by: record) ?? record
    latest = stage
  }

  private init() {}

  /// Adds the stages of a right-hand plan.
  ///
  /// A stage that is known already is the same input run once more, or a step within the stage
  /// `stage`: of these only what formulas met is handed on.
  private mutating func combine(_ right: StageAccount, at stage: Int?) -> [Notice] {
    var inner = right.pending?.notices ?? []
    for (number, record) in right.records {
      if number == stage { inner += record.notices }
      if number != stage && records[number] == nil { records[number] = record }
    }
    return inner.filter(\.isFromFormula)
  }

  /// Adds what has no stage above it to the last stage below.
  mutating func close() {
    guard let pending, let latest, let record = records[latest] else { return }
    records[latest] = record.followed(by: pending)
  }
}

/// The sum of the metrics of one stage's operators.
private struct StageRecord {
  var rowsIn: Int
  var rowsOut: Int
  var flows: [RowFlow]
  var notices: [Notice] = []

  init(_ metrics: OperatorMetrics) {
    (rowsIn, rowsOut, flows) = (metrics.rowsIn, metrics.rowsOut, metrics.flows)
    add(metrics.notices)
  }

  mutating func add(_ more: [Notice]) {
    for notice in more where !notices.contains(notice) || notice.isFromFormula {
      if let place = notices.firstIndex(where: { $0.sum(with: notice) != nil }),
        let sum = notices[place].sum(with: notice)
      {
        notices[place] = sum
      } else {
        notices.append(notice)
      }
    }
  }

  func followed(by next: StageRecord) -> StageRecord {
    var whole = self
    whole.rowsOut = next.rowsOut
    whole.flows += next.flows
    whole.add(next.notices)
    return whole
  }
}

extension Notice {
  /// Whether it is about what expressions met in rows, not about how many rows an operator moved.
  fileprivate var isFromFormula: Bool {
    switch self {
    case .divisionsByZero, .outOfDomain, .failedConversions, .undecided: true
    default: false
    }
  }

  /// Whether it stays true of the rows in later queries, and is not found anew of those still there.
  fileprivate var isLasting: Bool {
    switch self {
    case .grain, .malformedRows, .completedRows, .partialPeriod, .comparesPartial,
      .totalsNotWritten:
      false
    default: true
    }
  }

  /// One fact for two counts of the same thing that formulas met.
  fileprivate func sum(with other: Notice) -> Notice? {
    if let sum = added(to: other) { return sum }
    switch (self, other) {
    case (.undecided(let first), .undecided(let second))
    where first.subjects == second.subjects && first.outcome == second.outcome
      && first.isOfGroups == second.isOfGroups:
      // The same rows, met at several places of one stage.
      var whole = first.rows >= second.rows ? first : second
      if first.test != second.test { whole.test = nil }
      return .undecided(whole)
    default:
      return nil
    }
  }
}
