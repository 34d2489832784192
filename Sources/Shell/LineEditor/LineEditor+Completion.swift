@preconcurrency import CReadline
@preconcurrency import Glibc

extension LineEditor {
  /// The matches as readline frees them: what they have in common, each of them, and a null.
  func matches(upTo cursor: Int) -> CStrings? {
    // Otherwise readline would go on with file names.
    rl_attempted_completion_over = 1
    if overlay.row != nil { redraw(hinting: false) }
    guard let text = String(validating: buffer, as: UTF8.self),
      case let answer = Completer(session: session).complete(text, cursor: cursor),
      let completion = LineCompletion(answer, in: buffer, cursor: cursor)
    else { return nil }
    candidates = answer.candidates
    rl_completion_suppress_append = completion.appendsSpace ? 0 : 1
    let all = [completion.common] + (completion.matches.count > 1 ? completion.matches : [])
    return cStrings(all.map { String(decoding: $0, as: UTF8.self) })
  }

  /// Lists the candidates, after a question if they do not fit on the screen.
  func showCandidates() {
    let layout = layout
    let shown = candidates.map { Candidate($0.text, display: session.console.readable($0.display)) }
    let list = CandidateList(shown, columns: layout.columns - 2, width: LineEditor.columnWidth)
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

/// Null-terminated strings in memory that readline frees.
typealias CStrings = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

/// `texts` as readline wants and frees them.
private func cStrings(_ texts: [String]) -> CStrings {
  let size = (texts.count + 1) * MemoryLayout<UnsafeMutablePointer<CChar>?>.stride
  guard let memory = malloc(size) else { preconditionFailure("no memory for the matches") }
  let strings = memory.bindMemory(to: UnsafeMutablePointer<CChar>?.self, capacity: texts.count + 1)
  for (index, text) in texts.enumerated() { strings[index] = strdup(text) }
  strings[texts.count] = nil
  return strings
}
