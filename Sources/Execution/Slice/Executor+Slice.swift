import Columns
import Functions
import Planner

extension Executor {
  /// Some of the rows, by count.
  func slice(_ inputPlan: LogicalPlan, _ slice: Slice, _ request: ExecutionRequest) throws
    -> OperatorPipeline
  {
    let limit = slice.limit(of: inputPlan)
    let (input, inputMetrics) = try input(inputPlan, of: request, limit: limit)
    let rowCount = limit == nil ? input.rowCount : inputMetrics.rowsOut
    let groups = try groups(slice.per, of: input, inputPlan, keepingOrder: slice.kind.isByGroup)
    let taken: SliceResult
    switch slice.kind {
    case .first(let count):
      taken = first(count, of: input.rowCount, groups)
    case .last(let count):
      taken = first(count, fromEnd: true, of: input.rowCount, groups)
    case .top(let count, let column, let isBottom, let withTies):
      let key = SortKey(column, descending: !isBottom)
      let top = TopRows(count: max(0, count), withTies: withTies)
      taken = try self.top(top, key, of: input, groups, inputPlan)
    case .sample(let count, let seed):
      taken = try sample(of: input.rowCount, groups, seed: seed) { min($0, max(0, count)) }
    case .sampleShare(let share, let seed):
      taken = try sample(of: input.rowCount, groups, seed: seed) { size in
        min(size, max(0, Int((share * Double(size)).rounded(.toNearestOrAwayFromZero))))
      }
    }
    let metrics = request.metrics(over: inputMetrics, rowCount, taken.count)
    metrics.flow(.dropped, .missing, taken.missing)
    metrics.flow(.dropped, .cut, rowCount - taken.count - taken.missing)
    if taken.tiesCut > 0 { metrics.notices.append(.tiesCut(taken.tiesCut)) }
    var output: Chunk
    switch taken.rows {
    case .stretch(let rows): output = input.keeping(request.needed).rows(rows)
    case .list(let rows): output = try input.gathered(rows, only: request.needed, by: workers)
    }
    output.firstRow = 1
    return OperatorPipeline(source: output, metrics: metrics)
  }

  /// The first or the last `count` rows, of all or of each group.
  private func first(
    _ count: Int,
    fromEnd: Bool = false,
    of rowCount: Int,
    _ groups: Grouping
  ) -> SliceResult {
    let count = max(0, count)
    if groups.isSingle {
      let start = fromEnd ? max(0, rowCount - count) : 0
      return SliceResult(rows: .stretch(start..<min(start + count, rowCount)))
    }
    if count == 1 && !fromEnd {
      var first = Bitmap(rowCount)
      for row in groups.firstRows { first.insert(Int(row)) }
      var rows: [Int32] = []
      rows.reserveCapacity(groups.count)
      first.forEach(in: 0..<rowCount) { rows.append(Int32(truncatingIfNeeded: $0)) }
      return SliceResult(rows: .list(Buffer(rows)))
    }
    // How many rows of each group are passed over, and how many are taken then.
    var skipped = groups.sizes(rowCount: rowCount).map { fromEnd ? max(0, $0 - count) : 0 }
    var left = [Int](repeating: count, count: groups.count)
    var rows: [Int32] = []
    let numbers = groups.numbers(of: 0..<rowCount)
    for row in 0..<rowCount {
      let group = Int(numbers.base[row])
      if skipped[group] > 0 {
        skipped[group] -= 1
      } else if left[group] > 0 {
        left[group] -= 1
        rows.append(Int32(row))
      }
    }
    return SliceResult(rows: .list(Buffer(rows)))
  }
}

extension Slice.Kind {
  /// Whether rows come out group after group.
  fileprivate var isByGroup: Bool {
    if case .top = self { true } else { false }
  }
}

extension Slice {
  /// Which rows of its input it needs, where that is a sort, which can do with less than all then.
  fileprivate func limit(of input: LogicalPlan) -> RowLimit? {
    guard per.isEmpty, input.decisions.isEmpty, case .sort = input.operation else { return nil }
    return switch kind {
    case .first(let count): RowLimit(count: max(0, count), isFromEnd: false)
    case .last(let count): RowLimit(count: max(0, count), isFromEnd: true)
    case .top, .sample, .sampleShare: nil
    }
  }
}

/// The first or the last so many rows.
struct RowLimit {
  /// How many.
  var count: Int
  /// Whether they are the last ones.
  var isFromEnd: Bool

  /// The rows of so many that it allows.
  func rows(of rowCount: Int) -> Range<Int> {
    isFromEnd ? max(0, rowCount - count)..<rowCount : 0..<min(count, rowCount)
  }
}

/// The rows that a slice takes, and why it does not take others.
struct SliceResult {
  /// The rows, in the order in which they come out.
  var rows: Rows
  /// Rows not taken because the value to choose by is missing.
  var missing = 0
  /// Rows equal to the last one taken that were cut.
  var tiesCut = 0

  /// Rows one after the other, or any rows.
  enum Rows {
    case stretch(Range<Int>)
    case list(Buffer<Int32>)
  }

  var count: Int {
    switch rows {
    case .stretch(let rows): rows.count
    case .list(let rows): rows.count
    }
  }
}
