import Columns
import Habits
import Planner
import Syntax

/// A batch input: a file of queries, `-` for standard input, or a query from the command line.
public enum Script: Sendable {
  case file(String)
  case query(String)
}

/// The text of a script, with the name that messages give it.
private typealias ScriptText = Result<(bytes: [UInt8], origin: Origin), FileProblem>

extension Session {
  /// Runs scripts in order, by the same rules for files, queries and standard input.
  ///
  /// Gives the exit code of the first failure, after which only `keepsGoing` lets anything run.
  public func run(_ scripts: [Script]) -> Exit {
    let texts = scripts.map(text)
    if let problem = unknownSetting(in: texts) {
      console.error(problem + "\n")
      return .usage
    }
    defer { console.flush() }
    return firstFailure(of: texts) { text in
      switch text {
      case .success(let text): runBatch(text.bytes, from: text.origin)
      case .failure(let problem): fail(problem.text)
      }
    }
  }

  private func text(of script: Script) -> ScriptText {
    switch script {
    case .query(let text): return .success((Array(text.utf8), Origin(file: "-c")))
    case .file(let path):
      let origin = Origin(file: path == "-" ? "stdin" : path)
      return readFile(path).map { ($0, origin) }
    }
  }

  /// Reports a file that could not be read or written.
  private func fail(_ text: String) -> Exit {
    console.tell(
      fileProblem: text,
      asJSON: options.errorsAsJSON,
      isInteractive: options.isInteractive
    )
  }

  /// What is wrong with `--set`, if it names a parameter that no script declares.
  private func unknownSetting(in texts: [ScriptText]) -> String? {
    if options.settings.isEmpty { return nil }
    var declared: [String] = []
    for case .success(let text) in texts {
      for statement in parse(bytes: text.bytes, verbs: Verb.shapes, habits: ForeignLanguages())
        .statements
      {
        if case .parameter(let name, _, _) = statement.kind { declared.append(name.text) }
      }
    }
    guard let unknown = options.settings.keys.sorted().first(where: { !declared.contains($0) })
    else { return nil }
    let all =
      declared.isEmpty
      ? "No parameter is declared: write param \(unknown) = … in the query file."
      : "The parameters are \(declared.joined(separator: ", "))."
    let offer = offered(for: unknown, among: declared) ?? all
    return "--set \(unknown): there is no parameter \(unknown). \(offer)"
  }

  /// Runs the lines of a script: commands where a line begins with a dot, queries between them; a
  /// command that quits ends the script.
  private func runBatch(_ bytes: [UInt8], from origin: Origin) -> Exit {
    var hasQuit = false
    return firstFailure(of: pieces(of: bytes)) { piece in
      if hasQuit { return .fine }
      guard let command = piece.command else {
        return run(bytes: piece.bytes, from: Origin(file: origin.file, firstLine: piece.firstLine))
      }
      switch run(command: command.name, command.arguments) {
      case .done: return .fine
      case .failed(let exit): return exit
      case .quit:
        hasQuit = true
        return .fine
      }
    }
  }

  private struct Piece {
    var bytes: [UInt8]
    var firstLine: Int
    var command: (name: String, arguments: [String])?
  }

  /// A script cut at the lines that are commands.
  private func pieces(of bytes: [UInt8]) -> [Piece] {
    var pieces: [Piece] = []
    var gathered: [UInt8] = []
    var first = 1
    var number = 1
    for line in bytes.split(separator: 10, omittingEmptySubsequences: false) {
      if line.first == UInt8(ascii: "."), line.dropFirst().first != UInt8(ascii: "."),
        let command = Session.command(in: String(decoding: line, as: UTF8.self))
      {
        pieces.append(Piece(bytes: gathered, firstLine: first))
        pieces.append(Piece(bytes: [], firstLine: number, command: command))
        gathered = []
        first = number + 1
      } else {
        gathered += line + [10]
      }
      number += 1
    }
    if gathered.last == 10 { gathered.removeLast() }
    return (pieces + [Piece(bytes: gathered, firstLine: first)]).filter {
      $0.command != nil || !$0.bytes.isEmpty
    }
  }

  /// Parses and binds scripts without running them; each statement is taken to succeed.
  public func check(_ scripts: [Script]) -> Exit {
    var exit = Exit.fine
    for script in scripts {
      switch text(of: script) {
      case .success(let text):
        let outcome = check(text.bytes, from: text.origin)
        if exit == .fine { exit = outcome }
      case .failure(let problem): return fail(problem.text)
      }
    }
    return exit
  }

  private func check(_ bytes: [UInt8], from origin: Origin) -> Exit {
    let source = String(decoding: bytes, as: UTF8.self)
    let program = parse(bytes: bytes, verbs: Verb.shapes, habits: ForeignLanguages())
    let whole = Submission(text: source, origin: origin)
    var exit = Exit.fine
    if !program.diagnostics.isEmpty {
      exit = StatementRunner(session: self, submission: whole).report(program.diagnostics).exit
    }
    for statement in program.statements {
      let submission = Submission(text: source, origin: origin, statement: statement)
      let outcome = StatementRunner(session: self, submission: submission).check()
      if exit == .fine { exit = outcome }
    }
    return exit
  }

  /// The parameters that scripts declare: name, type, default and help.
  public func listParameters(_ scripts: [Script]) -> Exit {
    var rows: [[Value]] = []
    for script in scripts {
      let text: (bytes: [UInt8], origin: Origin)
      switch self.text(of: script) {
      case .success(let read): text = read
      case .failure(let problem): return fail(problem.text)
      }
      let source = String(decoding: text.bytes, as: UTF8.self)
      for statement in parse(source, verbs: Verb.shapes, habits: ForeignLanguages()).statements {
        guard case .parameter(let name, let initial, let help) = statement.kind else { continue }
        var type = Value.missing
        if let initial,
          case .success(let constant) = bindConstant(initial, in: environment, source: source)
        {
          type = .text(constant.type.word)
        }
        rows.append([
          .text(name.text), type,
          initial.map { .text(source.text(at: $0.span)) } ?? .missing,
          help.map { .text($0) } ?? .missing,
        ])
      }
    }
    write(
      Command.listing(
        [("parameter", .text), ("type", .text), ("default", .text), ("help", .text)],
        rows
      ),
      as: options.format
    )
    console.flush()
    return .fine
  }
}
