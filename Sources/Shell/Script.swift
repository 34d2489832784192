import Diagnostics
import Formats
import Habits
import Language
import Plans
import Tables

/// One thing to run: a file of queries, a query from the command line, or standard input.
public enum Script: Sendable {
  case file(String)
  case query(String)
}

extension Session {
  /// Runs scripts in order, by the same rules whatever they come from.
  ///
  /// Gives the exit code of the first failure, after which only `keepsGoing` lets anything run.
  public func run(_ scripts: [Script]) -> Exit {
    let texts = scripts.map(text)
    if let problem = unknownSetting(in: texts) {
      console.error(problem + "\n")
      return .usage
    }
    var exit = Exit.fine
    for text in texts {
      var outcome = Exit.fine
      switch text {
      case .success(let text): outcome = runBatch(text.bytes, from: text.origin)
      case .failure(let problem): outcome = fail(problem.text)
      }
      if exit == .fine { exit = outcome }
      if outcome != .fine && (!options.keepsGoing || outcome == .interrupted) { break }
    }
    console.flush()
    return exit
  }

  /// The text of a script, with the name that messages give it.
  private func text(
    of script: Script
  ) -> Result<(bytes: [UInt8], origin: Origin), FileProblem> {
    switch script {
    case .query(let text): return .success((Array(text.utf8), Origin(file: "-c")))
    case .file(let path):
      let origin = Origin(file: path == "-" ? "stdin" : path)
      return readFile(path).map { ($0, origin) }
    }
  }

  /// What is wrong with `--set`, if it names a parameter that no script declares.
  private func unknownSetting(
    in texts: [Result<(bytes: [UInt8], origin: Origin), FileProblem>]
  ) -> String? {
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
    let near = nearest(unknown, in: declared)
    let offer =
      declared.isEmpty
      ? "No parameter is declared: write param \(unknown) = … in the query file."
      : near.isEmpty
        ? "The parameters are \(declared.joined(separator: ", "))."
        : "Did you mean \(near.joined(separator: " or "))?"
    return "--set \(unknown): there is no parameter \(unknown). \(offer)"
  }

  /// Runs the lines of a script: commands where a line begins with a dot, queries between them.
  private func runBatch(_ bytes: [UInt8], from origin: Origin) -> Exit {
    var exit = Exit.fine
    for piece in pieces(of: bytes) {
      var outcome = Exit.fine
      if let command = piece.command {
        switch run(command: command.name, command.arguments) {
        case .done: break
        case .failed(let code): outcome = code
        case .quit: return exit
        }
      } else {
        var place = origin
        place.firstLine = piece.firstLine
        outcome = run(bytes: piece.bytes, from: place).exit
      }
      if exit == .fine { exit = outcome }
      if outcome != .fine && (!options.keepsGoing || outcome == .interrupted) { break }
    }
    return exit
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

  /// Parses and binds scripts without running them; what they would run is taken to succeed.
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
    var exit = Exit.fine
    if !program.diagnostics.isEmpty { exit = report(program.diagnostics, source, nil, origin) }
    for statement in program.statements {
      let outcome = check(statement, source, origin)
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
          initial.map { .text(sourceText(source, $0.span)) } ?? .missing,
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
