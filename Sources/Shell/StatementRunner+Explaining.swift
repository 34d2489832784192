import Diagnostics
import IO
import Syntax
import Planner
import SQL
import Catalog

extension StatementRunner {
  /// Explains a pipeline in words, shows its plan, or writes it in SQL.
  func explain(
    _ what: Statement.Explanation,
    _ pipeline: Pipeline
  ) throws(Reported) {
    switch what {
    case .words: session.explain(try answer(pipeline, at: pipeline.span).0)
    case .plan: session.explain(try bound(pipeline).query.plan)
    case .sql(let dialect): try explain(pipeline, inDialect: dialect)
    }
  }

  private func explain(_ pipeline: Pipeline, inDialect name: Name?) throws(Reported) {
    guard let dialect = session.dialect(name?.text) else {
      let message = Message("unknown-dialect", Dialect.unknown(name?.text ?? ""))
      throw report([Diagnostic(message, at: name?.span ?? whole)])
    }
    let query = try bound(pipeline).query
    do throws(Unsupported) {
      session.show(try session.written(query, in: dialect))
    } catch {
      let place = error.stage ?? 0
      let span = query.stageSpans.indices.contains(place) ? query.stageSpans[place] : pipeline.span
      let message = Message("not-in-sql", error.text + " " + error.remedy)
      throw report([Diagnostic(message, at: span)])
    }
  }
}

extension Session {
  /// Explains in words how a result came about: each stage as written, its rows in and out, its
  /// meaning and the first rows that it gives.
  func explain(_ answer: Answer) {
    console.beginResult()
    for description in answer.descriptions {
      for line in lines(description, answer.ledger) + preview(description, of: answer) {
        console.data(line + "\n")
      }
    }
  }

  /// A stage as written with its rows in and out, and below it what it does.
  private func lines(_ description: StageDescription, _ ledger: Ledger) -> [String] {
    let margin = margin(of: description)
    let rows = ledger.steps.first { $0.place == description.place }.map { " · " + rowsText(of: $0) }
    let blanks = String(repeating: " ", count: margin.count)
    let width = options.layout.width ?? Session.explainedWidth
    return hanging(description.stage + (rows ?? ""), behind: margin, width: width)
      + hanging(description.words, behind: blanks, width: width)
  }

  private func margin(of description: StageDescription) -> String {
    String(repeating: "   ", count: description.depth) + description.number + ". "
  }

  /// The width of an explanation where the screen's is not known.
  private static let explainedWidth = 80

  /// The first rows after a stage; none for a stage that changes nothing.
  private func preview(_ description: StageDescription, of answer: Answer) -> [String] {
    guard let bound = answer.bound, let plan = bound.stagePlans[description.place],
      !bound.displayStages.contains(description.place),
      let (table, _) = try? backend.run(bound.giving(plan.first(3)), until: cancellation)
    else { return [] }
    var layout = options.layout
    layout.markedPeriods = Set(answer.partialPeriods)
    let words = Set(names(in: description.stage))
    layout.askedColumns = Set(
      table.schema.fields.filter { $0.origin == nil || words.contains($0.name) }.map(\.name)
    )
    let margin = String(repeating: " ", count: margin(of: description).count + 2)
    return IO.preview(of: table, rows: 3, layout: layout, margin: margin)
  }

  fileprivate func explain(_ plan: LogicalPlan) {
    console.beginResult()
    let optimized = plan.optimizedWithReports()
    for line in optimized.plan.outline { console.data(line + "\n") }
    console.data("\n")
    for report in optimized.reports {
      for line in hanging(report.words, behind: report.pass + ": ", width: options.layout.width) {
        console.data(line + "\n")
      }
    }
  }
}

extension LogicalPlan {
  /// The first rows alone.
  fileprivate func first(_ count: Int) -> LogicalPlan {
    LogicalPlan(.slice(self, Slice(.first(count))), columns: columns, stage: stage)
  }
}
