import Columns

extension Operators {
  /// The first day of a date's or period's stretch of time; a date is its own.
  package static func firstDay(of bound: BoundExpression) -> BoundExpression {
    guard case .period(let unit) = bound.type else { return bound }
    let operation = ScalarFunction("start_of", .date) { operands, evaluation in
      let input = Input<Int32>(operands[0], rows: evaluation.rowCount)
      let days = Kernels.values(input, rows: evaluation.rowCount) { unit.firstDay(of: $0) }
      return Column(.ordinal(days), known: input.known)
    }
    return .call(operation, [bound])
  }
}
