import Catalog
import Columns

/// How delimited text is laid out: what parts its fields and its lines, and where it begins.
struct DelimitedDialect {
  /// The bytes, with line feeds where lines end by carriage returns alone.
  private(set) var source: ByteSource
  private(set) var delimiter: UInt8
  /// Where the header begins.
  private(set) var start = 0
  /// Whether it was found from the text, which may also hold numbers and dates in other notations.
  private(set) var isGuessed = false
  /// What was guessed, a line each.
  private(set) var warnings: [String] = []

  /// The layout that a data package declares.
  init(of source: ByteSource, delimiter: UInt8) {
    (self.source, self.delimiter) = (source, delimiter)
  }

  /// The layout that the beginning of `source` shows, where `delimiter` is expected.
  init(guessing source: ByteSource, delimiter: UInt8) throws(TableFailure) {
    self.init(of: source, delimiter: delimiter)
    isGuessed = true
    var beginning = try TextBeginning(of: source)
    if beginning.isBinary { return }
    if let place = beginning.bareReturn {
      try source.checkReturnsAlone(place)
      self.source = ByteSource(replacingReturnsOf: source)
      warn("its lines end with a carriage return alone, and are read so")
      beginning = try TextBeginning(of: self.source)
    }
    start = beginning.start
    if beginning.emptyLines > 0 {
      let lines = beginning.emptyLines == 1 ? "line is" : "\(beginning.emptyLines) lines are"
      warn("its first \(lines) empty; line \(beginning.emptyLines + 1) names the columns")
    }
    if let (sign, next) = beginning.declaredDelimiter {
      (self.delimiter, start) = (sign, next)
      warn("its fields are read as separated by \(DelimitedDialect.word(sign))s, as line 1 says")
    } else if let other = try otherDelimiter(beginning) {
      self.delimiter = other
    } else if !beginning.delimiters.contains(delimiter), let place = beginning.bareReturnInRow {
      throw self.source.bareReturn(place)
    }
  }

  private mutating func warn(_ text: String) { warnings.append("\(source.path): \(text)") }

  /// The delimiter of a header that has not the one that was expected, but another that parts most
  /// rows alike.
  private mutating func otherDelimiter(_ beginning: TextBeginning) throws(TableFailure) -> UInt8? {
    let found = beginning.delimiters.subtracting([delimiter])
    if found.isEmpty || beginning.delimiters.contains(delimiter) { return nil }
    let signs = found.sorted().map { "a \(DelimitedDialect.word($0))" }
    let header =
      "its header has \(signs.joined(separator: " and ")), "
      + "and no \(DelimitedDialect.word(delimiter))"
    let fitting = found.filter(beginning.parts)
    if fitting.count > 1 {
      throw source.failure(
        at: beginning.start,
        header + ", so that it is open which separates the fields; "
          + "separate them by \(DelimitedDialect.word(delimiter))s"
      )
    }
    if let other = fitting.first {
      warn("\(header): its fields are read as separated by \(DelimitedDialect.word(other))s")
      return other
    }
    warn("\(header), but most rows have other numbers of fields then: it is read as one column")
    return nil
  }

  private static func word(_ delimiter: UInt8) -> String {
    switch delimiter {
    case UInt8(ascii: ","): "comma"
    case UInt8(ascii: "\t"): "tab"
    case UInt8(ascii: ";"): "semicolon"
    case UInt8(ascii: "|"): "vertical bar"
    default: "\"\(String(UnicodeScalar(delimiter)))\""
    }
  }
}
