import Catalog
import Columns

extension Operators {
  /// `left op right` for `= != < <= > >=`; never missing.
  ///
  /// `=` holds where both are missing, the orders only where both are known. Categories compare by
  /// their order, texts by bytes.
  public static func comparison(
    _ op: Comparison,
    _ left: BoundExpression,
    _ right: BoundExpression
  ) -> BoundExpression {
    let kernel: Kernel =
      switch (left.type, right.type) {
      case (.integer, .integer): integerOrdering(op)
      case (.boolean, _): truthOrdering(op)
      case (.date, _), (.period, _): ordering(op, Int32.self)
      case (.text, _), (.category, _):
        op == .equal || op == .notEqual
          ? textEquality(op) : textOrder(op, left.type, right.type)
      default: ordering(op, Double.self)
      }
    var operation = ScalarFunction(op.rawValue, .boolean, neverFails: true, kernel)
    operation.comparison = op
    operation.sargability = sargability(op, left, right)
    return .call(operation, [left, right])
  }

  private static func ordering<Element: Stored & Comparable>(
    _ op: Comparison,
    _: Element.Type
  ) -> Kernel {
    { operands, evaluation in
      let rows = evaluation.rowCount
      let left = Input<Element>(operands[0], rows: rows)
      let right = Input<Element>(operands[1], rows: rows)
      return Column(.boolean(compared(op, left, right, rows: rows)))
    }
  }

  /// Integers compare with a constant in the width in which they are stored.
  private static func integerOrdering(_ op: Comparison) -> Kernel {
    let wide = ordering(op, Int64.self)
    return { operands, evaluation in
      let rows = evaluation.rowCount
      switch (operands[0], operands[1]) {
      case (.column(let column), .constant(.integer(let number), _)):
        return Column(.boolean(compared(op, column, number, rows: rows)))
      case (.constant(.integer(let number), _), .column(let column)):
        return Column(.boolean(compared(op.mirrored, column, number, rows: rows)))
      default: return try wide(operands, &evaluation)
      }
    }
  }

  private static func compared(
    _ op: Comparison,
    _ column: Column,
    _ number: Int64,
    rows: Int
  ) -> Buffer<Bool> {
    func compare<Element: FixedWidthInteger & BitwiseCopyable & Sendable>(
      _ values: Buffer<Element>
    ) -> Buffer<Bool> {
      let input = Input(values, known: column.known)
      if let constant = Element(exactly: number) {
        return compared(op, input, Input(repeating: constant), rows: rows)
      }
      // The number lies beyond all values: each of these compares with it as zero does.
      let outcome = compared(op, Input(repeating: Int64(0)), Input(repeating: number), rows: 1)[0]
      let all = Buffer(repeating: outcome, count: rows)
      return op == .notEqual ? all : BooleanKernels.and(all, column.known)
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
    { operands, evaluation in
      let rows = evaluation.rowCount
      let sides = operands.map { operand in
        let input = Input<Bool>(operand, rows: rows)
        let bytes = Kernels.values(input, rows: rows) { $0 ? UInt8(1) : 0 }
        return Input(bytes, known: input.known)
      }
      return Column(.boolean(compared(op, sides[0], sides[1], rows: rows)))
    }
  }

  /// The comparison of two inputs, total over missing.
  static func compared<Element: BitwiseCopyable & Sendable & Comparable>(
    _ op: Comparison,
    _ left: Input<Element>,
    _ right: Input<Element>,
    rows: Int
  ) -> Buffer<Bool> {
    let known = BooleanKernels.both(left.known, right.known)
    let holds =
      switch op {
      case .equal, .notEqual: Kernels.values(left, right, rows: rows) { $0 == $1 }
      case .less: Kernels.values(left, right, rows: rows) { $0 < $1 }
      case .lessOrEqual: Kernels.values(left, right, rows: rows) { $0 <= $1 }
      case .greater: Kernels.values(left, right, rows: rows) { $0 > $1 }
      case .greaterOrEqual: Kernels.values(left, right, rows: rows) { $0 >= $1 }
      }
    var outcome = BooleanKernels.and(holds, known)
    guard op == .equal || op == .notEqual else { return outcome }
    if let leftKnown = left.known, let rightKnown = right.known {
      outcome = BooleanKernels.or(outcome, BooleanKernels.neither(leftKnown, rightKnown))
    }
    return op == .equal ? outcome : BooleanKernels.not(outcome)
  }
}

// MARK: Texts

extension Operators {
  private static func textEquality(_ op: Comparison) -> Kernel {
    let places = DictionaryCache<Int?>()
    let translations = DictionaryCache<Buffer<Int64>?>()
    return { operands, evaluation in
      let rows = evaluation.rowCount
      switch (operands[0], operands[1]) {
      case (.column(let column), .constant(.text(let text), _)),
        (.constant(.text(let text), _), .column(let column)):
        let code = places.value(for: column.texts.labels) { column.texts.labels.code(of: text) }
        return Column(.boolean(equal(column, code, op, rows)))
      default:
        let (left, right) = (operands[0].column(rows: rows), operands[1].column(rows: rows))
        let (leftLabels, rightLabels) = (left.texts.labels, right.texts.labels)
        let table = translations.value(for: leftLabels, rightLabels) {
          translation(from: rightLabels, to: leftLabels)
        }
        let codes = right.texts.codes
        let first = Input(left.texts.codes.widened, known: left.known)
        let second = Input(table.map { codes.looked(up: $0) } ?? codes.widened, known: right.known)
        return Column(.boolean(compared(op, first, second, rows: rows)))
      }
    }
  }

  /// For each code of one dictionary the code of the same text in another, or −1; nil if they are
  /// one.
  private static func translation(
    from source: TextDictionary,
    to target: TextDictionary
  ) -> Buffer<Int64>? {
    if source === target { return nil }
    var builder = StringTable()
    for code in 0..<target.count { _ = builder.code(of: target.utf8(code)) }
    return Buffer(
      (0..<source.count).map { code in
        let place = Int64(builder.code(of: source.utf8(code)))
        return place < target.count ? place : -1
      }
    )
  }

  /// Whether the text of each row has a code; no row has it if there is none.
  private static func equal(
    _ column: Column,
    _ code: Int?,
    _ op: Comparison,
    _ rows: Int
  ) -> Buffer<Bool> {
    func compare<Code: FixedWidthInteger & BitwiseCopyable & Sendable>(
      _ codes: Buffer<Code>,
      _ code: Int
    ) -> Buffer<Bool> {
      let input = Input(codes, known: column.known)
      return compared(op, input, Input(repeating: Code(truncatingIfNeeded: code)), rows: rows)
    }
    guard let code else { return Buffer(repeating: op == .notEqual, count: rows) }
    switch column.texts.codes {
    case .uint8(let codes): return compare(codes, code)
    case .uint16(let codes): return compare(codes, code)
    case .uint32(let codes): return compare(codes, code)
    }
  }

  private static func textOrder(
    _ op: Comparison,
    _ left: DataType,
    _ right: DataType
  ) -> Kernel {
    let truths = DictionaryCache<DictionaryMask>()
    let ranks = DictionaryCache<(Buffer<Int64>, Buffer<Int64>)>()
    let categoryOrder = order(left, right)
    return { operands, evaluation in
      let rows = evaluation.rowCount
      switch (operands[0], operands[1]) {
      case (.column(let column), .constant(.text(let text), _)):
        return truths.value(for: column.texts.labels) {
          DictionaryMask(column.texts.labels, op, text, categoryOrder)
        }.column(column)
      default:
        let sides = operands.map { $0.column(rows: rows) }
        let (first, second) = (sides[0].texts, sides[1].texts)
        let places = ranks.value(for: first.labels, second.labels) {
          ranked(first.labels, second.labels, categoryOrder)
        }
        let left = Input(first.codes.looked(up: places.0), known: sides[0].known)
        let right = Input(second.codes.looked(up: places.1), known: sides[1].known)
        return Column(.boolean(compared(op, left, right, rows: rows)))
      }
    }
  }

  /// The places of the labels of the category that one side is.
  static func order(_ left: DataType, _ right: DataType) -> [[UInt8]: Int32]? {
    for case .category(let category) in [left, right] { return places(of: category) }
    return nil
  }

  private static func places(of category: Category) -> [[UInt8]: Int32] {
    let labels = category.labels
    let pairs = (0..<labels.count).map { (Array(labels.utf8($0)), Int32($0)) }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }

  /// The places of the texts of two dictionaries in the order that both have.
  private static func ranked(
    _ first: TextDictionary,
    _ second: TextDictionary,
    _ order: [[UInt8]: Int32]?
  ) -> (Buffer<Int64>, Buffer<Int64>) {
    if let order {
      return (
        placed(first) { order[Array($0)] ?? -1 }, placed(second) { order[Array($0)] ?? -1 }
      )
    }
    guard first === second else { return commonRanks(first, second) }
    let own = Buffer(first.ranks.map { Int64($0) })
    return (own, own)
  }

  private static func placed(
    _ labels: TextDictionary,
    _ place: (UnsafeBufferPointer<UInt8>) -> Int32
  ) -> Buffer<Int64> {
    Buffer((0..<labels.count).map { Int64(place(labels.utf8($0))) })
  }

  /// The places of the texts of two dictionaries in their common byte order.
  private static func commonRanks(
    _ left: TextDictionary,
    _ right: TextDictionary
  ) -> (Buffer<Int64>, Buffer<Int64>) {
    var builder = StringTable()
    let leftCodes = (0..<left.count).map { Int(builder.code(of: left.utf8($0))) }
    let rightCodes = (0..<right.count).map { Int(builder.code(of: right.utf8($0))) }
    let ranks = builder.finish().ranks
    return (
      Buffer(leftCodes.map { Int64(ranks[$0]) }), Buffer(rightCodes.map { Int64(ranks[$0]) })
    )
  }
}
