/// A hash of bytes, which finds changes and damage.
func digest(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
  let raw = UnsafeRawPointer(bytes)
  var lanes: (UInt64, UInt64, UInt64, UInt64) = (1, 2, 3, 4)
  let prime: UInt64 = 0x9E37_79B9_7F4A_7C15
  var place = 0
  while place &+ 32 <= count {
    lanes.0 = (lanes.0 ^ raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)) &* prime
    lanes.1 = (lanes.1 ^ raw.loadUnaligned(fromByteOffset: place &+ 8, as: UInt64.self)) &* prime
    lanes.2 = (lanes.2 ^ raw.loadUnaligned(fromByteOffset: place &+ 16, as: UInt64.self)) &* prime
    lanes.3 = (lanes.3 ^ raw.loadUnaligned(fromByteOffset: place &+ 24, as: UInt64.self)) &* prime
    lanes.0 ^= lanes.0 >> 29
    lanes.1 ^= lanes.1 >> 29
    lanes.2 ^= lanes.2 >> 29
    lanes.3 ^= lanes.3 >> 29
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
