import IO
@preconcurrency import Glibc

/// The message in an engine's standard error without the copy of the statement that often follows:
/// at most two lines.
func firstSentences(_ complaint: String) -> String {
  let lines = complaint.split(separator: "\n", omittingEmptySubsequences: false)
    .drop { $0.allSatisfy(\.isWhitespace) }
    .prefix { !$0.allSatisfy(\.isWhitespace) && !$0.hasPrefix("LINE ") }
  let text = lines.prefix(2).joined(separator: " ")
  return text.utf8.count > 400 ? String(text.prefix(400)) + " …" : text.ended
}

extension String {
  /// The text with a full stop, unless it ends in one or its like.
  var ended: String {
    isEmpty || [".", "!", "?", "…", ";"].contains(suffix(1)) ? self : self + "."
  }
}

/// Why a file cannot be read, in words; nil where it can.
func unreadable(_ path: String) -> String? {
  if access(path, R_OK) == 0 { return nil }
  return "\(path): cannot be opened: \(systemMessage()); check the path."
}
