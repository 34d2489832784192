import Plans
import Tables

extension Ledger {
  /// The ledger of a query that ran as `trace` tells: one step for each written stage, in order.
  init(of query: BoundQuery, from trace: Trace) {
    self.init()
    tables = query.tables
    caveats = query.caveats
    var account = StageAccount(trace, within: nil)
    account.close()
    for (stage, fact) in query.facts { account.records[stage]?.add([fact]) }
    let written = account.records.filter { query.stages.indices.contains($0.key) }
    steps = written.sorted { $0.key < $1.key }.map { stage, record in
      var step = Step(
        stage: query.stages[stage],
        rowsIn: record.rowsIn,
        rowsOut: record.rowsOut,
        flows: record.flows,
        facts: record.facts
      )
      step.place = stage
      step.isNested = query.nestedStages.contains(stage)
      return step
    }
  }
}

/// The stages of a plan, each with what its operations did together.
private struct StageAccount {
  /// What each stage did.
  var records: [Int: StageRecord] = [:]
  /// What operations did that belong to the next stage above.
  var pending: StageRecord?
  /// The last stage met on the way up.
  var latest: Int?
  /// How many rows each operation below dropped, with its stage.
  private var dropped: [(stage: Int, rows: Int)] = []

  /// The account of an operation and all below it; `enclosing` is the stage of what stands above.
  init(_ trace: Trace, within enclosing: Int?) {
    let stage = trace.stage ?? enclosing
    if let left = trace.left { self = StageAccount(left, within: stage) }
    var record = StageRecord(trace)
    record.restore(dropped.reduce(0) { $1.stage > stage ?? .max ? $0 + $1.rows : $0 })
    if let stage = trace.stage { dropped.append((stage, trace.rowsIn - trace.rowsOut)) }
    if let right = trace.right {
      record.add(absorb(StageAccount(right, within: stage), at: stage))
    }
    if let pending { record = pending.followed(by: record) }
    guard let stage = trace.stage else {
      pending = record
      return
    }
    pending = nil
    records[stage] = records[stage]?.followed(by: record) ?? record
    latest = stage
  }

  private init() {}

  /// Takes over the stages of a right-hand plan.
  ///
  /// A stage that is known already is the same input run once more, or a step within the stage
  /// `stage`: of these only what formulas met is handed on.
  private mutating func absorb(_ right: StageAccount, at stage: Int?) -> [Fact] {
    var inner = right.pending?.facts ?? []
    for (number, record) in right.records {
      if number == stage { inner += record.facts }
      if number != stage && records[number] == nil { records[number] = record }
    }
    return inner.filter(\.isFromFormula)
  }

  /// Hands what no stage stands above to the last one below.
  mutating func close() {
    guard let pending, let latest, let record = records[latest] else { return }
    records[latest] = record.followed(by: pending)
  }
}

/// What the operations of one stage did together.
private struct StageRecord {
  var rowsIn: Int
  var rowsOut: Int
  var flows: [Flow]
  var facts: [Fact] = []

  init(_ trace: Trace) {
    (rowsIn, rowsOut, flows) = (trace.rowsIn, trace.rowsOut, trace.flows)
    add(trace.facts)
  }

  mutating func add(_ more: [Fact]) {
    for fact in more where !facts.contains(fact) || fact.isFromFormula {
      if let place = facts.firstIndex(where: { $0.sum(with: fact) != nil }),
        let sum = facts[place].sum(with: fact)
      {
        facts[place] = sum
      } else {
        facts.append(fact)
      }
    }
  }

  /// Counts rows again that a filter of a later stage took away before they came here.
  mutating func restore(_ rows: Int) {
    rowsIn += rows
    rowsOut += rows
  }

  func followed(by next: StageRecord) -> StageRecord {
    var whole = self
    whole.rowsOut = next.rowsOut
    whole.flows += next.flows
    whole.add(next.facts)
    return whole
  }
}

extension Fact {
  /// Whether it tells what formulas met in rows, rather than how many rows an operation moved.
  fileprivate var isFromFormula: Bool {
    switch self {
    case .divisionsByZero, .outOfDomain, .failedConversions: true
    default: false
    }
  }

  /// One fact for two counts of the same thing that formulas met.
  fileprivate func sum(with other: Fact) -> Fact? {
    switch (self, other) {
    case (.divisionsByZero(let first), .divisionsByZero(let second)):
      return .divisionsByZero(first + second)
    case (.outOfDomain(let function, let first), .outOfDomain(let name, let second))
    where function == name:
      return .outOfDomain(function: name, first + second)
    case (.failedConversions(let function, let first), .failedConversions(let name, let second))
    where function == name:
      return .failedConversions(function: name, first + second)
    default:
      return nil
    }
  }
}
