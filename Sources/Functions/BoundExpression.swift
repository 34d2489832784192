import Catalog
import Columns

/// The identity of a column within one plan; names may change on the way, this does not.
public struct ColumnID: Hashable, Sendable {
  /// A number that no other column of the plan has.
  public let number: Int

  package init(_ number: Int) { self.number = number }
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

  package var type: DataType {
    switch self {
    case .column(_, let type), .literal(_, let type), .choose(_, _, _, let type): type
    case .call(let operation, _): operation.type
    }
  }

  package var literal: Value? {
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
