@preconcurrency import Glibc
import Tables

/// Gives each new text the next code, and an old one the code it has; made for short texts.
///
/// Eight bytes after each text given must be readable.
final class TextCoder {
  // In one value, so that adding a text is one access to check, and not ten.
  private var texts = CodedTexts()

  /// How many distinct texts were given.
  var count: Int { texts.count }

  /// The texts given so far, until another is added.
  var table: CodedTexts.Table { texts.table }

  /// The code of the text of `length` bytes at `text`.
  func code(of text: UnsafePointer<UInt8>, count length: Int) -> UInt32 {
    texts.code(of: text, count: length)
  }

  /// Adds a text that was not given before; gives its code.
  @inline(never)
  func add(_ text: UnsafePointer<UInt8>, _ length: Int) -> UInt32 { texts.add(text, length) }

  /// Copies the texts from code `first` on: their bytes, and where each begins among those.
  func copyTexts(
    from first: Int,
    to target: inout GrowingMemory<UInt8>,
    _ starts: inout GrowingMemory<Int>
  ) {
    texts.copy(from: first, to: &target, &starts)
  }

  /// The bytes of the text with this code; eight more can be read.
  func text(_ code: Int) -> (base: UnsafePointer<UInt8>, count: Int) { texts.text(code) }

  /// The dictionary of all texts given; the coder must not be used any more.
  func dictionary() -> TextDictionary { texts.dictionary() }
}

/// Texts with codes, and a table that finds them.
struct CodedTexts: ~Copyable {
  /// How many distinct texts were given.
  private(set) var count = 0
  private var bytes = GrowingMemory<UInt8>()
  /// Where each text begins; one more for the end of the last.
  private var offsets = GrowingMemory<Int>()
  /// For each text its first and its last eight bytes.
  private var ends = GrowingMemory<TextKey.Ends>()
  /// For each text the mark of its key, and its code plus one; zero where nothing is.
  private var slots = GrowingMemory<UInt64>()
  private var mask = 0

  init() {
    clearSlots(256)
    offsets.reserve(1)
    offsets.base[0] = 0
  }

  private mutating func clearSlots(_ count: Int) {
    mask = count - 1
    slots.clear(count)
  }

  /// The code of the text of `length` bytes at `text`.
  @inline(__always)
  mutating func code(of text: UnsafePointer<UInt8>, count length: Int) -> UInt32 {
    table.code(of: text, length) ?? add(text, length)
  }

  /// The texts given so far, until another is added.
  var table: Table {
    Table(slots: slots.base, mask: mask, ends: ends.base, offsets: offsets.base, bytes: bytes.base)
  }

  /// What is needed to find texts: pointers in a value, so that no access to them need be checked.
  struct Table {
    fileprivate let slots: UnsafeMutablePointer<UInt64>
    fileprivate let mask: Int
    fileprivate let ends: UnsafeMutablePointer<TextKey.Ends>
    fileprivate let offsets: UnsafeMutablePointer<Int>
    fileprivate let bytes: UnsafeMutablePointer<UInt8>

    /// The code of the text of `length` bytes at `text`, if it was given before.
    @inline(__always)
    func code(of text: UnsafePointer<UInt8>, _ length: Int) -> UInt32? {
      let key = TextKey(text, length)
      var slot = Int(truncatingIfNeeded: key.hash) & mask
      while true {
        let found = slots[slot]
        if found == 0 { return nil }
        if found & TextKey.markBits == key.mark {
          let code = Int(truncatingIfNeeded: found & 0xFFFF_FFFF) &- 1
          let own = ends[code]
          if own.first == key.ends.first, own.last == key.ends.last,
            length <= 16 || equals(code, text, length)
          {
            return UInt32(truncatingIfNeeded: code)
          }
        }
        slot = (slot &+ 1) & mask
      }
    }

    /// Whether long texts with the same ends are the same.
    @inline(never)
    private func equals(_ code: Int, _ text: UnsafePointer<UInt8>, _ length: Int) -> Bool {
      let start = offsets[code]
      return offsets[code &+ 1] &- start == length
        && memcmp(bytes + start + 8, text + 8, length &- 16) == 0
    }
  }

  /// The bytes of the text with this code; eight more can be read.
  func text(_ code: Int) -> (base: UnsafePointer<UInt8>, count: Int) {
    let start = offsets.base[code]
    return (UnsafePointer(bytes.base + start), offsets.base[code + 1] - start)
  }

  /// Copies the texts from code `first` on: their bytes, and where each begins among those.
  func copy(
    from first: Int,
    to target: inout GrowingMemory<UInt8>,
    _ starts: inout GrowingMemory<Int>
  ) {
    let origin = offsets.base[first]
    let length = offsets.base[count] - origin
    target.reserve(length + 16)
    target.base.update(from: bytes.base + origin, count: length)
    starts.reserve(count - first + 1)
    for code in first...count { starts.base[code - first] = offsets.base[code] - origin }
  }

  /// The dictionary of all texts given; no more may be added.
  mutating func dictionary() -> TextDictionary {
    if count == 0 { _ = code(of: [0, 0, 0, 0, 0, 0, 0, 0, 0], count: 0) }
    let byteCount = offsets.base[count]
    return TextDictionary(
      bytes: bytes.buffer(count: byteCount),
      offsets: offsets.buffer(count: count + 1)
    )
  }

  /// Adds a text that was not given before; gives its code.
  @inline(never)
  mutating func add(_ text: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
    let key = TextKey(text, length)
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

  private mutating func place(_ key: TextKey, code: Int) {
    var slot = Int(truncatingIfNeeded: key.hash) & mask
    let slots = slots.base
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = key.mark | UInt64(code + 1)
  }

  private mutating func grow() {
    clearSlots((mask + 1) * (mask < 1 << 20 ? 4 : 2))
    for code in 0..<count {
      let (text, length) = text(code)
      place(TextKey(text, length), code: code)
    }
  }
}
