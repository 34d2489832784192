import Catalog
import Columns
import Functions
import Parallel
import Planner

extension Executor {
  /// Rows of the left with their partners on the right, in the left's order, then the right's.
  func join(
    _ leftPlan: LogicalPlan,
    _ rightPlan: LogicalPlan,
    _ join: Join,
    _ request: ExecutionRequest
  ) throws -> OperatorPipeline {
    let pipeline = try pipeline(leftPlan, needed: request.leftNeeds, stage: request.stage)
    let (right, rightMetrics) = try rightRows(rightPlan, beside: pipeline, request)
    try attributing(to: request.stage) { try checkForeignKeys(join, leftPlan, rightPlan) }
    let metrics = OperatorMetrics(
      stage: request.plan.stage,
      left: pipeline.metrics,
      right: rightMetrics
    )
    let reportsMatches = request.plan.tells(join, of: rightPlan)
    if let streamed = try streamed(
      join,
      pipeline,
      right,
      metrics,
      reportsMatches: reportsMatches,
      request
    ) {
      return streamed
    }
    let left = try pipeline.collect(request.leftNeeds, by: workers)
    let sides = JoinInputs(
      join: join,
      left: left,
      right: right,
      leftPlan: leftPlan,
      rightPlan: rightPlan
    )
    let pairs = try attributing(to: request.stage) { try self.pairs(of: sides) }
    let output = try output(pairs, of: sides, request)
    (metrics.rowsIn, metrics.rowsOut) = (left.rowCount, output.rowCount)
    sides.report(pairs, in: metrics, reason: request.plan.reason, reportsMatches: reportsMatches)
    if pairs.tieCount > 0 { metrics.notices.append(.equallyNear(pairs.tieCount)) }
    return OperatorPipeline(source: output.keeping(request.needed), metrics: metrics)
  }

  /// The right rows; if they fail, the left ones may fail first.
  private func rightRows(
    _ plan: LogicalPlan,
    beside left: OperatorPipeline,
    _ request: ExecutionRequest
  ) throws -> (Chunk, OperatorMetrics) {
    do {
      return try rows(plan, needed: request.rightNeeds, stage: request.stage)
    } catch {
      _ = try left.collect(request.leftNeeds, by: workers)
      throw error
    }
  }

  /// Checks the foreign keys that a join follows either way; not those of a join that finds the rows
  /// without partner.
  private func checkForeignKeys(
    _ join: Join,
    _ left: LogicalPlan,
    _ right: LogicalPlan
  ) throws(TableFailure) {
    guard join.addsColumns else { return }
    func origins(_ plan: LogicalPlan, _ ids: [ColumnID]) -> [Field.Origin?] {
      ids.map { id in plan.columns.first { $0.id == id }?.field.origin }
    }
    let pairs = zip(origins(left, join.keys.map(\.left)), origins(right, join.keys.map(\.right)))
      .compactMap { left, right in left.flatMap { left in right.map { (left, $0) } } }
    for pairs in [pairs, pairs.map { ($1, $0) }] {
      for table in Set(pairs.map(\.0.table)) {
        try catalog.table(table)?.checkForeignKeys(
          joining: pairs.filter { $0.0.table == table }.map { ($0.0.column, $0.1) },
          in: catalog
        )
      }
    }
  }

  private func pairs(of sides: JoinInputs) throws -> JoinMatches {
    switch sides.join.kind {
    case .cross where sides.right.rowCount > 0:
      return try JoinMatches.product(sides.left.rowCount, sides.right.rowCount, by: workers)
    case .cross: return JoinMatches(partners: Buffer(repeating: -1, count: sides.left.rowCount))
    case .asOf(let moments): return try asOfMatches(moments, sides)
    case .left, .inner, .anti, .mark: break
    }
    let keys = try joinKeys(sides.join, sides.left, sides.right)
    if !sides.join.ranges.isEmpty {
      let index = try RangeIndex(sides.join, sides.left, sides.right, keys, self)
      return try listedMatches(sides) { index.partners(of: $0, into: &$1) }
    }
    let index = JoinIndex(keys, .rows(sides.right.rowCount))
    if index.isUnique || !sides.join.addsColumns {
      let partners = try index.firstRows.gathered(index.numbers, absent: -1, by: workers)
      return JoinMatches(partners: partners)
    }
    return try listedMatches(sides) { row, found in
      found.removeAll(keepingCapacity: true)
      for place in index.places(of: row) { found.append(index.rows.base[place]) }
    }
  }

  /// Each left row with all partners that `find` gives, or none.
  private func listedMatches(
    _ sides: JoinInputs,
    _ find: @Sendable (Int, inout [Int32]) -> Void
  ) throws -> JoinMatches {
    let ranges = workers.chunks(of: 0..<sides.left.rowCount)
    let isSingle = !sides.join.addsColumns
    let parts = try workers.map(ranges.count) { [workers] part in
      var (pairs, found) = (MatchList(), [Int32]())
      for row in ranges[part] {
        if row & 1023 == 0 || found.count > 1024 { try workers.check() }
        find(row, &found)
        if found.count > 1 && !isSingle && !sides.join.allowsMany {
          throw RunFailure(sides.tooMany(found.count, for: row), .join)
        }
        pairs.add(row, found.isEmpty ? [-1] : isSingle ? [found[0]] : found)
      }
      return pairs.finished
    }
    let lists = parts.flatMap { $0 }
    let total = lists.reduce(0) { $0 + $1.left.count }
    if total > Int(Int32.max) { throw RunFailure.tooManyRows("join") }
    return JoinMatches(
      left: try .joined(lists.map(\.left), by: workers),
      partners: try .joined(lists.map(\.right), by: workers)
    )
  }

  private func output(_ pairs: JoinMatches, of sides: JoinInputs, _ request: ExecutionRequest)
    throws -> Chunk
  {
    switch sides.join.kind {
    case .mark(let id):
      var output = sides.left
      output.columns[id] = Column(.boolean(pairs.partners.areRows))
      return output
    case .anti:
      let rows = pairs.leftRows(matched: false)
      return try sides.left.gathered(rows, only: request.needed, by: workers)
    case .inner, .cross:
      return try joined(sides.left, sides.right, pairs.matched, request.needed)
    case .left, .asOf:
      return try joined(sides.left, sides.right, pairs, request.needed)
    }
  }

  /// The columns of both sides of the pairs.
  func joined(
    _ left: Chunk,
    _ right: Chunk,
    _ pairs: JoinMatches,
    _ needed: Set<ColumnID>
  ) throws -> Chunk {
    var output = try pairs.left.map { try left.gathered($0, only: needed, by: workers) } ?? left
    let added = try right.gathered(pairs.partners, only: needed, by: workers)
    output.columns.merge(added.columns) { left, _ in left }
    return output
  }
}

extension LogicalPlan {
  /// Whether the ledger has a join's matches: not where it only follows a link or makes a helper
  /// column, so that all it adds is hidden.
  fileprivate func tells(_ join: Join, of right: LogicalPlan) -> Bool {
    switch join.kind {
    case .mark(let id):
      return columns.contains { $0.id == id && !$0.isHidden }
    case .left:
      let added = Set(right.columns.map(\.id))
      let isAdded = columns.filter { added.contains($0.id) }
      return isAdded.isEmpty || isAdded.contains { !$0.isHidden }
    default:
      return true
    }
  }
}

/// A list of matches in pieces: one array that grows would be copied again and again, and a query
/// could not be cancelled meanwhile.
private struct MatchList {
  private var pieces: [(left: Buffer<Int32>, right: Buffer<Int32>)] = []
  private var left: [Int32] = []
  private var right: [Int32] = []
  private static let mostInPiece = 1 << 18

  /// Adds a left row with its partners.
  mutating func add(_ row: Int, _ partners: [Int32]) {
    left.append(contentsOf: repeatElement(Int32(row), count: partners.count))
    right.append(contentsOf: partners)
    if left.count >= MatchList.mostInPiece { pack() }
  }

  private mutating func pack() {
    pieces.append((Buffer(left), Buffer(right)))
    left.removeAll(keepingCapacity: true)
    right.removeAll(keepingCapacity: true)
  }

  /// All pieces.
  var finished: [(left: Buffer<Int32>, right: Buffer<Int32>)] {
    var list = self
    list.pack()
    return list.pieces
  }
}
