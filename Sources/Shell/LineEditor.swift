@preconcurrency import CReadline
@preconcurrency import Glibc

/// Reads statements from the terminal through GNU readline, with its own drawing and all its keys.
///
/// Colors and hints are laid over what readline drew. There is one line editor in a process, and
/// it is used on the main thread, when standard input and output are terminals.
public final class LineEditor {
  /// The one who knows the language; not kept alive.
  public weak var delegate: (any LineEditorDelegate)?

  fileprivate nonisolated(unsafe) static var active: LineEditor?

  let color: Bool
  let historyFile: HistoryFile?
  private(set) var promptWidth = 0
  /// What is drawn over readline's text.
  var overlay = LineOverlay()
  fileprivate var candidates: [Candidate] = []
  fileprivate var wasInterrupted = false
  private var recalled: (text: [UInt8], cursor: Int32)?

  /// An editor that keeps its history in the file at this path, or in memory only.
  public init(historyFile path: String?, color: Bool, delegate: (any LineEditorDelegate)?) {
    self.color = color
    self.delegate = delegate
    historyFile = path.map(HistoryFile.init)
    configureReadline()
    if let path, let size = historyFile?.prepare() {
      if size > HistoryFile.limit { history_truncate_file(path, 5000) }
      read_history(path)
    }
  }

  /// Asks for a statement; flush the outputs before.
  ///
  /// `suggestion` is what ↑ brings first, such as the repaired statement after an error; it is
  /// forgotten unless it is entered.
  public func read(prompt: String, suggestion: String? = nil) -> Line {
    LineEditor.active = self
    defer { LineEditor.active = nil }
    (wasInterrupted, overlay, recalled) = (false, LineOverlay(), nil)
    promptWidth = prompt.unicodeScalars.reduce(0) { $0 + max(0, LineEditor.columnWidth($1)) }
    measureScreen()
    if let suggestion { add_history(suggestion) }
    defer { if suggestion != nil { free_history_entry(remove_history(history_length - 1)) } }
    guard let typed = readline(color ? LineText.styledPrompt(prompt) : prompt) else {
      send((color && canMove ? "\u{1B}[K" : "") + "\n")
      return .end
    }
    defer { free(typed) }
    return wasInterrupted ? .interrupted : .text(String(cString: typed))
  }

  func recall(_ entry: String) { add_history(entry) }

  /// The statements of the history, the oldest first.
  public var history: [String] {
    guard let list = history_list() else { return [] }
    return (0..<Int(history_length)).compactMap { index in
      list[index]?.pointee.line.map { String(cString: $0) }
    }
  }
}

// MARK: - What readline knows

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

  /// Whether readline shows just the prompt and the text, so that it is known what stands where.
  var isPlainlyShown: Bool {
    let other = RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_NUMERICARG
    return rl_readline_state & UInt(other) == 0 && rl_display_prompt == rl_prompt
      && !isOn("show-mode-in-prompt") && !isOn("mark-modified-lines")
  }

  private func isOn(_ variable: String) -> Bool {
    rl_variable_value(variable).map { String(cString: $0) } == "on"
  }

  /// Has readline draw the bytes of `range`, with `marker` in place of each newline.
  func drawPlainly(_ range: Range<Int>, marker: String) {
    let actual = (rl_line_buffer, rl_point, rl_end, rl_mark)
    var shown = LineText.Marked(buffer, range, marker: marker)
    guard shown.isChanged else { return rl_redisplay() }
    rl_point = Int32(shown.offset(of: Int(rl_point)))
    rl_mark = Int32(shown.offset(of: Int(rl_mark)))
    rl_end = Int32(shown.bytes.count)
    shown.bytes.append(0)
    shown.bytes.withUnsafeMutableBytes { raw in
      rl_line_buffer = raw.baseAddress?.assumingMemoryBound(to: CChar.self)
      rl_redisplay()
    }
    (rl_line_buffer, rl_point, rl_end, rl_mark) = actual
  }

  /// Tells readline that the cursor stands at the beginning of an empty row.
  func forgetDrawing() { rl_on_new_line() }
  func clear() { rl_replace_line("", 1) }
  func measureScreen() { rl_reset_screen_size() }

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

// MARK: - Keys

extension LineEditor {
  /// Enter: an unfinished statement goes on, unless its last line was left empty.
  fileprivate func enter(_ count: Int32, _ key: Int32) -> Int32 {
    let text = buffer
    let isFinished = delegate?.isComplete(String(decoding: text, as: UTF8.self)) ?? true
    guard isFinished || LineText.endsInEmptyLine(text) else {
      rl_point = rl_end
      rl_insert_text("\n")
      return 0
    }
    redraw(hinting: false)
    return rl_newline(count, key)
  }

  fileprivate func interrupt() -> Int32 {
    (wasInterrupted, rl_point) = (true, rl_end)
    redraw(hinting: false)
    send("^C")
    return rl_newline(1, 10)
  }

  /// ↑ and ↓: through the lines of the statement, but on through the history once begun.
  fileprivate func move(_ lines: Int, _ count: Int32, _ key: Int32) -> Int32 {
    let goesOn = recalled.map { $0.cursor == rl_point && $0.text == buffer } ?? false
    if !goesOn, let target = LineText.cursor(Int(rl_point), movedBy: lines, in: buffer) {
      rl_point = Int32(target)
      return 0
    }
    let end = lines < 0 ? rl_get_previous_history(count, key) : rl_get_next_history(count, key)
    recalled = (buffer, rl_point)
    return end
  }

  fileprivate func paste(_ count: Int32, _ key: Int32) -> Int32 {
    let start = rl_point
    let result = rl_bracketed_paste_begin(count, key)
    guard start < rl_point else { return result }
    guard let tidy = LineText.tidied(buffer[Int(start)..<point]) else { return result }
    rl_begin_undo_group()
    rl_delete_text(start, rl_point)
    rl_point = start
    rl_insert_text(String(decoding: tidy, as: UTF8.self))
    rl_end_undo_group()
    return result
  }
}

// MARK: - Completion

extension LineEditor {
  /// The matches as readline frees them: what they have in common, each of them, and a null.
  fileprivate func matches(upTo cursor: Int) -> CStrings? {
    // Otherwise readline would go on with file names.
    rl_attempted_completion_over = 1
    if overlay.row != nil { redraw(hinting: false) }
    guard let text = String(validating: buffer, as: UTF8.self),
      let answer = delegate?.complete(text, cursor: cursor),
      let completion = LineCompletion(answer, in: buffer, cursor: cursor)
    else { return nil }
    candidates = answer.candidates
    rl_completion_suppress_append = completion.appendsSpace ? 0 : 1
    let all = [completion.common] + (completion.matches.count > 1 ? completion.matches : [])
    return cStrings(all.map { String(decoding: $0, as: UTF8.self) })
  }

  /// Lists the candidates, after a question if they do not fit on the screen.
  fileprivate func showCandidates() {
    let layout = layout
    let list = CandidateList(candidates, columns: layout.columns - 2, width: LineEditor.columnWidth)
    if list.fits(layout, limit: Int(rl_completion_query_items))
      || agrees("Show all \(list.texts.count) of them? (y or n) ")
    {
      let strings = cStrings([""] + list.texts)
      rl_display_match_list(strings, Int32(list.texts.count), Int32(list.widest))
      for index in 0...list.texts.count { free(strings[index]) }
      free(strings)
    } else {
      rl_crlf()
    }
    rl_forced_update_display()
  }

  private func agrees(_ question: String) -> Bool {
    send("\r\n" + question)
    while true {
      let key = rl_read_key()
      if let key = UInt8(exactly: key), "yY ".utf8.contains(key) { return true }
      // Also Rubout, Ctrl-C, Ctrl-G and a terminal that is gone.
      if [0x6E, 0x4E, 0x7F, 3, 7, EOF].contains(key) { return false }
    }
  }
}

// MARK: - Readline

private typealias CStrings = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

/// `texts` as readline wants and frees them.
private func cStrings(_ texts: [String]) -> CStrings {
  let size = (texts.count + 1) * MemoryLayout<UnsafeMutablePointer<CChar>?>.stride
  guard let memory = malloc(size) else { preconditionFailure("no memory for the matches") }
  let strings = memory.bindMemory(to: UnsafeMutablePointer<CChar>?.self, capacity: texts.count + 1)
  for (index, text) in texts.enumerated() { strings[index] = strdup(text) }
  strings[texts.count] = nil
  return strings
}

/// Ctrl-C is a key at the prompt, and a signal only while a query runs.
private func prepareTerminal(_ meta: Int32) {
  rl_prep_terminal(meta)
  var modes = termios()
  guard tcgetattr(STDIN_FILENO, &modes) == 0 else { return }
  withUnsafeMutableBytes(of: &modes.c_cc) { $0[Int(VINTR)] = 0 }
  tcsetattr(STDIN_FILENO, TCSADRAIN, &modes)
}

private func configureReadline() {
  rl_readline_name = UnsafePointer(strdup("scomm"))
  // Before the person's own inputrc is read, which goes before ours.
  rl_variable_bind("show-all-if-ambiguous", "on")
  rl_variable_bind("enable-active-region", "off")
  rl_catch_sigwinch = 0
  rl_change_environment = 0
  rl_sort_completion_matches = 0
  rl_completer_word_break_characters = UnsafePointer(strdup("\u{1}"))
  history_comment_char = 0x23
  history_write_timestamps = 1
  rl_initialize()
  // Set before, it would make readline take the terminal for a dumb one.
  rl_redisplay_function = { LineEditor.active?.redraw() ?? rl_redisplay() }
  rl_prep_term_function = prepareTerminal
  rl_signal_event_hook = { LineEditor.active?.noticeSignals() ?? 0 }
  rl_attempted_completion_function = { LineEditor.active?.matches(upTo: Int($2)) }
  rl_completion_display_matches_hook = { _, _, _ in LineEditor.active?.showCandidates() }
  bindKeys()
}

/// Takes over keys that still do what they do by default.
private func bindKeys() {
  let enter: KeyFunction = { LineEditor.active?.enter($0, $1) ?? rl_newline($0, $1) }
  let up: KeyFunction = { LineEditor.active?.move(-1, $0, $1) ?? 0 }
  let down: KeyFunction = { LineEditor.active?.move(1, $0, $1) ?? 0 }
  let keys: [(keys: String, before: String, now: KeyFunction)] = [
    ("\r", "accept-line", enter), ("\n", "accept-line", enter),
    ("\u{1B}[A", "previous-history", up), ("\u{1B}OA", "previous-history", up),
    ("\u{1B}[B", "next-history", down), ("\u{1B}OB", "next-history", down),
    ("\u{1B}\r", "vi-editing-mode", { _, _ in rl_insert_text("\n") * 0 }),
    ("\u{1B}[200~", "bracketed-paste-begin", { LineEditor.active?.paste($0, $1) ?? 0 }),
  ]
  for name in ["emacs", "vi-insert", "vi-command"] {
    let map = rl_get_keymap_by_name(name)
    for key in keys {
      guard let current = rl_function_of_keyseq(key.keys, map, nil),
        let expected = rl_named_function(key.before),
        unsafeBitCast(current, to: Int.self) == unsafeBitCast(expected, to: Int.self)
      else { continue }
      rl_bind_keyseq_in_map(key.keys, key.now, map)
    }
    rl_bind_key_in_map(3, { _, _ in LineEditor.active?.interrupt() ?? 0 }, map)
  }
}

private typealias KeyFunction = @convention(c) (Int32, Int32) -> Int32
