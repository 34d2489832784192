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
  /// The values; nil where a group has no row.
  private var values = GroupValues<Value?>(nil)

  init(type: DataType, measure: String) { (self.type, self.measure) = (type, measure) }

  private func put(_ value: Value, _ group: Int) throws {
    if values[group] != nil {
      throw RunFailure(
        "Several rows fall into one cell. Draw them together first, with total \(measure) by … "
          + "or summarize.",
        .arithmetic
      )
    }
    values[group] = value
  }

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) throws {
    values.grow(to: groupCount)
    let column = operands[0].column(rows: groups.count)
    for row in 0..<groups.count { try put(column[row], Int(groups[row])) }
  }

  func combine(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) throws {
    values.grow(to: groupCount)
    guard let later = later as? SingleValueAccumulator else { return }
    for (place, value) in later.values.values.enumerated() {
      if let value { try put(value, Int(groups[place])) }
    }
  }

  func finish(groupCount: Int) throws -> Column {
    Column((0..<groupCount).map { values[$0] ?? .missing }, as: type)
  }
}
