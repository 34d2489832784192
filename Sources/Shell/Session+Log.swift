import Functions
import Syntax

extension Session {
  /// A statement that was run, or a command that opens files, and how it ended.
  struct LoggedInput: Sendable {
    /// What was written.
    var text: String
    /// The exit code that it called for.
    var exit: Exit
  }

  /// The statement of a submission as it is written; all of it where there is none.
  func text(of submission: Submission) -> String {
    submission.statement.map { submission.text.text(at: $0.span) } ?? submission.text
  }

  /// What `body` gives; says how long it took where that is asked for.
  func timed(_ body: () -> Exit) -> Exit {
    let start = Cancellation.now()
    let exit = body()
    if options.showsTime {
      let seconds = Cancellation.now() - start
      let (number, unit) = seconds < 1 ? (seconds * 1000, "ms") : (seconds, "s")
      let digits = number < 10 ? 10.0 : 1
      console.flush()
      console.note("took \((number * digits).rounded() / digits) \(unit)")
    }
    return exit
  }

  /// What ran without an error, as a query file.
  var script: String {
    log.filter { $0.exit == .fine }.map { $0.text + "\n" }.joined()
  }
}
