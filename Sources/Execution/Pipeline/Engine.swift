import Catalog
import Columns
import Functions
import Parallel
import Planner

/// The query engine: runs plans in memory, over columns, with several workers.
///
/// No result depends on the number of workers or on the size of chunks.
public final class Engine: Backend {
  private let catalog: Catalog
  /// How many threads share the work of a query.
  let workers: Int
  private let chunkSize: Int
  private let optimizes: Bool
  private let memory: MemoryBudget

  /// An engine over the tables of `catalog` that hands `chunkSize` rows at a time to `workers`
  /// threads: as many as there are processors for this process, unless given.
  ///
  /// Its queries hold no more memory than `memory`, by default three quarters of what the process
  /// may use. Without `optimizes` it runs plans just as the binder makes them.
  public init(
    catalog: Catalog,
    workers: Int? = nil,
    memory: MemoryBudget? = nil,
    chunkSize: Int = 65_536,
    optimizes: Bool = true
  ) {
    self.catalog = catalog
    self.optimizes = optimizes
    self.workers = max(1, workers ?? ProcessLimits.processors)
    self.memory =
      memory ?? .ofProcess()
    self.chunkSize = max(1, chunkSize)
  }

  /// Wakes the threads that will share the query's work.
  public func prepareForQuery() {
    if workers > 1 { ThreadPool.wake() }
  }

  /// Runs the query; gives its visible columns and the ledger, or throws a `RunFailure`.
  public func run(
    _ query: BoundQuery,
    until cancellation: Cancellation
  ) throws -> (Table, Ledger) {
    do {
      return try MemoryBudget.with(memory) {
        try Cancellation.with(cancellation) { try result(of: query, until: cancellation) }
      }
    } catch let shortage as OutOfMemory {
      let stage = shortage.stage ?? query.plan.stage
      let words = stage.flatMap { query.stages.indices.contains($0) ? query.stages[$0] : nil }
      throw RunFailure(shortage, of: words ?? "the query", stage: stage)
    }
  }

  private func result(
    of query: BoundQuery,
    until cancellation: Cancellation
  ) throws -> (Table, Ledger) {
    let workers = WorkerPool(count: workers, chunkSize: chunkSize, cancellation: cancellation)
    let visible = query.plan.columns.filter { !$0.isHidden }
    let needed = Set(visible.map(\.id))
    let run = Executor(catalog: catalog, workers: workers, cancellation: cancellation)
    let plan = optimizes ? query.plan.optimized() : query.plan
    let pipeline = try run.pipeline(plan, needed: needed, stage: nil)
    let result = try pipeline.collect(needed, by: workers)
    try memory.check()
    let table = Table(
      schema: Schema(visible.map(\.field)),
      columns: visible.map { result[$0.id] },
      rowCount: result.rowCount
    )
    return (table, Ledger(of: query, from: pipeline.metrics))
  }
}

/// The executor of a plan; its extensions each run one kind of node.
struct Executor {
  let catalog: Catalog
  let workers: WorkerPool
  /// Stops the query early.
  let cancellation: Cancellation

  /// A pipeline that gives the columns of `needed`; `stage` is the stage of what stands above, and
  /// `limit` which rows that takes, where it does not take all.
  func pipeline(
    _ plan: LogicalPlan,
    needed: Set<ColumnID>,
    stage: Int?,
    limit: RowLimit? = nil
  ) throws -> OperatorPipeline {
    var request = ExecutionRequest(plan: plan, needed: needed, stage: plan.stage ?? stage)
    request.limit = limit
    do {
      return try plan.decisions.isEmpty ? pipeline(request) : deciding(plan, needed, request.stage)
    } catch var shortage as OutOfMemory {
      shortage.stage = shortage.stage ?? request.stage
      throw shortage
    }
  }

  /// The same with an operator that counts what missing values leave undecided in the next stage.
  private func deciding(_ plan: LogicalPlan, _ needed: Set<ColumnID>, _ stage: Int?) throws
    -> OperatorPipeline
  {
    let read = Set(plan.decisions.flatMap(\.condition.columns))
    var pipeline = try pipeline(
      ExecutionRequest(plan: plan, needed: needed.union(read), stage: stage)
    )
    let next = plan.decisions[0].stage
    pipeline.append(
      DecisionOperator(plan.decisions, needed: needed, stage: next),
      OperatorMetrics(stage: next, left: pipeline.metrics)
    )
    return pipeline
  }

  private func pipeline(_ request: ExecutionRequest) throws -> OperatorPipeline {
    switch request.plan.operation {
    case .scan(let scan): return try self.scan(scan, request)
    case .filter(let input, let predicate): return try filter(input, predicate, request)
    case .project(let input, let projections): return try project(input, projections, request)
    case .aggregate(let input, let keys, let calls):
      return try aggregate(input, keys, calls, request)
    case .window(let input, let window): return try self.window(input, window, request)
    case .sort(let input, let keys): return try sort(input, keys, request)
    case .slice(let input, let slice): return try self.slice(input, slice, request)
    case .join(let left, let right, let join): return try self.join(left, right, join, request)
    case .append(let left, let right, let pairings):
      return try append(left, right, pairings, request)
    }
  }

  /// The rows of a plan at rest, and its metrics; a plan that can give only those of `limit` does.
  func rows(
    _ plan: LogicalPlan,
    needed: Set<ColumnID>,
    stage: Int?,
    limit: RowLimit? = nil
  ) throws -> (Chunk, OperatorMetrics) {
    let pipeline = try pipeline(plan, needed: needed, stage: stage, limit: limit)
    return (try pipeline.collect(needed, by: workers), pipeline.metrics)
  }

  /// The rows of the only or left input of a request at rest, and its metrics; an input that can
  /// give only those of `limit` does.
  func input(
    _ plan: LogicalPlan,
    of request: ExecutionRequest,
    limit: RowLimit? = nil
  ) throws -> (Chunk, OperatorMetrics) {
    try rows(plan, needed: request.leftNeeds, stage: request.stage, limit: limit)
  }

  private func filter(
    _ input: LogicalPlan,
    _ predicate: Predicate,
    _ request: ExecutionRequest
  ) throws -> OperatorPipeline {
    let filter = FilterOperator(
      predicate: predicate,
      needed: request.needed,
      stage: request.stage,
      reason: request.plan.reason,
      rangeFilter: RangeFilter(predicate),
      undecided: predicate.decisions.isEmpty ? nil : UndecidedRows(predicate.decisions)
    )
    return try streaming(input, to: filter, request)
  }

  private func project(
    _ input: LogicalPlan,
    _ projections: [Projection],
    _ request: ExecutionRequest
  ) throws -> OperatorPipeline {
    if let unpivoted = try unpivoted(input, projections, request) { return unpivoted }
    let project = ProjectOperator(
      projections: projections,
      needed: request.needed,
      stage: request.stage
    )
    return try streaming(input, to: project, request)
  }

  private func streaming(
    _ input: LogicalPlan,
    to next: any StreamOperator,
    _ request: ExecutionRequest
  ) throws -> OperatorPipeline {
    var pipeline = try pipeline(input, needed: request.leftNeeds, stage: request.stage)
    pipeline.append(next, OperatorMetrics(stage: request.plan.stage, left: pipeline.metrics))
    return pipeline
  }
}

/// A request to execute one node: where it stands, and what is asked of it.
struct ExecutionRequest {
  /// The plan that ends with the operation.
  let plan: LogicalPlan
  /// The columns that are needed above.
  let needed: Set<ColumnID>
  /// The written stage to which failures belong: the operation's own, or that of what stands above.
  let stage: Int?
  /// Which rows are needed, where not all are; a sort then gives no others.
  var limit: RowLimit?

  /// The metrics of the operation over those of its only input.
  func metrics(over input: OperatorMetrics?, _ rowsIn: Int, _ rowsOut: Int) -> OperatorMetrics {
    let metrics = OperatorMetrics(stage: plan.stage, left: input)
    (metrics.rowsIn, metrics.rowsOut) = (rowsIn, rowsOut)
    return metrics
  }

  /// The columns that its only or left input must give.
  var leftNeeds: Set<ColumnID> { plan.inputNeeds(needed).left }
  /// The columns that its right input must give.
  var rightNeeds: Set<ColumnID> { plan.inputNeeds(needed).right }
}
