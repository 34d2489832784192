import Tables

/// Where the cells of one column lie in a piece of text.
struct ChunkCells {
  let bytes: UnsafePointer<UInt8>
  /// The entries of `FieldEnds`, from this column on.
  let ends: UnsafePointer<Int32>
  let stride: Int
  let rowCount: Int
  /// Whether a return may stand before the line feed behind a cell.
  let endsLine: Bool

  /// Calls `body` with the text of a cell, behind which eight bytes can be read.
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
  private(set) var kind = CellKind.none
  /// Whether a value is missing; only then `known` tells which.
  private(set) var hasMissing = false
  private var memory = GrowingMemory<UInt64>()
  private var mask = GrowingMemory<Bool>()
  private var scratch: [UInt8] = []
  /// The texts that were new to the reader, and the code of the first.
  private(set) var fresh = 0..<0
  private var freshBytes = GrowingMemory<UInt8>()
  private var freshStarts = GrowingMemory<Int>()

  /// For each row whether its value is known.
  var known: UnsafePointer<Bool> { UnsafePointer(mask.base) }

  /// The values; codes of texts are one more than those of the coder, and zero where they are missing.
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

  /// Reads the cells as what columns of this name held so far, else as the first kind that all have.
  func read(_ cells: ChunkCells, guess: CellKind, _ coder: TextCoder) {
    memory.reserve(cells.rowCount)
    mask.reserve(cells.rowCount)
    fresh = 0..<0
    let first = guess == .none ? kind(of: cells, upTo: 64) : guess
    if fill(cells, as: first, coder) {
      kind = first
    } else {
      kind = kind(of: cells, upTo: .max)
      _ = fill(cells, as: kind, coder)
    }
  }

  /// What the first `limit` values have in common.
  private func kind(of cells: ChunkCells, upTo limit: Int) -> CellKind {
    var candidates = TypeCandidates()
    var row = 0
    var seen = 0
    while row < cells.rowCount, seen < limit, !candidates.isText {
      cells.withText(row, &scratch) { text in
        if !text.isEmpty { seen += 1 }
        candidates.note(text)
      }
      row += 1
    }
    return candidates.kind
  }

  /// Reads the cells as values of one kind; false at the first that is another.
  private func fill(_ cells: ChunkCells, as kind: CellKind, _ coder: TextCoder) -> Bool {
    mask.base.update(repeating: true, count: cells.rowCount)
    hasMissing = false
    switch kind {
    case .none: return fillMissing(cells)
    case .boolean: return fill(cells, WordBooleanParser())
    case .integer: return fill(cells, PlainIntegerParser())
    case .real: return fill(cells, PlainRealParser())
    case .date: return fill(cells, QuickDateParser())
    case .month: return fill(cells, PeriodParser(unit: .month))
    case .quarter: return fill(cells, PeriodParser(unit: .quarter))
    case .week: return fill(cells, PeriodParser(unit: .week))
    case .fiscalYear: return fill(cells, PeriodParser(unit: .fiscalYear(start: 10)))
    case .fiscalQuarter: return fill(cells, PeriodParser(unit: .fiscalQuarter(start: 10)))
    case .text: return fillTexts(cells, coder)
    }
  }

  private func fillMissing(_ cells: ChunkCells) -> Bool {
    hasMissing = cells.rowCount > 0
    mask.base.update(repeating: false, count: cells.rowCount)
    return (0..<cells.rowCount).allSatisfy { cells.withText($0, &scratch) { $0.isEmpty } }
  }

  @inline(__always)
  private func fill<Parser: CellParser>(_ cells: ChunkCells, _ parser: Parser) -> Bool {
    let target = values(as: Parser.Element.self)
    let known = mask.base
    var undone: [UInt8] = []
    var misses = false
    var row = 0
    while row < cells.rowCount {
      let isRead = cells.withText(row, &undone) { text in
        if text.isEmpty {
          known[row] = false
          target[row] = Parser.absent
          misses = true
        } else if let value = parser.parse(text) {
          target[row] = value
        } else {
          return false
        }
        return true
      }
      if !isRead { return false }
      row &+= 1
    }
    hasMissing = misses
    return true
  }

  /// Stands for a text that has no code yet.
  private static let isNew = UInt32.max

  /// The code of a text that the coder has not been given before.
  @inline(never)
  private func added(_ cells: ChunkCells, _ row: Int, _ coder: TextCoder) -> UInt32 {
    cells.withText(row, &scratch) { text in
      text.baseAddress.map { coder.add($0, text.count) } ?? 0 as UInt32
    }
  }

  private func fillTexts(_ cells: ChunkCells, _ coder: TextCoder) -> Bool {
    let target = values(as: UInt32.self)
    let known = mask.base
    let first = coder.count
    var table = coder.table
    var undone: [UInt8] = []
    var misses = false
    var row = 0
    while row < cells.rowCount {
      // The coder is not named here: to hold it for each text took a seventh of the time.
      let code = cells.withText(row, &undone) { text -> UInt32 in
        guard let base = text.baseAddress, !text.isEmpty else {
          known[row] = false
          misses = true
          return 0
        }
        return table.code(of: base, text.count).map { $0 &+ 1 } ?? ColumnChunk.isNew
      }
      if code == ColumnChunk.isNew {
        target[row] = added(cells, row, coder) &+ 1
        table = coder.table
      } else {
        target[row] = code
      }
      row &+= 1
    }
    hasMissing = misses
    fresh = first..<coder.count
    if !fresh.isEmpty { coder.copyTexts(from: first, to: &freshBytes, &freshStarts) }
    return true
  }

  /// Makes the chunk one of no rows.
  func clear() {
    (kind, hasMissing, fresh) = (.none, false, 0..<0)
  }
}
