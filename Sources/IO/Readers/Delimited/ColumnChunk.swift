import Columns

/// Where the fields of one column lie in a piece of text.
struct ChunkFields {
  let bytes: UnsafePointer<UInt8>
  /// The entries of `FieldIndex`, from this column on.
  let ends: UnsafePointer<Int32>
  let stride: Int
  let rowCount: Int
  /// Whether a return may stand before the line feed behind a field.
  let endsLine: Bool

  /// Where a field begins.
  func start(of row: Int) -> Int { Int(ends[row * stride]) + 1 }

  /// Calls `body` with the text of a field, behind which eight bytes can be read.
  @inline(__always)
  func withText<Result>(
    _ row: Int,
    _ scratch: inout [UInt8],
    _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    let entry = ends + row &* stride
    let start = Int(entry[0]) &+ 1
    var end = Int(entry[1])
    if endsLine, end > start, bytes[end] == 0x0A, bytes[end &- 1] == 0x0D { end &-= 1 }
    if end > start, bytes[start] == 0x22 { return withQuoted(start &+ 1, end &- 1, &scratch, body) }
    return body(UnsafeBufferPointer(start: bytes + start, count: end &- start))
  }

  @inline(never)
  private func withQuoted<Result>(
    _ start: Int,
    _ end: Int,
    _ scratch: inout [UInt8],
    _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    var place = start
    while place < end, bytes[place] != 0x22 { place &+= 1 }
    if place == end {
      return body(UnsafeBufferPointer(start: bytes + start, count: end &- start))
    }
    scratch.removeAll(keepingCapacity: true)
    place = start
    while place < end {
      scratch.append(bytes[place])
      place &+= bytes[place] == 0x22 ? 2 : 1
    }
    let count = scratch.count
    for _ in 0..<8 { scratch.append(0) }
    return scratch.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[..<count])) }
  }
}

/// The values of one column in one piece of a file.
final class ColumnChunk {
  /// What the values are.
  private(set) var kind = FieldKind.none
  /// Whether a value is missing; only then `known` tells which.
  private(set) var hasMissing = false
  private var memory = UninitializedBuffer<UInt64>()
  private var mask = UninitializedBuffer<Bool>()
  private var scratch: [UInt8] = []
  /// The words that the user gave for missing values.
  private let given: MissingTexts
  /// The texts that were new to the reader, and the code of the first.
  private(set) var fresh = 0..<0
  private var freshBytes = UninitializedBuffer<UInt8>()
  private var freshStarts = UninitializedBuffer<Int>()

  /// A chunk of no rows; the words `given` are missing in columns that are not declared.
  init(given: MissingTexts) { self.given = given }

  /// For each row whether its value is known.
  var known: UnsafePointer<Bool> { UnsafePointer(mask.base) }

  /// The values; codes of texts are one more than those of the coder, and zero where they are
  /// missing.
  func values<Element>(as type: Element.Type) -> UnsafeMutablePointer<Element> {
    UnsafeMutableRawPointer(memory.base).assumingMemoryBound(to: Element.self)
  }

  /// The text of a code in `fresh`, behind which eight bytes can be read.
  func text(_ code: Int) -> UnsafeBufferPointer<UInt8> {
    let place = code - fresh.lowerBound
    let start = freshStarts.base[place]
    return UnsafeBufferPointer(
      start: freshBytes.base + start,
      count: freshStarts.base[place + 1] - start
    )
  }

  /// Reads the fields as what columns of this name held so far, else as the first kind that all
  /// have.
  func read(_ fields: ChunkFields, guess: FieldKind, _ coder: DictionaryBuilder) {
    reserve(fields.rowCount)
    let first = guess == .none ? kind(of: fields, upTo: 64) : guess
    if fill(fields, as: first, coder) == nil {
      kind = first
    } else {
      kind = kind(of: fields, upTo: .max)
      reserve(fields.rowCount)
      _ = fill(fields, as: kind, coder)
    }
  }

  /// Reads the fields of a declared column; gives the first row whose field is not of its type.
  func read(
    _ fields: ChunkFields,
    as declared: DeclaredColumn,
    _ coder: DictionaryBuilder
  ) -> Int? {
    reserve(fields.rowCount)
    kind = declared.kind
    let missing = declared.missing
    switch declared.format {
    case .number(let format) where declared.type == .integer:
      return fill(fields, FormattedNumberParser(format: format, parser: IntegerParser()), missing)
    case .number(let format):
      return fill(fields, FormattedNumberParser(format: format, parser: RealParser()), missing)
    case .boolean(let texts): return fill(fields, texts, missing)
    case .date(let pattern): return fill(fields, pattern, missing)
    case .usual: break
    }
    switch declared.type {
    case .boolean: return fill(fields, BooleanParser(), missing)
    case .integer: return fill(fields, IntegerParser(), missing)
    case .real, .percent: return fill(fields, RealParser(), missing)
    case .date: return fill(fields, DateParser(), missing)
    case .period(let unit): return fill(fields, PeriodParser(unit: unit), missing)
    case .category: return fillTexts(fields, coder, missing, isClosed: true)
    case .text, .interval: return fillTexts(fields, coder, missing)
    }
  }

  private func reserve(_ rowCount: Int) {
    memory.reserve(rowCount)
    mask.reserve(rowCount)
    mask.base.update(repeating: true, count: rowCount)
    (hasMissing, fresh) = (false, 0..<0)
  }

  /// What the first `limit` values have in common.
  private func kind(of fields: ChunkFields, upTo limit: Int) -> FieldKind {
    var candidates = TypeCandidates()
    var row = 0
    var seen = 0
    while row < fields.rowCount, seen < limit, !candidates.isText {
      fields.withText(row, &scratch) { text in
        if text.isEmpty || given.contain(text) { return }
        seen += 1
        candidates.note(text)
      }
      row += 1
    }
    return candidates.kind
  }

  /// Reads the fields as values of one kind; gives the first row whose field is another.
  private func fill(_ fields: ChunkFields, as kind: FieldKind, _ coder: DictionaryBuilder) -> Int? {
    switch kind {
    case .none: return fillMissing(fields)
    case .boolean: return fill(fields, WordBooleanParser(), given)
    case .integer: return fill(fields, PlainIntegerParser(), given)
    case .real, .percent: return fill(fields, PlainRealParser(), given)
    case .date: return fill(fields, QuickDateParser(), given)
    case .month, .quarter, .week, .fiscalYear, .fiscalQuarter:
      return kind.unit.flatMap { fill(fields, PeriodParser(unit: $0), given) }
    case .text: return fillTexts(fields, coder, given)
    }
  }

  private func fillMissing(_ fields: ChunkFields) -> Int? {
    hasMissing = fields.rowCount > 0
    mask.base.update(repeating: false, count: fields.rowCount)
    return (0..<fields.rowCount).first { row in
      !fields.withText(row, &scratch) { $0.isEmpty || given.contain($0) }
    }
  }

  @inline(__always)
  private func fill<Parser: FieldParser>(
    _ fields: ChunkFields,
    _ parser: Parser,
    _ missing: MissingTexts
  ) -> Int? {
    let hasTexts = !missing.isEmpty
    let target = values(as: Parser.Element.self)
    let known = mask.base
    var undone: [UInt8] = []
    var misses = false
    var row = 0
    while row < fields.rowCount {
      let isRead = fields.withText(row, &undone) { text in
        if text.isEmpty || hasTexts && missing.contain(text) {
          known[row] = false
          target[row] = .zero
          misses = true
        } else if let value = parser.parse(text) {
          target[row] = value
        } else {
          return false
        }
        return true
      }
      if !isRead { return row }
      row &+= 1
    }
    hasMissing = misses
    return nil
  }

  /// Stands for a text that has no code yet.
  private static let isNew = UInt32.max

  /// The code of a text that the coder has not been given before.
  @inline(never)
  private func added(_ fields: ChunkFields, _ row: Int, _ coder: DictionaryBuilder) -> UInt32 {
    fields.withText(row, &scratch) { text in
      text.baseAddress.map { coder.table.add(padded: $0, count: text.count) } ?? 0 as UInt32
    }
  }

  /// Reads the fields as texts; where the dictionary is closed, gives the first row with another
  /// text.
  private func fillTexts(
    _ fields: ChunkFields,
    _ coder: DictionaryBuilder,
    _ missing: MissingTexts,
    isClosed: Bool = false
  ) -> Int? {
    let hasTexts = !missing.isEmpty
    let target = values(as: UInt32.self)
    let known = mask.base
    let first = coder.table.count
    var table = coder.table.lookup
    var undone: [UInt8] = []
    var misses = false
    var row = 0
    while row < fields.rowCount {
      // The coder is not named here: to hold it for each text took a seventh of the time.
      let code = fields.withText(row, &undone) { text -> UInt32 in
        guard let base = text.baseAddress, !text.isEmpty, !hasTexts || !missing.contain(text) else {
          known[row] = false
          misses = true
          return 0
        }
        return table.code(of: base, text.count).map { $0 &+ 1 } ?? ColumnChunk.isNew
      }
      if code == ColumnChunk.isNew {
        if isClosed { return row }
        target[row] = added(fields, row, coder) &+ 1
        table = coder.table.lookup
      } else {
        target[row] = code
      }
      row &+= 1
    }
    hasMissing = misses
    fresh = first..<coder.table.count
    if !fresh.isEmpty { coder.table.copy(from: first, to: &freshBytes, &freshStarts) }
    return nil
  }

  /// Makes the chunk one of no rows.
  func clear() {
    (kind, hasMissing, fresh) = (.none, false, 0..<0)
  }
}
