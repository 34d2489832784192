import Language
import Tables

extension Function {
  /// The functions that choose between values, as help lists them.
  static let choices: [Function] = [
    Function(
      "coalesce",
      "coalesce(x, y, …)",
      "The first of several values that is known; x ?? y is the same for two.",
      missing: "Missing where all of them are.",
      examples: [
        "jurisdictions | add day = coalesce(activated, active_by) | keep name, day",
        "deportations | summarize known = sum(coalesce(removals, 0)) by fiscal_year",
      ],
      .scalar { site in
        guard site.expectCount(1...64) else { return nil }
        let formulas = site.arguments.indices.compactMap { site.argument($0, .anything) }
        guard formulas.count == site.arguments.count else { return nil }
        guard let (_, sides) = Operators.unified(formulas) else {
          site.fail(.mixedTypes(function: "coalesce", types: formulas.map(\.type)))
          return nil
        }
        return sides.dropFirst().reduce(sides[0]) { Operators.coalesce($0, $1) ?? $0 }
      }
    ),
    Function(
      "label",
      "label(x, value = result, …, else result)",
      "The result beside the first value that x equals, or that after else.",
      missing: "A missing x equals only missing = …; without else the rest is missing.",
      examples: [
        "events | count by size = label(scope, \"nation\" = \"large\", else \"small\")",
        "deportations | where removals > 0 "
          + "| count by state.region, size = label(removals > 1000, true = \"above 1000\", else \"up to 1000\")",
      ],
      .scalar { $0.label() }
    ),
  ]
}

extension CallSite {
  fileprivate func label() -> Formula? {
    guard expectLabels() else { return nil }
    var conditions: [Formula] = []
    var results: [Formula] = []
    for (index, argument) in arguments.enumerated().dropFirst() {
      if argument.isElse {
        guard let result = formula(index) else { return nil }
        results.append(result)
        continue
      }
      guard case .infix(.equal, let value, let result) = argument.term.kind else {
        fail(.labelWithoutEqual(found: text(index)), at: index)
        return nil
      }
      let test = Term(.infix(.equal, arguments[0].term, value), value.span)
      guard let condition = formula(of: test), let outcome = formula(of: result)
      else { return nil }
      conditions.append(condition)
      results.append(outcome)
    }
    if results.count == conditions.count { results.append(.literal(.missing, .text)) }
    guard let (type, sides) = Operators.unified(results) else {
      fail(.mixedTypes(function: name.text, types: results.map(\.type)))
      return nil
    }
    var chosen = sides[sides.count - 1]
    for (condition, side) in zip(conditions, sides).reversed() {
      chosen = .choose(condition: condition, then: side, otherwise: chosen, type)
    }
    return chosen
  }

  private func expectLabels() -> Bool {
    guard expectCount(2...1000) else { return false }
    for (index, argument) in arguments.enumerated() where argument.isElse {
      if index == 0 || index < arguments.count - 1 {
        fail(.elseNotLast, at: index)
        return false
      }
    }
    return true
  }
}
