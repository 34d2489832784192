/// A source line as a screen shows it, with marks below.
struct Excerpt {
  private var cells: [Cell] = []
  private let end: Int
  /// The number of columns shown, and of those before the first mark.
  private let width: Int
  private var context: Int { width / 3 }

  /// A character with the byte at which it begins and the columns that it takes.
  private struct Cell {
    var text: String
    var byte: Int
    var column: Int
    var width: Int
  }

  private static let indent = "   "
  private static let tabStop = 4
  private static let usualWidth = 96
  private static let leastWidth = 24

  /// The line with this number, from 0, on a screen of `width` columns if there is one.
  init(_ lines: SourceLines, _ number: Int, width screen: Int?) {
    // Two columns are for the signs that the line goes on.
    let room = screen.map { $0 - Excerpt.indent.count - 2 } ?? Excerpt.usualWidth
    width = max(Excerpt.leastWidth, room)
    let span = lines.span(of: number)
    end = span.end
    var (byte, column) = (span.start, 0)
    let line = String(decoding: lines.bytes[span.start..<span.end], as: UTF8.self)
    var shown = visibleScalars(of: line.unicodeScalars)[...]
    for character in line {
      let scalars = shown.prefix(character.unicodeScalars.count)
      shown.removeFirst(scalars.count)
      let text =
        character == "\t"
        ? String(repeating: " ", count: Excerpt.tabStop - column % Excerpt.tabStop)
        : String(String.UnicodeScalarView(scalars))
      let width = displayWidth(of: text)
      cells.append(Cell(text: text, byte: byte, column: column, width: width))
      byte += character.utf8.count
      column += width
    }
  }

  private var columnCount: Int { cells.last.map { $0.column + $0.width } ?? 0 }

  /// The column at which the character with `byte` begins, or the end of the line.
  private func column(of byte: Int) -> Int {
    cells.last { $0.byte <= byte }.map { byte >= end ? columnCount : $0.column } ?? 0
  }

  /// The line and the marks below; a long line in as many pieces as its marks need.
  func rows(marking spans: [SourceSpan]) -> [String] {
    var marks = spans.map { span in
      let start = column(of: span.start)
      return start..<max(start + 1, column(of: span.end))
    }
    marks.sort { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
    var rows: [String] = []
    while let first = marks.first {
      let window = window(around: first)
      let shown = marks.prefix { $0 == first || $0.upperBound <= window.upperBound }
      rows += [line(window), markLine(Array(shown), window)]
      marks.removeFirst(shown.count)
    }
    return rows
  }

  private func window(around mark: Range<Int>) -> Range<Int> {
    if columnCount <= width { return 0..<(columnCount + 1) }
    let start = max(0, min(mark.lowerBound - context, columnCount + 1 - width))
    return start..<(start + width)
  }

  private func line(_ window: Range<Int>) -> String {
    let inside = cells.filter {
      $0.column >= window.lowerBound && $0.column + $0.width <= window.upperBound
    }
    var text = inside.map(\.text).joined()
    if let first = inside.first, first.column > window.lowerBound { text = " " + text }
    let before = window.lowerBound > 0 ? "…" : ""
    let behind = window.upperBound < columnCount ? "…" : ""
    return Excerpt.indent + before + text + behind
  }

  private func markLine(_ marks: [Range<Int>], _ window: Range<Int>) -> String {
    var text = Excerpt.indent + (window.lowerBound > 0 ? " " : "")
    var place = window.lowerBound
    for mark in marks where mark.upperBound > place {
      let start = max(mark.lowerBound, place)
      let end = max(start, min(mark.upperBound, window.upperBound))
      text += String(repeating: " ", count: start - place)
      text += String(repeating: "^", count: end - start)
      place = end
    }
    return text
  }
}
