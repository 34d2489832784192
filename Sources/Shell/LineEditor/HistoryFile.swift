@preconcurrency import CReadline
@preconcurrency import Glibc

/// The file in which statements are kept between sessions.
///
/// It has the form that readline reads: a line `#` and the time in seconds, then the lines of the
/// statement. Each statement is appended by one write, so that sessions do not lose one another's.
struct HistoryFile {
  /// Where the file is.
  let path: String

  /// The size in bytes beyond which old statements are dropped at the next start.
  static let limit = 512 << 10

  /// Makes the file with its folders, for this user's eyes only, and gives its size in bytes.
  ///
  /// There is none if the file cannot be made or is not a plain file.
  func prepare() -> Int? {
    makeFolders()
    guard let file = open() else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    if status.st_mode & 0o077 != 0 { fchmod(file, 0o600) }
    return Int(status.st_size)
  }

  /// Adds a statement; a history that cannot be written is no reason to stop a conversation.
  func append(_ statement: String) {
    guard let file = open() else { return }
    defer { close(file) }
    try? Output.writeAll(Array("#\(time(nil))\n\(statement)\n".utf8), to: file)
  }

  private func open() -> Int32? {
    let file = Glibc.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    return file >= 0 ? file : nil
  }

  private func makeFolders() {
    var folder = ""
    for part in path.split(separator: "/").dropLast() {
      folder += (folder.isEmpty && !path.hasPrefix("/") ? "" : "/") + part
      mkdir(folder, 0o700)
    }
  }
}

extension HistoryFile {
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
    guard !entry.isEmpty, entry != history.last else { return }
    add_history(entry)
    historyFile?.append(entry)
  }
}
