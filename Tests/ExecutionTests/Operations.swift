import Catalog
import Columns
import Functions

/// Operations that work on single values: slow, and plain to see that they are right.
enum Operations {
  /// An operation over the values of a row.
  static func make(
    _ name: String,
    _ type: DataType,
    _ body: @escaping @Sendable ([Value], inout Tally, Int) throws -> Value
  ) -> ScalarFunction {
    ScalarFunction(name, type) { operands, context in
      let columns = operands.map { $0.column(rows: context.rowCount) }
      var values: [Value] = []
      for row in 0..<context.rowCount {
        values.append(
          try body(columns.map { $0[row] }, &context.tally, context.firstRow + row)
        )
      }
      return Column(values, as: type)
    }
  }

  /// `=`, total: missing equals missing.
  static let equal = make("=", .boolean) { values, _, _ in .boolean(values[0] == values[1]) }

  /// `not`; a missing truth value counts as false.
  static let not = make("not", .boolean) { values, _, _ in .boolean(values[0] != .boolean(true)) }

  /// `<` of integers, false where one is missing.
  static let less = make("<", .boolean) { values, _, _ in
    guard case .integer(let left) = values[0], case .integer(let right) = values[1] else {
      return .boolean(false)
    }
    return .boolean(left < right)
  }

  /// `/` of integers; by zero it is missing, and counted.
  static let divide = make("/", .real) { values, tally, _ in
    guard case .integer(let left) = values[0], case .integer(let right) = values[1] else {
      return .missing
    }
    if right == 0 {
      tally.divisionsByZero += 1
      return .missing
    }
    return .real(Double(left) / Double(right))
  }

  /// `+` of integers, which fails where it overflows.
  static let add = make("+", .integer) { values, _, row in
    guard case .integer(let left) = values[0], case .integer(let right) = values[1] else {
      return .missing
    }
    let (sum, overflows) = left.addingReportingOverflow(right)
    if overflows { throw RunFailure("row \(row) overflows", .arithmetic) }
    return .integer(sum)
  }
}

/// An accumulator that keeps all values of each group and computes from them in the end.
final class Gathering: Accumulator {
  private var values: [[[Value]]] = []
  private let type: DataType
  private let result: ([[Value]]) -> Value

  init(_ type: DataType, _ result: @escaping ([[Value]]) -> Value) {
    (self.type, self.result) = (type, result)
  }

  private func grow(to count: Int) {
    while values.count < count { values.append([]) }
  }

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) throws {
    grow(to: groupCount)
    let columns = operands.map { $0.column(rows: groups.count) }
    for row in 0..<groups.count { values[Int(groups[row])].append(columns.map { $0[row] }) }
  }

  func combine(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) throws {
    grow(to: groupCount)
    guard let later = later as? Gathering else { return }
    for (group, rows) in later.values.enumerated() { values[Int(groups[group])] += rows }
  }

  func finish(groupCount: Int) throws -> Column {
    grow(to: groupCount)
    return Column(values.map(result), as: type)
  }
}

extension AggregateCall {
  /// The number of rows.
  static func count(_ output: Int, where condition: BoundExpression? = nil) -> AggregateCall {
    var call = AggregateCall("count", [], type: .integer, output: ColumnID(output)) {
      Gathering(.integer) { .integer(Int64($0.count)) }
    }
    call.condition = condition
    return call
  }

  /// The wrapping sum of known integers; of only missing ones it is missing.
  static func sum(_ argument: BoundExpression, _ output: Int, label: String) -> AggregateCall {
    AggregateCall("sum", [argument], type: .integer, output: ColumnID(output), label: label) {
      Gathering(.integer, sum)
    }
  }

  private static func sum(_ rows: [[Value]]) -> Value {
    var total: Int64 = 0
    var isKnown = rows.isEmpty
    for row in rows {
      guard case .integer(let number) = row[0] else { continue }
      total &+= number
      isKnown = true
    }
    return isKnown ? .integer(total) : .missing
  }

  /// The values in the order of rows, as text: shows when a row is out of order.
  static func list(_ argument: BoundExpression, _ output: Int) -> AggregateCall {
    AggregateCall("list", [argument], type: .text, output: ColumnID(output)) {
      Gathering(.text) { rows in .text(rows.map { "\($0[0])" }.joined(separator: " ")) }
    }
  }
}
