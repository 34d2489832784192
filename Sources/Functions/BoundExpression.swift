import Catalog
import Columns

/// The identity of a column within one plan; names may change on the way, this does not.
public struct ColumnID: Hashable, Sendable {
  /// A number that no other column of the plan has.
  public let number: Int

  /// The column with this number.
  public init(_ number: Int) { self.number = number }
}

/// A typed expression over the columns of a plan: what a term means once names and types are known.
public indirect enum BoundExpression: Sendable {
  case column(ColumnID, DataType)
  case literal(Value, DataType)
  /// An operator or function over its operands; missing operands are the kernel's affair.
  case call(ScalarFunction, [BoundExpression])
  /// Each branch is evaluated only for the rows that take it.
  case choose(
    condition: BoundExpression,
    then: BoundExpression,
    otherwise: BoundExpression,
    DataType
  )

  /// The type of its values.
  public var type: DataType {
    switch self {
    case .column(_, let type), .literal(_, let type), .choose(_, _, _, let type): type
    case .call(let operation, _): operation.type
    }
  }

  /// Its value, if it is a literal.
  public var literal: Value? {
    if case .literal(let value, _) = self { return value }
    return nil
  }

  /// The columns that it reads, in order of appearance, some perhaps twice.
  public var columns: [ColumnID] {
    switch self {
    case .column(let id, _): [id]
    case .literal: []
    case .call(_, let operands): operands.flatMap(\.columns)
    case .choose(let condition, let then, let otherwise, _):
      condition.columns + then.columns + otherwise.columns
    }
  }
}

/// A function or operator for operands of certain types.
public struct ScalarFunction: Sendable {
  /// The function's name, or the operator as it is written: what SQL and `explain` go by.
  public let name: String
  /// The type of what it gives.
  public let type: DataType
  /// Computes it for a stretch of rows.
  public let kernel: Kernel
  /// How rows may be told by what is stored of them, where that is all it takes.
  public var sargability: Sargability?
  /// Whether it neither fails nor has anything to tell, so that a filter of such may move.
  public let neverFails: Bool
  /// The comparison of two values that it is, if it is one.
  public var comparison: Operators.Comparison?
  /// Which operands must be additive for sums of the result to mean something; nil if they never
  /// do.
  public var additivity: Additivity?

  /// The operands that make a result additive.
  public enum Additivity: Sendable {
    /// All of them, as in a sum.
    case all
    /// One factor; the other is constant.
    case oneFactor
    /// The dividend; the divisor is constant.
    case dividend
  }

  /// What an operation tells of a row without being computed.
  public enum Sargability: Sendable {
    /// It holds where all its operands hold; missing counts as false.
    case all
    /// Of a column it holds where what is stored, as a whole number, lies within a stretch, and for
    /// no missing value; nil where a column is not told so.
    case stretch(@Sendable (Column) -> CodeRange?)
    /// Of a column of dates or periods it is what a table holds at the ordinal, and missing where
    /// that is; the table is there once it has been computed, and grows.
    case lookup(@Sendable () -> OrdinalTable?)
    /// It is one of the operands after the first: the one whose place is the code of the first.
    case pick
  }

  /// An operation of this name.
  public init(
    _ name: String,
    _ type: DataType,
    neverFails: Bool = false,
    _ kernel: @escaping Kernel
  ) {
    (self.name, self.type, self.kernel, self.neverFails) = (name, type, kernel, neverFails)
  }
}

/// Integers, ordinals or codes that follow each other; none if the last is before the first.
public struct CodeRange: Sendable {
  /// The first of them.
  public let first: Int64
  /// The last of them.
  public let last: Int64

  /// Those from `first` to `last`.
  public init(_ first: Int64, _ last: Int64) { (self.first, self.last) = (first, last) }
}

/// What belongs to each ordinal of a stretch.
public struct OrdinalTable: Sendable {
  /// The first ordinal.
  public let start: Int32
  /// What belongs to it and to those after it; their number is a power of two.
  public let values: Buffer<Int32>

  /// A table from `start` on.
  public init(start: Int32, values: Buffer<Int32>) { (self.start, self.values) = (start, values) }
}

/// Computes an operation for all rows of a stretch at once.
///
/// The result has `evaluation.rowCount` rows.
public typealias Kernel =
  @Sendable (_ operands: [Operand], _ evaluation: inout Evaluation) throws -> Column

/// What a kernel is given for one operand: a value a row, or one for all rows.
public enum Operand: Sendable {
  case column(Column)
  case constant(Value, DataType)

  /// The values row by row; a constant is repeated.
  public func column(rows: Int) -> Column {
    switch self {
    case .column(let column): column
    case .constant(let value, let type): Column(repeating: value, as: type, count: rows)
    }
  }

  /// The one value of a constant.
  public var constant: Value? {
    if case .constant(let value, _) = self { return value }
    return nil
  }
}

/// A stretch of rows under evaluation, and what kernels have to tell of it.
public struct Evaluation: Sendable {
  /// How many rows the stretch has.
  public let rowCount: Int
  /// The number, from 1, of the stretch's first row in the input of its stage.
  public let firstRow: Int
  /// What kernels met: divisions by zero, failed conversions.
  public var tally = Tally()

  /// The evaluation of `rowCount` rows from `firstRow` on.
  public init(rowCount: Int, firstRow: Int = 1) {
    (self.rowCount, self.firstRow) = (rowCount, firstRow)
  }
}

/// Counts of what gave missing in evaluations.
public struct Tally: Hashable, Sendable {
  /// Quotients with a divisor of zero.
  public var divisionsByZero = 0
  /// Arguments outside the domain, by function.
  public var outOfDomain: [String: Int] = [:]
  /// Conversions that failed, by function.
  public var failedConversions: [String: Int] = [:]
  /// Rows dated only to a month or year that a finer comparison placed on its first day, by
  /// precision.
  public var placedOnFirstDay: [String: Int] = [:]

  /// A tally of nothing.
  public init() {}

  /// Whether nothing was met.
  public var isEmpty: Bool {
    divisionsByZero == 0 && outOfDomain.isEmpty && failedConversions.isEmpty
      && placedOnFirstDay.isEmpty
  }

  /// Adds the counts of `other`.
  public mutating func add(_ other: Tally) {
    if other.isEmpty { return }
    divisionsByZero += other.divisionsByZero
    outOfDomain.merge(other.outOfDomain, uniquingKeysWith: +)
    failedConversions.merge(other.failedConversions, uniquingKeysWith: +)
    placedOnFirstDay.merge(other.placedOnFirstDay, uniquingKeysWith: +)
  }

  /// The counts as facts of the ledger, functions by name.
  public var notices: [Notice] {
    (divisionsByZero > 0 ? [.divisionsByZero(divisionsByZero)] : [])
      + outOfDomain.sorted { $0.key < $1.key }.map { .outOfDomain(function: $0.key, $0.value) }
      + failedConversions.sorted { $0.key < $1.key }
      .map { .failedConversions(function: $0.key, $0.value) }
      + placedOnFirstDay.sorted { $0.key < $1.key }
      .map { .placedOnFirstDay(rows: $0.value, precision: $0.key) }
  }
}

/// Why a plan could not be run to its end, in words for people.
public struct RunFailure: Error, Sendable {
  /// What happened, with the row where there is one.
  public var text: String
  /// The written stage in which it happened; its place in `BoundQuery.stages`.
  public var stage: Int?
  /// What kind of failure it is.
  public var kind: Kind

  /// The kinds of failure while running.
  public enum Kind: Sendable {
    case arithmetic, join, assertion, table, cancelled
    /// More memory was asked for than is left.
    case memory
    /// Another engine cannot be asked this.
    case refused
  }

  /// A failure of this kind.
  public init(_ text: String, _ kind: Kind, stage: Int? = nil) {
    (self.text, self.kind, self.stage) = (text, kind, stage)
  }
}
