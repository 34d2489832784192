@preconcurrency import CReadline
@preconcurrency import Glibc
import IO

/// The file in which statements are kept between sessions.
///
/// It has the form that readline reads: a line `#` and the time in seconds, then the lines of the
/// statement. Statements are added and dropped under a lock, so that sessions do not lose one
/// another's.
struct HistoryFile {
  /// Where the file is.
  let path: String

  /// The size in bytes beyond which old statements are dropped at the next start.
  static let limit = 512 << 10
  /// The bytes of the longest statement that is kept: readline takes long to show longer ones.
  static let longestStatement = 32 << 10
  /// The most bytes of a file that are read, from its end.
  private static let mostRead = 8 << 20

  /// A statement, and the line with its time if there is one.
  typealias Entry = (time: String?, text: String)

  /// The statements of the file, the oldest first; it is made, for this user's eyes only, if there is
  /// none.
  func load() throws(FileProblem) -> [Entry] {
    _ = makeFolders(folder(of: path))
    return try withFile { (file, status, isLocked) in
      if status.st_mode & 0o077 != 0 { fchmod(file, 0o600) }
      var entries = HistoryFile.entries(in: end(of: file, Int(status.st_size)))
      if isLocked, status.st_size > HistoryFile.limit {
        var left = HistoryFile.limit / 2
        let kept = entries.reversed().prefix { entry in
          left -= HistoryFile.written(entry).count
          return left >= 0
        }
        entries = kept.reversed()
        replace(with: entries)
      }
      return entries
    }
  }

  /// Adds a statement; a history that cannot be written is no reason to stop a conversation.
  func append(_ statement: String) {
    try? withFile { (file, _, _) in
      try? Output.writeAll(HistoryFile.written(("#\(time(nil))", statement)), to: file)
    }
  }

  /// Opens the file and locks it; without the lock after two seconds, in which another session, or
  /// the system, does not give it.
  private func withFile<Made>(
    _ body: (_ file: Int32, _ status: stat, _ isLocked: Bool) -> Made
  ) throws(FileProblem) -> Made {
    var tries = 0
    while true {
      let flags = O_RDWR | O_APPEND | O_CREAT | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
      let file = open(path, flags, 0o600)
      guard file >= 0 else { throw FileProblem(path) }
      defer { close(file) }
      var (status, current) = (stat(), stat())
      guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        throw FileProblem(text: "\(path): is no plain file.")
      }
      let isLocked = flock(file, LOCK_EX | LOCK_NB) == 0
      let mayWait = isLocked || errno == EWOULDBLOCK || errno == EINTR
      // Another session may have put a shorter file in its place meanwhile.
      let isSame = stat(path, &current) == 0 && current.st_ino == status.st_ino
      tries += 1
      if isLocked && isSame && fstat(file, &status) == 0 || !mayWait || tries > 200 {
        return body(file, status, isLocked && isSame)
      }
      if !isLocked { usleep(10_000) }
    }
  }

  /// The last bytes of a file of `size` bytes.
  private func end(of file: Int32, _ size: Int) -> [UInt8] {
    lastBytes(of: file, size: size, most: HistoryFile.mostRead)
  }

  /// Puts a file with these statements in the place of the old one, whole or not at all.
  private func replace(with entries: [Entry]) {
    guard let resolved = realpath(path, nil) else { return }
    defer { free(resolved) }
    let target = String(cString: resolved)
    guard let draft = DraftFile(in: folder(of: target)) else { return }
    let bytes = entries.flatMap { HistoryFile.written($0) }
    if bytes.withUnsafeBytes({ draft.write($0, at: 0) }) { _ = draft.move(to: target) }
  }
}

extension HistoryFile {
  /// The statements in the bytes of a file, without those that are too long.
  static func entries(in bytes: [UInt8]) -> [Entry] {
    var entries: [Entry] = []
    var isTimed = false
    for line in bytes.split(separator: 10) {
      let isTime = line.first == 0x23 && line.dropFirst().first.map { 0x30...0x39 ~= $0 } ?? false
      let text = String(decoding: line.prefix(longestStatement + 1), as: UTF8.self)
      if isTime {
        isTimed = true
        entries.append((text, ""))
      } else if isTimed, let last = entries.indices.last {
        if entries[last].text.utf8.count <= longestStatement {
          entries[last].text += (entries[last].text.isEmpty ? "" : "\n") + text
        }
      } else {
        entries.append((nil, text))
      }
    }
    return entries.filter { !$0.text.isEmpty && $0.text.utf8.count <= longestStatement }
  }

  private static func written(_ entry: Entry) -> [UInt8] {
    Array(((entry.time.map { $0 + "\n" } ?? "") + entry.text + "\n").utf8)
  }

  /// The statement as it can be kept: without empty lines, which the form does not know, and with
  /// lines indented that would look like a time (a comment such as `#2 of the questions`).
  static func entry(_ statement: String) -> String {
    var lines: [String] = []
    for line in statement.split(separator: "\n") where line.contains(where: { $0 != " " }) {
      let bytes = line.utf8
      let looksLikeTime =
        bytes.first == UInt8(ascii: "#")
        && bytes.dropFirst().first.map { (0x30...0x39).contains($0) } ?? false
      lines.append((looksLikeTime ? " " : "") + line)
    }
    return lines.joined(separator: "\n")
  }
}

extension LineEditor {
  /// Adds a statement to the history and its file, unless it is the same as the one before.
  func remember(_ statement: String) {
    let entry = HistoryFile.entry(statement)
    guard !entry.isEmpty, entry.utf8.count <= HistoryFile.longestStatement, entry != history.last
    else { return }
    add_history(entry)
    historyFile?.append(entry)
  }
}
