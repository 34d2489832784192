import Diagnostics
import Functions
import Syntax

extension Verb {
  private static let measure = Slot<Path>.path("measure")
  private static let name = Slot<Name>.name("as")

  static let share = Verb(
    "share",
    "adds each row's share of the whole, or of its group after per, in percent",
    missing: "Missing measures have no share and stay out of the whole.",
    related: ["total", "pivot", "add", "top"],
    shape: Shape(head: [.optional(measure)], options: [.clause(per), .clause(name)]),
    examples: "deportations | total removals by state.region | share",
    "jurisdictions | total population by activation_basis | share population as of_residents",
    words: { stage, builder in
      let groups = stage[per].map(\.words)
      let measure = stage[measure]?.words ?? builder.words(of: builder.measures(additive: true))
      let whole = groups.isEmpty ? "the whole of \(measure)" : "\(measure) within " + each(groups)
      return "adds each row's share of \(whole), in percent"
        + (stage[name].map { ", as \($0.text)" } ?? "")
    }
  ) { stage, builder in
    let groups = builder.partition(stage[per])
    guard let path = measured(stage, per: groups ?? [], builder), let partition = groups else {
      builder.failedNames.insert(stage[name]?.text ?? "share")
      return
    }
    let argument = CallArgument(Expression(.path(path), path.span))
    let call = Call(function: Name("share", stage.verb.span), arguments: [argument])
    let result = stage[name] ?? Name("share", stage.verb.span)
    if builder.visibleColumn(named: result.text) != nil {
      let advice = "Name the new one: share as another_name"
      return builder.report(.nameTaken(result.text, advice), at: stage.span)
    }
    let assignment = Assignment(name: result, expression: Expression(.call(call), stage.span))
    builder.add(assignment, partition: partition, along: nil)
    guard let made = builder.visibleColumn(named: result.text), let of = builder.column(path) else {
      return
    }
    builder.shares[made.id] = (measure: of.id, groups: partition)
    builder.define(share: made, of: of, within: partition)
  }

  /// The measure that shares are of: the one written, else the usual one.
  private static func measured(_ stage: Stage, per groups: [ColumnID], _ builder: PlanBuilder)
    -> Path?
  {
    let path =
      stage[measure]
      ?? builder.defaultMeasure(for: "share", clause: "", builder.measures(additive: true)).map {
        column in
        Path([Name(column.field.name, stage.verb.span)])
      }
    guard let path, let column = builder.column(path),
      builder.isSummable(column, at: path, by: groups)
    else { return nil }
    return path
  }
}
