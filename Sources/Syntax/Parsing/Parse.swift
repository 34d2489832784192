import Diagnostics

/// The parser's result: the statements of a source and its diagnostics.
package struct ParsedProgram: Sendable {
  package var statements: [Statement]
  package var diagnostics: [Diagnostic]
  /// Whether the last statement only lacks its end, so that the shell asks for another line.
  ///
  /// It has an open bracket, or a trailing bar, comma, operator or clause word.
  package var isIncomplete: Bool
}

/// Parses `source`, whose stages are shaped by `verbs`; `habits` reads other languages.
///
/// It never fails: errors are diagnostics of the result.
package func parse(
  _ source: String,
  verbs: [String: Shape],
  mode: LineMode = .block,
  habits: (any HabitTranslator)? = nil
) -> ParsedProgram {
  parse(bytes: Array(source.utf8), verbs: verbs, mode: mode, habits: habits)
}

/// Parses the bytes of a source, which need not be valid UTF-8.
package func parse(
  bytes: [UInt8],
  verbs: [String: Shape],
  mode: LineMode = .block,
  habits: (any HabitTranslator)? = nil
) -> ParsedProgram {
  var parser = Parser(bytes, verbs: verbs, mode: mode, habits: habits)
  let statements = parser.program()
  return ParsedProgram(
    statements: statements,
    diagnostics: parser.diagnostics.inOrder,
    isIncomplete: parser.isOpen && parser.isOnlyUnfinished
  )
}

extension Parser {
  /// Whether the error of the last statement, if there is one, comes from its end.
  fileprivate var isOnlyUnfinished: Bool {
    guard let halted, let end = tokens.last?.span.start else { return true }
    return halted.span.start >= end || halted.message.code == Message.openBracket.code
  }
}
