import Catalog
import Diagnostics
import Functions
import IO
import Planner
import SQL
import Syntax

extension StatementRunner {
  /// Explains a pipeline in words, shows its plan, or writes it in SQL.
  func explain(
    _ what: Statement.Explanation,
    _ pipeline: Pipeline
  ) throws(Reported) {
    switch what {
    case .words:
      let answer = try answer(pipeline, at: pipeline.span, isShown: true).0
      let exit = session.writing { session.explain(answer) }
      if exit != .fine { throw Reported(exit: exit) }
    case .plan:
      let plan = try bound(pipeline).query.plan
      session.writing { session.explain(plan) }
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
  func explain(_ answer: Answer) -> Exit {
    console.beginResult()
    return guarded(until: cancellation) {
      for description in answer.bound.descriptions {
        for line in lines(description, answer) { console.page(line + "\n") }
        for line in try preview(description, of: answer) { console.drawing(line + "\n") }
      }
    }
  }

  /// A stage as written with its rows in and out, and below it what it does.
  private func lines(_ description: StageDescription, _ answer: Answer) -> [String] {
    let margin = margin(of: description)
    let rows = answer.ledger.steps.first { $0.place == description.place }.map {
      " · " + rowsText(of: $0)
    }
    let blanks = String(repeating: " ", count: margin.count)
    let width = options.layout.width ?? 80
    var description = description
    if let scene = answer.scene, description.place == answer.bound.chart?.stage {
      description.words = scene.summary
    }
    return hanging(description.stage + (rows ?? ""), behind: margin, width: width)
      + hanging(description.words, behind: blanks, width: width)
  }

  private func margin(of description: StageDescription) -> String {
    String(repeating: "   ", count: description.depth) + description.number + ". "
  }

  /// The first rows after a stage; none for a stage that changes nothing.
  private func preview(_ description: StageDescription, of answer: Answer) throws -> [String] {
    try Cancellation.check()
    let bound = answer.bound
    guard let plan = bound.stagePlans[description.place],
      !bound.displayStages.contains(description.place),
      case let operation = LogicalPlan.Operator.slice(plan, Slice(.first(3))),
      case let first = LogicalPlan(operation, columns: plan.columns, stage: plan.stage),
      let (table, _) = try? backend.run(bound.giving(first), until: cancellation)
    else { return [] }
    var layout = options.layout
    layout.markedPeriods = Set(answer.partialPeriods)
    layout.markedRows = answer.markedRows
    layout.askedColumns = table.askedColumns(Set(names(in: description.stage)))
    let margin = String(repeating: " ", count: margin(of: description).count + 2)
    return try IO.preview(of: table, rows: 3, layout: layout, margin: margin)
  }

  fileprivate func explain(_ plan: LogicalPlan) -> Exit {
    console.beginResult()
    let optimized = plan.optimizedWithReports()
    for line in optimized.plan.outline { console.line(line) }
    console.page("\n")
    for report in optimized.reports {
      for line in hanging(report.words, behind: report.pass + ": ", width: options.layout.width) {
        console.line(line)
      }
    }
    return .fine
  }
}
