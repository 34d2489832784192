import Catalog
import Columns

// How texts and categories compare: by their codes where these tell.

extension Operators {
  /// `=` or `!=` of texts.
  static func textEquality(_ op: Comparison) -> Kernel {
    let places = DictionaryCache<Int?>()
    let translations = DictionaryCache<Buffer<Int64>?>()
    return { operands, context in
      let rows = context.rowCount
      switch (operands[0], operands[1]) {
      case (.column(let column), .constant(.text(let text), _)),
        (.constant(.text(let text), _), .column(let column)):
        let code = places.value(for: column.texts.labels) { column.texts.labels.code(of: text) }
        return equal(column, code, op, rows)
      default:
        let (left, right) = (operands[0].column(rows: rows), operands[1].column(rows: rows))
        let (leftLabels, rightLabels) = (left.texts.labels, right.texts.labels)
        let table = try translations.value(for: leftLabels, rightLabels) {
          try translation(from: rightLabels, to: leftLabels)
        }
        let codes = right.texts.codes
        let first = Input(left.texts.codes.widened, known: left.known)
        let second = Input(table.map { codes.looked(up: $0) } ?? codes.widened, known: right.known)
        return compared(op, first, second, rows: rows)
      }
    }
  }

  /// For each code of one dictionary the code of the same text in another, or −1; nil if they are
  /// one.
  private static func translation(
    from source: TextDictionary,
    to target: TextDictionary
  ) throws -> Buffer<Int64>? {
    if source === target { return nil }
    var builder = StringTable()
    _ = try builder.codes(of: target, Cancellation.check)
    let codes = try builder.codes(of: source, Cancellation.check)
    return Buffer(codes.map { $0 < target.count ? Int64($0) : -1 })
  }

  /// Whether the text of each row has a code; no row has it if there is none.
  private static func equal(
    _ column: Column,
    _ code: Int?,
    _ op: Comparison,
    _ rows: Int
  ) -> Column {
    func compare<Code: FixedWidthInteger & BitwiseCopyable & Sendable>(
      _ codes: Buffer<Code>,
      _ code: Int
    ) -> Column {
      let input = Input(codes, known: column.known)
      return compared(op, input, Input(repeating: Code(truncatingIfNeeded: code)), rows: rows)
    }
    guard let code else {
      return Column(.boolean(Buffer(repeating: op == .notEqual, count: rows)))
    }
    switch column.texts.codes {
    case .uint8(let codes): return compare(codes, code)
    case .uint16(let codes): return compare(codes, code)
    case .uint32(let codes): return compare(codes, code)
    }
  }

  /// An order of texts, by bytes or by the order of a category.
  static func textOrder(
    _ op: Comparison,
    _ left: DataType,
    _ right: DataType
  ) -> Kernel {
    let truths = DictionaryCache<DictionaryMask>()
    let ranks = DictionaryCache<(Buffer<Int64>, Buffer<Int64>)>()
    let categoryOrder = order(left, right)
    return { operands, context in
      let rows = context.rowCount
      switch (operands[0], operands[1]) {
      case (.column(let column), .constant(.text(let text), _)):
        return truths.value(for: column.texts.labels) {
          DictionaryMask(column.texts.labels, op, text, categoryOrder)
        }.column(column)
      default:
        let sides = operands.map { $0.column(rows: rows) }
        let (first, second) = (sides[0].texts, sides[1].texts)
        let places = try ranks.value(for: first.labels, second.labels) {
          try ranked(first.labels, second.labels, categoryOrder)
        }
        let left = Input(first.codes.looked(up: places.0), known: sides[0].known)
        let right = Input(second.codes.looked(up: places.1), known: sides[1].known)
        return compared(op, left, right, rows: rows)
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
  ) throws -> (Buffer<Int64>, Buffer<Int64>) {
    if let order {
      return (
        placed(first) { order[Array($0)] ?? -1 }, placed(second) { order[Array($0)] ?? -1 }
      )
    }
    guard first === second else { return try commonRanks(first, second) }
    let own = Buffer(try first.ranks(Cancellation.check).map { Int64($0) })
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
  ) throws -> (Buffer<Int64>, Buffer<Int64>) {
    var builder = StringTable()
    let leftCodes = try builder.codes(of: left, Cancellation.check)
    let rightCodes = try builder.codes(of: right, Cancellation.check)
    let ranks = try builder.finish().ranks(Cancellation.check)
    return (
      Buffer(leftCodes.map { Int64(ranks[Int($0)]) }),
      Buffer(rightCodes.map { Int64(ranks[Int($0)]) })
    )
  }
}
