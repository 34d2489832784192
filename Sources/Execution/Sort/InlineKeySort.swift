import Columns
import Parallel

/// A sort with inline keys: each row is one word of its normalized key and its number, and the
/// sorted key columns are read back from the words.
///
/// To read a key from the word takes a shift; to gather its column in the new order misses the
/// cache for nearly every row, which took two thirds of the time of sorting fifty million rows.
struct InlineKeySort {
  private let word: NormalizedKey
  /// The packed keys, and below them the numbers of the rows.
  private let words: Buffer<UInt64>
  private let rowBits: Int
  private let workers: WorkerPool

  /// The rows sorted by these encoders; nil where that is not worth it, or a word has no room for
  /// all keys with bits of their own and the row.
  init?(_ encoders: [KeyEncoder], rowCount: Int, by workers: WorkerPool) throws {
    let rowBits = bitsOfRows(rowCount)
    guard rowCount > workers.chunkSize, let word = NormalizedKey(encoders, aligned: true),
      word.last > 0,
      word.bits + rowBits <= 64
    else { return nil }
    let radix = try RadixSort(count: rowCount, workers)
    try radix.pack(word, bits: word.bits, above: rowBits)
    try radix.sort(from: rowBits, bits: word.bits)
    (self.word, words, self.rowBits, self.workers) = (word, radix.words, rowBits, workers)
  }

  /// The numbers of the rows, in their order.
  func rows() throws -> Buffer<Int32> {
    let mask = (UInt64(1) << UInt64(rowBits)) - 1
    return try read { Int32(truncatingIfNeeded: $0 & mask) }
  }

  /// The column of an encoder in the order of rows; nil for reals, whose zeros the word does not
  /// tell apart.
  func column(of place: Int) throws -> Column? {
    let encoder = word.encoders[place]
    let field = KeyField(word, place, above: rowBits)
    guard let storage = try storage(encoder, field) else { return nil }
    if encoder.missing == nil { return Column(storage) }
    return Column(storage, known: try read { field.isKnown($0) })
  }

  private func storage(_ encoder: KeyEncoder, _ number: KeyField) throws -> Column.Storage? {
    switch (encoder.column.storage, encoder.coding) {
    case (.boolean, .boolean): return .boolean(try read { number.value($0) == 1 })
    case (.integer(let values), .integer(let least)):
      return .integer(try integers(like: values, from: least, number))
    case (.ordinal, .integer(let least)):
      let first = Int32(truncatingIfNeeded: least)
      return .ordinal(try read { first &+ Int32(truncatingIfNeeded: number.value($0)) })
    case (.code(let codes, let labels), .code):
      return .code(try self.codes(like: codes) { number.value($0) }, labels)
    case (.code(let codes, let labels), .rank(let ranks)):
      if ranks.isEmpty { return nil }
      var places = [UInt64](repeating: 0, count: ranks.count)
      for (code, rank) in ranks.enumerated() { places[Int(rank)] = UInt64(code) }
      let table = Buffer(places)
      return .code(try self.codes(like: codes) { table.base[Int(number.value($0))] }, labels)
    default: return nil
    }
  }

  private func integers(
    like values: Integers,
    from least: Int64,
    _ number: KeyField
  ) throws -> Integers {
    func read<Element: FixedWidthInteger & BitwiseCopyable & Sendable>() throws -> Buffer<Element> {
      try self.read {
        Element(truncatingIfNeeded: least &+ Int64(bitPattern: number.value($0)))
      }
    }
    switch values {
    case .int8: return .int8(try read())
    case .int16: return .int16(try read())
    case .int32: return .int32(try read())
    case .int64: return .int64(try read())
    }
  }

  @inline(__always)
  private func codes(like codes: Codes, _ code: @Sendable (UInt64) -> UInt64) throws -> Codes {
    switch codes {
    case .uint8: return .uint8(try read { UInt8(truncatingIfNeeded: code($0)) })
    case .uint16: return .uint16(try read { UInt16(truncatingIfNeeded: code($0)) })
    case .uint32: return .uint32(try read { UInt32(truncatingIfNeeded: code($0)) })
    }
  }

  /// The values that `value` reads from the words, by several workers.
  @inline(__always)
  private func read<Value: BitwiseCopyable & Sendable>(
    _ value: @Sendable (UInt64) -> Value
  ) throws -> Buffer<Value> {
    let words = words
    return try workers.fill(words.count) { rows, target in
      var row = rows.lowerBound
      while row < rows.upperBound {
        target[row] = value(words.base[row])
        row &+= 1
      }
    }
  }
}

/// The bit field of one key in a word.
private struct KeyField {
  private let shift: UInt64
  private let mask: UInt64
  private let lastKnown: UInt64
  private let isDescending: Bool

  init(_ word: NormalizedKey, _ place: Int, above rowBits: Int) {
    let encoder = word.encoders[place]
    shift = UInt64(rowBits + word.firstBit(of: place))
    mask = encoder.last == 0 ? 0 : UInt64.max >> UInt64(encoder.last.leadingZeroBitCount)
    (lastKnown, isDescending) = (encoder.lastKnown, encoder.isDescending)
  }

  @inline(__always)
  func isKnown(_ word: UInt64) -> Bool { word &>> shift & mask <= lastKnown }

  /// The number of the value; of a missing one the last.
  @inline(__always)
  func value(_ word: UInt64) -> UInt64 {
    let number = min(word &>> shift & mask, lastKnown)
    return isDescending ? lastKnown &- number : number
  }
}
