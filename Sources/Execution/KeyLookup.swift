import Plans
import Tables

/// A key that is what a table holds at the ordinals of another column, such as the year of a date.
///
/// The groups then take the places of years by the dates: the years themselves are written down for no
/// row, which took about a fifth of the time of a count by county and year.
struct KeyLookup {
  /// The column of dates or periods.
  let source: ColumnID
  /// What computes the key.
  let formula: Formula
  /// The table, as far as there is one.
  let table: @Sendable () -> OrdinalTable?
}

extension Pipeline {
  /// The pipeline without those keys that its last operator would only look up, and how they are.
  func lookingUp(_ keys: [ColumnID], _ calls: [AggregateCall]) -> (Pipeline, [KeyLookup?]) {
    guard let last = operators.last as? ProjectOperator else {
      return (self, keys.map { _ in nil })
    }
    let arguments = Set(
      calls.flatMap { $0.arguments.flatMap(\.columns) + ($0.condition?.columns ?? []) }
    )
    let lookups = keys.map { arguments.contains($0) ? nil : last.lookup($0) }
    let lookedUp = Set(zip(keys, lookups).filter { $1 != nil }.map(\.0))
    var looking = self
    looking.operators[operators.count - 1] = ProjectOperator(
      projections: last.projections.filter { !lookedUp.contains($0.output) },
      needed: last.needed.subtracting(lookedUp).union(lookups.compactMap { $0?.source }),
      stage: last.stage,
      trace: last.trace
    )
    return (looking, lookups)
  }
}

extension ProjectOperator {
  /// How a column that it computes is looked up in another one that comes in.
  fileprivate func lookup(_ id: ColumnID) -> KeyLookup? {
    guard let projection = projections.last(where: { $0.output == id }),
      case .call(let operation, let operands) = projection.formula,
      case .lookup(let table) = operation.telling, operands.count == 1,
      case .column(let source, _) = operands[0],
      !projections.contains(where: { $0.output == source })
    else { return nil }
    return KeyLookup(source: source, formula: projection.formula, table: table)
  }
}

/// For each ordinal of a table its share in the cell.
struct PlaceTable {
  /// The table of which the values have places.
  let table: OrdinalTable
  /// The shares, in the table's order.
  let shares: Buffer<UInt32>
  /// What tells them without the table, if anything does.
  let line: OrdinalLine?

  /// What a value has that has no place: a bit that no cell has.
  static let outside: UInt32 = 1 << 31
}
