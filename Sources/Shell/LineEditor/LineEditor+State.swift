@preconcurrency import CReadline
@preconcurrency import Glibc

// The state of readline: its text, its cursor, its screen.

extension LineEditor {
  /// The text, in UTF-8.
  var buffer: [UInt8] {
    UnsafeRawBufferPointer(start: rl_line_buffer, count: Int(rl_end)).map { $0 }
  }

  /// The byte before which the cursor stands.
  var point: Int { Int(rl_point) }

  /// Whether the terminal can go up; otherwise readline keeps everything in one row.
  var canMove: Bool {
    guard let up = rl_get_termcap("up"), up.pointee != 0 else { return false }
    return !isOn("horizontal-scroll-mode")
  }

  /// The columns and rows of the terminal.
  var screenSize: (columns: Int, rows: Int) {
    var (rows, columns) = (Int32(0), Int32(0))
    rl_get_screen_size(&rows, &columns)
    return (Int(columns), Int(rows))
  }

  /// Takes the size that the terminal has now, but no less than readline can draw in: it divides by
  /// the columns less one or two.
  func measureScreen() {
    rl_reset_screen_size()
    let size = screenSize
    if size.columns < 4 { rl_set_screen_size(Int32(max(size.rows, 1)), 5) }
  }

  /// Whether readline shows just the prompt and the text, so that it is known what stands where.
  var isPlainlyShown: Bool {
    let other = RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_NUMERICARG
    return rl_readline_state & UInt(other) == 0 && rl_display_prompt == rl_prompt
      && !isOn("show-mode-in-prompt") && !isOn("mark-modified-lines")
  }

  private func isOn(_ variable: String) -> Bool {
    rl_variable_value(variable).map { String(cString: $0) } == "on"
  }

  /// Has readline draw the bytes of `range` as they are shown, with `marker` in place of each newline.
  func drawPlainly(_ range: Range<Int>, marker: String) {
    let actual = (rl_line_buffer, rl_point, rl_end, rl_mark)
    let shown = LineText.Shown(buffer, range, marker: marker, width: LineEditor.columnWidth)
    guard shown.isChanged else { return rl_redisplay() }
    rl_point = Int32(shown.offset(of: Int(rl_point)))
    rl_mark = Int32(shown.offset(of: Int(rl_mark)))
    rl_end = Int32(shown.bytes.count)
    var bytes = shown.bytes + [0]
    bytes.withUnsafeMutableBytes { raw in
      rl_line_buffer = raw.baseAddress?.assumingMemoryBound(to: CChar.self)
      rl_redisplay()
    }
    (rl_line_buffer, rl_point, rl_end, rl_mark) = actual
  }

  /// The columns of a character, as the C library says and readline believes.
  static func columnWidth(_ scalar: Unicode.Scalar) -> Int {
    Int(wcwidth(wchar_t(bitPattern: scalar.value)))
  }

  /// Writes past readline, after what it wrote itself.
  func send(_ text: String) {
    fflush(stdout)
    try? Output.writeAll(Array(text.utf8), to: STDOUT_FILENO)
  }
}
