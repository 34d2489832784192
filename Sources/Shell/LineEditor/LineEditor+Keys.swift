@preconcurrency import CReadline

// The actions of keys.

extension LineEditor {
  /// Enter: an unfinished statement goes on, unless its last line was left empty.
  func enter(_ count: Int32, _ key: Int32) -> Int32 {
    let text = buffer
    guard Session.isComplete(text) || LineText.endsInEmptyLine(text) else {
      rl_point = rl_end
      rl_insert_text("\n")
      return 0
    }
    redraw(hinting: false)
    return rl_newline(count, key)
  }

  func interrupt() -> Int32 {
    (wasInterrupted, rl_point) = (true, rl_end)
    redraw(hinting: false)
    send("^C")
    return rl_newline(1, 10)
  }

  /// ↑ and ↓: through the lines of the statement, but on through the history once begun.
  func move(_ lines: Int, _ count: Int32, _ key: Int32) -> Int32 {
    let goesOn = recalled.map { $0.cursor == rl_point && $0.text == buffer } ?? false
    if !goesOn, let target = LineText.cursor(Int(rl_point), movedBy: lines, in: buffer) {
      rl_point = Int32(target)
      return 0
    }
    let end = lines < 0 ? rl_get_previous_history(count, key) : rl_get_next_history(count, key)
    recalled = (buffer, rl_point)
    return end
  }

  func paste(_ count: Int32, _ key: Int32) -> Int32 {
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
