import Diagnostics
import Language

extension Session {
  /// A statement with what was found wrong while it was read, or errors that belong to none.
  struct Part {
    var statement: Statement?
    var diagnostics: [Diagnostic]
    var place: Int { statement?.span.start ?? diagnostics.first?.span.start ?? 0 }
  }

  /// The statements and errors of a program in order of place.
  func parts(of program: ParsedProgram) -> [Part] {
    var parts = program.statements.map { Part(statement: $0, diagnostics: []) }
    for diagnostic in program.diagnostics {
      let place = parts.firstIndex { part in
        part.statement.map {
          $0.span.start <= diagnostic.span.start && diagnostic.span.start <= $0.span.end
        }
          ?? (part.diagnostics.last.map { isTogether($0, diagnostic, parts) } ?? false)
      }
      if let place {
        parts[place].diagnostics.append(diagnostic)
      } else {
        parts.append(Part(statement: nil, diagnostics: [diagnostic]))
      }
    }
    return parts.sorted { $0.place < $1.place }
  }

  /// Whether no statement stands between two errors, so that they are told together.
  private func isTogether(_ one: Diagnostic, _ other: Diagnostic, _ parts: [Part]) -> Bool {
    !parts.contains { part in
      part.statement.map { one.span.start < $0.span.start && $0.span.start < other.span.start }
        ?? false
    }
  }
}
