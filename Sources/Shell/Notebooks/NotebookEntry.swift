import Charts
import Diagnostics
import IO

/// An input of a notebook with all that it gave.
struct NotebookEntry {
  /// A piece of what an input gave, as pages show it.
  enum Part {
    /// Lines as they were written: of a command, a note or an error.
    case text(String)
    case table(PageTable)
    case chart(Scene)
    /// What stands under a result: its ledger, caveats, and where it was saved.
    case lines([String])
  }

  /// Its number among the notebook's inputs, from 1.
  let number: Int
  /// The statement or command, as it was written.
  let input: String
  /// Whether it failed.
  var hasFailed = false
  /// What it gave, in order.
  var parts: [Part] = []

  /// What announces an error, as in transcripts.
  static let announcement = Transcript.announcement + " told in the session"

  /// Adds what was written as text, without empty lines at its ends, and no more than a page bears.
  mutating func add(text: some Sequence<UInt8>) {
    let text = String(decoding: Array(text), as: UTF8.self).replacing("\r\n", with: "\n")
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while lines.first?.isEmpty == true { lines.removeFirst() }
    while lines.last?.isEmpty == true { lines.removeLast() }
    if lines.isEmpty { return }
    let more = lines.count - NotebookEntry.mostLines
    var kept = lines.prefix(NotebookEntry.mostLines).map(String.init)
    if more > 0 { kept.append("… and \(counted(more, "more line"))") }
    parts.append(.text(kept.joined(separator: "\n")))
  }

  /// The most lines of a text, and the most rows of a table, that a page shows.
  static let mostLines = 2000
  static let mostRows = 500
}
