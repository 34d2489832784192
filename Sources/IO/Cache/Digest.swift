/// A hash of bytes, which finds changes and damage; with a secret it is another one for each.
func digest(
  _ bytes: UnsafePointer<UInt8>,
  _ count: Int,
  _ key: CacheKey = CacheKey()
) -> UInt64 {
  let raw = UnsafeRawPointer(bytes)
  let (one, other) = key.words
  var lanes = (one ^ 1, other ^ 2, one &+ other ^ 3, one &- other ^ 4)
  let prime: UInt64 = 0x9E37_79B9_7F4A_7C15
  var place = 0
  @inline(__always) func mix(_ lane: inout UInt64, _ place: Int) {
    lane = (lane ^ raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)) &* prime
    lane ^= lane >> 29
  }
  while place &+ 32 <= count {
    mix(&lanes.0, place)
    mix(&lanes.1, place &+ 8)
    mix(&lanes.2, place &+ 16)
    mix(&lanes.3, place &+ 24)
    place &+= 32
  }
  var hash = lanes.0
  for lane in [lanes.1, lanes.2, lanes.3, UInt64(count)] {
    hash = (hash ^ lane) &* prime
    hash ^= hash >> 32
  }
  while place < count {
    hash = (hash ^ UInt64(bytes[place])) &* prime
    hash ^= hash >> 32
    place &+= 1
  }
  return hash
}
