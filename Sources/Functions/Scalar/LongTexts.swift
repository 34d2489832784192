// Work on a text as readers see it, which may have hundreds of megabytes: it looks at the
// cancellation on its way.

extension UnsafeBufferPointer<UInt8> {
  /// The place of the text without white space at its ends.
  func trimmed() throws -> Range<Int> {
    var (start, end) = (0, count)
    while let scalar = scalar(from: start, below: end), scalar.properties.isWhitespace {
      try Cancellation.check(at: start)
      start += UTF8.width(scalar)
    }
    while let scalar = scalar(before: end, from: start), scalar.properties.isWhitespace {
      try Cancellation.check(at: end)
      end -= UTF8.width(scalar)
    }
    return start..<end
  }

  private func scalar(from start: Int, below end: Int) -> Unicode.Scalar? {
    let bytes = UnsafeBufferPointer(rebasing: self[start..<Swift.min(start + 4, end)])
    return String(decoding: bytes, as: UTF8.self).unicodeScalars.first
  }

  private func scalar(before end: Int, from start: Int) -> Unicode.Scalar? {
    let bytes = UnsafeBufferPointer(rebasing: self[Swift.max(end - 4, start)..<end])
    return String(decoding: bytes, as: UTF8.self).unicodeScalars.last
  }

  /// The number of characters, as a reader sees them.
  func characterCount() throws -> Int {
    var (start, characters) = (0, 0)
    while start < count {
      if start > 0 { try Cancellation.check() }
      let end = try pieceEnd(from: start)
      let piece = UnsafeBufferPointer(rebasing: self[start..<end])
      characters += try String(decoding: piece, as: UTF8.self).characterCount()
      start = end
    }
    return characters
  }

  /// Where a piece of the text ends: between two signs of ASCII, which are characters of their own.
  private func pieceEnd(from start: Int) throws -> Int {
    var end = start + Cancellation.pieceSize
    while end < count {
      if self[end - 1] < 0x80, self[end] < 0x80, self[end] != 0x0A { return end }
      end += 1
      if end % Cancellation.pieceSize == 0 { try Cancellation.check() }
    }
    return count
  }
}

extension String {
  /// The text without white space at its ends.
  var trimmed: String {
    var view = unicodeScalars[...]
    while let first = view.first, first.properties.isWhitespace { view.removeFirst() }
    while let last = view.last, last.properties.isWhitespace { view.removeLast() }
    return String(view)
  }

  fileprivate func characterCount() throws -> Int {
    if utf8.count <= 2 * Cancellation.pieceSize { return count }
    var characters = 0
    for _ in self {
      try Cancellation.check(at: characters)
      characters += 1
    }
    return characters
  }

  /// The first `count` characters.
  func prefix(characters count: Int) throws -> Substring {
    self[..<(try index(startIndex, stepping: count, to: endIndex))]
  }

  /// The last `count` characters.
  func suffix(characters count: Int) throws -> Substring {
    self[(try index(endIndex, stepping: count, to: startIndex))...]
  }

  private func index(_ start: Index, stepping count: Int, to limit: Index) throws -> Index {
    var (index, left) = (start, count)
    while left > 0, index != limit {
      let step = Swift.min(left, 4096)
      let distance = limit == endIndex ? step : -step
      index = self.index(index, offsetBy: distance, limitedBy: limit) ?? limit
      left -= step
      if left > 0 { try Cancellation.check() }
    }
    return index
  }
}
