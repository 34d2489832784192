import Columns

/// A column that grows by the chunks of a file, in their order.
final class ColumnAssembler {
  /// What the values are so far.
  private(set) var kind: FieldKind
  /// Whether values of kinds were met that only texts have in common; the column must be read again
  /// as texts then.
  private(set) var isMixed = false
  private var rowCount = 0
  /// How many rows there will be, about.
  private var expectedRows = 0
  private var values = UninitializedBuffer<UInt8>()
  private var width: Int
  private var mask = UninitializedBuffer<Bool>()
  private var hasMissing = false
  private var labels: StringTable
  /// The texts of a declared category, whose codes the column has.
  private let category: TextDictionary?
  /// For each worker, for each of its codes the column's code plus one; zero where it has none yet.
  private var translations: [[UInt32]]
  /// For each worker the texts of codes that no row taken has had so far.
  private var unclaimed: [[Int: [UInt8]]]

  /// An empty column for so many workers, each of which starts with the codes of a declared
  /// category.
  init(_ column: WantedColumn, workers: Int) {
    (kind, category) = (column.kind, column.declared?.labels)
    width = kind == .text ? 1 : kind.width
    labels = category.map { StringTable($0) } ?? StringTable()
    let codes = (1...UInt32(max(labels.count, 1))).prefix(labels.count)
    translations = Array(repeating: [1] + codes, count: workers)
    unclaimed = Array(repeating: [:], count: workers)
  }

  /// Prepares for about so many rows in all.
  func expect(_ rows: Int) {
    expectedRows = rows
    if kind != .none { values.expect(rows * width) }
  }

  /// Adds the rows of a chunk that a worker read.
  func append(_ chunk: ColumnChunk, count: Int, worker: Int) {
    if isMixed || count == 0 { return }
    if chunk.kind != kind, chunk.kind != .none { adapt(to: chunk.kind) }
    if isMixed { return }
    noteKnown(chunk, count)
    switch (kind, chunk.kind) {
    case (_, .none):
      values.reserve((rowCount + count) * width)
      (values.base + rowCount * width).update(repeating: 0, count: count * width)
    case (.text, _): appendTexts(chunk, count, worker)
    case (.real, .integer): appendAsReals(chunk, count)
    default:
      values.reserve((rowCount + count) * width)
      (values.base + rowCount * width)
        .update(from: chunk.values(as: UInt8.self), count: count * width)
    }
    rowCount += count
  }

  /// Makes the column one that can hold values of another kind, too, or notes that there is none.
  private func adapt(to other: FieldKind) {
    switch (kind, other) {
    case (.none, _):
      kind = other
      width = other == .text ? 1 : other.width
      values.expect(expectedRows * width)
      values.reserve(rowCount * width)
      values.base.update(repeating: 0, count: rowCount * width)
    case (.real, .integer): break
    case (.integer, .real): convertToReals()
    default: isMixed = true
    }
  }

  private func noteKnown(_ chunk: ColumnChunk, _ count: Int) {
    if !hasMissing, !chunk.hasMissing { return }
    if !hasMissing { mask.expect(expectedRows) }
    mask.reserve(rowCount + count)
    if !hasMissing {
      mask.base.update(repeating: true, count: rowCount)
      hasMissing = true
    }
    (mask.base + rowCount).update(from: chunk.known, count: count)
  }

  private func convertToReals() {
    let raw = UnsafeMutableRawPointer(values.base)
    for row in 0..<rowCount {
      let number = raw.load(fromByteOffset: row &* 8, as: Int64.self)
      if Double(number).magnitude >= NumberReading.largestExact {
        isMixed = true
        return
      }
      raw.storeBytes(of: Double(number), toByteOffset: row &* 8, as: Double.self)
    }
    kind = .real
  }

  private func appendAsReals(_ chunk: ColumnChunk, _ count: Int) {
    values.reserve((rowCount + count) * 8)
    let raw = UnsafeMutableRawPointer(values.base) + rowCount * 8
    let numbers = chunk.values(as: Int64.self)
    for row in 0..<count {
      let real = Double(numbers[row])
      if real.magnitude >= NumberReading.largestExact { isMixed = true }
      raw.storeBytes(of: real, toByteOffset: row &* 8, as: Double.self)
    }
  }

  /// Keeps the texts that are new in a chunk that is not taken: later ones may have their codes.
  func keepTexts(of chunk: ColumnChunk, worker: Int) {
    for code in chunk.fresh { unclaimed[worker][code] = Array(chunk.text(code)) }
  }

  private func appendTexts(_ chunk: ColumnChunk, _ count: Int, _ worker: Int) {
    let codes = UnsafePointer(chunk.values(as: UInt32.self))
    let lacking = chunk.fresh.upperBound + 1 - translations[worker].count
    if lacking > 0 { translations[worker].append(contentsOf: repeatElement(0, count: lacking)) }
    if unclaimed[worker].isEmpty {
      let fresh = chunk.fresh
      translations[worker].withUnsafeMutableBufferPointer { table in
        for code in fresh { table[code + 1] = label(chunk.text(code)) }
      }
    } else {
      keepTexts(of: chunk, worker: worker)
      claimTexts(codes, count, worker)
    }
    widen(to: labels.count <= 1 << 8 ? 1 : labels.count <= 1 << 16 ? 2 : 4)
    values.reserve((rowCount + count) * width)
    let target = UnsafeMutableRawPointer(values.base + rowCount * width)
    translations[worker].withUnsafeBufferPointer { table in
      guard let table = table.baseAddress else { return }
      switch width {
      case 1: translate(codes, count, table, to: target, UInt8.self)
      case 2: translate(codes, count, table, to: target, UInt16.self)
      default: translate(codes, count, table, to: target, UInt32.self)
      }
    }
  }

  private func label(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
    guard let base = text.baseAddress else { return 0 }
    return labels.code(padded: base, count: text.count) + 1
  }

  /// Finds the codes of texts that were first met in chunks that were not taken, in the order of
  /// rows.
  private func claimTexts(_ codes: UnsafePointer<UInt32>, _ count: Int, _ worker: Int) {
    for row in 0..<count where codes[row] != 0 && translations[worker][Int(codes[row])] == 0 {
      guard var text = unclaimed[worker].removeValue(forKey: Int(codes[row]) - 1) else { continue }
      let length = text.count
      text.append(contentsOf: repeatElement(0, count: 8))
      translations[worker][Int(codes[row])] = text.withUnsafeBufferPointer {
        label(UnsafeBufferPointer(rebasing: $0[..<length]))
      }
    }
  }

  @inline(__always)
  private func translate<Code: FixedWidthInteger & BitwiseCopyable>(
    _ codes: UnsafePointer<UInt32>,
    _ count: Int,
    _ table: UnsafePointer<UInt32>,
    to target: UnsafeMutableRawPointer,
    _ type: Code.Type
  ) {
    let target = target.assumingMemoryBound(to: Code.self)
    var row = 0
    while row < count {
      target[row] = Code(truncatingIfNeeded: table[Int(codes[row])] &- 1)
      row &+= 1
    }
  }

  /// Rewrites the codes there are in more bytes each.
  private func widen(to wanted: Int) {
    if wanted <= width { return }
    values.expect(expectedRows * wanted)
    values.reserve(rowCount * wanted)
    let raw = UnsafeMutableRawPointer(values.base)
    // From the last to the first, so that none is overwritten before it was read.
    for row in stride(from: rowCount - 1, through: 0, by: -1) {
      let code =
        width == 1
        ? UInt32(raw.load(fromByteOffset: row, as: UInt8.self))
        : UInt32(raw.load(fromByteOffset: row &* 2, as: UInt16.self))
      if wanted == 2 {
        raw.storeBytes(of: UInt16(code), toByteOffset: row &* 2, as: UInt16.self)
      } else {
        raw.storeBytes(of: code, toByteOffset: row &* 4, as: UInt32.self)
      }
    }
    width = wanted
  }

  /// The column of all rows; called once.
  func finish() -> Column {
    let count = rowCount
    func buffer<Element>(_ type: Element.Type) -> Buffer<Element> {
      values.buffer(of: type, count: count)
    }
    let known = hasMissing ? mask.buffer(count: count) : nil
    switch kind {
    case .none:
      let codes = Codes.uint8(Buffer(repeating: 0, count: count))
      return Column(.code(codes, category ?? labels.finish()), known: known)
    case .boolean: return Column(.boolean(buffer(Bool.self)), known: known)
    case .integer: return Column(.integer(.int64(buffer(Int64.self))), known: known).narrowed
    case .real: return Column(.real(buffer(Double.self)), known: known)
    case .text:
      let codes: Codes =
        width == 1
        ? .uint8(buffer(UInt8.self))
        : width == 2 ? .uint16(buffer(UInt16.self)) : .uint32(buffer(UInt32.self))
      return Column(.code(codes, category ?? labels.finish()), known: known)
    default: return Column(.ordinal(buffer(Int32.self)), known: known)
    }
  }
}
