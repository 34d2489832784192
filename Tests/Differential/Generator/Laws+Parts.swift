import Planner
import Syntax

// Laws that bind a query in other ways, or in parts.

extension Laws {
  /// What runs is not found wrong where nothing may run.
  func checking(_ bound: Bound) -> Breach? {
    var cold = environment
    cold.evaluateSubquery = nil
    let binding = bind(bound.pipeline, in: cold, source: bound.text)
    guard let wrong = binding.diagnostics.first(where: { !$0.isNote }) else { return nil }
    return Breach(law: "checking", words: wrong.message.text)
  }

  /// A query that goes on from the result of its first stages gives what the whole gives.
  func continuing(_ bound: Bound) -> Breach? {
    guard case .rows(let whole, _) = answer(bound.query), bound.assertions.isEmpty,
      !bound.query.plan.readsResult
    else { return nil }
    for place in bound.pipeline.stages.indices.dropFirst() {
      let bytes = Array(bound.text.utf8)
      let start = bound.pipeline.stages[place].verb.span.start
      let before = String(decoding: bytes[..<start], as: UTF8.self).trimmingBar
      let rest = "| " + String(decoding: bytes[start...], as: UTF8.self)
      guard case .success(let first) = self.bound(before),
        case .rows(let table, _) = answer(first.query)
      else { continue }
      var later = environment
      later.results["_"] = table.described(by: first.query)
      guard let pipeline = parse(rest, verbs: Verb.shapes).statements.first?.pipeline,
        let query = bind(pipeline, in: later, source: rest).query,
        case .rows(let again, _) = answer(query),
        let difference = whole.difference(from: again)
      else { continue }
      return Breach(law: "continuing", words: "\(difference), going on with \(rest)")
    }
    return nil
  }
}

extension String {
  /// The text without the bar at its end.
  fileprivate var trimmingBar: String {
    var text = self[...]
    while let last = text.last, last == " " || last == "|" { text.removeLast() }
    return String(text)
  }
}

extension LogicalPlan {
  /// Whether a scan below takes the rows of an earlier result.
  fileprivate var readsResult: Bool {
    switch operation {
    case .scan(let scan):
      if case .rows = scan.source { true } else { false }
    case .filter(let input, _), .project(let input, _), .aggregate(let input, _, _),
      .window(let input, _), .sort(let input, _), .slice(let input, _):
      input.readsResult
    case .join(let left, let right, _), .append(let left, let right, _):
      left.readsResult || right.readsResult
    }
  }
}
