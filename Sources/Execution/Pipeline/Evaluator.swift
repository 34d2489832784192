import Catalog
import Columns
import Functions

/// The vectorized expression evaluator: computes expressions for all rows of a chunk.
struct Evaluator {
  /// The written stage to which failures belong.
  let stage: Int?
  /// Divisions by zero and the like so far.
  var tally = Tally()

  /// The values of an expression, row by row.
  mutating func column(_ bound: BoundExpression, over chunk: Chunk) throws -> Column {
    try operand(bound, over: chunk).column(rows: chunk.rowCount)
  }

  /// The values of an expression as an operand: a literal stays one value for all rows.
  mutating func operand(_ bound: BoundExpression, over chunk: Chunk) throws -> Operand {
    switch bound {
    case .column(let id, _):
      return .column(chunk[id])
    case .literal(let value, let type):
      return .constant(value, type)
    case .call(let operation, let expressions):
      return .column(try call(operation, expressions, over: chunk))
    case .choose(let condition, let then, let otherwise, let type):
      return .column(try choose(condition, then, otherwise, type, over: chunk))
    }
  }

  private mutating func call(
    _ operation: ScalarFunction,
    _ expressions: [BoundExpression],
    over chunk: Chunk
  ) throws -> Column {
    var operands: [Operand] = []
    for bound in expressions { operands.append(try operand(bound, over: chunk)) }
    var context = KernelContext(rowCount: chunk.rowCount, firstRow: chunk.firstRow)
    let column = try attributing(to: stage) { try operation.kernel(operands, &context) }
    tally.add(context.tally)
    return column
  }

  private mutating func choose(
    _ condition: BoundExpression,
    _ then: BoundExpression,
    _ otherwise: BoundExpression,
    _ type: DataType,
    over chunk: Chunk
  ) throws -> Column {
    let truth = try column(condition, over: chunk).certain
    let taken = truth.selected()
    if taken.count == chunk.rowCount { return try branch(then, type, over: chunk) }
    if taken.count == 0 { return try branch(otherwise, type, over: chunk) }
    let rest = truth.selected(wanted: false, count: chunk.rowCount - taken.count)
    let branches = [
      try branch(then, type, over: chunk.gathered(taken, only: Set(then.columns))),
      try branch(otherwise, type, over: chunk.gathered(rest, only: Set(otherwise.columns))),
    ]
    // Each row's place in the rows taken, followed by all others.
    var (first, other) = (0, taken.count)
    let places = Buffer<Int32>.tabulate(chunk.rowCount) { row in
      let isTaken = truth.base[row]
      let place = isTaken ? first : other
      if isTaken { first &+= 1 } else { other &+= 1 }
      return Int32(truncatingIfNeeded: place)
    }
    return Column.joined(branches, as: type).gathered(places)
  }

  /// A literal branch takes the type of the whole choice, so that both branches are stored alike.
  private mutating func branch(
    _ bound: BoundExpression,
    _ type: DataType,
    over chunk: Chunk
  ) throws -> Column {
    if case .literal(let value, _) = bound {
      return Column(repeating: value, as: type, count: chunk.rowCount)
    }
    return try column(bound, over: chunk)
  }
}

/// The result of `body`; a failure without a stage is attributed to `stage`.
func attributing<Result>(to stage: Int?, _ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch var failure as RunFailure {
    failure.stage = failure.stage ?? stage
    throw failure
  } catch var failure as OutOfMemory {
    failure.stage = failure.stage ?? stage
    throw failure
  } catch let failure as TableFailure {
    throw RunFailure(failure.text, .table, stage: stage)
  }
}
