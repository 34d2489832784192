import Columns

extension Operators {
  /// How the comparison of a column with a constant is a range of stored values; nil where it is
  /// none.
  static func sargability(
    _ op: Operators.Comparison,
    _ left: BoundExpression,
    _ right: BoundExpression
  ) -> ScalarFunction.Sargability? {
    guard op != .notEqual else { return nil }
    switch (left, right) {
    case (.column, .literal(.integer(let number), .integer)) where left.type == .integer:
      return range(op, number)
    case (.literal(.integer(let number), .integer), .column) where right.type == .integer:
      return range(op.mirrored, number)
    case (.column, .literal(.ordinal(let ordinal), _)): return range(op, Int64(ordinal))
    case (.literal(.ordinal(let ordinal), _), .column): return range(op.mirrored, Int64(ordinal))
    case (.column, .literal(.text(let text), _)) where left.type.isTextual:
      return op == .equal ? range(of: text) : range(op, text, order(left.type, right.type))
    case (.literal(.text(let text), _), .column) where right.type.isTextual && op == .equal:
      return range(of: text)
    default: return nil
    }
  }

  private static func range(_ op: Operators.Comparison, _ number: Int64)
    -> ScalarFunction.Sargability
  {
    let stretch =
      switch op {
      case .equal: CodeRange(number, number)
      case .less: number == .min ? CodeRange(0, -1) : CodeRange(.min, number - 1)
      case .lessOrEqual: CodeRange(.min, number)
      case .greater: number == .max ? CodeRange(0, -1) : CodeRange(number + 1, .max)
      default: CodeRange(number, .max)
      }
    return .codeRange { _ in stretch }
  }

  private static func range(of text: String) -> ScalarFunction.Sargability {
    let codes = DictionaryCache<Int?>()
    return .codeRange { column in
      let code = codes.value(for: column.texts.labels) { column.texts.labels.code(of: text) }
      return code.map { CodeRange(Int64($0), Int64($0)) } ?? CodeRange(0, -1)
    }
  }

  private static func range(
    _ op: Operators.Comparison,
    _ text: String,
    _ order: [[UInt8]: Int32]?
  ) -> ScalarFunction.Sargability {
    let truths = DictionaryCache<DictionaryMask>()
    return .codeRange { column in
      let labels = column.texts.labels
      return truths.value(for: labels) { DictionaryMask(labels, op, text, order) }.codes
    }
  }
}

extension DictionaryMask {
  /// Which texts of a dictionary compare so with a constant: by their places in a category's order,
  /// or by their bytes.
  init(
    _ labels: TextDictionary,
    _ op: Operators.Comparison,
    _ text: String,
    _ order: [[UInt8]: Int32]?
  ) {
    let wanted = Array(text.utf8)
    self.init(labels.count) { code in
      let bytes = Array(labels.utf8(code))
      let (isLess, isGreater): (Bool, Bool)
      if let order {
        let (left, right) = (order[bytes] ?? -1, order[wanted] ?? -1)
        (isLess, isGreater) = (left < right, left > right)
      } else {
        isLess = bytes.lexicographicallyPrecedes(wanted)
        isGreater = !isLess && bytes != wanted
      }
      return switch op {
      case .less: isLess
      case .lessOrEqual: !isGreater
      case .greater: isGreater
      default: !isLess
      }
    }
  }
}
