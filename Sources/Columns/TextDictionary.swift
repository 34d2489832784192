import Parallel

/// The distinct texts of a column, each with a code: its place here.
///
/// Texts are compared as UTF-8 bytes, never by canonical equivalence.
public final class TextDictionary: Sendable {
  /// The texts' bytes, one after the other.
  public let bytes: Buffer<UInt8>
  /// Where each text begins in `bytes`; one more for the end of the last.
  public let offsets: Buffer<Int>
  private let order = Lock<(ranks: Buffer<UInt32>, sorted: Buffer<UInt32>)?>(nil)

  /// A dictionary of texts that differ from each other.
  public init(bytes: Buffer<UInt8>, offsets: Buffer<Int>) {
    self.bytes = bytes
    self.offsets = offsets
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
  public var count: Int { offsets.count - 1 }

  /// The bytes of the text with this code.
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

  /// The code of a text, if the dictionary has it; takes time in proportion to the dictionary's
  /// size.
  public func code(of text: String) -> Int? {
    var text = text
    return text.withUTF8 { wanted in
      (0..<count).first { utf8($0).count == wanted.count && utf8($0).elementsEqual(wanted) }
    }
  }

  /// For each code, its text's place among all texts in byte order; computed when first asked for.
  public var ranks: Buffer<UInt32> { ranks {} }

  /// The same; `check` is called now and then, and stops the computation by throwing.
  public func ranks(_ check: () throws -> Void) rethrows -> Buffer<UInt32> {
    try sortedOrder(check).ranks
  }

  /// The codes in the byte order of their texts; computed when first asked for, until `check`
  /// throws.
  public func sortedCodes(_ check: () throws -> Void) rethrows -> Buffer<UInt32> {
    try sortedOrder(check).sorted
  }

  private func sortedOrder(
    _ check: () throws -> Void
  ) rethrows -> (ranks: Buffer<UInt32>, sorted: Buffer<UInt32>) {
    try order.withLock { known in
      if let known { return known }
      var compared = 0
      let sorted = try (0..<UInt32(count)).sorted { left, right in
        compared &+= 1
        if compared & 0xFFF == 0 { try check() }
        return utf8(Int(left)).lexicographicallyPrecedes(utf8(Int(right)))
      }
      var ranks = [UInt32](repeating: 0, count: count)
      for (rank, code) in sorted.enumerated() { ranks[Int(code)] = UInt32(rank) }
      let computed = (ranks: Buffer(ranks), sorted: Buffer(sorted))
      known = computed
      return computed
    }
  }
}
