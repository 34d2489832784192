@preconcurrency import CReadline
import Diagnostics
@preconcurrency import Glibc

/// The state of the colors and the hint that lie over readline's drawing.
struct LineOverlay {
  /// The cursor's row when they were painted; none if they are not on the screen.
  var row: Int?
  /// The last text that was asked about, and the styles of its bytes.
  var highlighted: (text: String, styles: [Style?])?
  /// The last text for which rows were counted while no key came, and how many they were.
  var preview: (text: String, rows: String?)?
  /// How many changes of the screen's size were answered.
  var resizes = Interrupts.resizes
  /// How many returns from Ctrl-Z were answered.
  var resumes = Interrupts.resumes
  /// How many interrupts from other programs were answered.
  var interrupts = Interrupts.count
}

extension LineEditor {
  /// Draws the line: readline the text, then the colors and the hint over it.
  func redraw(hinting: Bool = true) {
    if showsMessageAnew() { return }
    // The signal may have come while no key was waited for.
    if overlay.resizes != Interrupts.resizes { fitScreen() }
    let painting = color && canMove && isPlainlyShown ? painting(hinting: hinting) : nil
    // Colors that are not painted over again would stay.
    if painting == nil, let row = overlay.row { startOver(fromRow: row) }
    if canMove {
      // Readline cannot draw more rows than the screen has.
      let shown = LineText.window(buffer, cursor: point, rows: layout.rows, of: layout.height)
      drawPlainly(shown, marker: "\n" + layout.marker)
    } else {
      drawPlainly(0..<buffer.count, marker: " ... ")
    }
    if let painting { send(painting.bytes) }
    overlay.row = painting?.cursor.row
  }

  /// Has readline show a message of its own visibly, such as what is searched for in the history;
  /// false if it is so already.
  private func showsMessageAnew() -> Bool {
    guard let message = rl_display_prompt, message != rl_prompt else { return false }
    let visible = visibleText(String(cString: message))
    if visible.withCString({ strcmp($0, message) }) == 0 { return false }
    // This draws again.
    show_message(visible)
    return true
  }

  /// Where readline puts the characters.
  var layout: LineLayout {
    LineLayout(
      promptWidth: promptWidth,
      columns: screenSize.columns,
      rows: screenSize.rows,
      marker: String(repeating: " ", count: max(0, promptWidth - 4)) + "... ",
      width: LineEditor.columnWidth
    )
  }

  private func painting(hinting: Bool) -> LinePainting? {
    guard let text = String(validating: buffer, as: UTF8.self) else { return nil }
    if text != overlay.highlighted?.text {
      let ranges = Highlighter(session: session).styles(of: text)
      overlay.highlighted = (text, LineText.styles(ranges, count: text.utf8.count))
    }
    let styles = overlay.highlighted?.styles ?? []
    let hint = hinting ? hint(for: text) : nil
    return LinePainting(text, cursor: point, styles: styles, hint: hint, layout: layout)
  }

  /// What stands dimmed behind the text: the usage of the verb just written, else how many rows the
  /// statement gives, once that was counted.
  private func hint(for text: String) -> String? {
    if let usage = Highlighter(session: session).hint(text, cursor: point) { return usage }
    guard point == text.utf8.count, let preview = overlay.preview, preview.text == text else {
      return nil
    }
    return preview.rows.map { (text.hasSuffix(" ") ? "  " : "   ") + $0 }
  }

  /// Waits until a key comes; meanwhile prepares judging the next answer to a lesson, and counts the
  /// rows that the statement would give.
  func waitForKey() {
    // Ctrl-Z may have come while the line was drawn.
    answerSignals()
    var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    if session.play != nil {
      while poll(&input, 1, LineEditor.rest) == 0, session.prepareJudging() {}
    }
    guard session.options.showsPreview, color, canMove, isPlainlyShown, overlay.row != nil,
      rl_readline_state & UInt(RL_STATE_COMPLETING) == 0, point == buffer.count,
      let text = String(validating: buffer, as: UTF8.self), text != overlay.preview?.text
    else { return }
    let ready = poll(&input, 1, LineEditor.pause)
    answerSignals()
    guard ready == 0 else { return }
    overlay.preview = (text, RowPreview(session: session).words(for: text))
    if overlay.preview?.rows != nil { redraw() }
  }

  /// Lets readline stop after Ctrl-Z, which goes on here, and answers what came meanwhile.
  private func answerSignals() {
    rl_check_signals()
    _ = noticeSignals()
  }

  /// How many milliseconds without a key are a moment, and how many a rest between two keys.
  private static let (pause, rest): (Int32, Int32) = (250, 5)

  /// Erases the prompt and the text, whose cursor is in `row`, so that all is drawn anew.
  private func startOver(fromRow row: Int) {
    // Erasing a whole screen at once would make tmux keep it in its history.
    send((row > 0 ? "\u{1B}[\(row)A" : "") + "\r\u{1B}[K\u{1B}[C\u{1B}[J\r")
    rl_on_new_line()
    overlay.row = nil
  }

  /// Answers signals that came while keys were waited for.
  func noticeSignals() -> Int32 {
    if overlay.resizes != Interrupts.resizes { redraw() }
    let wasInterrupted = overlay.interrupts != Interrupts.count
    if wasInterrupted || overlay.resumes != Interrupts.resumes {
      if wasInterrupted { rl_replace_line("", 1) }
      overlay = LineOverlay()
      send(wasInterrupted ? "\r\n" : "\r")
      rl_on_new_line()
      redraw()
    }
    return 0
  }

  /// Takes the terminal's new size, assuming that the terminal wrapped the rows anew.
  private func fitScreen() {
    overlay.resizes = Interrupts.resizes
    measureScreen()
    guard canMove else { return }
    startOver(fromRow: isPlainlyShown ? layout.row(of: point, in: buffer) ?? 0 : 0)
  }
}
