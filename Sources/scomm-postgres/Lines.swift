@preconcurrency import Glibc

/// The lines of standard input.
struct LineInput {
  private var bytes: [UInt8] = []
  private var isAtEnd = false

  /// The next line, without its end; nil where there is none.
  mutating func next() -> [UInt8]? {
    var searched = 0
    while true {
      if let end = bytes[searched...].firstIndex(of: 10) {
        let line = Array(bytes[..<end])
        bytes.removeFirst(end + 1)
        return line
      }
      if isAtEnd { return nil }
      searched = bytes.count
      var block = [UInt8](repeating: 0, count: 1 << 16)
      let count = read(STDIN_FILENO, &block, block.count)
      if count > 0 { bytes += block[..<count] }
      if count == 0 || (count < 0 && errno != EINTR) { isAtEnd = true }
    }
  }
}

/// Lines on standard output, handed over when there are many, and when an answer is whole.
struct LineOutput {
  private var bytes: [UInt8] = []

  /// Writes a line, and all before it at once; tabs stand for the ends of lines within it.
  mutating func write(_ line: String) {
    bytes += line.utf8.map { $0 == 10 ? 9 : $0 } + [10]
    flush()
  }

  /// Begins a row.
  mutating func beginRow() { bytes.append(UInt8(ascii: "r")) }

  /// Adds a cell to the row; nil is no value.
  mutating func add(_ cell: UnsafeBufferPointer<UInt8>?, isFirst: Bool) {
    if !isFirst { bytes.append(9) }
    guard let cell else {
      bytes += [UInt8(ascii: "\\"), UInt8(ascii: "N")]
      return
    }
    for byte in cell {
      switch byte {
      case 10: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
      case 13: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
      case 9: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
      case UInt8(ascii: "\\"): bytes += [byte, byte]
      default: bytes.append(byte)
      }
    }
  }

  /// Ends the row.
  mutating func endRow() {
    bytes.append(10)
    if bytes.count > 1 << 16 { flush() }
  }

  /// Flushes what was written; ends the program when the pipe is closed.
  private mutating func flush() {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { all in
        all.baseAddress.map { Glibc.write(STDOUT_FILENO, $0 + written, all.count - written) } ?? 0
      }
      if count > 0 { written += count } else if errno != EINTR { exit(1) }
    }
    bytes.removeAll(keepingCapacity: true)
  }
}

/// The text that a line stands for.
func unescaped(_ line: [UInt8]) -> String {
  var text: [UInt8] = []
  var place = 0
  while place < line.count {
    let byte = line[place]
    place += 1
    guard byte == UInt8(ascii: "\\"), place < line.count else {
      text.append(byte)
      continue
    }
    switch line[place] {
    case UInt8(ascii: "n"): text.append(10)
    case UInt8(ascii: "r"): text.append(13)
    case UInt8(ascii: "t"): text.append(9)
    default: text.append(line[place])
    }
    place += 1
  }
  return String(decoding: text, as: UTF8.self)
}
