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
