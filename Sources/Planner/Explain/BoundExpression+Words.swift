import Functions
import Syntax

/// What the columns of a plan are called, helpers included.
struct ColumnNames {
  private var names: [ColumnID: String] = [:]

  /// The names of these columns.
  init(_ names: [ColumnID: String]) { self.names = names }

  /// The names in `plan`; a helper without one is called by what it is.
  init(_ plan: LogicalPlan) { gather(plan) }

  private mutating func gather(_ plan: LogicalPlan) {
    for input in plan.inputs { gather(input) }
    for column in plan.columns where names[column.id] == nil && !column.field.name.isEmpty {
      names[column.id] = column.field.name
    }
    if case .project(_, let projections) = plan.operation {
      for projection in projections where names[projection.output] == nil {
        names[projection.output] = words(projection.expression)
      }
    }
    // A helper is called after its function alone; with its arguments the name says more.
    for call in plan.aggregates where names[call.output] == call.name || names[call.output] == nil {
      names[call.output] = words(call)
    }
    if case .window(_, let window) = plan.operation {
      for call in window.functions where names[call.output] == call.name {
        names[call.output] = words(call)
      }
    }
    if case .join(_, let right, let join) = plan.operation, case .mark(let mark) = join.kind,
      case .scan(let scan) = right.operation
    {
      names[mark] = listed(join.keys.map { self[$0.left] }) + " in " + scan.source.words
    }
  }

  /// The name of a column.
  subscript(id: ColumnID) -> String { names[id] ?? "column \(id.number)" }

  /// A formula as a query could write it.
  func words(_ bound: BoundExpression) -> String { words(bound, isNested: false) }

  /// An aggregate as a query could write it.
  func words(_ call: AggregateCall) -> String {
    let arguments = call.arguments.map(words).joined(separator: ", ")
    let condition = call.condition.map { "where " + words($0) }
    let operands = [arguments, condition ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
    // What a pivot shows in a cell is no aggregate that queries have.
    return Function.all[call.name] == nil ? "the one " + operands : "\(call.name)(\(operands))"
  }

  /// A window function as a query could write it.
  func words(_ call: WindowCall) -> String {
    call.name + "(" + call.arguments.map(words).joined(separator: ", ") + ")"
  }

  /// Columns with their directions.
  func words(_ keys: [SortKey]) -> String {
    keys.map { self[$0.column] + ($0.isDescending ? " desc" : "") }.joined(separator: ", ")
  }

  func words(_ bound: BoundExpression, isNested: Bool) -> String {
    switch bound {
    case .column(let id, _): return self[id]
    case .literal(let value, let type): return Constant(value, type).described
    case .choose(let condition, let then, let otherwise, _):
      let text = "if \(words(condition)) then \(words(then)) else \(words(otherwise))"
      return isNested ? "(\(text))" : text
    case .call(let operation, let operands) where operation.isSilent:
      return words(operands[0], isNested: isNested)
    case .call(let operation, let operands):
      let parts = operands.map { words($0, isNested: true) }
      guard let text = sentence(operation.name, parts) else {
        return operation.name + "(" + operands.map(words).joined(separator: ", ") + ")"
      }
      return isNested ? "(\(text))" : text
    }
  }

  /// An operator between or around its operands, or what a verb computes, in the words of the
  /// language; nil for a function.
  func sentence(_ name: String, _ parts: [String]) -> String? {
    switch (name, parts.count) {
    case ("not", 1): "not " + parts[0]
    case ("-", 1): "-" + parts[0]
    case ("is missing", 1), ("is not missing", 1): parts[0] + " " + name
    case ("in", 2...), ("not in", 2...):
      "\(parts[0]) \(name) (\(parts.dropFirst().joined(separator: ", ")))"
    case (_, 2) where InfixOperator(rawValue: name) != nil: "\(parts[0]) \(name) \(parts[1])"
    case ("near", 3): "\(parts[0]) within \(parts[2]) of \(parts[1])"
    case ("offset", 3): "\(parts[0]) in steps of \(parts[2]) from \(parts[1])"
    case ("phase", 2...): "\(parts[0]) before or after \(parts[1])"
    case ("is cut", 2): "\(parts[0]) as the beginning of a period that is cut"
    case ("pick", 2...): "\(listed(Array(parts.dropFirst()), "or")) by \(parts[0])"
    case ("lump", 2...): "\(parts[0]) as \(listed(Array(parts.dropFirst()), "or"))"
    default: nil
    }
  }
}

extension LogicalPlan {
  /// The aggregates that it computes.
  fileprivate var aggregates: [AggregateCall] {
    switch operation {
    case .aggregate(_, _, let calls): calls
    case .window(_, let window): window.aggregates
    default: []
    }
  }
}
