import Catalog
import Columns

extension Operators {
  /// `left ?? right`: the left value where it is known, else the right one; nil where the types
  /// have nothing in common.
  public static func coalesce(_ left: BoundExpression, _ right: BoundExpression) -> BoundExpression?
  {
    guard let (type, sides) = unified([left, right]) else { return nil }
    return .call("??", type, sides) { operands, context in
      let rows = context.rowCount
      if let constant = operands[0].constant {
        return operands[constant == .missing ? 1 : 0].column(rows: rows)
      }
      let first = operands[0].column(rows: rows)
      guard let known = first.known else { return first }
      let second = operands[1].column(rows: rows)
      let places = Buffer<Int32>(filling: rows) { places in
        for row in 0..<rows { places[row] = Int32(known.base[row] ? row : rows + row) }
      }
      let chosen = Column.joined([first, second], as: type).gathered(places)
      return chosen.knownCount == rows ? Column(chosen.storage) : chosen
    }
  }

  /// The expressions with one type, as the branches of a choice need it; nil if they have none in
  /// common.
  ///
  /// Literals of missing and columns without values take the others' type; an integer beside a real becomes real, a category
  /// beside another or beside text becomes text, a percentage beside a number becomes real.
  public static func unified(_ expressions: [BoundExpression]) -> (
    type: DataType, expressions: [BoundExpression]
  )? {
    let types = expressions.filter { $0.missing(as: $0.type) == nil }.map(\.type)
    guard let type = types.isEmpty ? expressions.first?.type : DataType.common(types) else {
      return nil
    }
    let sides = expressions.compactMap { converted($0, to: type) }
    return sides.count == expressions.count ? (type, sides) : nil
  }

  /// The same values as another type; nil where the types do not convert by themselves.
  ///
  /// Integers become reals; numbers become percentages as ratios (0.235 is 23.5%) and back;
  /// categories become text.
  public static func converted(_ bound: BoundExpression, to type: DataType) -> BoundExpression? {
    if bound.type == type { return bound }
    if let missing = bound.missing(as: type) { return missing }
    switch (bound.type, type) {
    case (.integer, .real), (.integer, .percent):
      if case .literal(.integer(let number), _) = bound {
        return .literal(.real(Double(number)), type)
      }
      var operation = ScalarFunction("real", type) { operands, context in
        context.map(operands[0]) { (number: Double) in number }
      }
      operation.isSilent = true
      return .call(operation, [bound])
    case (.real, .percent), (.percent, .real), (.category, .text):
      if let literal = bound.literal { return .literal(literal, type) }
      var operation = ScalarFunction(type.word, type) { operands, context in
        operands[0].column(rows: context.rowCount)
      }
      operation.isSilent = type != .text
      return .call(operation, [bound])
    default: return nil
    }
  }

  /// `bound in set`: equal to one of the values, or within one of the ranges, bounds included;
  /// `not in` if negated.
  ///
  /// Bounds have the expression's type. Missing may be listed; a range is missing where the value or
  /// a bound is.
  public static func membership(
    _ bound: BoundExpression,
    in set: [(low: BoundExpression, high: BoundExpression?)],
    negated: Bool = false
  ) -> BoundExpression {
    let values = set.compactMap { $0.high == nil ? $0.low.literal : nil }
    if values.count == set.count, values.count > 2, bound.type.isTextual {
      return textMembership(bound, set.map(\.low), negated)
    }
    let tests = set.map { low, high in
      guard let high else { return comparison(.equal, bound, low) }
      let range = both(
        comparison(.greaterOrEqual, bound, low),
        comparison(.lessOrEqual, bound, high)
      )
      let areLiteral = low.isNeverMissing && high.isNeverMissing
      return areLiteral ? range : decided(range, of: [bound, low, high])
    }
    if tests.isEmpty { return .literal(.boolean(negated), .boolean) }
    let any = anyOf(tests[...])
    return negated ? not(any) : any
  }

  /// Whether one of the tests holds, as a tree that is no deeper than it must be.
  private static func anyOf(_ tests: ArraySlice<BoundExpression>) -> BoundExpression {
    guard tests.count > 1 else { return tests[tests.startIndex] }
    let middle = tests.startIndex + tests.count / 2
    return either(anyOf(tests[..<middle]), anyOf(tests[middle...]))
  }

  private static func textMembership(
    _ bound: BoundExpression,
    _ values: [BoundExpression],
    _ negated: Bool
  ) -> BoundExpression {
    var wanted: Set<[UInt8]> = []
    for case .text(let text)? in values.map(\.literal) { wanted.insert(Array(text.utf8)) }
    let takesMissing = values.contains { $0.literal == .missing }
    let (texts, cache) = (wanted, DictionaryCache<DictionaryMask>())
    var operation = ScalarFunction(negated ? "not in" : "in", .boolean, neverFails: true) {
      operands,
      context in
      let column = operands[0].column(rows: context.rowCount)
      let labels = column.texts.labels
      let mask = cache.value(for: labels) {
        DictionaryMask(labels.count) { texts.contains(Array(labels.utf8($0))) }
      }
      let truths = mask.column(column)
      var found = BooleanKernels.and(truths.booleans, truths.known)
      if takesMissing, let known = column.known {
        found = BooleanKernels.or(found, BooleanKernels.not(known))
      }
      return Column(.boolean(negated ? BooleanKernels.not(found) : found))
    }
    operation.logic = .total(isNegated: negated)
    if !negated { operation.sargability = .membership }
    return .call(operation, [bound] + values)
  }

  /// A choice among operands by a label: of each row the operand whose place is the code of its
  /// label.
  ///
  /// `label` is a category with a text for each operand, in their order.
  package static func pick(
    _ label: BoundExpression,
    of operands: [BoundExpression],
    _ type: DataType
  ) -> BoundExpression {
    var operation = ScalarFunction("pick", type) { operands, context in
      let rowCount = context.rowCount
      let (codes, _) = operands[0].column(rows: rowCount).texts
      let columns = operands.dropFirst().map { $0.column(rows: rowCount) }
      let rows = (0..<rowCount).map { row in columns[codes[row]][row..<row + 1] }
      return Column.joined(rows, as: type)
    }
    operation.sargability = .pick
    return .call(operation, [label] + operands)
  }
}
