import Synchronization
import Catalog
import Columns

/// One aggregate of an aggregation or a spread: a function over the rows of each group.
public struct AggregateCall: Sendable {
  /// The function's name: what SQL and `explain` go by.
  public let name: String
  /// What it is computed over, row by row; empty for `count`.
  public let arguments: [BoundExpression]
  /// Only rows for which this is true are taken in.
  public var condition: BoundExpression?
  /// The type of what it gives.
  public let type: DataType
  /// A fresh accumulator.
  public let makeAccumulator: @Sendable () -> any Accumulator
  /// The column that it fills.
  public var output: ColumnID
  /// What its argument is called in messages: the column's name, or the text of the term.
  public var label: String
  /// What it measures, for totals and units.
  public var measure = Measure.argument
  /// The cell of a pivot that it fills; then its condition is that the column holds the value, and
  /// calls of one measure differ in that value alone.
  public var cell: Cell?
  /// How it reads an accumulator that calls of the same kind over one column share; nil if it
  /// shares none.
  public var reading: Reading?

  /// A column of a pivot: the rows that have one value of the column that is spread.
  public struct Cell: Sendable {
    /// The column that is spread.
    public var column: ColumnID
    /// Its value in these rows.
    public var value: Value
    /// Which of the pivot's measures it shows, from 0.
    public var measure: Int

    /// The cell of the rows that have `value` in `column`.
    public init(column: ColumnID, value: Value, measure: Int = 0) {
      (self.column, self.value, self.measure) = (column, value, measure)
    }
  }

  /// The call as it is outside of a pivot.
  package var withoutCell: AggregateCall {
    var call = self
    call.cell = nil
    return call
  }

  /// What an aggregate measures.
  public enum Measure: Sendable {
    /// A number of rows, which is additive.
    case rows
    /// A number of different values, which is not.
    case values
    /// A sum, which is as additive as what is summed.
    case sum
    /// Something in the unit of its first argument.
    case argument
  }

  /// What calls of one kind gather, and what this one makes of it.
  public struct Reading: Sendable {
    /// The kind: calls of one kind over one column gather the same.
    public var kind: String
    /// The value of each group.
    public var read: @Sendable (any Accumulator, _ groupCount: Int, Cancellation) throws -> Column

    /// A reading of what calls of `kind` gather.
    public init(
      _ kind: String,
      _ read: @escaping @Sendable (any Accumulator, Int, Cancellation) throws -> Column
    ) {
      (self.kind, self.read) = (kind, read)
    }
  }

  /// A call of the aggregate `name`.
  public init(
    _ name: String,
    _ arguments: [BoundExpression],
    type: DataType,
    output: ColumnID = ColumnID(-1),
    label: String = "",
    makeAccumulator: @escaping @Sendable () -> any Accumulator
  ) {
    self.name = name
    self.arguments = arguments
    self.type = type
    self.output = output
    self.label = label
    self.makeAccumulator = makeAccumulator
  }
}

extension [AggregateCall] {
  /// Of each call the place of the first one that gathers the same: its own if there is none.
  public var sharing: [Int] {
    var first: [SharedColumn: Int] = [:]
    return enumerated().map { place, call in
      guard let shared = call.shared else { return place }
      return first[shared]
        ?? {
          first[shared] = place
          return place
        }()
    }
  }
}

/// What calls of one kind that share an accumulator gather.
private struct SharedColumn: Hashable {
  let kind: String
  let column: ColumnID
}

extension AggregateCall {
  /// What it gathers, if others may share it: a column, with literals besides and without a
  /// condition.
  fileprivate var shared: SharedColumn? {
    guard let reading, condition == nil, case .column(let id, _)? = arguments.first,
      arguments.dropFirst().allSatisfy({ $0.literal != nil })
    else { return nil }
    return SharedColumn(kind: reading.kind, column: id)
  }

  /// What an accumulator of this call has gathered of each group.
  public func finish(
    _ accumulator: any Accumulator,
    _ groupCount: Int,
    _ cancellation: Cancellation
  ) throws -> Column {
    try cancellation.check()
    return try reading?.read(accumulator, groupCount, cancellation)
      ?? accumulator.finish(groupCount: groupCount)
  }
}

/// The state of one aggregate for many groups at once.
///
/// The engine hands it stretches of rows in the order of rows, each row with the number of its
/// group; groups are numbered from zero, and there may be more at each call. Accumulators of later
/// rows are absorbed in order, so that the result depends on neither chunks nor workers.
public protocol Accumulator: AnyObject {
  /// Takes in rows: row `i` belongs to group `groups[i]`, which is below `groupCount`.
  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) throws
  /// Takes in what `later`, of the same kind, gathered from later rows: its group `g` is the group
  /// `groups[g]` here.
  func combine(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) throws
  /// The value of each group, in the order of their numbers. Groups never added to have seen no
  /// row.
  func finish(groupCount: Int) throws -> Column
  /// Whether it takes in such operands by vectorized groups, too.
  func takesAtOnce(_ operands: [Operand]) -> Bool
  /// Takes in rows by vectorized groups; called only where `takesAtOnce` holds of the operands.
  func add(_ operands: [Operand], atOnce groups: any VectorizedGroups)
  /// Whether each group has taken in rows; nil where the accumulator does not keep that, which it
  /// tells from its first rows on.
  func occupied(_ groupCount: Int) -> [Bool]?
}

extension Accumulator {
  /// Most accumulators have nothing to gain from that.
  public func takesAtOnce(_ operands: [Operand]) -> Bool { false }

  /// Not called where `takesAtOnce` does not hold.
  public func add(_ operands: [Operand], atOnce groups: any VectorizedGroups) {}

  /// Most accumulators do not keep that.
  public func occupied(_ groupCount: Int) -> [Bool]? { nil }
}

/// One column that a window operation adds: a value for each row from the rows around it.
public struct WindowCall: Sendable {
  /// The function's name: what SQL and `explain` go by.
  public let name: String
  /// What it is computed over, row by row.
  public let arguments: [BoundExpression]
  /// The type of what it gives.
  public let type: DataType
  /// Whether it means something only in an order.
  public let needsOrder: Bool
  /// Computes it.
  public let kernel: WindowKernel
  /// The column that it fills.
  public var output: ColumnID

  /// A call of the window function `name`.
  public init(
    _ name: String,
    _ arguments: [BoundExpression],
    type: DataType,
    needsOrder: Bool,
    output: ColumnID = ColumnID(-1),
    kernel: @escaping WindowKernel
  ) {
    self.name = name
    self.arguments = arguments
    self.type = type
    self.needsOrder = needsOrder
    self.output = output
    self.kernel = kernel
  }
}

/// Computes a window function for all rows.
///
/// The result is in the order of the input's rows.
public typealias WindowKernel =
  @Sendable (_ frame: WindowFrame, _ operands: [Column]) throws -> Column

/// How rows stand to each other: which belong together, and in which order.
public struct WindowFrame: Sendable {
  /// Row numbers, partition after partition, each in the window's order (stable).
  public let rows: Buffer<Int32>
  /// The stretches of `rows` that belong together.
  public let partitions: [Range<Int>]
  /// The first column of the order, in the input's order of rows, if there is an order.
  public let along: Column?
  /// The type of `along`.
  public let alongType: DataType?
  /// Where kernels write down what they met.
  public let notes = WindowNotes()

  /// A frame of these partitions.
  public init(
    rows: Buffer<Int32>,
    partitions: [Range<Int>],
    along: Column?,
    alongType: DataType?
  ) {
    self.rows = rows
    self.partitions = partitions
    self.along = along
    self.alongType = alongType
  }
}

/// What the kernels of a window met, for the ledger.
public final class WindowNotes: Sendable {
  private let met = Mutex<[Notice]>([])

  /// Notes of nothing.
  init() {}

  /// Writes down a fact, if it is of any row.
  func add(_ notice: (Int) -> Notice, _ rows: Int) {
    if rows > 0 { met.withLock { $0.append(notice(rows)) } }
  }

  /// The facts since they were last taken.
  public func take() -> [Notice] {
    met.withLock { notices in
      defer { notices = [] }
      return notices
    }
  }
}
