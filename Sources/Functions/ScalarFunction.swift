import Catalog
import Columns

/// A function or operator for operands of certain types.
public struct ScalarFunction: Sendable {
  /// The function's name, or the operator as it is written: what SQL and `explain` go by.
  public let name: String
  /// The type of what it gives.
  public let type: DataType
  /// Computes it for a stretch of rows.
  public let kernel: Kernel
  /// How rows may be selected by their stored values alone, where that can be done.
  public var sargability: Sargability?
  /// Whether it neither fails nor counts anything, so that a filter of such may move.
  public let neverFails: Bool
  /// What it makes of missing truth values or operands, if it gives truth values.
  public var logic: Logic?
  /// Whether formulas show its first operand in its place.
  public var isSilent = false
  /// The comparison of two values that it is, if it is one.
  public var comparison: Operators.Comparison?
  /// The period whose days it does not tell apart, of a date; nil for the day itself.
  public var granularity: PeriodUnit?
  /// Which operands it is linear in: sums of its results are its results of sums; nil of none.
  public var additivity: Additivity?

  /// The operands in which a function is linear.
  public enum Additivity: Sendable {
    /// All of them, as in a sum.
    case all
    /// The dividend; the divisor is constant.
    case dividend
  }

  /// What a function that gives truth values makes of missing; any other gives missing for it.
  public enum Logic: Sendable {
    /// `and`, `or`: missing where the known sides do not decide, as in Kleene's logic.
    case connective
    /// `not`: missing where its operand is.
    case negation
    /// A condition that is kept as a value: false where its operand is missing.
    case condition
    /// It holds or fails beside missing as beside any value, as `=` does; `!=` is negated.
    case total(isNegated: Bool)
    /// It asks whether something is missing.
    case inquiry
  }

  /// How rows can be selected without computing the function.
  public enum Sargability: Sendable {
    /// It holds where all its operands hold; missing counts as false.
    case all
    /// It holds where one of its operands holds; missing counts as false.
    case any
    /// It holds where the first operand equals one of the others.
    case membership
    /// Of a column it holds where what is stored, as a whole number, lies within a stretch, and for
    /// no missing value; nil where this column cannot be tested so.
    case codeRange(@Sendable (Column) -> CodeRange?)
    /// Of a column of dates or periods it is what a table holds at the ordinal, and missing where
    /// that is; the table is there once it has been computed, and grows.
    case lookup(@Sendable () -> OrdinalTable?)
    /// It is one of the operands after the first: the one whose place is the code of the first.
    case pick
  }

  package init(
    _ name: String,
    _ type: DataType,
    neverFails: Bool = false,
    _ kernel: @escaping Kernel
  ) {
    (self.name, self.type, self.kernel, self.neverFails) = (name, type, kernel, neverFails)
  }
}

extension BoundExpression {
  /// A call of a function or operator of this name.
  static func call(
    _ name: String,
    _ type: DataType,
    _ operands: [BoundExpression],
    neverFails: Bool = false,
    _ kernel: @escaping Kernel
  ) -> BoundExpression {
    .call(ScalarFunction(name, type, neverFails: neverFails, kernel), operands)
  }
}

/// Integers, ordinals or codes that follow each other; none if the last is before the first.
public struct CodeRange: Sendable {
  package let first: Int64
  package let last: Int64

  package init(_ first: Int64, _ last: Int64) { (self.first, self.last) = (first, last) }
}

/// What belongs to each ordinal of a stretch.
public struct OrdinalTable: Sendable {
  package let start: Int32
  /// What belongs to it and to those after it; their number is a power of two.
  public let values: Buffer<Int32>

  package init(start: Int32, values: Buffer<Int32>) { (self.start, self.values) = (start, values) }
}

/// Computes an operation for all rows of a stretch at once.
///
/// The result has `evaluation.rowCount` rows.
public typealias Kernel =
  @Sendable (_ operands: [Operand], _ context: inout KernelContext) throws -> Column

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

  package var constant: Value? {
    if case .constant(let value, _) = self { return value }
    return nil
  }
}
