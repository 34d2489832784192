import Parallel

/// A sort key of texts: a number in mixed radix with a digit for each of a text's first bytes, as
/// many of them as a word has room for.
///
/// A digit has as many values as different bytes occur at its place, and one more if texts end
/// there; so a prefix that all texts share takes no room, and ten decimal digits take 34 bits.
/// Longer texts may have equal keys.
struct TextKey: CodeSource {
  let labels: TextDictionary
  let codes: Buffer<UInt32>
  /// How many bytes stand before those of the key; they are the same in all texts.
  let start: Int
  /// How many places have digits.
  let length: Int
  /// For each place and byte, its digit times the digit's weight.
  private let shares: Buffer<UInt64>
  /// The largest key.
  let last: UInt64

  /// The most places that a key may have.
  private static let mostPlaces = 64

  /// A key of up to `bits` bits for the texts with these codes.
  init(
    _ labels: TextDictionary,
    _ codes: Buffer<UInt32>,
    bits: Int,
    by workers: WorkerPool
  ) throws {
    let chunks = workers.chunks(of: 0..<codes.count)
    let prefixes = try workers.map(chunks.count) { labels.commonPrefix(of: codes[chunks[$0]]) }
    let first = codes.first.map { labels.utf8(Int($0)) }
    let start = prefixes.reduce(first?.count ?? 0) { shared, prefix in
      first.map {
        labels.sharedBytes($0, labels.utf8(prefix.code), most: min(shared, prefix.length))
      }
        ?? 0
    }
    let runs = workers.runs(of: codes.count)
    let met = try workers.map(runs.count) { run in
      try TextKey.bytes(of: labels, codes[runs[run]], from: start, workers)
    }
    let (places, last) = TextKey.digits(met, bits: bits)
    (self.labels, self.codes, self.start) = (labels, codes, start)
    (length, shares, self.last) = (places.count, Buffer(places.flatMap { $0 }), last)
  }

  /// Whether each byte, or at last the end of a text, occurs at each place.
  private static func bytes(
    of labels: TextDictionary,
    _ codes: Buffer<UInt32>,
    from start: Int,
    _ workers: WorkerPool
  ) throws -> [Bool] {
    var met = [Bool](repeating: false, count: mostPlaces * 257)
    for rows in workers.chunks(of: 0..<codes.count) {
      try workers.check()
      met.withUnsafeMutableBufferPointer { met in
        for row in rows {
          let text = labels.utf8(Int(codes.base[row]))
          let count = min(text.count - start, mostPlaces)
          for place in 0..<count { met[place &* 257 &+ Int(text[start &+ place])] = true }
          if count < mostPlaces { met[count &* 257 &+ 256] = true }
        }
      }
    }
    return met
  }

  /// The weighted digits of as many places as `bits` bits have room for, and the largest key.
  private static func digits(_ met: [[Bool]], bits: Int) -> ([[UInt64]], UInt64) {
    var places: [[UInt64]] = []
    let limit = UInt64.max >> UInt64(64 - bits)
    var (states, hasEnd) = (UInt64(1), false)
    for place in 0..<mostPlaces {
      let occurs = (0...256).map { byte in met.contains { $0[place * 257 + byte] } }
      hasEnd = hasEnd || occurs[256]
      var next: UInt64 = hasEnd ? 1 : 0
      let digits = (0..<256).map { byte -> UInt64 in
        if occurs[byte] { next += 1 }
        return occurs[byte] ? next - 1 : 0
      }
      let (product, overflows) = states.multipliedReportingOverflow(by: max(next, 1))
      if overflows || product - 1 > limit { break }
      states = product
      for above in places.indices { places[above] = places[above].map { $0 * max(next, 1) } }
      places.append(digits)
      if !occurs[..<256].contains(true) { break }
    }
    return (places, states - 1)
  }

  /// The significant bits of the keys.
  var bits: Int { 64 - last.leadingZeroBitCount }

  func write(_ rows: Range<Int>, to target: UnsafeMutablePointer<UInt64>) {
    var row = rows.lowerBound
    while row < rows.upperBound {
      let text = labels.utf8(Int(codes.base[row]))
      let count = min(text.count &- start, length)
      var (key, place) = (UInt64(0), 0)
      while place < count {
        key &+= shares.base[place &<< 8 &+ Int(text[start &+ place])]
        place &+= 1
      }
      target[row &- rows.lowerBound] = key
      row &+= 1
    }
  }
}

extension TextDictionary {
  /// A text of these codes, and how many bytes from the start on it shares with all others.
  fileprivate func commonPrefix(of codes: Buffer<UInt32>) -> (code: Int, length: Int) {
    guard let code = codes.first.map({ Int($0) }) else { return (0, 0) }
    let first = utf8(code)
    let length = codes.reduce(first.count) { sharedBytes(first, utf8(Int($1)), most: $0) }
    return (code, length)
  }

  /// How many bytes two texts share from the start on, `most` at most.
  fileprivate func sharedBytes(
    _ left: UnsafeBufferPointer<UInt8>,
    _ right: UnsafeBufferPointer<UInt8>,
    most: Int
  ) -> Int {
    let most = min(most, left.count, right.count)
    var shared = 0
    while shared < most && left[shared] == right[shared] { shared += 1 }
    return shared
  }
}
