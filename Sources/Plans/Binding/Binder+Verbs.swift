import Diagnostics
import Language

extension Binder {
  /// Reports a stage whose verb is not ours, where `columns` are there before it.
  ///
  /// Gives the place of the first stage that its repair leaves as it is.
  func report(unknownVerbAt place: Int, of stages: [Stage], columns: [String] = []) -> Int {
    let (stage, verb) = (stages[place], stages[place].verb)
    let next = place + 1 < stages.count ? stages[place + 1] : nil
    if let habit = ForeignHabits.verbs[verb.text.lowercased()] {
      let message = Message.foreignVerb(verb.text, hint: habit.hint)
      if ForeignStages.isGrouping(verb.text), let next {
        let fix = grouped(stage, next)
        report(message, at: verb.span, fix: fix)
        return place + (fix == nil ? 1 : 2)
      }
      report(message, at: verb.span, fix: translated(stage))
      return place + 1
    }
    if ForeignHabits.clauses.contains(verb.text), place > 0 {
      let gap = SourceSpan(stages[place - 1].span.end, verb.span.start)
      report(
        .clauseAsVerb(verb.text, stages[place - 1].verb.text),
        at: verb.span,
        fix: .replacing(gap, with: " ")
      )
      return place + 1
    }
    if verb.text == "by" {
      report(.groupsNeedVerb, at: verb.span, fix: .replacing(verb.span, with: "count by"))
      return place + 1
    }
    if place > 0, stages[place - 1].verb.text == "where", columns.contains(verb.text) {
      let gap = SourceSpan(stages[place - 1].span.end, verb.span.start)
      report(.barForOr(verb.text), at: gap, fix: .replacing(gap, with: " or "))
      return place + 1
    }
    let near = nearest(verb.text, in: Verb.all.names)
    let fix = near.count == 1 ? FixIt.replacing(verb.span, with: near[0]) : nil
    report(.unknownVerb(verb.text, near: near), at: verb.span, fix: fix)
    return place + 1
  }

  /// What stands after the verb.
  private func arguments(of stage: Stage) -> String {
    text(SourceSpan(stage.verb.span.end, stage.span.end))
  }

  private func translated(_ stage: Stage) -> FixIt? {
    ForeignStages.translated(stage.verb.text, arguments(of: stage))
      .map { .replacing(stage.span, with: $0) }
  }

  private func grouped(_ stage: Stage, _ next: Stage) -> FixIt? {
    ForeignStages.translated(
      grouping: arguments(of: stage),
      then: next.verb.text,
      arguments(of: next)
    ).map { .replacing(stage.span.union(next.span), with: $0) }
  }
}
