import Catalog

/// A call of a function with bound and checked arguments.
public struct BoundCall: Sendable {
  let name: String
  let arguments: [BoundArgument]
  /// The condition after `where`, bound.
  let condition: BoundExpression?
  /// The month in which fiscal years begin.
  let fiscalYearStart: Int

  package init(
    _ name: String,
    _ arguments: [BoundArgument],
    condition: BoundExpression? = nil,
    fiscalYearStart: Int
  ) {
    (self.name, self.arguments) = (name, arguments)
    (self.condition, self.fiscalYearStart) = (condition, fiscalYearStart)
  }

  subscript(index: Int) -> BoundExpression { arguments[index].bound }

  var count: Int { arguments.count }

  var expressions: [BoundExpression] { arguments.map(\.bound) }

  /// An argument as it is written, for labels and messages.
  func text(_ index: Int) -> String { arguments[index].text }

  func integer(_ index: Int) -> Int { self[index].literalInteger ?? 0 }

  func literalText(_ index: Int) -> String {
    if case .text(let text)? = self[index].literal { text } else { "" }
  }

  func call(_ type: DataType, _ operands: [BoundExpression], _ kernel: @escaping Kernel)
    -> BoundExpression
  {
    .call(name, type, operands, kernel)
  }

  func aggregate(
    _ arguments: [BoundExpression],
    _ type: DataType,
    _ makeAccumulator: @escaping @Sendable () -> any Accumulator
  ) -> AggregateCall {
    let label = self.arguments.first?.text ?? ""
    return AggregateCall(
      name,
      arguments,
      type: type,
      label: label,
      makeAccumulator: makeAccumulator
    )
  }

  func window(
    _ arguments: [BoundExpression],
    _ type: DataType,
    needsOrder: Bool = true,
    compares neighbor: Neighbor? = nil,
    _ kernel: @escaping WindowKernel
  ) -> WindowCall {
    var call = WindowCall(name, arguments, type: type, needsOrder: needsOrder, kernel: kernel)
    call.neighbor = neighbor
    return call
  }
}

extension BoundExpression {
  /// The whole number that it is, if it is a literal of moderate size.
  var literalInteger: Int? {
    switch self {
    case .literal(.integer(let number), _): number.magnitude < 1 << 31 ? Int(number) : nil
    case .call(let operation, let operands) where operands.count == 1:
      operation.additivity == .all ? operands[0].literalInteger.map { -$0 } : nil
    default: nil
    }
  }
}
