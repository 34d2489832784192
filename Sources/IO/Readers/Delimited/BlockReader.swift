import Catalog
import Columns

/// A reader of blocks of a file; each thread has its own.
final class BlockReader {
  /// Its number among all.
  let number: Int
  /// The codes that it gives to the texts of each column.
  let coders: [DictionaryBuilder]
  private let shape: TableShape
  private var window = UninitializedBuffer<UInt8>()
  private var index = FieldIndex()

  /// How far a record may reach beyond its block before it must be read again.
  private static let slack = 1 << 14
  /// How far at most: entries of `FieldIndex` have 32 bits.
  private static let longest = 1 << 30

  init(_ number: Int, _ shape: TableShape) {
    (self.number, self.shape) = (number, shape)
    coders = shape.columns.map { DictionaryBuilder($0.declared?.labels) }
  }

  /// Reads the block `number`; from `start` if its first record is known to begin there.
  func read(_ number: Int, from start: Int?, guesses: [FieldKind?], into block: ParsedBlock) {
    (block.number, block.worker, block.isWhole) = (number, self.number, false)
    (block.failure, block.systemFailure, block.rejects) = (nil, nil, [])
    while block.chunks.count < shape.columns.count {
      block.chunks.append(ColumnChunk(given: shape.options.missing.given))
    }
    for chunk in block.chunks { chunk.clear() }
    do throws(TableFailure) {
      try read(block, from: start, guesses)
    } catch {
      block.systemFailure = error
    }
  }

  private func read(
    _ block: ParsedBlock,
    from start: Int?,
    _ guesses: [FieldKind?]
  ) throws(TableFailure) {
    let first = shape.dataStart + block.number * shape.blockSize
    let limit = min(first + shape.blockSize, shape.source.count)
    // The byte before tells whether the block begins with a record.
    let from = min(start ?? first, first) - (block.number == 0 ? 0 : 1)
    var slack = BlockReader.slack
    while true {
      try shape.options.check(shape.source.path)
      let end = min(limit + slack, shape.source.count)
      let count = try fill(from..<end)
      if shape.digests, slack == BlockReader.slack {
        block.digest = digest(window.base + (first - from), limit - first)
      }
      let known = start.map { $0 - from } ?? (block.number == 0 ? 0 : guessedStart(count))
      if known + from >= limit {
        (block.start, block.next, block.rowCount) = (known + from, known + from, 0)
        block.isWhole = true
        return
      }
      let isLast = end == shape.source.count
      if find(block, known..<(limit - from), count, from, isLast: isLast) { break }
      if start == nil, block.number > 0 { return }
      slack *= 4
      if slack > BlockReader.longest {
        block.failure = (
          known + from,
          "the row that begins here has more than a gigabyte; is a quote in it never closed?"
        )
        (block.start, block.isWhole) = (known + from, true)
        return
      }
    }
    if block.failure == nil, block.isWhole { readColumns(block, guesses, from) }
  }

  /// Reads bytes into the window, with a line feed at the end of the file; gives their number.
  private func fill(_ range: Range<Int>) throws(TableFailure) -> Int {
    window.reserve(range.count + 80)
    try shape.source.read(range, into: window.base)
    var count = range.count
    if range.upperBound == shape.source.count, count > 0, window.base[count - 1] != 0x0A {
      window.base[count] = 0x0A
      count += 1
    }
    (window.base + count).update(repeating: 0, count: 72)
    return count
  }

  /// Finds the block's records; false if more of the file is needed.
  private func find(
    _ block: ParsedBlock,
    _ range: Range<Int>,
    _ count: Int,
    _ offset: Int,
    isLast: Bool
  ) -> Bool {
    let isFound = index.find(
      in: window.base,
      range,
      count: count,
      delimiter: shape.delimiter,
      fieldCount: shape.fieldCount
    )
    let isDoubtful = isFound && index.hasHigh && invalidByte(range.lowerBound, index.next) != nil
    if !isFound || isDoubtful {
      if !findSlowly(block, range, count, offset, isLast: isLast) { return false }
    }
    if index.hasHigh || block.failure != nil {
      var end = block.failure == nil ? index.next : range.upperBound
      // A failure is reported where the text ends within a character, too.
      while block.failure != nil, end > range.lowerBound, window.base[end - 1] >= 0x80 { end -= 1 }
      if let bad = invalidByte(range.lowerBound, end) {
        block.failure = (offset + bad, CSVProblem.encoding(window.base[bad]))
      }
    }
    (block.start, block.next) = (
      range.lowerBound + offset, min(index.next + offset, shape.source.count)
    )
    (block.rowCount, block.isWhole) = (index.rowCount, true)
    return true
  }

  /// Finds the records field by field; false if more of the file is needed.
  private func findSlowly(
    _ block: ParsedBlock,
    _ range: Range<Int>,
    _ count: Int,
    _ offset: Int,
    isLast: Bool
  ) -> Bool {
    let text = FieldScanner(bytes: window.base, end: count, delimiter: shape.delimiter)
    var slow = FieldScannerSlowPath(fields: text, offset: offset, isLast: isLast, shape: shape)
    defer { block.rejects = slow.rejects }
    do throws(FieldScannerSlowPath.Stop) {
      try slow.find(range, into: &index)
    } catch {
      guard case .failed(let place, let text) = error else { return false }
      block.failure = (place, text)
    }
    return true
  }

  private func invalidByte(_ start: Int, _ end: Int) -> Int? {
    TextCheck(base: window.base + start, count: end - start).firstInvalid().map { start + $0 }
  }

  /// Where the first record of the window seems to begin: behind the first line feed after which
  /// records look as they should.
  private func guessedStart(_ count: Int) -> Int {
    let bytes = window.base
    let scanner = FieldScanner(bytes: bytes, end: count, delimiter: shape.delimiter)
    var firstFeed: Int?
    var place = 0
    var tries = 0
    while place < count, tries < 32 {
      defer { place += 1 }
      guard bytes[place] == 0x0A else { continue }
      firstFeed = firstFeed ?? place
      tries += 1
      if looksRight(place + 1, scanner) { return place + 1 }
    }
    return (firstFeed ?? count) + 1
  }

  private func looksRight(_ start: Int, _ scanner: FieldScanner) -> Bool {
    var place = start
    var records = 0
    while records < 3, place < scanner.end {
      for column in 0..<shape.fieldCount {
        let stop = scanner.skip(from: place)
        if stop < 0 { return false }
        if stop >= scanner.end { return true }
        let isLine = scanner.bytes[stop] == 0x0A
        if isLine != (column == shape.fieldCount - 1) { return false }
        place = stop + 1
      }
      records += 1
    }
    return true
  }

  private func readColumns(_ block: ParsedBlock, _ guesses: [FieldKind?], _ offset: Int) {
    for (place, column) in shape.columns.enumerated() {
      guard let guess = guesses[place] else { continue }
      let fields = ChunkFields(
        bytes: window.base,
        ends: index.base + column.place,
        stride: index.stride,
        rowCount: block.rowCount,
        endsLine: column.place == shape.fieldCount - 1 || index.stride != shape.fieldCount
      )
      let chunk = block.chunks[place]
      guard let declared = column.declared else {
        chunk.read(fields, guess: guess, coders[place])
        continue
      }
      if let row = chunk.read(fields, as: declared, coders[place]) {
        var scratch: [UInt8] = []
        let text = fields.withText(row, &scratch) { String(decoding: $0, as: UTF8.self) }
        block.failure = (offset + fields.start(of: row), declared.problem(text))
        return
      }
    }
  }
}

/// A string table that a thread keeps for one column over all blocks that it reads.
final class DictionaryBuilder {
  var table: StringTable

  /// A table that begins with the texts of a declared category, if there is one.
  init(_ labels: TextDictionary?) { table = labels.map { StringTable($0) } ?? StringTable() }
}
