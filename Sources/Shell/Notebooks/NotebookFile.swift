@preconcurrency import Glibc
import IO

/// The file of a notebook, which is written anew, whole or not at all, with each entry.
final class NotebookFile {
  /// The file's path.
  let path: String
  private var status = stat()

  /// A new file; one that is there already is left alone.
  init(creating path: String) throws(FileProblem) {
    if let text = SafeMode.refusal(of: path) { throw FileProblem(text: text) }
    self.path = path
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let descriptor = open(path, flags, 0o666)
    if descriptor < 0, errno == EEXIST {
      throw FileProblem(text: "\(path): is there already; name a new file.")
    }
    guard descriptor >= 0 else { throw FileProblem(path) }
    defer { close(descriptor) }
    guard fstat(descriptor, &status) == 0 else { throw FileProblem(path) }
  }

  /// Puts a text in the place of what the file holds; a process that is killed meanwhile leaves that.
  func write(_ text: String) throws(FileProblem) {
    var now = stat()
    guard lstat(path, &now) == 0, now.st_dev == status.st_dev, now.st_ino == status.st_ino else {
      let reason = "is no longer the file that the notebook began; the notebook ends."
      throw FileProblem(text: "\(path): \(reason)")
    }
    guard let draft = DraftFile(in: folder(of: path), mode: 0o600),
      fchmod(draft.descriptor, now.st_mode & 0o777) == 0,
      Array(text.utf8).withUnsafeBytes({ draft.write($0, at: 0) }),
      fstat(draft.descriptor, &now) == 0, draft.move(to: path)
    else { throw FileProblem(path) }
    status = now
  }
}
