import Catalog
import Columns
import Functions

/// The input of one aggregate function in a chunk: its operands and groups, of the rows that its
/// condition lets in.
struct CallRows {
  var operands: [Operand] = []
  private let required: Range<Int>
  private(set) var groups: Buffer<UInt32>
  /// Divisions by zero and the like in expressions.
  var tally: Tally

  /// The rows of `chunk`, whose groups are `groups`.
  init(
    _ call: AggregateCall,
    over chunk: Chunk,
    _ groups: Buffer<UInt32>,
    stage: Int?
  ) throws {
    var evaluator = Evaluator(stage: stage)
    var chunk = chunk
    self.groups = groups
    required = call.requiredArguments
    if let condition = call.condition {
      let taken = try evaluator.column(condition, over: chunk).certain.selected()
      if taken.count < chunk.rowCount {
        chunk = chunk.gathered(taken, only: Set(call.arguments.flatMap(\.columns)))
        self.groups = groups.picked(at: taken)
      }
    }
    for argument in call.arguments {
      operands.append(try evaluator.operand(argument, over: chunk))
    }
    tally = evaluator.tally
  }

  /// How many rows have the arguments without which the function leaves a row out.
  var known: Int {
    let masks = operands.indices.filter(required.contains).compactMap { place -> Buffer<Bool>? in
      if case .column(let column) = operands[place] { column.known } else { nil }
    }
    guard let first = masks.first else { return groups.count }
    return masks.dropFirst().reduce(first) { all, mask in
      .tabulate(all.count) { all[$0] && mask[$0] }
    }.trueCount
  }
}

/// Counts of what aggregate functions met in some rows, for the ledger.
struct AggregateCounts {
  /// For each call, the rows that its condition let in, and those whose only argument is known.
  ///
  /// Also the groups in which the first of several values with the same claim was taken, and those
  /// without a value since it is beyond what a real holds.
  var calls: [(rows: Int, known: Int, tied: Int, overflowed: Int)]
  /// Divisions by zero and the like in expressions.
  private(set) var tally = Tally()

  init(_ calls: [AggregateCall]) { self.calls = calls.map { _ in (0, 0, 0, 0) } }

  mutating func add(_ rows: CallRows, of call: Int) {
    calls[call].rows += rows.groups.count
    calls[call].known += rows.known
    tally.add(rows.tally)
  }

  /// Adds rows that all calls let in and know.
  mutating func addKnown(_ rowCount: Int) {
    for call in calls.indices {
      calls[call].rows += rowCount
      calls[call].known += rowCount
    }
  }

  /// Adds the counts of other rows, of which the first call is the call `first` here.
  mutating func add(_ other: AggregateCounts, from first: Int = 0) {
    for (call, count) in other.calls.enumerated() {
      calls[first + call].rows += count.rows
      calls[first + call].known += count.known
      calls[first + call].tied += count.tied
      calls[first + call].overflowed += count.overflowed
    }
    tally.add(other.tally)
  }

  /// Takes note of the groups of a call whose values have been asked for.
  mutating func addGroups(_ accumulator: any Accumulator, of call: Int) {
    calls[call].tied += accumulator.tiedGroups
    calls[call].overflowed += accumulator.overflowedGroups
  }

  /// The facts: which calls had values that are missing, and what expressions met.
  func notices(of calls: [AggregateCall]) -> [Notice] {
    var notices: [Notice] = []
    for (call, count) in zip(calls, self.calls) where !call.label.isEmpty {
      if count.tied > 0 {
        notices.append(.tiedValues(function: call.words, groups: count.tied))
      }
      if count.overflowed > 0 {
        notices.append(.overflowed(function: call.words, groups: count.overflowed))
      }
    }
    for (call, count) in zip(calls, self.calls)
    where !call.label.isEmpty && (call.lastCondition == nil || call.arguments.count > 1) {
      let required = call.arguments.indices.filter(call.requiredArguments.contains)
      let notice = Notice.known(
        column: call.subject,
        beside: required.flatMap { Operators.valuesBesideOrder(in: call.arguments[$0]) },
        known: count.known,
        of: count.rows
      )
      if count.known < count.rows && !notices.contains(notice) { notices.append(notice) }
    }
    return notices + tally.notices
  }
}

extension [AggregateCall] {
  /// The columns of all arguments and conditions.
  var inputColumns: Set<ColumnID> {
    Set(flatMap { ($0.condition?.columns ?? []) + $0.arguments.flatMap(\.columns) })
  }
}
