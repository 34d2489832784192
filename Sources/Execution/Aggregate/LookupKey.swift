import Functions

/// A grouping key that is looked up in a table by the ordinals of another column, such as the year
/// of a date.
///
/// Rows then take the slots of years by their dates, and the column of years is never materialized.
struct LookupKey {
  /// The column of dates or periods.
  let source: ColumnID
  let expression: BoundExpression
  /// The table, as far as it has been computed.
  let table: @Sendable () -> OrdinalTable?
}

extension OperatorPipeline {
  /// The pipeline without those keys that its last operator would only look up, and these keys; nil
  /// for each key that stays.
  func lookingUp(_ keys: [ColumnID], _ calls: [AggregateCall]) -> (OperatorPipeline, [LookupKey?]) {
    guard let last = chain.operators.last as? ProjectOperator else {
      return (self, keys.map { _ in nil })
    }
    let arguments = calls.inputColumns
    let lookups = keys.map { arguments.contains($0) ? nil : last.lookup($0) }
    let lookedUp = Set(zip(keys, lookups).filter { $1 != nil }.map(\.0))
    var looking = self
    looking.chain.operators[chain.operators.count - 1] = ProjectOperator(
      projections: last.projections.filter { !lookedUp.contains($0.output) },
      needed: last.needed.subtracting(lookedUp).union(lookups.compactMap { $0?.source }),
      stage: last.stage
    )
    return (looking, lookups)
  }
}

extension ProjectOperator {
  /// The look-up that computes a column, if it is one in a column that comes in.
  fileprivate func lookup(_ id: ColumnID) -> LookupKey? {
    guard let projection = projections.last(where: { $0.output == id }),
      case .call(let operation, let operands) = projection.expression,
      case .lookup(let table) = operation.sargability, operands.count == 1,
      case .column(let source, _) = operands[0],
      !projections.contains(where: { $0.output == source })
    else { return nil }
    return LookupKey(source: source, expression: projection.expression, table: table)
  }
}
