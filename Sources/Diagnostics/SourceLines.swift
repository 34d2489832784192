/// The line index of a source: it finds the line and the column of a byte.
public struct SourceLines: Sendable {
  /// The bytes of the source.
  let bytes: [UInt8]
  /// The first byte of each line.
  private let starts: [Int]

  /// The lines of `source`.
  public init(_ source: String) {
    bytes = Array(source.utf8)
    var starts = [0]
    for (place, byte) in bytes.enumerated() where byte.isLineEnd {
      let isFirstOfTwo = byte == 0x0D && place + 1 < bytes.count && bytes[place + 1] == 0x0A
      if !isFirstOfTwo { starts.append(place + 1) }
    }
    self.starts = starts
  }

  /// The line and the column of a byte, both from 1; columns count characters.
  public func position(of offset: Int) -> (line: Int, column: Int) {
    let index = line(of: offset)
    let end = max(starts[index], min(offset, bytes.count))
    let before = String(decoding: bytes[starts[index]..<end], as: UTF8.self)
    return (index + 1, before.count + 1)
  }

  /// The line on which a byte stands, from 0.
  func line(of offset: Int) -> Int {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The bytes of a line, from 0, without its end.
  func span(of line: Int) -> SourceSpan {
    var end = line + 1 < starts.count ? starts[line + 1] : bytes.count
    while end > starts[line], bytes[end - 1].isLineEnd { end -= 1 }
    return SourceSpan(starts[line], end)
  }
}

extension UInt8 {
  /// Whether it is a line feed or a carriage return.
  package var isLineEnd: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }
}
