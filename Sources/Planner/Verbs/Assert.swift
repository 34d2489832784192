import Catalog
import Diagnostics
import Functions
import Syntax

extension Verb {
  private static let condition = Slot<Expression>.condition("condition")
  private static let text = Slot<String>.text("text")
  private static let format_ = Slot<Name>.format("format")
  private static let path = Slot<Expression>.constant("file")

  static let assert = Verb(
    "assert",
    "ends a script unless a condition over the whole table holds; passes the table on",
    missing: "A condition that is missing does not hold.",
    related: ["where", "count"],
    shape: Shape(head: [.required(condition), .optional(text)]),
    examples:
      "deportations | assert count = 357 \"a row for each state and year\" | total removals",
    "deportations | where state = \"MA\" "
      + "| assert max(removals) < 1000 and count(removals) > 5 | total removals",
    words: { stage, _ in
      "checks that over the whole table \(stage[condition]?.condition ?? ""), and stops if not"
    }
  ) { stage, builder in
    guard let expression = stage[condition],
      let bound = builder.gathering(windows: false, expression)
    else { return }
    guard bound.expression.type == .boolean else {
      let value = builder.typed(bound.expression, expression)
      return builder.report(.notACondition(value), at: expression.span)
    }
    let results = Set(bound.calls.aggregates.map(\.output))
    if let stray = bound.expression.columns.first(where: { !results.contains($0) }) {
      let name = builder.planColumn(stray)?.field.name ?? ""
      return builder.report(.assertNeedsAggregates(name), at: expression.span)
    }
    builder.assert(bound.expression, bound.calls.aggregates, stage[text], expression.span)
    builder.add(.project(builder.plan, []))
  }

  static let format = Verb(
    "as",
    "shows the result in another format, such as csv or json",
    missing: "Missing is blank in csv and tsv, null in json and jsonl, and (missing) on "
      + "screens.",
    related: ["save", "chart"],
    shape: Shape(head: [.required(format_)]),
    examples: "deportations | total removals by fiscal_year | as csv",
    "stories | where kind = \"rescission\" | keep date, place | as markdown",
    isDisplay: true,
    words: { stage, _ in
      "shows the result as " + (stage[format_]?.text ?? "")
    }
  ) { stage, builder in
    guard let name = stage[format_] else { return }
    let environment = builder.binder.environment
    if builder.binder.chart != nil {
      let formats = environment.chartFormats.names
      guard formats.contains(name.text) else {
        return builder.report(.noChartFormat(name.text, all: formats), at: name.span)
      }
    } else if environment.chartFormats.names.contains(name.text),
      !environment.formats.contains(name.text)
    {
      return builder.reportNoChart(name.text, at: stage.span)
    }
    let formats = environment.formats
    guard formats.contains(name.text) || builder.binder.chart != nil else {
      let near = nearest(name.text, in: formats)
      let ours = Message.foreignFormats[name.text.lowercased()] ?? near.sole
      let message = Message.unknownFormat(name.text, near: near, all: formats)
      return builder.report(message, at: name.span, writing: ours)
    }
    builder.binder.display = .format(name.text)
    builder.add(.project(builder.plan, []))
  }

  private static let sources = Slot<Bool>.flag("sources")

  static let save = Verb(
    "save",
    "writes the result to a file, in the format of its ending; with sources tells beside it, or in a "
      + "comment, where its numbers come from",
    missing:
      "Missing is blank in CSV and TSV files and null in JSON files. What the file held before is "
      + "kept beside it, under its name and ~.",
    related: ["as"],
    shape: Shape(head: [.required(path)], options: [.clause(sources, words: "with", "sources")]),
    isDisplay: true,
    words: { stage, _ in
      "writes the result into the file " + (stage[path]?.words ?? "")
        + (stage.has(sources) ? ", with its sources" : "")
    }
  ) { stage, builder in
    guard let expression = stage[path], let constant = builder.binder.constant(expression),
      case .text(let path) = constant.value
    else {
      // A name with an ending that says the format stands for a file, whatever its signs mean.
      let fix = stage[path].flatMap { expression -> FixIt? in
        let written = builder.text(expression)
        guard written.contains("."), !written.contains(where: { " \"'()$".contains($0) }) else {
          return nil
        }
        return .replacing(expression.span, with: quotedText(written))
      }
      return builder.report(.saveNeedsPath, at: stage.span, fix: fix)
    }
    guard builder.mayHoldChart(path, at: expression.span) else { return }
    builder.binder.display = .save(path: path, withSources: stage.has(sources))
    builder.add(.project(builder.plan, []))
  }
}

extension PlanBuilder {
  /// Notes a condition over the table as it is now.
  fileprivate func assert(
    _ bound: BoundExpression,
    _ calls: [AggregateCall],
    _ text: String?,
    _ span: SourceSpan
  ) {
    // They are told with the rows that go on.
    decisions = gatherDecisions(of: .aggregate(plan, keys: [], calls: calls), keeping: nil)
    let hidden = calls.map(PlanColumn.init(resultOf:))
    let grouped = ending(.aggregate(plan, keys: [], calls: calls), columns: hidden)
    let result = PlanColumn(binder.newColumn(), Field("holds", .boolean))
    let checked = ending(.project(grouped, [Projection(result.id, bound)]), columns: [result])
    binder.assertions.append(Assertion(query: binder.query(checked), text: text, span: span))
  }
}
