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
  /// For each text its first and its last eight bytes.
  private var ends = GrowingMemory<TextKey.Ends>()
  /// For each text the mark of its key, and its code plus one; zero where nothing is.
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
    Table(slots: slots, mask: mask, ends: ends.base, offsets: offsets.base, bytes: bytes.base)
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

  /// Adds a text that was not given before; gives its code.
  @inline(never)
  func add(_ text: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
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

  private func place(_ key: TextKey, code: Int) {
    var slot = Int(truncatingIfNeeded: key.hash) & mask
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = key.mark | UInt64(code + 1)
  }

  private func grow() {
    slots.deallocate()
    mask = mask * 4 + 3
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: 0, count: mask + 1)
    for code in 0..<count {
      let (text, length) = text(code)
      place(TextKey(text, length), code: code)
    }
  }
}

/// What tells texts apart quickly: texts of up to sixteen bytes are the same if their marks and ends are.
struct TextKey {
  /// A text's first eight bytes, and its last eight; of a shorter one all bytes, then zeros, and zero.
  struct Ends {
    let first: UInt64
    let last: UInt64
  }

  let ends: Ends
  let hash: UInt64
  /// The highest bits of the hash, and the length up to 255, in the upper half.
  let mark: UInt64

  /// Where marks have their bits.
  static let markBits: UInt64 = 0xFFFF_FFFF_0000_0000

  /// The key of the text of `length` bytes at `text`, behind which eight bytes can be read.
  @inline(__always)
  init(_ text: UnsafePointer<UInt8>, _ length: Int) {
    let raw = UnsafeRawPointer(text)
    let word = raw.loadUnaligned(as: UInt64.self).littleEndian
    var last: UInt64 = 0
    var first = word
    if length > 8 {
      last = raw.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self).littleEndian
    } else if length < 8 {
      first = word & ~(UInt64.max &<< UInt64(truncatingIfNeeded: length &* 8))
    }
    let size = UInt64(truncatingIfNeeded: length)
    var hash = TextKey.folded(first ^ size &* 0xD6E8_FEB8_6659_FD93)
    hash = TextKey.folded(hash ^ last)
    var place = 8
    while place &+ 8 < length {
      let next = raw.loadUnaligned(fromByteOffset: place, as: UInt64.self).littleEndian
      hash = TextKey.folded(hash ^ next)
      place &+= 8
    }
    ends = Ends(first: first, last: last)
    mark = hash & 0xFFFF_FF00_0000_0000 | min(size, 255) << 32
    self.hash = hash
  }

  /// Both halves of a product, so that every bit has to do with every other.
  @inline(__always)
  private static func folded(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }
}
