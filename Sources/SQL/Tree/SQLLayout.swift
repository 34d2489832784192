/// A document of a pretty printer, which breaks lines where it must.
///
/// After Wadler, "A prettier printer", 1998. A string literal is a text, an array literal a
/// sequence.
indirect enum SQLLayout: ExpressibleByStringInterpolation, ExpressibleByArrayLiteral {
  case text(String)
  /// A blank, or a new line where the group does not fit.
  case line
  /// Nothing, or a new line where the group does not fit.
  case seam
  /// Always a new line.
  case end
  case indented(SQLLayout)
  case sequence([SQLLayout])
  /// Kept on one line if it fits.
  case group(SQLLayout)

  init(stringLiteral text: String) { self = .text(text) }
  init(arrayLiteral parts: SQLLayout...) { self = .sequence(parts) }

  /// Items with commas between them.
  static func list(_ items: [SQLLayout]) -> SQLLayout { joined(items, [",", .line]) }

  /// Items with the same thing between them.
  static func joined(_ items: [SQLLayout], _ separator: SQLLayout) -> SQLLayout {
    .sequence(items.enumerated().flatMap { $0 == 0 ? [$1] : [separator, $1] })
  }

  /// Its width on one line; nil if it cannot stand on one.
  private var width: Int? {
    switch self {
    case .text(let text): return text.count
    case .line: return 1
    case .seam: return 0
    case .end: return nil
    case .indented(let inner), .group(let inner): return inner.width
    case .sequence(let parts):
      var sum = 0
      for part in parts {
        guard let width = part.width else { return nil }
        sum += width
      }
      return sum
    }
  }

  /// Whether it is too short to be broken.
  var isShort: Bool { width.map { $0 <= 32 } ?? false }

  /// The text in lines of at most `width` characters, as far as that can be.
  func text(width: Int) -> String {
    var page = Page(width: width)
    page.put(.group(self), indent: 0, isFlat: false)
    return page.text
  }

  private struct Page {
    let width: Int
    var text = ""
    var column = 0

    mutating func put(_ layout: SQLLayout, indent: Int, isFlat: Bool) {
      switch layout {
      case .text(let text):
        self.text += text
        column += text.count
      case .line: if isFlat { put(" ", indent: indent, isFlat: true) } else { turn(indent) }
      case .seam: if !isFlat { turn(indent) }
      case .end: turn(indent)
      case .indented(let inner): put(inner, indent: indent + 2, isFlat: isFlat)
      case .sequence(let parts): for part in parts { put(part, indent: indent, isFlat: isFlat) }
      case .group(let inner):
        let fits = inner.width.map { column + $0 <= width } ?? false
        put(inner, indent: indent, isFlat: isFlat || fits)
      }
    }

    private mutating func turn(_ indent: Int) {
      while text.last == " " { text.removeLast() }
      text += "\n" + String(repeating: " ", count: indent)
      column = indent
    }
  }
}
