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
  /// How its last argument is taken, if that is a condition.
  public var lastCondition: ConditionUse?
  /// The places of the arguments without which it leaves a row out.
  public var requiredArguments = 0..<1
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
    /// What its column is called.
    public var heading: String
    /// Which of the pivot's measures it shows, from 0.
    public var measure: Int

    package init(column: ColumnID, value: Value, heading: String, measure: Int = 0) {
      (self.column, self.value, self.heading, self.measure) = (column, value, heading, measure)
    }
  }

  /// What its argument is called where the columns of a pivot are told apart: `removals in FY2009`.
  public var subject: String { cell.map { "\(label) in \($0.heading)" } ?? label }

  /// What it computes of what, in words: `mode of kind`.
  public var words: String { "\(name) of \(label)" }

  /// The call as it is outside of a pivot.
  package var withoutCell: AggregateCall {
    var call = self
    call.cell = nil
    return call
  }

  /// What becomes of rows for which missing values leave a condition undecided.
  public enum ConditionUse: Sendable {
    /// They count as those for which it is false.
    case isFalse
    /// They are in neither part of a share.
    case isNeither
  }

  /// What an aggregate or window function measures.
  public enum Measure: Sendable {
    /// A number of rows, which is additive.
    case rows
    /// A number of different values, which is not.
    case values
    /// A sum, which is as additive as what is summed.
    case sum
    /// A part of a sum, which is as meaningful as that sum.
    case part
    /// Something in which each row has its part, in the unit of its first argument.
    case average
    /// Something else in the unit of its first argument.
    case argument
  }

  /// What calls of one kind gather, and what this one makes of it.
  public struct Reading: Sendable {
    /// The kind: calls of one kind over one column gather the same.
    public var kind: String
    /// The value of each group.
    public var read: @Sendable (any Accumulator, _ groupCount: Int, Cancellation) throws -> Column
  }

  package init(
    _ name: String,
    _ arguments: [BoundExpression],
    type: DataType,
    output: ColumnID = ColumnID(-1),
    label: String = "",
    makeAccumulator: @escaping @Sendable () -> any Accumulator
  ) {
    (self.name, self.arguments, self.type) = (name, arguments, type)
    (self.output, self.label, self.makeAccumulator) = (output, label, makeAccumulator)
  }
}

extension [AggregateCall] {
  /// Of each call the place of the first one that gathers the same: its own if there is none.
  public var sharing: [Int] {
    var first: [SharedColumn: Int] = [:]
    return enumerated().map { place, call in
      guard let shared = call.shared else { return place }
      if first[shared] == nil { first[shared] = place }
      return first[shared] ?? place
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
