@preconcurrency import Glibc

/// The next text of standard input, without the NUL behind it; nil where there is none.
func nextText() -> String? {
  var text: UnsafeMutablePointer<CChar>?
  var capacity = 0
  defer { free(text) }
  let count = getdelim(&text, &capacity, 0, stdin)
  guard count > 0, let text, text[count - 1] == 0 else { return nil }
  return String(cString: text)
}

/// Writes an answer: a letter that says what it is, its text, and a NUL.
func answer(_ kind: Unicode.Scalar, _ text: UnsafePointer<CChar>?) {
  putc_unlocked(Int32(kind.value), stdout)
  if let text { fputs(text, stdout) }
  putc_unlocked(0, stdout)
}

/// Writes an answer that is awaited, and all before it; ends the program when the pipe is closed.
func finish(_ kind: Unicode.Scalar, _ text: String = "") {
  answer(kind, text)
  if fflush(stdout) != 0 || ferror(stdout) != 0 { exit(1) }
}
