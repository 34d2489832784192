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
    report(unknown: verb, behind: place > 0 ? stages[place - 1] : nil, columns: columns)
    return place + 1
  }

  /// Reports a verb that no other language has either, by what its stage may be meant as.
  private func report(unknown verb: Name, behind previous: Stage?, columns: [String]) {
    let gap = SourceSpan(previous?.span.end ?? verb.span.start, verb.span.start)
    if let previous, Keywords.clauses.contains(verb.text),
      !Keywords.completeClauses.contains(verb.text)
    {
      let message = Message.clauseAsVerb(verb.text, previous.verb.text)
      return report(message, at: verb.span, fix: .replacing(gap, with: " "))
    }
    if verb.text == "by" { return report(.groupsNeedVerb, at: verb.span, writing: "count by") }
    if previous?.verb.text == "where", columns.contains(verb.text) {
      return report(.barForOr(verb.text), at: gap, writing: " or ")
    }
    if environment.catalog.table(verb.text) != nil {
      return report(.tableAsVerb(verb.text), at: verb.span)
    }
    let word = verb.text.prefix { !$0.isNumber }
    let number = verb.text.dropFirst(word.count)
    if Verb.all[String(word)] != nil, !number.isEmpty, number.allSatisfy(\.isNumber) {
      let ours = "\(word) \(number)"
      return report(.verbAndNumber(String(word), String(number)), at: verb.span, writing: ours)
    }
    // A word of which just one verb is the rest is that, whatever else is near.
    let longer = Verb.all.names.filter { verb.text.count > 2 && $0.hasPrefix(verb.text) }
    let near = longer.count == 1 ? longer : nearest(verb.text, in: Verb.all.names)
    report(.unknownVerb(verb.text, near: near), at: verb.span, writing: near.sole)
  }

  private func foreign(_ stage: Stage) -> ForeignStage {
    ForeignStage(stage.verb.text, text(SourceSpan(stage.verb.span.end, stage.span.end)))
  }
}
