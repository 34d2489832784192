@preconcurrency import Glibc
import IO

/// A file into which a session writes what is asked and answered, as transcripts are laid out.
final class TranscriptFile {
  /// The file's path.
  let path: String
  private let descriptor: Int32
  private var isEmpty = true

  /// A new file; one that is there already is left alone.
  init(creating path: String) throws(FileProblem) {
    if let text = SafeMode.refusal(of: path) { throw FileProblem(text: text) }
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
    self.path = path
    if descriptor < 0, errno == EEXIST {
      throw FileProblem(text: "\(path): is there already; name a new file.")
    }
    if descriptor < 0 { throw FileProblem(path) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Adds an input with its output; of one that failed a comment announces that.
  func append(_ input: String, _ output: String, _ exit: Exit) throws(FileProblem) {
    let comment = exit == .fine ? "" : Transcript.announcement + " told in the session\n"
    let entry = comment + Transcript.entry(input, output)
    let bytes = Array(((isEmpty ? "" : "\n") + entry).utf8)
    isEmpty = false
    do throws(OutputFailure) {
      try Output.writeAll(bytes, to: descriptor)
    } catch {
      throw FileProblem(path)
    }
  }
}
