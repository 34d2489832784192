/// A check whether bytes are UTF-8.
struct TextCheck {
  /// The first byte.
  let base: UnsafePointer<UInt8>
  /// How many there are.
  let count: Int

  /// The place of the first byte that no UTF-8 text has there, if there is one.
  func firstInvalid() -> Int? {
    let raw = UnsafeRawPointer(base)
    var place = 0
    while place < count {
      // Eight bytes of ASCII at once.
      if place &+ 8 <= count,
        raw.loadUnaligned(fromByteOffset: place, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        place &+= 8
        continue
      }
      let length = sequenceLength(at: place)
      if length == 0 { return place }
      place &+= length
    }
    return nil
  }

  /// How many bytes the character at `place` has; zero if they are not one (Unicode, table 3-7).
  private func sequenceLength(at place: Int) -> Int {
    let first = base[place]
    if first < 0x80 { return 1 }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC2, first <= 0xF4, place + length <= count else { return 0 }
    let second = base[place + 1]
    let least: UInt8 = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80
    let most: UInt8 = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF
    guard second >= least && second <= most else { return 0 }
    for later in 2..<max(length, 2) where base[place + later] & 0xC0 != 0x80 { return 0 }
    return length
  }
}
