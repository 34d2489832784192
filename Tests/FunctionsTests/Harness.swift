import Catalog
import Columns

@testable import Functions
@testable import Planner

/// Columns to evaluate formulas and calls over.
struct Sheet {
  var columns: [(name: String, type: DataType, column: Column)] = []
  var fiscalYearStart = 10
  var firstRow = 1

  /// The sheet with one more column.
  func with(_ name: String, _ type: DataType, _ values: [Value]) -> Sheet {
    var copy = self
    copy.columns.append((name, type, Column(values, as: type)))
    return copy
  }

  var rows: Int { columns.first?.column.count ?? 1 }

  func bound(_ name: String) -> BoundExpression {
    let place = columns.firstIndex { $0.name == name } ?? -1
    return .column(ColumnID(place), columns[place].type)
  }

  func operand(_ bound: BoundExpression, _ context: inout KernelContext) throws -> Operand {
    switch bound {
    case .column(let id, _): return .column(columns[id.number].column)
    case .literal(let value, let type): return .constant(value, type)
    case .call(let operation, let operands):
      let inputs = try operands.map { try operand($0, &context) }
      return .column(try operation.kernel(inputs, &context))
    case .choose(let condition, let then, let otherwise, let type):
      let truths = try operand(condition, &context).column(rows: rows)
      let sides = try [then, otherwise].map { try operand($0, &context).column(rows: rows) }
      let values = (0..<rows).map { sides[truths[$0] == .boolean(true) ? 0 : 1][$0] }
      return .column(Column(values, as: type))
    }
  }

  /// The values of a formula, and what was counted.
  func evaluated(_ bound: BoundExpression) throws -> (values: [Value], tally: Tally) {
    var context = KernelContext(rowCount: rows, firstRow: firstRow)
    let column = try operand(bound, &context).column(rows: rows)
    return ((0..<column.count).map { column[$0] }, context.tally)
  }

  func values(_ bound: BoundExpression?) throws -> [Value] {
    guard let bound else { throw Unbound(messages: ["nothing"]) }
    return try evaluated(bound).values
  }
}

/// A call that was refused, and why.
struct Unbound: Error {
  var messages: [String]
}

/// An argument of a call under test.
enum Argument {
  case name(String)
  case literal(Value, DataType)
  case bound(BoundExpression)
  /// `x = y` of `label`.
  case pair(BoundExpression, BoundExpression)
  case otherwise(BoundExpression)
}

extension Sheet {
  /// A bound call of `function` with these arguments.
  func bound(
    _ function: String,
    _ arguments: [Argument],
    condition: BoundExpression? = nil
  ) throws -> (entry: Function, call: BoundCall) {
    guard let entry = Function.all[function] else { throw Unbound(messages: []) }
    var subject: BoundExpression?
    var otherwise: [Int] = []
    let given = arguments.enumerated().map { index, argument -> BoundArgument in
      func made(_ bound: BoundExpression, test: BoundExpression? = nil) -> BoundArgument {
        subject = subject ?? bound
        return BoundArgument(bound, of: function, at: index, text: "x", test: test)
      }
      switch argument {
      case .name(let name): return made(bound(name))
      case .literal(let value, let type): return made(.literal(value, type))
      case .bound(let bound): return made(bound)
      case .pair(let value, let result):
        return made(result, test: subject.map { Operators.comparison(.equal, $0, value) })
      case .otherwise(let bound):
        otherwise.append(index)
        return made(bound)
      }
    }
    let call = try entry.call(
      given,
      otherwise: otherwise,
      condition: condition,
      fiscalYearStart: fiscalYearStart
    )
    return (entry, call)
  }

  /// What `make` gives; what is wrong with a call is thrown as its message.
  private func refusing<Made>(_ make: () throws -> Made?) throws -> Made {
    do {
      if let made = try make() { return made }
      throw Unbound(messages: [])
    } catch let error as CallError {
      throw Unbound(messages: [error.message.text])
    }
  }

  /// The formula of a scalar call.
  func call(_ function: String, _ arguments: Argument...) throws -> BoundExpression {
    try refusing {
      let (entry, call) = try bound(function, arguments)
      guard case .scalar(let make) = entry.kind else { return nil }
      return try make(call)
    }
  }

  /// The aggregate of a call.
  func aggregate(
    _ function: String,
    _ arguments: [Argument],
    condition: BoundExpression? = nil
  ) throws -> AggregateCall {
    try refusing {
      let (entry, call) = try bound(function, arguments, condition: condition)
      return try entry.aggregate(call)
    }
  }

  /// The window function of a call.
  func window(_ function: String, _ arguments: [Argument]) throws -> WindowCall {
    try refusing {
      let (entry, call) = try bound(function, arguments)
      guard case .window(let make) = entry.kind else { return nil }
      return try make(call)
    }
  }

  /// The value of an aggregate for each group, with the rows dealt out in stretches that are
  /// absorbed.
  func values(_ call: AggregateCall, groups: [UInt32], chunk: Int = .max) throws -> [Value] {
    let groupCount = Int((groups.max() ?? 0) + 1)
    var context = KernelContext(rowCount: rows)
    let columns = try call.arguments.map {
      try operand($0, &context).column(rows: rows)
    }
    let whole = call.makeAccumulator()
    var start = 0
    repeat {
      let end = min(rows, start + min(chunk, rows))
      let part = call.makeAccumulator()
      let operands = columns.map { Operand.column($0[start..<end]) }
      let all = Buffer(groups[start..<end])
      try part.add(operands, groups: all, groupCount: groupCount)
      let same = Buffer((0..<groupCount).map { UInt32($0) })
      try whole.combine(part, groups: same, groupCount: groupCount)
      start = end
    } while start < rows
    let column = try whole.finish(groupCount: groupCount)
    return (0..<groupCount).map { column[$0] }
  }

  /// The value of an aggregate over all rows.
  func value(_ call: AggregateCall, chunk: Int = .max) throws -> Value {
    try values(call, groups: [UInt32](repeating: 0, count: rows), chunk: chunk)[0]
  }
}

extension Array where Element == Value {
  static func integers(_ numbers: Int64?...) -> [Value] {
    numbers.map { $0.map { .integer($0) } ?? .missing }
  }
  static func reals(_ numbers: Double?...) -> [Value] {
    numbers.map { $0.map { .real($0) } ?? .missing }
  }
  static func texts(_ texts: String?...) -> [Value] {
    texts.map { $0.map { .text($0) } ?? .missing }
  }
  static func truths(_ truths: Bool?...) -> [Value] {
    truths.map { $0.map { .boolean($0) } ?? .missing }
  }
  static func days(_ days: String?...) -> [Value] {
    days.map { $0.flatMap { CivilDate($0) }.map { .ordinal($0.ordinal) } ?? .missing }
  }
}
