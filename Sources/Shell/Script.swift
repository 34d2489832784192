import Columns
import Planner
import Syntax

/// A batch input: a file of queries, `-` for standard input, or a query from the command line.
public enum Script: Sendable {
  case file(String)
  case query(String)
}

/// The text of a script, with the name that messages give it.
private typealias ScriptText = (bytes: [UInt8], origin: Origin)

extension Session {
  /// Runs scripts in order, by the same rules for files, queries and standard input.
  ///
  /// Gives the exit code of the first failure, after which only `keepsGoing` lets anything run.
  public func run(_ scripts: [Script]) -> Exit {
    let texts = scripts.map { script in
      Result { () throws(FileProblem) in try text(of: script) }
    }
    if let problem = unknownSetting(in: texts) {
      console.error(problem + "\n")
      return .usage
    }
    defer { console.flush() }
    return firstFailure(of: texts) { text in
      switch text {
      case .success(let text): runBatch(text.bytes, from: text.origin)
      case .failure(let problem): fail(problem)
      }
    }
  }

  private func text(of script: Script) throws(FileProblem) -> ScriptText {
    switch script {
    case .query(let text): (Array(text.utf8), Origin(file: "-c"))
    case .file(let path): (try readFile(path), Origin(file: path == "-" ? "stdin" : path))
    }
  }

  /// Reports a file that could not be read.
  private func fail(_ problem: FileProblem) -> Exit {
    console.report(fileProblem: problem.text, isInteractive: options.isInteractive)
  }

  /// What is wrong with `--set`, if it names a parameter that no script declares.
  private func unknownSetting(in texts: [Result<ScriptText, FileProblem>]) -> String? {
    if options.settings.isEmpty { return nil }
    let statements = texts.compactMap { try? $0.get() }.flatMap { parsed($0.bytes).statements }
    let declared = statements.compactMap { statement in
      if case .parameter(let name, _, _) = statement.kind { name.text } else { nil }
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
    return firstFailure(of: ScriptPiece.all(in: bytes)) { piece in
      if hasQuit { return .fine }
      guard let command = piece.command else {
        return run(bytes: piece.bytes, from: Origin(file: origin.file, firstLine: piece.firstLine))
      }
      let exit = placing(piece, from: origin) { run(command: command.name, command.arguments) }
      hasQuit = exit == nil
      return exit ?? .fine
    }
  }

  /// What `body` gives, whose errors name the place of a command in a script.
  private func placing<T>(_ piece: ScriptPiece, from origin: Origin, _ body: () -> T) -> T {
    let before = commandPlace
    commandPlace = Origin(file: origin.file, firstLine: piece.firstLine)
    defer { commandPlace = before }
    return body()
  }

  /// Parses and binds scripts without running them; each statement is taken to succeed.
  public func check(_ scripts: [Script]) -> Exit {
    do throws(FileProblem) {
      var exits: [Exit] = []
      for script in scripts { exits.append(check(try text(of: script))) }
      return exits.first { $0 != .fine } ?? .fine
    } catch {
      return fail(error)
    }
  }

  private func check(_ text: ScriptText) -> Exit {
    let exits = ScriptPiece.all(in: text.bytes).map { piece in
      let origin = Origin(file: text.origin.file, firstLine: piece.firstLine)
      guard let command = piece.command else { return check(piece.bytes, origin) }
      return placing(piece, from: origin) { check(command.name, command.arguments) }
    }
    return exits.first { $0 != .fine } ?? .fine
  }

  private func check(_ bytes: [UInt8], _ origin: Origin) -> Exit {
    let source = String(decoding: bytes, as: UTF8.self)
    let program = parsed(bytes)
    let whole = Submission(text: source, origin: origin)
    var exits: [Exit] = []
    if !program.diagnostics.isEmpty {
      let runner = StatementRunner(session: self, submission: whole)
      exits = [runner.report(program.diagnostics).exit]
    }
    exits += program.statements.map { statement in
      let submission = Submission(text: source, origin: origin, statement: statement)
      return StatementRunner(session: self, submission: submission).check()
    }
    return exits.first { $0 != .fine } ?? .fine
  }

  /// Lists the parameters that scripts declare: name, type, default and help.
  public func listParameters(_ scripts: [Script]) -> Exit {
    do throws(FileProblem) {
      var rows: [[Value]] = []
      for script in scripts { rows += parameters(in: try text(of: script).bytes) }
      list(
        [("parameter", .text), ("type", .text), ("default", .text), ("help", .text)],
        rows,
        as: options.format
      )
      console.flush()
      return .fine
    } catch {
      return fail(error)
    }
  }

  private func parameters(in bytes: [UInt8]) -> [[Value]] {
    let source = String(decoding: bytes, as: UTF8.self)
    return parsed(bytes).statements.compactMap { statement in
      guard case .parameter(let name, let initial, let help) = statement.kind else { return nil }
      let constant = initial.flatMap {
        try? bindConstant($0, in: environment, source: source).get()
      }
      let cells = [
        name.text, constant?.type.word, initial.map { source.text(at: $0.span) }, help,
      ]
      return cells.map { $0.map { .text($0) } ?? .missing }
    }
  }
}
