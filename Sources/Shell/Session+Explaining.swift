import Diagnostics
import Formats
import Language
import Plans
import Tables

extension Session {
  /// Says a query back, shows its plan, or says it in SQL.
  func explain(
    _ what: Statement.Explanation,
    _ pipeline: Pipeline,
    _ statement: Statement,
    _ source: String,
    _ origin: Origin
  ) -> Exit {
    switch what {
    case .words:
      let text = sourceText(source, pipeline.span)
      switch computed(pipeline, text, statement, source, origin) {
      case .failure(let reported): return reported.code
      case .success(let (answer, _)): explain(answer)
      }
      return .fine
    case .plan:
      let binding = peeking { bind(pipeline, in: environment, source: source) }
      guard let query = binding.query else {
        return report(binding.diagnostics, source, statement.span, origin)
      }
      explain(query.plan)
      return .fine
    case .sql(let dialect):
      return explainSQL(dialect, pipeline, statement, source, origin)
    }
  }

  /// Says how a result came about, stage by stage: what was written, the rows in and out, what it does,
  /// and the first rows that it gives.
  func explain(_ answer: Answer) {
    console.beginResult()
    for saying in answer.sayings {
      for line in lines(saying, answer.ledger) + preview(saying, of: answer) {
        console.data(line + "\n")
      }
    }
  }

  /// A stage as written with its rows in and out, and below it what it does.
  private func lines(_ saying: StageSaying, _ ledger: Ledger) -> [String] {
    let margin = margin(of: saying)
    let rows = ledger.steps.first { $0.place == saying.place }.map { " · " + rowsText(of: $0) }
    let blanks = String(repeating: " ", count: margin.count)
    let width = options.layout.width ?? Session.explainedWidth
    return hanging(saying.stage + (rows ?? ""), behind: margin, width: width)
      + hanging(saying.words, behind: blanks, width: width)
  }

  private func margin(of saying: StageSaying) -> String {
    String(repeating: "   ", count: saying.depth) + saying.number + ". "
  }

  /// How wide `explain` writes where nothing else is known.
  private static let explainedWidth = 80

  /// The first rows after a stage; none for a stage that changes nothing.
  private func preview(_ saying: StageSaying, of answer: Answer) -> [String] {
    guard let bound = answer.bound, let plan = bound.stagePlans[saying.place],
      !bound.displayStages.contains(saying.place),
      let (table, _) = try? backend.run(bound.giving(plan.first(3)), until: cancellation)
    else { return [] }
    var layout = options.layout
    layout.markedPeriods = Set(answer.partialPeriods)
    let words = Set(names(in: saying.stage))
    layout.askedColumns = Set(
      table.schema.fields.filter { $0.origin == nil || words.contains($0.name) }.map(\.name)
    )
    let margin = String(repeating: " ", count: margin(of: saying).count + 2)
    return Formats.preview(of: table, rows: 3, layout: layout, margin: margin)
  }

  private func explain(_ plan: Plan) {
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

extension Plan {
  /// The first rows alone.
  fileprivate func first(_ count: Int) -> Plan {
    Plan(.slice(self, Slice(.first(count))), columns: columns, stage: stage)
  }
}
