import Catalog
import Planner
import Syntax

// Steps from one result to the next, and back.

extension Session {
  /// Says which result a query goes on from, where that is not plain to see.
  func noteOrigin() {
    guard !options.isQuiet, let last = results.last, hasFailed || last.table.rowCount == 0 else {
      return
    }
    let reason = hasFailed ? "the query after it failed" : "it has 0 rows"
    console.flush()
    let query = last.query.split(separator: "\n").joined(separator: " ")
    console.note("goes on from _\(results.count), \(query) (\(reason))")
  }

  /// The last result, of which a command tells; where a query failed since, it says which that is.
  var subject: Answer? { subject(results.indices.last) }

  /// The same of the result at a place.
  func subject(_ place: Int?) -> Answer? {
    guard let place, results.indices.contains(place) else { return nil }
    let answer = results[place]
    if hasFailed, !options.isQuiet {
      console.flush()
      let query = answer.query.split(separator: "\n").joined(separator: " ")
      console.note("of _\(place + 1), \(query) (the query after it failed)")
    }
    return answer
  }

  /// Shows the result before the last stage of the query of `answer`, and keeps it as the last one.
  func stepBack(from answer: Answer) -> Exit {
    let statement = parsed(answer.query.utf8).statements.first
    let stages = statement?.pipeline?.stages.dropLast(answer.bound.displayStages.count) ?? []
    let before = answer.origin.flatMap { $0 > 0 ? results[$0 - 1] : nil }
    if answer.query.hasPrefix("."), let before {
      remember(before)
      return show(before, .table)
    }
    guard var pipeline = statement?.pipeline, !stages.isEmpty else {
      return refuse("\(answer.query) has no stage before which there was a result.", .query)
    }
    if stages.count == 1, let before {
      remember(before)
      return show(before, .table)
    }
    pipeline.stages = Array(stages.dropLast())
    pipeline.span.end = pipeline.stages.last?.span.end ?? pipeline.source?.span.end ?? 0
    // The query goes on from the result from which it went on before.
    if let before { environment.results["_"] = before.table }
    defer { environment.results["_"] = results.last?.table }
    let submission = Submission(text: answer.query, origin: .prompt, statement: statement)
    do throws(StatementRunner.Reported) {
      let runner = StatementRunner(session: self, submission: submission)
      var earlier = try runner.answer(pipeline, at: pipeline.span, isShown: true).0
      earlier.origin = answer.origin
      remember(earlier)
      return show(earlier, .table)
    } catch {
      return error.exit
    }
  }
}
