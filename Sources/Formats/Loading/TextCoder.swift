@preconcurrency import Glibc
import Tables

/// Gives each new text the next code, and an old one the code it has; made for short texts.
///
/// Eight bytes after each text given must be readable.
final class TextCoder {
  /// How many distinct texts were given.
  private(set) var count = 0
  private var bytes = GrowingMemory<UInt8>()
  /// Where each text begins; one more for the end of the last.
  private var offsets = GrowingMemory<Int>()
  /// For each text its first eight bytes, those beyond its end zero.
  private var heads = GrowingMemory<UInt64>()
  /// The upper half of a text's hash, and its code plus one; zero where nothing is.
  private var slots: UnsafeMutablePointer<UInt64>
  private var mask: Int

  init() {
    mask = 255
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: 0, count: mask + 1)
    offsets.reserve(1)
    offsets.base[0] = 0
  }

  deinit { slots.deallocate() }

  /// The code of the text of `length` bytes at `text`.
  func code(of text: UnsafePointer<UInt8>, count length: Int) -> UInt32 {
    table.code(of: text, length) ?? add(text, length)
  }

  /// The texts given so far, until another is added.
  var table: Table {
    Table(
      slots: slots,
      mask: mask,
      heads: heads.base,
      offsets: offsets.base,
      bytes: bytes.base
    )
  }

  /// What is needed to find texts: pointers in a value, so that no access to them need be checked.
  struct Table {
    fileprivate let slots: UnsafeMutablePointer<UInt64>
    fileprivate let mask: Int
    fileprivate let heads: UnsafeMutablePointer<UInt64>
    fileprivate let offsets: UnsafeMutablePointer<Int>
    fileprivate let bytes: UnsafeMutablePointer<UInt8>

    /// The code of the text of `length` bytes at `text`, if it was given before.
    @inline(__always)
    func code(of text: UnsafePointer<UInt8>, _ length: Int) -> UInt32? {
      let head = TextCoder.head(text, length)
      let hash = TextCoder.hash(text, length, head)
      let wanted = hash & 0xFFFF_FFFF_0000_0000
      var slot = Int(truncatingIfNeeded: hash) & mask
      while true {
        let found = slots[slot]
        if found == 0 { return nil }
        if found & 0xFFFF_FFFF_0000_0000 == wanted {
          let code = Int(truncatingIfNeeded: found & 0xFFFF_FFFF) &- 1
          if heads[code] == head, equals(code, text, length) {
            return UInt32(truncatingIfNeeded: code)
          }
        }
        slot = (slot &+ 1) & mask
      }
    }

    @inline(__always)
    private func equals(_ code: Int, _ text: UnsafePointer<UInt8>, _ length: Int) -> Bool {
      let start = offsets[code]
      if offsets[code &+ 1] &- start != length { return false }
      return length <= 8 || memcmp(bytes + start + 8, text + 8, length &- 8) == 0
    }
  }

  /// The bytes of the text with this code; eight more can be read.
  func text(_ code: Int) -> (base: UnsafePointer<UInt8>, count: Int) {
    let start = offsets.base[code]
    return (UnsafePointer(bytes.base + start), offsets.base[code + 1] - start)
  }

  /// Copies the texts from code `first` on: their bytes, and where each begins among those.
  func copyTexts(
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

  /// The dictionary of all texts given; the coder must not be used any more.
  func dictionary() -> TextDictionary {
    if count == 0 { _ = code(of: [0, 0, 0, 0, 0, 0, 0, 0, 0], count: 0) }
    let byteCount = offsets.base[count]
    return TextDictionary(
      bytes: bytes.buffer(count: byteCount),
      offsets: offsets.buffer(count: count + 1)
    )
  }

  /// The first eight bytes, those beyond the text zero.
  @inline(__always)
  fileprivate static func head(_ text: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
    let word = UnsafeRawPointer(text).loadUnaligned(as: UInt64.self)
    return length >= 8
      ? word.littleEndian : word.littleEndian & ~(UInt64.max << (UInt64(length) &* 8))
  }

  /// Both halves of a product, so that every bit has to do with every other.
  @inline(__always)
  private static func folded(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }

  @inline(__always)
  fileprivate static func hash(
    _ text: UnsafePointer<UInt8>,
    _ length: Int,
    _ head: UInt64
  ) -> UInt64 {
    var hash = folded(head ^ UInt64(truncatingIfNeeded: length) &* 0xD6E8_FEB8_6659_FD93)
    var place = 8
    while place < length {
      let next = UnsafeRawPointer(text + min(place, length &- 8)).loadUnaligned(as: UInt64.self)
      hash = folded(hash ^ next)
      place &+= 8
    }
    return hash
  }

  /// Adds a text that was not given before; gives its code.
  @inline(never)
  func add(_ text: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
    let head = TextCoder.head(text, length)
    let hash = TextCoder.hash(text, length, head)
    let start = offsets.base[count]
    bytes.reserve(start + length + 16)
    (bytes.base + start).update(from: text, count: length)
    offsets.reserve(count + 2)
    offsets.base[count + 1] = start + length
    heads.reserve(count + 1)
    heads.base[count] = head
    place(hash, code: count)
    count += 1
    if count * 2 > mask { grow() }
    return UInt32(count - 1)
  }

  private func place(_ hash: UInt64, code: Int) {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(code + 1)
  }

  private func grow() {
    slots.deallocate()
    mask = mask * 4 + 3
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: 0, count: mask + 1)
    for code in 0..<count {
      let (text, length) = text(code)
      place(TextCoder.hash(text, length, heads.base[code]), code: code)
    }
  }
}
