/// What is done to the bytes of the edit buffer, wherever they are shown.
enum LineText {
  static let newline = UInt8(ascii: "\n")

  /// A part of a text with a marker in place of each newline, and where its bytes went.
  struct Marked {
    /// The text as it is shown.
    var bytes: [UInt8]
    private let text: [UInt8]
    private let range: Range<Int>
    private let growth: Int

    init(_ text: [UInt8], _ range: Range<Int>, marker: String) {
      self.text = text
      self.range = range
      growth = marker.utf8.count - 1
      bytes = text[range].flatMap { $0 == newline ? Array(marker.utf8) : [$0] }
    }

    /// Whether it is shown otherwise than it is.
    var isChanged: Bool { bytes != text }

    /// Where the byte `offset` of the text went, or the nearest one that is shown.
    func offset(of offset: Int) -> Int {
      let before = text[range.lowerBound..<max(range.lowerBound, min(offset, range.upperBound))]
      return before.count + growth * before.count { $0 == newline }
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
