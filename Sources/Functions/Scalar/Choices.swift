extension Function {
  /// The functions that choose between values, as help lists them.
  static let choices: [Function] = [
    Function(
      "coalesce",
      [.each(["x": .any, "y": .optional(.repeated(.any, 63))])],
      "The first of several values that is known; x ?? y is the same for two.",
      missing: "Missing where all of them are.",
      .scalar { call throws(CallError) in
        let expressions = call.expressions
        guard let (_, sides) = Operators.unified(expressions) else {
          throw CallError(.mixedTypes(function: call.name, types: expressions.map(\.type)))
        }
        return sides.dropFirst().reduce(sides[0]) { Operators.coalesce($0, $1) ?? $0 }
      },
      examples: "figures | add start = coalesce(period_start, as_of) | keep id, start",
      "deportations | summarize known = sum(coalesce(removals, 0)) by fiscal_year"
    ),
    Function(
      "label",
      [
        "x": .subject, "value = result": .repeated(.choice, 998),
        "else result": .optional(.otherwise),
      ],
      "The result beside the first value that x equals, or that after else.",
      missing: "A missing x equals only missing = …; without else the rest is missing.",
      .scalar { call throws(CallError) in try call.label() },
      examples: "events | count by size = label(scope, \"nation\" = \"large\", else \"small\")",
      "deportations | where removals > 0 "
        + "| count by state.region, size = label(removals > 1000, true = \"above 1000\", else \"up to 1000\")"
    ),
  ]
}

extension BoundCall {
  fileprivate func label() throws(CallError) -> BoundExpression {
    let conditions = arguments.compactMap(\.test)
    var results = expressions
    if results.count == conditions.count { results.append(.literal(.missing, .text)) }
    guard let (type, sides) = Operators.unified(results) else {
      throw CallError(.mixedTypes(function: name, types: results.map(\.type)))
    }
    var chosen = sides[sides.count - 1]
    for (condition, side) in zip(conditions, sides).reversed() {
      chosen = .choose(condition: condition, then: side, otherwise: chosen, type)
    }
    return chosen
  }
}
