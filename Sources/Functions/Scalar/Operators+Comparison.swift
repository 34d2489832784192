import Catalog
import Columns

extension Operators {
  /// `left op right` for `= != < <= > >=`.
  ///
  /// `=` and `!=` are never missing, and `=` holds where both sides are; the orders are missing where
  /// a side is. Categories compare by their order, texts by bytes.
  public static func comparison(
    _ op: Comparison,
    _ left: BoundExpression,
    _ right: BoundExpression
  ) -> BoundExpression {
    let isEquality = op == .equal || op == .notEqual
    let (left, right) = isEquality ? (left, right) : (ranked(left), ranked(right))
    let kernel: Kernel =
      switch (left.type, right.type) {
      case (.integer, .integer): integerOrdering(op)
      case (.integer, .real), (.integer, .percent): mixedOrdering(op, isMirrored: false)
      case (.real, .integer), (.percent, .integer): mixedOrdering(op, isMirrored: true)
      case (.boolean, _): truthOrdering(op)
      case (.date, _), (.period, _): ordering(op, Int32.self)
      case (.text, _), (.category, _):
        isEquality ? textEquality(op) : textOrder(op, left.type, right.type)
      default: ordering(op, Double.self)
      }
    var operation = ScalarFunction(op.rawValue, .boolean, neverFails: true, kernel)
    operation.comparison = op
    operation.sargability = sargability(op, left, right)
    if isEquality { operation.logic = .total(isNegated: op == .notEqual) }
    return .call(operation, [left, right])
  }

  /// The values of an ordered category that have a place in its order; the others are missing.
  package static func ranked(_ bound: BoundExpression) -> BoundExpression {
    guard case .category(let category) = bound.type, !category.unranked.isEmpty,
      bound.literal == nil
    else { return bound }
    let masks = DictionaryCache<DictionaryMask>()
    var operation = ScalarFunction("ranked", bound.type, neverFails: true) { operands, context in
      let column = operands[0].column(rows: context.rowCount)
      let labels = column.texts.labels
      let isRanked = masks.value(for: labels) {
        DictionaryMask(labels.count) { !category.unranked.contains(labels[$0]) }
      }.column(column)
      let known = BooleanKernels.and(isRanked.booleans, isRanked.known)
      return Column(column.storage, known: known)
    }
    operation.isSilent = true
    return .call(operation, [bound])
  }

  /// The values beside its order that `ranked` makes missing in a term; none where it is not called.
  package static func valuesBesideOrder(in bound: BoundExpression) -> [String] {
    guard case .call(let operation, _) = bound, operation.name == "ranked",
      case .category(let category) = bound.type
    else { return [] }
    return category.labels.strings.filter(category.unranked.contains)
  }

  private static func ordering<Element: Stored & Comparable>(
    _ op: Comparison,
    _: Element.Type
  ) -> Kernel {
    { operands, context in
      let rows = context.rowCount
      let left = Input<Element>(operands[0], rows: rows)
      let right = Input<Element>(operands[1], rows: rows)
      return compared(op, left, right, rows: rows)
    }
  }

  /// Integers compare with a constant in the width in which they are stored.
  private static func integerOrdering(_ op: Comparison) -> Kernel {
    let wide = ordering(op, Int64.self)
    return { operands, context in
      let rows = context.rowCount
      switch (operands[0], operands[1]) {
      case (.column(let column), .constant(.integer(let number), _)):
        return compared(op, column, number, rows: rows)
      case (.constant(.integer(let number), _), .column(let column)):
        return compared(op.mirrored, column, number, rows: rows)
      default: return try wide(operands, &context)
      }
    }
  }

  /// An integer and a real compare as the numbers that they are: neither is rounded to the other.
  private static func mixedOrdering(_ op: Comparison, isMirrored: Bool) -> Kernel {
    let op = isMirrored ? op.mirrored : op
    return { operands, context in
      let rows = context.rowCount
      let integers = Input<Int64>(operands[isMirrored ? 1 : 0], rows: rows)
      let reals = Input<Double>(operands[isMirrored ? 0 : 1], rows: rows)
      let signs = Kernels.values(integers, reals, rows: rows) { sign(of: $0, against: $1) }
      var zeros = Input(repeating: Int8(0))
      if let known = reals.known {
        zeros = Input(Buffer(repeating: 0, count: rows), known: known)
      }
      return compared(op, Input(signs, known: integers.known), zeros, rows: rows)
    }
  }

  /// −1, 0 or 1 where an integer is less than a real, equal to it or greater.
  @inline(__always)
  private static func sign(of integer: Int64, against real: Double) -> Int8 {
    let rounded = Double(integer)
    if rounded != real { return rounded < real ? -1 : 1 }
    // Only beyond 2⁵³ was the integer rounded, and there the real is whole, too.
    guard let whole = Int64(exactly: real) else { return -1 }
    return integer < whole ? -1 : integer > whole ? 1 : 0
  }

  private static func compared(
    _ op: Comparison,
    _ column: Column,
    _ number: Int64,
    rows: Int
  ) -> Column {
    func compare<Element: FixedWidthInteger & BitwiseCopyable & Sendable>(
      _ values: Buffer<Element>
    ) -> Column {
      let input = Input(values, known: column.known)
      if let constant = Element(exactly: number) {
        return compared(op, input, Input(repeating: constant), rows: rows)
      }
      // The number lies beyond all values: each of these compares with it as zero does.
      let outcome = compared(op, Input(repeating: Int64(0)), Input(repeating: number), rows: 1)
      let all = Buffer(repeating: outcome.booleans[0], count: rows)
      return Column(.boolean(all), known: op == .equal || op == .notEqual ? nil : column.known)
    }
    switch column.integers {
    case .int8(let values): return compare(values)
    case .int16(let values): return compare(values)
    case .int32(let values): return compare(values)
    case .int64(let values): return compare(values)
    }
  }

  /// False stands before true.
  private static func truthOrdering(_ op: Comparison) -> Kernel {
    { operands, context in
      let rows = context.rowCount
      let sides = operands.map { operand in
        let input = Input<Bool>(operand, rows: rows)
        let bytes = Kernels.values(input, rows: rows) { $0 ? UInt8(1) : 0 }
        return Input(bytes, known: input.known)
      }
      return compared(op, sides[0], sides[1], rows: rows)
    }
  }

  /// The comparison of two inputs: an equality is total over missing.
  static func compared<Element: BitwiseCopyable & Sendable & Comparable>(
    _ op: Comparison,
    _ left: Input<Element>,
    _ right: Input<Element>,
    rows: Int
  ) -> Column {
    let known = BooleanKernels.both(left.known, right.known)
    let holds =
      switch op {
      case .equal, .notEqual: Kernels.values(left, right, rows: rows) { $0 == $1 }
      case .less: Kernels.values(left, right, rows: rows) { $0 < $1 }
      case .lessOrEqual: Kernels.values(left, right, rows: rows) { $0 <= $1 }
      case .greater: Kernels.values(left, right, rows: rows) { $0 > $1 }
      case .greaterOrEqual: Kernels.values(left, right, rows: rows) { $0 >= $1 }
      }
    guard op == .equal || op == .notEqual else { return Column(.boolean(holds), known: known) }
    var outcome = BooleanKernels.and(holds, known)
    if let leftKnown = left.known, let rightKnown = right.known {
      outcome = BooleanKernels.or(outcome, BooleanKernels.neither(leftKnown, rightKnown))
    }
    return Column(.boolean(op == .equal ? outcome : BooleanKernels.not(outcome)))
  }
}
