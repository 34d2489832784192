import Diagnostics

/// What is done to the bytes of the edit buffer, wherever they are shown.
enum LineText {
  static let newline = UInt8(ascii: "\n")

  /// A part of a text as it is shown: a marker in place of each newline, symbols in place of what is
  /// hidden or commands, and where its bytes went.
  struct Shown {
    /// The text as it is shown.
    private(set) var bytes: [UInt8] = []
    private let text: [UInt8]
    private let start: Int
    /// Where each byte of the part, and its end, went.
    private var places: [Int] = []

    init(_ text: [UInt8], _ range: Range<Int>, marker: String, width: (Unicode.Scalar) -> Int) {
      (self.text, start) = (text, range.lowerBound)
      for (scalar, length) in LineText.scalars(text, range, width: width) {
        places += Array(repeating: bytes.count, count: length)
        bytes += scalar == "\n" ? Array(marker.utf8) : Array(String(scalar).utf8)
      }
      places.append(bytes.count)
    }

    /// Whether it is shown otherwise than it is.
    var isChanged: Bool { bytes != text }

    /// Where the byte `offset` of the text went, or the nearest one that is shown.
    func offset(of offset: Int) -> Int { places[max(0, min(offset - start, places.count - 1))] }
  }

  /// The scalars of a part of a text as they are shown, each with the bytes that it stands for.
  ///
  /// What is no UTF-8, and a symbol that has no `width` in the locale's characters, is a question
  /// mark.
  static func scalars(
    _ text: [UInt8],
    _ range: Range<Int>,
    width: (Unicode.Scalar) -> Int
  ) -> [(scalar: Unicode.Scalar, length: Int)] {
    var found: [(scalar: Unicode.Scalar, length: Int)] = []
    var bytes = text[range].makeIterator()
    var parser = Unicode.UTF8.ForwardParser()
    reading: while true {
      switch parser.parseScalar(from: &bytes) {
      case .valid(let encoded): found.append((Unicode.UTF8.decode(encoded), encoded.count))
      case .error(let length): found.append(("\u{FFFD}", length))
      case .emptyInput: break reading
      }
    }
    let shown = visibleScalars(of: found.map(\.scalar))
    return zip(found, shown).map { found, shown in
      if found.scalar == "\n" { return found }
      let isKnown = shown == found.scalar && shown != "\u{FFFD}" || width(shown) >= 0
      return (isKnown ? shown : "?", found.length)
    }
  }

  /// The lines around the cursor that fit in `rows`, as a range of bytes; `height` is the rows that
  /// a line takes.
  static func window(
    _ text: [UInt8],
    cursor: Int,
    rows: Int,
    of height: (ArraySlice<UInt8>) -> Int
  ) -> Range<Int> {
    let lines = text.split(separator: newline, omittingEmptySubsequences: false)
    let heights = lines.map(height)
    guard heights.reduce(0, +) > rows else { return 0..<text.count }
    var first = lines.firstIndex { cursor <= $0.endIndex } ?? lines.count - 1
    var last = first
    var used = heights[first]
    while first > 0, used + heights[first - 1] <= rows {
      first -= 1
      used += heights[first]
    }
    while last + 1 < lines.count, used + heights[last + 1] <= rows {
      last += 1
      used += heights[last]
    }
    return lines[first].startIndex..<lines[last].endIndex
  }

  /// The prompt in its style, with the marks that tell readline that escapes take no room.
  static func styledPrompt(_ prompt: String) -> String {
    "\u{1}\u{1B}[\(Style.prompt.code)m\u{2}\(prompt)\u{1}\u{1B}[0m\u{2}"
  }

  /// A pasted block as one statement: without empty lines at its end, with blanks for tabs;
  /// none if it is that already.
  static func tidied(_ pasted: ArraySlice<UInt8>) -> [UInt8]? {
    var tidy = pasted.flatMap { $0 == UInt8(ascii: "\t") ? [32, 32] : [$0] }
    while tidy.last == newline { tidy.removeLast() }
    return tidy.elementsEqual(pasted) ? nil : tidy
  }

  /// Whether a statement of several lines ends in a line with nothing in it.
  static func endsInEmptyLine(_ text: [UInt8]) -> Bool {
    guard let last = text.lastIndex(of: newline) else { return false }
    return text[(last + 1)...].allSatisfy { $0 == UInt8(ascii: " ") }
  }

  /// The style of each byte of a text of `count` bytes.
  static func styles(_ ranges: [StyledRange], count: Int) -> [Style?] {
    var styles = [Style?](repeating: nil, count: count)
    for styled in ranges {
      for index in styled.range.clamped(to: 0..<count) { styles[index] = styled.style }
    }
    return styles
  }

  /// The byte in the line above (`lines` −1) or below (+1) that stands as far right as `cursor`;
  /// none if there is no such line.
  static func cursor(_ cursor: Int, movedBy lines: Int, in buffer: [UInt8]) -> Int? {
    let start = buffer[..<cursor].lastIndex(of: newline).map { $0 + 1 } ?? 0
    let end = buffer[cursor...].firstIndex(of: newline) ?? buffer.count
    var target: Int
    if lines < 0 {
      guard start > 0 else { return nil }
      target = buffer[..<(start - 1)].lastIndex(of: newline).map { $0 + 1 } ?? 0
    } else {
      guard end < buffer.count else { return nil }
      target = end + 1
    }
    // Only the first byte of a character counts.
    var remaining = buffer[start..<cursor].filter { $0 & 0xC0 != 0x80 }.count
    while target < buffer.count, buffer[target] != newline {
      if buffer[target] & 0xC0 != 0x80 {
        if remaining == 0 { break }
        remaining -= 1
      }
      target += 1
    }
    return target
  }
}
