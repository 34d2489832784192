import Syntax
import Planner

/// The syntax highlighter of the prompt, which also shows the usage of the verb being written.
struct Highlighter {
  let session: Session

  /// The styles of a text; what does not bind is marked, except the word still being typed.
  func styles(of buffer: String) -> [StyledRange] {
    if Session.command(in: buffer) != nil {
      return [StyledRange(range: 0..<buffer.utf8.count, style: .command)]
    }
    let known = lexemes(of: buffer).compactMap { lexeme in
      style(of: lexeme.kind).map {
        StyledRange(range: lexeme.span.start..<lexeme.span.end, style: $0)
      }
    }
    return known + problems(in: buffer)
  }

  private func style(of kind: Lexeme.Kind) -> Style? {
    switch kind {
    case .verb: .verb
    case .source: .table
    case .function: .function
    case .keyword: .keyword
    case .name: .column
    case .text: .text
    case .number, .parameter: .number
    case .comment: .comment
    case .problem: .problem
    case .sign: nil
    }
  }

  private func problems(in buffer: String) -> [StyledRange] {
    let program = parsed(buffer.utf8, mode: .prompt)
    var diagnostics = program.diagnostics
    let (environment, partial) = session.environment.snapshot(for: buffer)
    // A table that is not known whole has columns and values that are not known yet.
    let isKnown = partial.isEmpty || !names(in: buffer).contains(where: partial.contains)
    for statement in program.statements {
      if isKnown, case .pipeline(let pipeline) = statement.kind {
        diagnostics += bind(pipeline, in: environment, source: buffer).diagnostics
      }
    }
    let end = buffer.utf8.count
    return diagnostics.compactMap { diagnostic in
      let span = diagnostic.span
      guard span.start < span.end, span.end < end, !diagnostic.isNote else { return nil }
      return StyledRange(range: span.start..<span.end, style: .problem)
    }
  }

  /// The words of a text, names of tables among them.
  private func names(in buffer: String) -> [String] {
    let bytes = Array(buffer.utf8)
    return lexemes(of: buffer).map { lexeme in
      String(decoding: bytes[lexeme.span.start..<lexeme.span.end], as: UTF8.self)
    }
  }

  /// The usage of the stage at the end of a text, once its verb is written.
  func hint(_ buffer: String, cursor: Int) -> String? {
    guard cursor == buffer.utf8.count, buffer.hasSuffix(" "),
      let stage = cursorContext(at: cursor, in: buffer).stage, stage.arguments.isEmpty,
      let verb = Verb.all[stage.verb.text],
      buffer.utf8.count == stage.verb.span.end + 1
    else { return nil }
    return String(verb.usage.dropFirst(verb.name.count + 1))
  }
}
