import CLanes
import Columns

extension Operators {
  /// `left op right` for `contains`, `starts with`, `ends with` and `matches`; missing where a side
  /// is.
  ///
  /// The pattern of `matches` must be a literal; throws what is wrong with it.
  public static func textTest(
    _ op: TextTest,
    _ left: BoundExpression,
    _ right: BoundExpression
  ) throws(PatternMistake) -> BoundExpression {
    var test: Test = { try op.holds($0, $1) }
    if op == .matches {
      guard case .text(let pattern)? = right.literal else { throw .notLiteral }
      let expression = try RegularExpression(pattern)
      test = { text, _ in try expression.matches(text) }
    }
    let kernel = kernel(test)
    return .call(op.rawValue, .boolean, [left, right], neverFails: op != .matches, kernel)
  }

  /// Whether a text passes a test with another.
  private typealias Test = @Sendable (UnsafeBufferPointer<UInt8>, [UInt8]) throws -> Bool

  private static func kernel(_ test: @escaping Test) -> Kernel {
    let cache = DictionaryCache<DictionaryEvaluation.Values<Bool>>()
    return { operands, context in
      let rows = context.rowCount
      let column = operands[0].column(rows: rows)
      if case .constant(let value, _) = operands[1] {
        guard case .text(let text) = value else {
          return Column(repeating: .missing, as: .boolean, count: rows)
        }
        let wanted = Array(text.utf8)
        return try DictionaryEvaluation.values(column, cache) { try test($0, wanted) }.column
      }
      let (texts, parts) = (column.texts, operands[1].column(rows: rows))
      let known = BooleanKernels.both(column.known, parts.known)
      let (codes, labels) = parts.texts
      return try Kernels.gathered(rows: rows, known: known) { row -> Bool? in
        try Cancellation.check(at: row)
        return try test(texts.labels.utf8(texts.codes[row]), Array(labels.utf8(codes[row])))
      }.column
    }
  }
}

extension Operators.TextTest {
  /// Whether a text has a part where the test looks for it.
  package func holds(_ text: UnsafeBufferPointer<UInt8>, _ part: [UInt8]) throws -> Bool {
    switch self {
    case .startsWith: text.starts(with: part)
    case .endsWith: text.reversed().starts(with: part.reversed())
    default: try text.firstIndex(of: part) != nil
    }
  }
}

extension PatternMistake {
  /// A pattern that is computed row by row.
  static let notLiteral = PatternMistake(
    character: 1,
    text: "matches takes a pattern in quotes, which is the same for all rows."
  )
}

extension UnsafeBufferPointer<UInt8> {
  /// The places before, between and after all that equals `separator`.
  func pieces(between separator: [UInt8]) throws -> [Range<Int>] {
    var (pieces, start): ([Range<Int>], Int) = ([], 0)
    while let place = try firstIndex(of: separator, from: start) {
      pieces.append(start..<place)
      start = place + separator.count
    }
    return pieces + [start..<count]
  }

  /// Where `part` first occurs from `start` on.
  func firstIndex(of part: [UInt8], from start: Int = 0) throws -> Int? {
    guard let base = baseAddress, !part.isEmpty else { return part.isEmpty ? start : nil }
    var place = start
    while place + part.count <= count {
      // A piece at a time, so that a long text can be left.
      if place > start { try Cancellation.check() }
      let size = Swift.min(count - place, (1 << 16) + part.count)
      if let found = scomm_find(base + place, size, part, part.count) {
        return found - UnsafeRawPointer(base)
      }
      place += size - part.count + 1
    }
    return nil
  }
}
