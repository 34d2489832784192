import Catalog
import Columns

// Columns without any value, which any type will do for.

extension BoundExpression {
  private static let valueless = "valueless"

  /// A column without any value as one of `type`.
  package static func valueless(_ column: ColumnID, as type: DataType) -> BoundExpression {
    var function = ScalarFunction(valueless, type, neverFails: true) { _, context in
      Column(repeating: .missing, as: type, count: context.rowCount)
    }
    function.isSilent = true
    return .call(function, [.column(column, .text)])
  }

  /// The column without any value that this is, if it is one.
  package var valuelessColumn: ColumnID? {
    guard case .call(let function, let operands) = self,
      function.name == BoundExpression.valueless, case .column(let id, _)? = operands.first
    else { return nil }
    return id
  }

  /// The column that this is and nothing more, if it is one.
  package var column: ColumnID? {
    if case .column(let id, _) = self { id } else { valuelessColumn }
  }

  /// A column without any value as one of `type`; anything else as it is.
  package func fitted(to type: DataType) -> BoundExpression {
    valuelessColumn.map { .valueless($0, as: type) } ?? self
  }

  /// Missing as a value of `type`: the literal, or a column without any value; nil of anything else.
  package func missing(as type: DataType) -> BoundExpression? {
    if literal == .missing { return .literal(.missing, type) }
    return valuelessColumn.map { .valueless($0, as: type) }
  }
}
