@preconcurrency import Glibc

/// A hash table of distinct strings, which gives each a code: its place in the order of arrival.
///
/// Open addressing with linear probing over 64-bit slots. A slot holds 24 bits of the hash, the
/// length up to 255, and the code plus one, so that strings of up to sixteen bytes are compared by
/// two words.
public struct StringTable: ~Copyable {
  /// The number of distinct strings.
  public private(set) var count = 0
  private var bytes = UninitializedBuffer<UInt8>()
  /// Where each string begins; one more for the end of the last.
  private var offsets = UninitializedBuffer<Int>()
  private var ends = UninitializedBuffer<Key.Ends>()
  /// Zero where a slot is empty.
  private var slots = UninitializedBuffer<UInt64>(capacity: 1)
  private var mask = 0

  /// The number of bytes of all strings.
  public var byteCount: Int { offsets.base[count] }

  /// An empty table.
  public init() {
    clearSlots(64)
    offsets.base[0] = 0
  }

  /// A table of the strings of a dictionary, with their codes there.
  public init(_ dictionary: TextDictionary) {
    self.init()
    for code in 0..<dictionary.count { _ = self.code(of: dictionary.utf8(code)) }
  }

  /// The code of the string with these UTF-8 bytes, which is added if it is new.
  public mutating func code(of text: UnsafeBufferPointer<UInt8>) -> UInt32 {
    if let base = text.baseAddress, text.count >= 8 { return code(padded: base, count: text.count) }
    var word: UInt64 = 0
    for place in 0..<text.count { word |= UInt64(text[place]) &<< UInt64(place &* 8) }
    word = word.littleEndian
    return withUnsafePointer(to: word) { word in
      word.withMemoryRebound(to: UInt8.self, capacity: 8) { code(padded: $0, count: text.count) }
    }
  }

  /// The code of `text`, which is added if it is new.
  public mutating func code(of text: String) -> UInt32 {
    var text = text
    return text.withUTF8 { code(of: $0) }
  }

  /// The code of the `length` bytes at `text`, which are added if they are new; of strings under
  /// eight bytes the eight bytes at `text` are read.
  @inlinable
  @inline(__always)
  public mutating func code(padded text: UnsafePointer<UInt8>, count length: Int) -> UInt32 {
    lookup.code(of: text, length) ?? add(padded: text, count: length)
  }

  /// The code of each text of a dictionary, which is added if it is new; `check` is called now and
  /// then, and stops that by throwing.
  public mutating func codes(
    of labels: TextDictionary,
    _ check: () throws -> Void
  ) rethrows -> Buffer<UInt32> {
    var codes: [UInt32] = []
    codes.reserveCapacity(labels.count)
    for code in 0..<labels.count {
      if code & 0xFFF == 0 { try check() }
      codes.append(self.code(of: labels.utf8(code)))
    }
    return Buffer(codes)
  }

  /// The strings added so far, until another is added.
  public var lookup: Lookup {
    Lookup(slots: slots.base, mask: mask, ends: ends.base, offsets: offsets.base, bytes: bytes.base)
  }

  /// The bytes of the string with this code, valid until another is added; eight more can be read.
  public func utf8(_ code: Int) -> UnsafeBufferPointer<UInt8> {
    let start = offsets.base[code]
    return UnsafeBufferPointer(start: bytes.base + start, count: offsets.base[code + 1] - start)
  }

  /// Copies the strings from code `first` on: their bytes, and where each begins among those.
  public func copy(
    from first: Int,
    to target: inout UninitializedBuffer<UInt8>,
    _ starts: inout UninitializedBuffer<Int>
  ) {
    let origin = offsets.base[first]
    let length = offsets.base[count] - origin
    target.reserve(length + 16)
    target.base.update(from: bytes.base + origin, count: length)
    starts.reserve(count - first + 1)
    for code in first...count { starts.base[code - first] = offsets.base[code] - origin }
  }

  /// The dictionary of all strings, or of an empty one if there are none; called last.
  public mutating func finish() -> TextDictionary {
    if count == 0 { _ = code(of: "") }
    return TextDictionary(
      bytes: bytes.buffer(count: offsets.base[count]),
      offsets: offsets.buffer(count: count + 1)
    )
  }

  /// Adds a string that the table lacks; gives its code.
  @inline(never)
  public mutating func add(padded text: UnsafePointer<UInt8>, count length: Int) -> UInt32 {
    let key = Key(text, length)
    let start = offsets.base[count]
    bytes.reserve(start + length + 16)
    (bytes.base + start).update(from: text, count: length)
    offsets.reserve(count + 2)
    offsets.base[count + 1] = start + length
    ends.reserve(count + 1)
    ends.base[count] = key.ends
    place(key, code: count)
    count += 1
    if count * 2 > mask { grow() }
    return UInt32(count - 1)
  }

  private mutating func clearSlots(_ count: Int) {
    mask = count - 1
    slots.clear(count)
  }

  private mutating func place(_ key: Key, code: Int) {
    var slot = Int(truncatingIfNeeded: key.hash) & mask
    let slots = slots.base
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = key.mark | UInt64(code + 1)
  }

  private mutating func grow() {
    clearSlots((mask + 1) * (mask < 1 << 20 ? 4 : 2))
    for code in 0..<count {
      // Behind each string eight more bytes can be read.
      let text = utf8(code)
      if let base = text.baseAddress { place(Key(base, text.count), code: code) }
    }
  }
}
