@preconcurrency import Glibc

extension StringTable {
  /// Pointers to a table's memory: finds strings without exclusivity checks of the table.
  public struct Lookup {
    @usableFromInline
    let slots: UnsafeMutablePointer<UInt64>
    @usableFromInline
    let mask: Int
    @usableFromInline
    let ends: UnsafeMutablePointer<Key.Ends>
    @usableFromInline
    let offsets: UnsafeMutablePointer<Int>
    @usableFromInline
    let bytes: UnsafeMutablePointer<UInt8>

    /// The code of the `length` bytes at `text`, if they are in the table; of strings under eight
    /// bytes the eight bytes at `text` are read.
    @inlinable
    @inline(__always)
    public func code(of text: UnsafePointer<UInt8>, _ length: Int) -> UInt32? {
      let key = Key(text, length)
      var slot = Int(truncatingIfNeeded: key.hash) & mask
      while true {
        let found = slots[slot]
        if found == 0 { return nil }
        if found & Key.markBits == key.mark {
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

    /// Whether strings over sixteen bytes with the same ends are the same.
    @usableFromInline
    @inline(never)
    func equals(_ code: Int, _ text: UnsafePointer<UInt8>, _ length: Int) -> Bool {
      let start = offsets[code]
      return offsets[code &+ 1] &- start == length
        && memcmp(bytes + start + 8, text + 8, length &- 16) == 0
    }
  }

  /// The hash of a string, and what tells short strings apart: those of up to sixteen bytes are the
  /// same if their marks and ends are.
  @usableFromInline
  struct Key: BitwiseCopyable, Sendable {
    /// The first eight bytes of a string, and its last eight; of a shorter one all bytes, then
    /// zeros, and zero.
    @usableFromInline
    struct Ends: BitwiseCopyable, Sendable {
      @usableFromInline
      let first: UInt64
      @usableFromInline
      let last: UInt64

      @inlinable
      init(first: UInt64, last: UInt64) { (self.first, self.last) = (first, last) }
    }

    @usableFromInline
    let ends: Ends
    @usableFromInline
    let hash: UInt64
    /// The highest bits of the hash, and the length up to 255, in the upper half.
    @usableFromInline
    let mark: UInt64

    /// Where marks have their bits.
    @inlinable
    static var markBits: UInt64 { 0xFFFF_FFFF_0000_0000 }

    /// The key of the `length` bytes at `text`, where at least eight bytes can be read.
    @inlinable
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
      var hash = Key.folded(first ^ size &* 0xD6E8_FEB8_6659_FD93)
      hash = Key.folded(hash ^ last)
      var place = 8
      while place &+ 8 < length {
        let next = raw.loadUnaligned(fromByteOffset: place, as: UInt64.self).littleEndian
        hash = Key.folded(hash ^ next)
        place &+= 8
      }
      ends = Ends(first: first, last: last)
      mark = hash & 0xFFFF_FF00_0000_0000 | min(size, 255) << 32
      self.hash = hash
    }

    /// Both halves of a product, so that each bit of the word affects all bits.
    @inlinable
    @inline(__always)
    static func folded(_ word: UInt64) -> UInt64 {
      let product = word.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
      return product.high ^ product.low
    }
  }
}
