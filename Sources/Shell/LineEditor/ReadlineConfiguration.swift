@preconcurrency import CReadline
@preconcurrency import Glibc
import IO

/// Ctrl-C is a key at the prompt, and a signal only while a query runs.
private func prepareTerminal(_ meta: Int32) {
  rl_prep_terminal(meta)
  var modes = termios()
  guard tcgetattr(STDIN_FILENO, &modes) == 0 else { return }
  withUnsafeMutableBytes(of: &modes.c_cc) { $0[Int(VINTR)] = 0 }
  tcsetattr(STDIN_FILENO, TCSADRAIN, &modes)
}

/// Sets up readline once: the variables, hooks and keys of this shell.
func configureReadline() {
  Terminal.setLocale()
  // Readline reads the files that an inputrc names.
  if SafeMode.isOn { setenv("INPUTRC", "/dev/null", 1) }
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
  rl_startup_hook = {
    if let draft = LineEditor.active?.draft { rl_insert_text(draft) }
    return 0
  }
  rl_signal_event_hook = { LineEditor.active?.noticeSignals() ?? 0 }
  rl_getc_function = { stream in
    LineEditor.active?.waitForKey()
    return rl_getc(stream)
  }
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
