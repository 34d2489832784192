import Catalog
import Columns

extension Operators {
  /// `left op right` for `+ - * /`, or nil where the types have no such operator.
  ///
  /// Missing in, missing out. Integers stay integers, except under `/`, which is always real; an
  /// overflow is a failure that names the row. The sum and difference of two percentages, and the
  /// quotient of a percentage and a number, are percentages; every other use of one is real.
  /// A date plus or minus a span is a date, the difference of two dates their distance in days; a
  /// period plus or minus an integer is a period, the difference of two of one unit an integer.
  public static func arithmetic(
    _ op: Arithmetic,
    _ left: BoundExpression,
    _ right: BoundExpression
  ) -> BoundExpression? {
    if left.type.isNumeric && right.type.isNumeric { return numeric(op, left, right) }
    return temporal(op, left, right)
  }

  /// `-bound`, or nil where the type has none.
  public static func negative(_ bound: BoundExpression) -> BoundExpression? {
    switch bound.type {
    case .integer:
      let difference = integerKernel(.minus)
      return call(.minus, .integer, [bound]) { operands, context in
        try difference([.constant(.integer(0), .integer), operands[0]], &context)
      }
    case .real, .percent:
      return call(.minus, bound.type, [bound]) { operands, context in
        context.map(operands[0]) { (number: Double) in -number }
      }
    default: return nil
    }
  }

  private static func numeric(
    _ op: Arithmetic,
    _ left: BoundExpression,
    _ right: BoundExpression
  ) -> BoundExpression? {
    let integers = left.type == .integer && right.type == .integer
    switch op {
    case .plus, .minus, .times:
      if integers { return call(op, .integer, [left, right], integerKernel(op)) }
      let isPercent = op != .times && left.type == .percent && right.type == .percent
      return call(op, isPercent ? .percent : .real, [left, right], realKernel(op))
    case .divide:
      let isPercent = left.type == .percent && right.type != .percent
      return call(op, isPercent ? .percent : .real, [left, right], quotient)
    }
  }

  private static func realKernel(_ op: Arithmetic) -> Kernel {
    { operands, context in
      let rows = context.rowCount
      let left = Input<Double>(operands[0], rows: rows)
      let right = Input<Double>(operands[1], rows: rows)
      let values: Buffer<Double> =
        switch op {
        case .plus: Kernels.values(left, right, rows: rows) { $0 + $1 }
        case .minus: Kernels.values(left, right, rows: rows) { $0 - $1 }
        default: Kernels.values(left, right, rows: rows) { $0 * $1 }
        }
      let known = BooleanKernels.both(left.known, right.known)
      return context.finite(values, known: known, of: op.rawValue)
    }
  }

  /// Division, always real; by zero it is missing, and counted.
  static let quotient: Kernel = { operands, context in
    let rows = context.rowCount
    let left = Input<Double>(operands[0], rows: rows)
    let right = Input<Double>(operands[1], rows: rows)
    var known = BooleanKernels.both(left.known, right.known)
    let nonzero = Kernels.values(right, rows: rows) { $0 != 0 }
    let zeros = BooleanKernels.count(BooleanKernels.and(BooleanKernels.not(nonzero), known))
    if zeros > 0 {
      context.tally.divisionsByZero += zeros
      known = BooleanKernels.both(known, nonzero)
    }
    let values = Kernels.values(left, right, rows: rows) { $0 / $1 }
    return context.finite(values, known: known, of: "/")
  }

  /// Sums, differences and products of integers.
  ///
  /// One flag says of a whole stretch whether a row overflowed; only then rows are looked at one
  /// by one.
  static func integerKernel(_ op: Arithmetic) -> Kernel {
    { operands, context in
      let rows = context.rowCount
      let left = Input<Int64>(operands[0], rows: rows)
      let right = Input<Int64>(operands[1], rows: rows)
      let known = BooleanKernels.both(left.known, right.known)
      let (values, overflowed): (Buffer<Int64>, Bool) =
        switch op {
        case .plus:
          flagged(left, right, rows) { first, second in
            let sum = first &+ second
            return (sum, (first ^ sum) & (second ^ sum))
          }
        case .minus:
          flagged(left, right, rows) { first, second in
            let difference = first &- second
            return (difference, (first ^ second) & (first ^ difference))
          }
        default:
          flagged(left, right, rows) { first, second in
            let (product, overflow) = first.multipliedReportingOverflow(by: second)
            return (product, overflow ? -1 : 0)
          }
        }
      if overflowed { try checkRows(op, left, right, known, context) }
      return Column(.integer(.int64(values)), known: known)
    }
  }

  @inline(__always)
  private static func flagged(
    _ left: Input<Int64>,
    _ right: Input<Int64>,
    _ rows: Int,
    _ body: (Int64, Int64) -> (value: Int64, flag: Int64)
  ) -> (Buffer<Int64>, Bool) {
    var flags: Int64 = 0
    let values = Kernels.values(left, right, rows: rows) { first, second in
      let (value, flag) = body(first, second)
      flags |= flag
      return value
    }
    return (values, flags < 0)
  }

  private static func checkRows(
    _ op: Arithmetic,
    _ left: Input<Int64>,
    _ right: Input<Int64>,
    _ known: Buffer<Bool>?,
    _ context: KernelContext
  ) throws {
    for row in 0..<context.rowCount where known?[row] ?? true {
      let first = left.values[row * left.step]
      let second = right.values[row * right.step]
      let overflow =
        switch op {
        case .plus: first.addingReportingOverflow(second).overflow
        case .minus: first.subtractingReportingOverflow(second).overflow
        default: first.multipliedReportingOverflow(by: second).overflow
        }
      if overflow {
        let sum = "\(first) \(op.rawValue) \(second)"
        throw RunFailure.doesNotFit(sum, row: context.firstRow + row)
      }
    }
  }
}
