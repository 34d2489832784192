import Catalog
import Columns

extension AggregateCall {
  /// The one value of a column in each group, as a cell of a pivot; several rows are an error, which
  /// offers their total where the column can be summed.
  package static func only(
    _ column: BoundExpression,
    label: String,
    isAdditive: Bool,
    output: ColumnID
  ) -> AggregateCall {
    let type = column.type
    let function = type.isNumeric || type.isTemporal ? "max" : "first"
    let remedy =
      isAdditive
      ? "total \(label) by … or summarize."
      : "summarize \(label) = \(function)(\(label)) by …, or another aggregate."
    return AggregateCall("only", [column], type: type, output: output, label: label) {
      SingleValueAccumulator(type: type, remedy: remedy)
    }
  }
}

/// The value of the one row of each group; several rows are an error.
private final class SingleValueAccumulator: Accumulator {
  private let type: DataType
  /// What draws several rows together.
  private let remedy: String
  /// The values; nil where a group has no row.
  private var values = GroupValues<Value?>(nil)

  init(type: DataType, remedy: String) { (self.type, self.remedy) = (type, remedy) }

  private func put(_ value: Value, _ group: Int) throws {
    if values[group] != nil {
      throw RunFailure(
        "Several rows fall into one cell. Draw them together first, with \(remedy)",
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
