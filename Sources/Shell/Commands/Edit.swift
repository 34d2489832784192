@preconcurrency import Glibc
import IO

extension Command {
  static let edit = Command(
    name: ".edit",
    usage: ".edit",
    summary: "opens the last query in $VISUAL or $EDITOR, and runs what comes back",
    isTranscribed: false
  ) { session, _ in
    if let text = SafeMode.refusal(of: ".edit") { return session.refuse(text, .usage) }
    guard session.options.isInteractive else {
      return session.refuse(".edit needs a terminal.", .usage)
    }
    do throws(FileProblem) {
      let before = session.log.last?.text ?? ""
      let after = try edited(before)
      if after.allSatisfy(\.isWhitespace) || after == before {
        session.console.note("Nothing was changed, and nothing is run.")
        return .fine
      }
      session.console.page(after + "\n")
      let exit = session.run(bytes: Array(after.utf8), from: .prompt)
      session.suggestion = session.suggestion ?? after
      return exit
    } catch {
      return session.refuse(error.text, .file)
    }
  }
}

/// What a text is after its user has edited it; in a file of its own, which is removed.
private func edited(_ text: String) throws(FileProblem) -> String {
  let folder = variable("TMPDIR") ?? "/tmp"
  var path = Array("\(folder)/scomm-XXXXXX.scq".utf8CString)
  let descriptor = mkstemps(&path, 4)
  let name = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  guard descriptor >= 0 else { throw FileProblem(name) }
  defer { unlink(name) }
  let bytes = Array((text + "\n").utf8)
  let written = write(descriptor, bytes, bytes.count)
  close(descriptor)
  guard written == bytes.count else { throw FileProblem(name) }
  let editor = variable("VISUAL") ?? variable("EDITOR") ?? "vi"
  let status = run(program: "/bin/sh", ["sh", "-c", editor + " \"$1\"", "sh", name])
  guard status == 0 else {
    throw FileProblem(text: "\(editor): ended with an error; set EDITOR to your editor.")
  }
  var edited = String(decoding: try readFile(name), as: UTF8.self)
  while edited.last == "\n" { edited.removeLast() }
  return edited
}

/// Runs a program on the terminal until it ends; gives its exit code, 127 where it cannot start.
private func run(program: String, _ words: [String]) -> Int32 {
  var arguments = words.map { strdup($0) }
  arguments.append(nil)
  defer { for argument in arguments { free(argument) } }
  var process = pid_t()
  guard posix_spawn(&process, program, nil, nil, arguments, environ) == 0 else { return 127 }
  var status: Int32 = 0
  while waitpid(process, &status, 0) < 0, errno == EINTR {}
  return status & 0x7F == 0 ? status >> 8 & 0xFF : 127
}
