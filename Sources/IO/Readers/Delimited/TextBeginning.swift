import Catalog
import Columns

/// The beginning of delimited text, of which the layout is not known yet.
struct TextBeginning {
  private let bytes: Buffer<UInt8>
  /// How many of the bytes are of the text; a line feed follows.
  private let count: Int
  private let isWhole: Bool
  /// Where the first line that is not empty begins, behind a byte-order mark.
  private(set) var start = 0
  /// How many empty lines are before it.
  private(set) var emptyLines = 0
  /// Where it ends: at a line feed, a carriage return, or with the text.
  private var end = 0
  /// The signs that part fields in some files and stand in it outside of quotes.
  private(set) var delimiters: Set<UInt8> = []

  private static let size = 1 << 16
  private static let signs = Set(",;|\t".utf8)

  /// The first 64 KiB of `source`.
  init(of source: ByteSource) throws(TableFailure) {
    count = min(TextBeginning.size, source.count)
    isWhole = count == source.count
    let window = UninitializedBuffer<UInt8>(capacity: count + 1)
    try source.read(0..<count, into: window.base)
    window.base[count] = 0x0A
    bytes = window.buffer(count: count + 1)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
    let lines = scanner(",")
    while start < count, lines.isEmptyLine(start) {
      start += bytes[start] == 0x0D ? 2 : 1
      emptyLines += 1
    }
    (start, end) = (min(start, count), min(start, count))
    var isFieldStart = true
    while end < count, bytes[end] != 0x0A, bytes[end] != 0x0D {
      if isFieldStart, bytes[end] == 0x22 {
        end = lines.textAfterQuote(end) ?? count
        isFieldStart = false
        continue
      }
      isFieldStart = TextBeginning.signs.contains(bytes[end])
      if isFieldStart { delimiters.insert(bytes[end]) }
      end += 1
    }
  }

  private func scanner(_ delimiter: UnicodeScalar) -> FieldScanner {
    FieldScanner(bytes: bytes.base, end: count, delimiter: UInt8(ascii: delimiter))
  }

  /// Whether the first line is no text in UTF-8, which is left to the reader of the header.
  var isBinary: Bool {
    bytes[..<end].contains(0) || TextCheck(base: bytes.base, count: end).firstInvalid() != nil
  }

  /// Where the first line ends with a carriage return, if no line feed follows.
  var bareReturn: Int? {
    guard end < count, bytes[end] == 0x0D, isWhole || end + 1 < count else { return nil }
    return end + 1 == count || bytes[end + 1] != 0x0A ? end : nil
  }

  /// Where a carriage return without a line feed stands in a row of one field, outside of quotes.
  var bareReturnInRow: Int? {
    let fields = scanner(",")
    var place = start
    while place < count {
      let stop = fields.skip(from: place)
      if stop < 0 { return nil }
      let field = bytes[place..<max(place, stop - 1)]
      if field.first != 0x22, let inside = field.firstIndex(of: 0x0D) { return place + inside }
      place = stop + 1
    }
    return nil
  }

  /// The delimiter that a first line such as `sep=;` declares, and where the next line begins.
  var declaredDelimiter: (sign: UInt8, next: Int)? {
    var line = Array(bytes[start..<end])[...]
    if line.count > 1, line.first == 0x22, line.last == 0x22 {
      line = line.dropFirst().dropLast()
    }
    guard line.count == 5, line.starts(with: "sep=".utf8), let sign = line.last, sign < 0x80,
      sign != 0x22
    else { return nil }
    return (sign, min(end + (bytes[end] == 0x0D ? 2 : 1), count))
  }

  /// Whether a sign parts all lines here into as many fields as the first.
  func partsAlike(_ sign: UInt8) -> Bool {
    let fields = scanner(UnicodeScalar(sign))
    var (place, found, expected) = (start, 0, 0)
    while place < count {
      if found == 0, fields.isEmptyLine(place) {
        place += bytes[place] == 0x0D ? 2 : 1
        continue
      }
      let stop = fields.skip(from: place)
      if stop < 0 || stop >= count && !isWhole { return stop >= 0 || !isWhole }
      (place, found) = (stop + 1, found + 1)
      if bytes[stop] == sign { continue }
      if expected == 0 { expected = found }
      if found != expected { return false }
      found = 0
    }
    return true
  }
}
