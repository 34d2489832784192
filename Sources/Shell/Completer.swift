import Language
import Plans
import Tables

/// What may stand at the cursor: only that, from the grammar, the tables and the columns at that stage.
struct Completer {
  let session: Session

  func complete(_ buffer: String, cursor: Int) -> CompletionAnswer {
    CompletionAnswer(start: cursor, candidates: [])
  }
}
