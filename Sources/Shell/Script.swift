import Columns
import Planner
import Syntax

/// A batch input: a file of queries, `-` for standard input, or a query from the command line.
public enum Script: Sendable {
  case file(String)
  case query(String)

  /// The file's path; nil of a query.
  public var path: String? { if case .file(let path) = self { path } else { nil } }

  /// The name that messages give it.
  var name: String {
    switch self {
    case .query: "-c"
    case .file("-"): "stdin"
    case .file(let path): path
    }
  }

  /// What is written there.
  func text() throws(FileProblem) -> ScriptText {
    switch self {
    case .query(let text): (Array(text.utf8), Origin(file: name))
    case .file(let path): (try readFile(path), Origin(file: name))
    }
  }
}

/// The text of a script, with the name that messages give it.
typealias ScriptText = (bytes: [UInt8], origin: Origin)

extension Session {
  /// Runs scripts in order, by the same rules for files, queries and standard input.
  ///
  /// Gives the exit code of the first failure, after which only `keepsGoing` lets anything run.
  public func run(_ scripts: [Script]) -> Exit {
    let texts = scripts.map { script in
      Result { () throws(FileProblem) in try script.text() }
    }
    if let exit = refuseSettings(of: texts.compactMap { try? $0.get() }) { return exit }
    defer { console.flush() }
    return firstFailure(of: texts) { text in
      switch text {
      case .success(let text): runBatch(text.bytes, from: text.origin)
      case .failure(let problem): fail(problem)
      }
    }
  }

  /// Reports a file that could not be read.
  private func fail(_ problem: FileProblem) -> Exit {
    if commandPlace != nil { return refuse(problem.text, .file) }
    return console.report(fileProblem: problem.text, isInteractive: options.isInteractive)
  }

  /// Reports a `--set` that names a parameter which no script that can be read declares; a pipe, which
  /// is read once, is left to what runs it.
  public func refuseSettings(of scripts: [Script]) -> Exit? {
    let paths = scripts.compactMap(\.path)
    if options.settings.isEmpty || !paths.allSatisfy(isPlainFile) { return nil }
    return refuseSettings(of: scripts.compactMap { try? $0.text() })
  }

  /// Reports a `--set` that names a parameter which no script declares, if there is one.
  private func refuseSettings(of texts: [ScriptText]) -> Exit? {
    if options.settings.isEmpty { return nil }
    let declared = texts.flatMap { parsed($0.bytes).statements }.compactMap { statement in
      if case .parameter(let name, _, _) = statement.kind { name.text } else { nil }
    }
    guard let unknown = options.settings.keys.sorted().first(where: { !declared.contains($0) })
    else { return nil }
    let all =
      declared.isEmpty
      ? "No parameter is declared: write param \(unknown) = … in the query file."
      : "The parameters are \(declared.joined(separator: ", "))."
    let offer = offered(for: unknown, among: declared) ?? all
    console.error("--set \(unknown): there is no parameter \(unknown). \(offer)\n", code: "usage")
    return .usage
  }

  /// Runs the lines of a script: commands where a line begins with a dot, queries between them; a
  /// command that quits ends the script.
  private func runBatch(_ bytes: [UInt8], from origin: Origin) -> Exit {
    var hasQuit = false
    return firstFailure(of: ScriptPiece.all(in: bytes)) { piece in
      if hasQuit { return .fine }
      guard let command = piece.command else {
        return run(bytes: piece.bytes, from: origin.of(piece))
      }
      let exit = placing(piece, from: origin) { run(command: command.name, command.arguments) }
      hasQuit = exit == nil
      return exit ?? .fine
    }
  }

  /// What `body` gives, whose errors name the place of a command in a script.
  private func placing<T>(_ piece: ScriptPiece, from origin: Origin, _ body: () -> T) -> T {
    let before = commandPlace
    commandPlace = origin.of(piece)
    defer { commandPlace = before }
    return body()
  }

  /// Parses and binds scripts without running them, each statement taken to succeed, and plays
  /// courses.
  public func check(_ scripts: [Script]) -> Exit {
    defer { console.flush() }
    return reading(scripts) { texts in
      let exits = zip(scripts, texts).map { script, text in
        script.path.map { $0.hasSuffix(courseEnding) } == true
          ? check(course: script.name) : check(text)
      }
      return exits.first { $0 != .fine } ?? .fine
    }
  }

  /// What `body` gives for the texts of scripts, if all can be read and declare what is set.
  private func reading(_ scripts: [Script], _ body: ([ScriptText]) -> Exit) -> Exit {
    do throws(FileProblem) {
      var texts: [ScriptText] = []
      for script in scripts { texts.append(try script.text()) }
      return refuseSettings(of: texts) ?? body(texts)
    } catch {
      return fail(error)
    }
  }

  /// Checks the queries and commands of a script.
  func check(_ text: ScriptText) -> Exit {
    let exits = ScriptPiece.all(in: text.bytes).map { piece in
      let origin = text.origin.of(piece)
      guard let command = piece.command else { return check(piece.bytes, origin) }
      return placing(piece, from: origin) { check(command.name, command.arguments) }
    }
    return exits.first { $0 != .fine } ?? .fine
  }

  private func check(_ bytes: [UInt8], _ origin: Origin) -> Exit {
    let program = parsed(bytes)
    let exits =
      [reportSyntax(of: program, bytes, origin)]
      + program.statements.map { statement in
        let source = String(decoding: bytes, as: UTF8.self)
        let submission = Submission(text: source, origin: origin, statement: statement)
        return StatementRunner(session: self, submission: submission).check()
      }
    return exits.first { $0 != .fine } ?? .fine
  }

  /// Reports what the parser found wrong with a text.
  private func reportSyntax(of program: ParsedProgram, _ bytes: [UInt8], _ origin: Origin) -> Exit {
    if program.diagnostics.isEmpty { return .fine }
    let whole = Submission(text: String(decoding: bytes, as: UTF8.self), origin: origin)
    return StatementRunner(session: self, submission: whole).report(program.diagnostics).exit
  }

  /// Lists the parameters that scripts declare: name, type, default and help.
  public func listParameters(_ scripts: [Script]) -> Exit {
    reading(scripts) { texts in
      var (rows, exits): ([[Value]], [Exit]) = ([], [])
      for text in texts {
        for piece in ScriptPiece.all(in: text.bytes) where piece.command == nil {
          let origin = text.origin.of(piece)
          exits.append(reportSyntax(of: parsed(piece.bytes), piece.bytes, origin))
          rows += parameters(in: piece.bytes)
        }
      }
      if let exit = exits.first(where: { $0 != .fine }) { return exit }
      list(
        [("parameter", .text), ("type", .text), ("default", .text), ("help", .text)],
        rows,
        as: options.format
      )
      console.flush()
      return .fine
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
