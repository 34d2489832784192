import Diagnostics

/// The lexer: it turns any bytes into tokens and never fails.
struct Lexer {
  let bytes: [UInt8]
  var place = 0
  var result = Lexed()

  /// The tokens of `bytes`, the last of which is `end`.
  static func read(_ bytes: [UInt8]) -> Lexed {
    var lexer = Lexer(bytes: bytes)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { lexer.place = 3 }
    while lexer.place < bytes.count { lexer.next() }
    lexer.result.tokens.append(Token(kind: .end, span: SourceSpan(bytes.count, bytes.count)))
    return lexer.result
  }

  /// The byte `ahead` of the place, or 0 beyond the end.
  func byte(_ ahead: Int = 0) -> UInt8 {
    place + ahead < bytes.count ? bytes[place + ahead] : 0
  }

  /// Reads one token, comment or blank.
  private mutating func next() {
    switch byte() {
    case UInt8(ascii: " "), UInt8(ascii: "\t"): place += 1
    case UInt8(ascii: "\n"), UInt8(ascii: "\r"): newline()
    case UInt8(ascii: "#"): comment()
    case UInt8(ascii: "-") where byte(1) == UInt8(ascii: "-") && isLineStart: comment()
    case UInt8(ascii: "\""), UInt8(ascii: "'"): text()
    case UInt8(ascii: "`"): quotedName()
    case UInt8(ascii: "$"): parameter()
    case let first where first.isDigit: number()
    case let first where first.isNameStart: name()
    case let first where first >= 0x80: wide()
    default: sign()
    }
  }

  /// Whether only blanks stand before the place on its line.
  private var isLineStart: Bool {
    bytes[..<place].last { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }?.isLineEnd ?? true
  }

  private mutating func newline() {
    let start = place
    place += byte() == UInt8(ascii: "\r") && byte(1) == UInt8(ascii: "\n") ? 2 : 1
    add(.newline, from: start)
  }

  // comment = "#" … end of line | "--" at a line's start … end of line ;
  private mutating func comment() {
    let start = place
    while place < bytes.count, !byte().isLineEnd { place += 1 }
    result.comments.append(SourceSpan(start, place))
  }

  private mutating func sign() {
    let start = place
    for (spelling, sign) in Sign.longestFirst where bytes[place...].starts(with: spelling) {
      place += spelling.count
      return add(.sign(sign), from: start)
    }
    place += 1
    problem(.strangeSign(String(decoding: bytes[start..<place], as: UTF8.self)), from: start)
  }

  /// Notes a token that reaches from `start` to the place.
  mutating func add(_ kind: Token.Kind, from start: Int) {
    result.tokens.append(Token(kind: kind, span: SourceSpan(start, place)))
  }

  /// Notes that the bytes from `start` are no token, marking `span` or all of them.
  mutating func problem(
    _ message: Message,
    from start: Int,
    at span: SourceSpan? = nil,
    fix: FixIt? = nil
  ) {
    let place = span ?? SourceSpan(start, place)
    add(.problem, from: start)
    result.problems[start] = Diagnostic(message, at: place, fix: fix)
  }

  /// The text of the bytes from `start` to the place.
  func written(from start: Int) -> String {
    String(decoding: bytes[start..<place], as: UTF8.self)
  }
}

extension UInt8 {
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
  var isLetter: Bool { (self | 0x20) >= UInt8(ascii: "a") && (self | 0x20) <= UInt8(ascii: "z") }
  var isNameStart: Bool { isLetter || self == UInt8(ascii: "_") }
  var isNamePart: Bool { isNameStart || isDigit }
  /// Whether it is no character that could be shown: a control, but not a tab.
  var isControl: Bool { (self < 0x20 && self != 0x09) || self == 0x7F }
}
