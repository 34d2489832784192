import Diagnostics
import Syntax

extension Verb {
  private static let measure = Slot<Path>.path("measure")
  private static let per = Slot<[Path]>.paths("per")
  private static let name = Slot<Name>.name("as")

  static let share = Verb(
    "share",
    "adds each row's share of the whole, or of its group after per, in percent",
    missing: "Missing measures have no share and stay out of the whole.",
    related: ["total", "pivot", "add", "top"],
    shape: Shape(head: [.optional(measure)], options: [.clause(per), .clause(name)]),
    examples: [
      "deportations | total removals by state.region | share",
      "jurisdictions | total population by activation_basis | share population as of_residents",
    ],
    words: { stage, builder in
      let groups = stage[per].map(\.words)
      let measure = stage[measure]?.words ?? builder.measureWords
      let whole = groups.isEmpty ? "the whole of \(measure)" : "\(measure) within " + each(groups)
      return "adds each row's share of \(whole), in percent"
        + (stage[name].map { ", as \($0.text)" } ?? "")
    }
  ) { stage, builder in
    let groups = builder.partition(stage[per])
    guard let column = measured(stage, builder), let partition = groups else {
      builder.failedNames.insert(stage[name]?.text ?? "share")
      return
    }
    if builder.isCut { builder.note(.shareOfLeft) }
    let written = stage[measure] ?? Path([Name(column.field.name, stage.verb.span)])
    let argument = CallArgument(Expression(.path(written), written.span))
    let call = Call(function: Name("share", stage.verb.span), arguments: [argument])
    let result = stage[name] ?? Name("share", stage.verb.span)
    if builder.visible.contains(where: { $0.field.name == result.text }) {
      builder.report(.shareIsTaken(result.text), at: stage.span)
      return
    }
    builder.add(
      Assignment(name: result, expression: Expression(.call(call), stage.span)),
      partition: partition,
      along: nil
    )
  }

  private static func measured(_ stage: Stage, _ builder: PlanBuilder) -> PlanColumn? {
    guard let path = stage[measure] else {
      guard let column = builder.defaultMeasure(for: "share", clause: "") else { return nil }
      return additive(column, builder, column.field.name, at: stage.verb.span)
    }
    guard let column = builder.column(path) else { return nil }
    return additive(column, builder, path.text, at: path.span)
  }

  private static func additive(
    _ column: PlanColumn,
    _ builder: PlanBuilder,
    _ written: String,
    at span: SourceSpan
  ) -> PlanColumn? {
    if column.field.type.isNumeric, column.field.role == .additive { return column }
    if column.field.type.isNumeric {
      builder.report(
        .notAdditive(
          written,
          verb: "share",
          isKey: column.field.role == .key
        ),
        at: span
      )
    } else {
      let measures = builder.visible.filter { $0.field.isMeasure }.map(\.field.name)
      builder.report(
        .totalNeedsNumbers(written, column.field.type.word, measures: measures),
        at: span
      )
    }
    return nil
  }
}
