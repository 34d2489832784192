/// A place on the screen, from the row of the prompt.
struct ScreenPlace: Equatable {
  var row = 0
  var column = 0
}

/// The rows and columns in which readline lays the edit buffer out.
///
/// Readline draws the text; this says where it did, so that colors can be laid over it.
struct LineLayout {
  /// The width of the prompt's last line.
  var promptWidth: Int
  /// The width of the screen.
  var columns: Int
  /// The height of the screen.
  var rows: Int
  /// What a line of a statement after the first begins with on the screen.
  var marker: String
  /// The columns that readline gives a character; -1 for control characters.
  var width: (Unicode.Scalar) -> Int

  /// Where a text begins.
  var start: ScreenPlace { ScreenPlace(row: 0, column: promptWidth) }

  /// Whether the screen has room for the prompt and some text.
  var isUsable: Bool { columns >= promptWidth + 4 && columns >= marker.utf8.count + 4 }

  /// The place after `scalar` is shown at `place`, whether it had to begin on a new row for that,
  /// and whether it ended one; none for control characters.
  func place(
    after scalar: Unicode.Scalar,
    at place: ScreenPlace
  ) -> (place: ScreenPlace, endedRow: Bool)? {
    let width = width(scalar)
    guard width >= 0 else { return nil }
    var next = place
    if next.column + width > columns { next = ScreenPlace(row: next.row + 1, column: 0) }
    next.column += width
    guard next.column >= columns else { return (next, false) }
    return (ScreenPlace(row: next.row + 1, column: 0), true)
  }

  /// The rows that a line of the statement takes.
  func height(of line: ArraySlice<UInt8>) -> Int {
    let shown = LineText.scalars(Array(line), 0..<line.count, width: width)
    let used = shown.reduce(marker.utf8.count) { $0 + max(1, width($1.scalar)) }
    return used / max(1, columns) + 1
  }

  /// The row of the byte `cursor`; none if the text cannot be laid out.
  func row(of cursor: Int, in text: [UInt8]) -> Int? {
    var here = start
    var offset = 0
    for (scalar, length) in LineText.scalars(text, 0..<text.count, width: width) {
      if offset >= cursor { break }
      offset += length
      if scalar == "\n" {
        here = ScreenPlace(row: here.row + 1, column: marker.utf8.count)
      } else {
        guard let next = place(after: scalar, at: here) else { return nil }
        here = next.place
      }
    }
    return here.row
  }
}

/// The bytes that color a text which stands on the screen already, and where they leave the cursor.
struct LinePainting {
  /// What is to be written in one piece.
  private(set) var bytes = ""
  /// The row of the cursor, before and after.
  private(set) var cursor: ScreenPlace
  private var here: ScreenPlace
  private var style: Style?
  private let layout: LineLayout

  /// The painting of `text` with the cursor at a byte; `hint` stands after the text.
  ///
  /// There is none when the text holds characters that the C library does not know, or does not fit on
  /// the screen: then
  /// readline's plain drawing stays.
  init?(
    _ text: String,
    cursor offset: Int,
    styles: [Style?],
    hint: String?,
    layout: LineLayout
  ) {
    self.layout = layout
    here = layout.start
    cursor = layout.start
    guard layout.isUsable, styles.count == text.utf8.count else { return nil }
    var done = 0
    let source = Array(text.utf8)
    for (scalar, length) in LineText.scalars(source, 0..<source.count, width: layout.width) {
      if done == offset { cursor = here }
      guard paint(scalar, in: styles[done]) else { return nil }
      done += length
    }
    if done <= offset { cursor = here }
    guard here.row < layout.rows else { return nil }
    finish(hint)
  }

  /// Writes one character over itself; false if it cannot be laid out.
  private mutating func paint(_ scalar: Unicode.Scalar, in style: Style?) -> Bool {
    if scalar == "\n" {
      change(to: nil)
      bytes += "\u{1B}[K\r\n"
      change(to: .hint)
      bytes += layout.marker
      here = ScreenPlace(row: here.row + 1, column: layout.marker.utf8.count)
      return true
    }
    guard let next = layout.place(after: scalar, at: here) else { return false }
    change(to: style)
    // A wide character that does not fit begins the next row, as readline had it.
    if !next.endedRow && next.place.row > here.row {
      bytes += String(repeating: " ", count: layout.columns - here.column) + " \r"
    }
    bytes.unicodeScalars.append(scalar)
    // The terminal waits at the margin until the next character comes; a blank settles it.
    if next.endedRow { bytes += " \r" }
    here = next.place
    return true
  }

  private mutating func change(to style: Style?) {
    guard style != self.style else { return }
    if self.style != nil { bytes += "\u{1B}[0m" }
    if let style { bytes += "\u{1B}[\(style.code)m" }
    self.style = style
  }

  /// Draws the hint, as far as it fits on the row, goes to the text's start to begin with, and
  /// back to the cursor in the end.
  private mutating func finish(_ hint: String?) {
    if let hint, here == cursor {
      change(to: .hint)
      bytes += layout.fitting(hint, columns: layout.columns - here.column - 1)
    }
    change(to: nil)
    bytes += "\u{1B}[K" + up(here.row - cursor.row) + "\r" + right(cursor.column)
    bytes = up(cursor.row) + "\r" + right(layout.promptWidth) + bytes
  }

  private func up(_ rows: Int) -> String { rows > 0 ? "\u{1B}[\(rows)A" : "" }

  private func right(_ columns: Int) -> String { columns > 0 ? "\u{1B}[\(columns)C" : "" }
}

extension LineLayout {
  /// The beginning of `text` that fits in `columns`; nothing if that is too short to be of use.
  func fitting(_ text: String, columns: Int) -> String {
    var used = 0
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let width = max(0, width(scalar))
      if used + width > columns { return columns >= 10 ? String(result) : "" }
      result.append(scalar)
      used += width
    }
    return String(result)
  }
}
