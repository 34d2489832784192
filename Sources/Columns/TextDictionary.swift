import Parallel

/// The distinct texts of a column, each with a code: its place here.
///
/// Texts are compared as UTF-8 bytes, never by canonical equivalence.
public final class TextDictionary: Sendable {
  /// The texts' bytes, one after the other.
  public let bytes: Buffer<UInt8>
  /// Where each text begins in `bytes`; one more for the end of the last.
  public let offsets: Buffer<Int>
  /// Whether codes are in the byte order of their texts, so that codes can be compared in place of
  /// texts: an order-preserving dictionary.
  public let isSorted: Bool
  private let order = Lock(Order())

  /// A dictionary of texts that differ from each other.
  public init(bytes: Buffer<UInt8>, offsets: Buffer<Int>, isSorted: Bool = false) {
    (self.bytes, self.offsets, self.isSorted) = (bytes, offsets, isSorted)
  }

  /// A dictionary of `strings`, which differ from each other, in their order.
  public convenience init(_ strings: some Collection<String>) {
    var bytes: [UInt8] = []
    var offsets = [0]
    for string in strings {
      bytes.append(contentsOf: string.utf8)
      offsets.append(bytes.count)
    }
    self.init(bytes: Buffer(bytes), offsets: Buffer(offsets))
  }

  /// How many texts there are.
  @inlinable
  public var count: Int { offsets.count - 1 }

  /// The bytes of the text with this code.
  @inlinable
  public func utf8(_ code: Int) -> UnsafeBufferPointer<UInt8> {
    precondition(code >= 0 && code < count)
    let start = offsets.base[code]
    return UnsafeBufferPointer(start: bytes.base + start, count: offsets.base[code + 1] - start)
  }

  /// Whether the text with this code begins with so much ASCII, in whatever case.
  public func begins(_ code: Int, with start: [UInt8]) -> Bool {
    let text = utf8(code)
    return text.count >= start.count
      && zip(text, start).allSatisfy { $0 == $1 || ($0 ^ $1 == 0x20 && $0 | 0x20 >= 0x61) }
  }

  /// The text with this code.
  public subscript(code: Int) -> String { String(decoding: utf8(code), as: UTF8.self) }

  /// All texts, in code order.
  public var strings: [String] { (0..<count).map { self[$0] } }

  /// The code of a text, if the dictionary has it; unless it is sorted, this takes time in proportion
  /// to its size.
  public func code(of text: String) -> Int? {
    var text = text
    return text.withUTF8 { wanted in
      if isSorted {
        let code = partitionPoint { utf8($0).lexicographicallyPrecedes(wanted) }
        return code < count && utf8(code).elementsEqual(wanted) ? code : nil
      }
      return (0..<count).first { utf8($0).count == wanted.count && utf8($0).elementsEqual(wanted) }
    }
  }

  /// The first code for which a condition does not hold, which holds for all before it.
  private func partitionPoint(_ holds: (_ code: Int) -> Bool) -> Int {
    var codes = 0..<count
    while let middle = codes.isEmpty ? nil : codes.lowerBound + codes.count / 2 {
      codes = holds(middle) ? middle + 1..<codes.upperBound : codes.lowerBound..<middle
    }
    return codes.lowerBound
  }

  /// For each code, its text's place among all texts in byte order; computed by several workers
  /// when first asked for.
  package func ranks(by workers: WorkerPool) throws -> Buffer<UInt32> {
    try order.withLock { order in
      if let ranks = order.ranks { return ranks }
      if isSorted {
        order = Order(inOrder: count)
        return order.ranks ?? Buffer([])
      }
      let sorted = try order.sorted ?? TextSort(labels: self, workers: workers).sorted()
      let chunks = workers.chunks(of: 0..<count)
      let ranks = try Buffer<UInt32>(count: count) { target in
        let target = DisjointSlots(target, count: count)
        _ = try workers.map(chunks.count) { chunk in
          for rank in chunks[chunk] {
            target.base[Int(sorted.base[rank])] = UInt32(truncatingIfNeeded: rank)
          }
        }
      }
      order = Order(sorted: sorted, ranks: ranks)
      return ranks
    }
  }

  /// The same by this thread; `check` is called now and then, and stops the computation by
  /// throwing.
  public func ranks(
    _ check: @escaping @Sendable () throws -> Void = {}
  ) throws -> Buffer<UInt32> {
    try ranks(by: .thisThread(check))
  }

  /// The codes in the byte order of their texts; computed when first asked for, until `check`
  /// throws.
  public func sortedCodes(
    _ check: @escaping @Sendable () throws -> Void = {}
  ) throws -> Buffer<UInt32> {
    try order.withLock { order in
      if let sorted = order.sorted { return sorted }
      let sorted = try TextSort(labels: self, workers: .thisThread(check)).sorted()
      order.sorted = sorted
      return sorted
    }
  }

  /// Whether ranks have been computed.
  fileprivate var isRanked: Bool { isSorted || order.withLock { $0.ranks != nil } }

  /// The dictionary of the texts with these codes, in their order.
  fileprivate func picked(_ codes: Buffer<UInt32>, isSorted: Bool = false) -> TextDictionary {
    let offsets = Buffer<Int>(count: codes.count + 1) { target in
      target[0] = 0
      for place in 0..<codes.count {
        target[place + 1] = target[place] + utf8(Int(codes.base[place])).count
      }
    }
    let bytes = Buffer<UInt8>(count: offsets[codes.count]) { target in
      for place in 0..<codes.count {
        let text = utf8(Int(codes.base[place]))
        if let base = text.baseAddress {
          (target + offsets.base[place]).update(from: base, count: text.count)
        }
      }
    }
    return TextDictionary(bytes: bytes, offsets: offsets, isSorted: isSorted)
  }

  /// The byte order of the texts, as far as it has been computed.
  private struct Order {
    var sorted: Buffer<UInt32>?
    var ranks: Buffer<UInt32>?

    init(sorted: Buffer<UInt32>? = nil, ranks: Buffer<UInt32>? = nil) {
      (self.sorted, self.ranks) = (sorted, ranks)
    }

    /// The order of texts that are in order already.
    init(inOrder count: Int) {
      let codes = Buffer<UInt32>.tabulate(count) { UInt32(truncatingIfNeeded: $0) }
      self.init(sorted: codes, ranks: codes)
    }
  }
}

extension Column {
  /// Texts with a dictionary of no others, where theirs has many times as many, which would have to
  /// be put in order; other columns as they are.
  package var compacted: Column {
    guard case .code(let codes, let labels) = storage, labels.count / 8 > count, !labels.isRanked
    else { return self }
    let numbers = IntegerTable()
    let own = Buffer<UInt32>.tabulate(count) { row in
      isKnown(row) ? UInt32(bitPattern: numbers.number(of: UInt64(codes[row]))) : 0
    }
    let picked = labels.picked(Buffer(numbers.keys.map { UInt32(truncatingIfNeeded: $0) }))
    return Column(.code(Codes(own, dictionaryCount: picked.count), picked), known: known)
  }

  /// Texts over a sorted dictionary of the same texts; other columns as they are.
  package func sortingDictionary(by workers: WorkerPool) throws -> Column {
    guard case .code(let codes, let labels) = storage, !labels.isSorted else { return self }
    let own = codes.mapped(try labels.ranks(by: workers))
    let sorted = labels.picked(try labels.sortedCodes(), isSorted: true)
    return Column(.code(Codes(own, dictionaryCount: sorted.count), sorted), known: known)
  }
}

extension WorkerPool {
  /// No other thread than the caller's.
  fileprivate static func thisThread(_ check: @escaping @Sendable () throws -> Void) -> WorkerPool {
    WorkerPool(count: 1, chunkSize: 1 << 16, check: check, onThread: { $0() })
  }
}
