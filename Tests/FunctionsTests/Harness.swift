import Diagnostics
import Language
import Tables

@testable import Plans

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

  func formula(_ name: String) -> Formula {
    let place = columns.firstIndex { $0.name == name } ?? -1
    return .column(ColumnID(place), columns[place].type)
  }

  func operand(_ formula: Formula, _ evaluation: inout Evaluation) throws -> Operand {
    switch formula {
    case .column(let id, _): return .column(columns[id.number].column)
    case .literal(let value, let type): return .constant(value, type)
    case .call(let operation, let operands):
      let inputs = try operands.map { try operand($0, &evaluation) }
      return .column(try operation.kernel(inputs, &evaluation))
    case .choose(let condition, let then, let otherwise, let type):
      let truths = try operand(condition, &evaluation).column(rows: rows)
      let sides = try [then, otherwise].map { try operand($0, &evaluation).column(rows: rows) }
      let values = (0..<rows).map { sides[truths[$0] == .boolean(true) ? 0 : 1][$0] }
      return .column(Column(values, as: type))
    }
  }

  /// The values of a formula, and what was counted.
  func evaluated(_ formula: Formula) throws -> (values: [Value], tally: Tally) {
    var evaluation = Evaluation(rowCount: rows, firstRow: firstRow)
    let column = try operand(formula, &evaluation).column(rows: rows)
    return ((0..<column.count).map { column[$0] }, evaluation.tally)
  }

  func values(_ formula: Formula?) throws -> [Value] {
    guard let formula else { throw Unbound(messages: ["nothing"]) }
    return try evaluated(formula).values
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
  case formula(Formula)
  /// `x = y` of `label`.
  case pair(Formula, Formula)
  case otherwise(Formula)
}

extension Sheet {
  /// A site at which `function` is called with these arguments.
  func site(
    _ function: String,
    _ arguments: [Argument],
    condition: Formula? = nil,
    report: @escaping (Diagnostic) -> Void
  ) -> CallSite {
    var formulas: [Formula] = []
    func term(_ formula: Formula) -> Term {
      formulas.append(formula)
      return Term(.literal(.integer(Int64(formulas.count - 1))), SourceSpan(0, 0))
    }
    let written = arguments.map { argument -> CallArgument in
      switch argument {
      case .name(let name): return CallArgument(term(formula(name)))
      case .literal(let value, let type): return CallArgument(term(.literal(value, type)))
      case .formula(let formula): return CallArgument(term(formula))
      case .pair(let left, let right):
        let pair = Term(.infix(.equal, term(left), term(right)), SourceSpan(0, 0))
        return CallArgument(pair)
      case .otherwise(let formula): return CallArgument(term(formula), isElse: true)
      }
    }
    let known = formulas
    func bind(_ term: Term) -> Formula? {
      switch term.kind {
      case .literal(.integer(let place)): known[Int(place)]
      case .infix(.equal, let left, let right):
        if let left = bind(left), let right = bind(right) {
          Operators.comparison(.equal, left, right)
        } else {
          nil
        }
      default: nil
      }
    }
    return CallSite(
      name: Name(function, SourceSpan(0, 0)),
      arguments: written,
      condition: condition,
      span: SourceSpan(0, 0),
      fiscalYearStart: fiscalYearStart,
      binding: bind,
      reporting: report,
      reading: { _ in "x" }
    )
  }

  /// The formula of a scalar call.
  func call(_ function: String, _ arguments: Argument...) throws -> Formula {
    var messages: [String] = []
    let site = site(function, arguments) { messages.append($0.message.text) }
    guard case .scalar(let resolve)? = Function.all[function]?.kind, let formula = resolve(site)
    else { throw Unbound(messages: messages) }
    return formula
  }

  /// The aggregate of a call.
  func aggregate(
    _ function: String,
    _ arguments: [Argument],
    condition: Formula? = nil
  ) throws -> AggregateCall {
    var messages: [String] = []
    let site = site(function, arguments, condition: condition) { messages.append($0.message.text) }
    guard case .aggregate(_, let resolve)? = Function.all[function]?.kind, let call = resolve(site)
    else { throw Unbound(messages: messages) }
    return call
  }

  /// The value of an aggregate for each group, with the rows dealt out in stretches that are absorbed.
  func values(_ call: AggregateCall, groups: [UInt32], chunk: Int = .max) throws -> [Value] {
    let groupCount = Int((groups.max() ?? 0) + 1)
    var evaluation = Evaluation(rowCount: rows)
    let columns = try call.arguments.map {
      try operand($0, &evaluation).column(rows: rows)
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
      try whole.absorb(part, groups: same, groupCount: groupCount)
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
