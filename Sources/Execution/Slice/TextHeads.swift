import Columns

/// A coarse sort key of the texts of a dictionary: eight bytes as a big-endian number, in whose
/// order the texts are, though different texts may have the same.
///
/// It is read from the text itself, so that the dictionary need not be put in order.
struct TextHeads: CodeSource {
  let labels: TextDictionary
  private let isDescending: Bool
  /// What most texts have before the eight bytes; others stand before or after all of these.
  private let prefix: Buffer<UInt8>

  init(_ labels: TextDictionary, descending: Bool) {
    (self.labels, isDescending, prefix) = (labels, descending, labels.samplePrefix)
  }

  /// Writes the keys of the texts with these codes.
  func write(_ codes: Range<Int>, to target: UnsafeMutablePointer<UInt64>) {
    for code in codes {
      let head = labels.head(code, after: prefix)
      target[code - codes.lowerBound] = isDescending ? ~head : head
    }
  }
}

extension TextDictionary {
  /// What texts from all over the dictionary have in common at the start.
  fileprivate var samplePrefix: Buffer<UInt8> {
    let sample = stride(from: 0, to: count, by: max(1, count / 64)).map { utf8($0) }
    guard let first = sample.first else { return Buffer([]) }
    let length = sample.reduce(first.count) { shared, text in
      zip(first.prefix(shared), text).prefix { $0 == $1 }.count
    }
    return Buffer(first.prefix(length))
  }

  /// The eight bytes of a text after a prefix, filled up with zeros; the least or the largest
  /// number of a text without that prefix.
  fileprivate func head(_ code: Int, after prefix: Buffer<UInt8>) -> UInt64 {
    let text = utf8(code)
    guard let base = text.baseAddress else { return 0 }
    for place in 0..<min(prefix.count, text.count) where base[place] != prefix.base[place] {
      return base[place] < prefix.base[place] ? 0 : .max
    }
    if text.count >= prefix.count + 8 {
      return UnsafeRawPointer(base + prefix.count).loadUnaligned(as: UInt64.self).bigEndian
    }
    return (prefix.count..<prefix.count + 8).reduce(0) { head, place in
      head << 8 | (place < text.count ? UInt64(base[place]) : 0)
    }
  }
}
