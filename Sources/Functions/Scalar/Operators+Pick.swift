import Catalog
import Columns

extension Operators {
  /// A choice among operands by a label: of each row the operand whose place is the code of its
  /// label.
  ///
  /// `label` is a category with a text for each operand, in their order.
  package static func pick(
    _ label: BoundExpression,
    of operands: [BoundExpression],
    _ type: DataType
  )
    -> BoundExpression
  {
    var operation = ScalarFunction("pick", type) { operands, evaluation in
      let rowCount = evaluation.rowCount
      let (codes, _) = operands[0].column(rows: rowCount).texts
      let columns = operands.dropFirst().map { $0.column(rows: rowCount) }
      let cells = (0..<rowCount).map { row in columns[codes[row]][row..<row + 1] }
      return Column.joined(cells, as: type)
    }
    operation.sargability = .pick
    return .call(operation, [label] + operands)
  }
}
