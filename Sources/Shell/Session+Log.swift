import Syntax

extension Session {
  /// A statement that was run, or a command that opens files, and how it ended.
  struct LoggedInput: Sendable {
    /// What was written.
    var text: String
    /// The exit code that it called for.
    var exit: Exit
  }

  /// Notes a statement of a submission.
  func log(_ submission: Submission, _ exit: Exit) {
    let text = submission.statement.map { submission.text.text(at: $0.span) } ?? submission.text
    log.append(LoggedInput(text: text, exit: exit))
  }

  /// Says how many seconds an answer took.
  func showTime(_ seconds: Double) {
    console.flush()
    let (number, unit) = seconds < 1 ? (seconds * 1000, "ms") : (seconds, "s")
    let digits = number < 10 ? 10.0 : 1
    console.note("took \((number * digits).rounded() / digits) \(unit)")
  }

  /// What ran without an error, as a query file.
  var script: String {
    log.filter { $0.exit == .fine }.map { $0.text + "\n" }.joined()
  }
}
