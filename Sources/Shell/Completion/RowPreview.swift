import Columns
import Functions
import IO
import Planner
import Syntax

/// A preview of how many rows a statement would give, for the prompt while it is typed.
struct RowPreview {
  let session: Session

  /// The longest that a preview may take, in seconds.
  private static let bound = 0.02

  /// The number of rows in words; nil where the text is no whole query, asks another engine, names
  /// a table that is not known whole, or would take longer than a moment.
  func words(for text: String) -> String? {
    guard session.server == nil, Session.command(in: text) == nil else { return nil }
    let snapshot = session.environment.snapshot(for: text)
    guard snapshot.partial.isEmpty else { return nil }
    let program = parsed(text.utf8, mode: .prompt)
    guard program.diagnostics.isEmpty, program.statements.count == 1,
      case .pipeline(let pipeline) = program.statements[0].kind
    else { return nil }
    let timeout = Cancellation.Timeout(seconds: RowPreview.bound, text: "a moment")
    let cancellation = Cancellation(timeout: timeout)
    return MemoryBudget.with(session.memory) {
      Cancellation.with(cancellation) {
        let binding = bind(pipeline, in: snapshot.environment, source: text)
        guard let query = binding.query, binding.assertions.isEmpty,
          let (table, _) = try? session.backend.run(query, until: cancellation)
        else { return nil }
        return table.rowCount == 1 ? "1 row" : "\(groupedText(of: Int64(table.rowCount))) rows"
      }
    }
  }
}
