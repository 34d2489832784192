import Diagnostics
import Syntax

extension Binder {
  /// Reports a stage whose verb is not ours, where `columns` are there before it.
  ///
  /// Gives the place of the first stage that its repair leaves as it is.
  func report(unknownVerbAt place: Int, of stages: [Stage], columns: [String] = []) -> Int {
    let (stage, verb) = (stages[place], stages[place].verb)
    let next = place + 1 < stages.count ? stages[place + 1] : nil
    let habits = environment.habits
    if let habit = habits?.verb(of: foreign(stage)) {
      let partner = habit.isGrouping ? next : nil
      let span = partner.map { stage.span.union($0.span) } ?? stage.span
      let fix = habits?.rewritten(foreign(stage), before: partner.map(foreign))
        .map { FixIt.replacing(span, with: $0) }
      report(.foreignVerb(verb.text, hint: habit.hint), at: verb.span, fix: fix)
      return place + (partner != nil && fix != nil ? 2 : 1)
    }
    if Keywords.clauses.contains(verb.text), !Keywords.completeClauses.contains(verb.text),
      place > 0
    {
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

  private func foreign(_ stage: Stage) -> ForeignStage {
    ForeignStage(stage.verb.text, text(SourceSpan(stage.verb.span.end, stage.span.end)))
  }
}
