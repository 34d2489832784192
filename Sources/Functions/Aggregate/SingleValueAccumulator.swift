import Catalog
import Columns

extension AggregateCall {
  /// The one value of a column in each group, as a cell of a pivot; several rows are an error.
  package static func only(_ column: BoundExpression, label: String, output: ColumnID)
    -> AggregateCall
  {
    let type = column.type
    return AggregateCall("only", [column], type: type, output: output, label: label) {
      SingleValueAccumulator(type: type, measure: label)
    }
  }
}

/// The value of the one row of each group; several rows are an error.
private final class SingleValueAccumulator: Accumulator {
  private let type: DataType
  private let measure: String
  private var values: [Value] = []
  private var isFilled: [Bool] = []

  init(type: DataType, measure: String) { (self.type, self.measure) = (type, measure) }

  private func grow(to count: Int) {
    if values.count >= count { return }
    values += [Value](repeating: .missing, count: count - values.count)
    isFilled += [Bool](repeating: false, count: count - isFilled.count)
  }

  private func put(_ value: Value, _ group: Int) throws {
    if isFilled[group] {
      throw RunFailure(
        "Several rows fall into one cell. Draw them together first, with total \(measure) by … "
          + "or summarize.",
        .arithmetic
      )
    }
    isFilled[group] = true
    values[group] = value
  }

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) throws {
    grow(to: groupCount)
    let column = operands[0].column(rows: groups.count)
    for row in 0..<groups.count { try put(column[row], Int(groups[row])) }
  }

  func combine(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) throws {
    grow(to: groupCount)
    guard let later = later as? SingleValueAccumulator else { return }
    for (place, isFilled) in later.isFilled.enumerated() where isFilled {
      try put(later.values[place], Int(groups[place]))
    }
  }

  func finish(groupCount: Int) throws -> Column {
    grow(to: groupCount)
    return Column(values, as: type)
  }
}
