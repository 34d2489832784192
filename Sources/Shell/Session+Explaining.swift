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

  /// Says how a result came about, stage by stage, and shows its first rows.
  func explain(_ answer: Answer) {
    console.beginResult()
    for saying in answer.sayings {
      for line in lines(saying, answer.ledger) { console.data(line + "\n") }
    }
    guard let format = Format.all[options.format] else { return }
    let shown = min(answer.table.rowCount, 3)
    console.data("\n")
    if shown < answer.table.rowCount { console.data("The first \(shown) rows:\n") }
    format.write(answer.table.first(shown), options.layout) { console.data($0) }
  }

  /// A stage as written with its rows in and out, and below it what it does.
  private func lines(_ saying: StageSaying, _ ledger: Ledger) -> [String] {
    let margin = String(repeating: "   ", count: saying.depth) + saying.number + ". "
    let rows = ledger.steps.first { $0.place == saying.place }.map { " · " + rowsText(of: $0) }
    let blanks = String(repeating: " ", count: margin.count)
    return hanging(saying.stage + (rows ?? ""), behind: margin, width: options.layout.width)
      + hanging(saying.words, behind: blanks, width: options.layout.width)
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

extension Table {
  /// The first rows.
  fileprivate func first(_ count: Int) -> Table {
    let rows = Buffer<Int32>(0..<Int32(count))
    return Table(
      schema: schema,
      columns: columns.map { $0.gathered(rows) },
      rowCount: count
    )
  }
}
