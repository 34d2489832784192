import Diagnostics
import Syntax
import Catalog

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
    words: { stage, lowering in
      let groups = stage[per].map(\.words)
      let measure = stage[measure]?.words ?? lowering.measureWords
      let whole = groups.isEmpty ? "the whole of \(measure)" : "\(measure) within " + each(groups)
      return "adds each row's share of \(whole), in percent"
        + (stage[name].map { ", as \($0.text)" } ?? "")
    }
  ) { stage, lowering in
    let groups = lowering.partition(stage[per])
    guard let column = measured(stage, lowering), let partition = groups else {
      lowering.failedNames.insert(stage[name]?.text ?? "share")
      return
    }
    if lowering.isCut { lowering.note(.shareOfLeft) }
    let written = stage[measure] ?? Path([Name(column.field.name, stage.verb.span)])
    let argument = CallArgument(Expression(.path(written), written.span))
    let call = Call(function: Name("share", stage.verb.span), arguments: [argument])
    let result = stage[name] ?? Name("share", stage.verb.span)
    if lowering.visible.contains(where: { $0.field.name == result.text }) {
      lowering.report(.shareIsTaken(result.text), at: stage.span)
      return
    }
    lowering.add(
      Assignment(name: result, expression: Expression(.call(call), stage.span)),
      partition: partition,
      along: nil
    )
  }

  private static func measured(_ stage: Stage, _ lowering: PlanBuilder) -> PlanColumn? {
    guard let path = stage[measure] else {
      guard let column = lowering.defaultMeasure(for: "share", clause: "") else { return nil }
      return additive(column, lowering, column.field.name, at: stage.verb.span)
    }
    guard let column = lowering.column(path) else { return nil }
    return additive(column, lowering, path.text, at: path.span)
  }

  private static func additive(
    _ column: PlanColumn,
    _ lowering: PlanBuilder,
    _ written: String,
    at span: SourceSpan
  ) -> PlanColumn? {
    if column.field.type.isNumeric, column.field.role == .additive { return column }
    if column.field.type.isNumeric {
      lowering.report(
        .notAdditive(
          written,
          verb: "share",
          isKey: column.field.role == .key
        ),
        at: span
      )
    } else {
      let measures = lowering.visible.filter { $0.field.isMeasure }.map(\.field.name)
      lowering.report(
        .totalNeedsNumbers(written, column.field.type.word, measures: measures),
        at: span
      )
    }
    return nil
  }
}
