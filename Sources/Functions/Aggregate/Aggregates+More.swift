import Catalog

extension Function {
  static let spreads: [Function] = [
    Function(
      "quantile",
      ["x": .number, "90%": .share],
      "The value below which a share of the values lies, linear between two of them (type 7).",
      measure: .average,
      .aggregate { call in
        guard case .real(let share)? = call[1].literal else { return call.quantile(0) }
        return call.quantile(share)
      },
      examples: "jurisdictions | summarize high = quantile(foreign_born_pct, 90%) by state",
      "deportations "
        + "| summarize low = quantile(removals, 25%), high = quantile(removals, 75%) by fiscal_year"
    ),
    Function(
      "stdev",
      ["x": .number],
      "The standard deviation of a sample: it divides by n − 1.",
      missing: "Missing values are left out; of fewer than two it is missing.",
      measure: .average,
      .aggregate { $0.moments(.deviation) },
      examples: "jurisdictions | summarize spread = stdev(poverty_pct) by state",
      "deportations | summarize spread = stdev(removals) by fiscal_year"
    ),
    Function(
      "variance",
      ["x": .number],
      "The variance of a sample: it divides by n − 1.",
      missing: "Missing values are left out; of fewer than two it is missing.",
      measure: .average,
      .aggregate { $0.moments(.variance) },
      examples: "jurisdictions | summarize spread = variance(poverty_pct) by state",
      "national_removals | where fiscal_year since FY2003 "
        + "| summarize spread = variance(removals)"
    ),
    Function(
      "weighted_mean",
      [.each(["x": .number, "weight": .number])],
      "The sum of x times its weight over the sum of the weights.",
      missing: "Rows where x or the weight is missing are left out; of none, or if the weights add "
        + "up to 0, it is missing.",
      measure: .average,
      .aggregate { $0.moments(.weightedMean) },
      examples: "jurisdictions | summarize pct = weighted_mean(poverty_pct, population) by state",
      "jurisdictions "
        + "| summarize plain = mean(poverty_pct), weighted = weighted_mean(poverty_pct, population)"
    ),
    Function(
      "correlation",
      [.each(["x": .number, "y": .number])],
      "Pearson's coefficient of correlation, from −1 to 1.",
      missing: "Rows where x or y is missing are left out; missing where x or y does not vary.",
      measure: .average,
      .aggregate { $0.moments(.correlation) },
      examples: "jurisdictions | summarize r = correlation(foreign_born_pct, hispanic_pct)",
      "national_removals | where fiscal_year since FY2003 "
        + "| summarize r = correlation(removals, returns)"
    ),
    Function(
      "slope",
      [.each(["x": .number, "y": .number])],
      "By how much y changes for each unit of x, along the line of least squares.",
      missing: "Rows where x or y is missing are left out; missing where x does not vary.",
      measure: .average,
      .aggregate { $0.moments(.slope) },
      examples: "jurisdictions | summarize s = slope(foreign_born_pct, median_household_income)",
      "national_removals | where fiscal_year in FY2003..FY2012 "
        + "| summarize a_year = slope(number(fiscal_year), removals)"
    ),
  ]

  static let choosers: [Function] = [
    Function(
      "first",
      ["x": .any],
      "The first known value, in the order of rows.",
      .aggregate { $0.edge(last: false) },
      examples: "events | sort date | summarize opening = first(title) by kind",
      "stories | sort date | summarize opening = first(title) by scope"
    ),
    Function(
      "last",
      ["x": .any],
      "The last known value, in the order of rows.",
      .aggregate { $0.edge(last: true) },
      examples: "rollout | sort date | summarize latest = last(active_jurisdictions)",
      "stories | sort date | summarize latest = last(title) by scope"
    ),
    Function(
      "at_max",
      ["x": .any, "y": .ordered],
      "The value of x where y is greatest; of equal ones the first in the order of rows.",
      missing: "Rows where y is missing are left out; missing where x is missing there.",
      .aggregate { $0.atExtreme(greatest: true) },
      examples: "detention | summarize peak = at_max(month, average_daily_population) by state",
      "deportations | summarize peak = at_max(fiscal_year, removals) by state.region"
    ),
    Function(
      "at_min",
      ["x": .any, "y": .ordered],
      "The value of x where y is least; of equal ones the first in the order of rows.",
      missing: "Rows where y is missing are left out; missing where x is missing there.",
      .aggregate { $0.atExtreme(greatest: false) },
      examples: "detention | summarize low = at_min(month, average_daily_population) by state",
      "states | summarize least = at_min(name, population) by region"
    ),
    Function(
      "mode",
      ["x": .any],
      "The most frequent value; of equally frequent ones the first in key order.",
      .aggregate { call in
        let type = call[0].type
        return call.aggregate(call.expressions, type) {
          ValueCountAccumulator { $0.modes($1, type) }
        }
      },
      examples: "events | summarize usual = mode(kind) by state",
      "jurisdictions | summarize usual = mode(activation_basis) by state.region"
    ),
    Function(
      "list",
      ["x": .any],
      "The different values in key order as one text, with \"; \" between them.",
      .aggregate { call in
        let type = call[0].type
        return call.aggregate(call.expressions, .text) {
          ValueCountAccumulator { $0.lists($1, type) }
        }
      },
      examples: "agreements | summarize models = list(model) by state",
      "claims | summarize speakers = list(speaker) by measure | first 3"
    ),
  ]

  static let conditionals: [Function] = [
    Function(
      "any",
      ["condition": .truth],
      "Whether a condition is true for at least one row; of no rows false.",
      missing: "A missing truth value counts as false.",
      .aggregate { $0.truths(all: false) },
      examples: "deportations | summarize has_partial = any(partial) by state",
      "stories | summarize has_withdrawal = any(kind = \"withdrawal\") by scope"
    ),
    Function(
      "all",
      ["condition": .truth],
      "Whether a condition is true for every row; of no rows true.",
      missing: "A missing truth value counts as false.",
      .aggregate { $0.truths(all: true) },
      examples: "deportations | summarize complete = all(removals is not missing) by state",
      "jurisdictions | summarize all_active = all(activated until 2011) by state "
        + "| where all_active"
    ),
    Function(
      "percent",
      [.filtered([:]), .filtered(["x": .number])],
      "The share of rows for which a condition is true, of those for which it is decided; with x, "
        + "the share of their sums of x; percent(a / b) is a quotient of two totals, in one unit.",
      missing: "Rows in which a compared value is missing are in neither part, also under !=, "
        + "unless the rest decides; missing values of x are left out; of no rows, or of a sum of 0, "
        + "it is missing.",
      measure: .part,
      withoutCondition: .percentWithoutCondition,
      .aggregate { $0.percentage() },
      examples:
        "deportations | summarize known = percent(where removals is not missing) by fiscal_year",
      "deportations | summarize all = sum(removals), most = max(removals) by state "
        + "| add of_all = percent(most / all) | first 3"
    ),
  ]
}

extension BoundCall {
  fileprivate func moments(_ result: MomentAccumulator.Result) -> AggregateCall {
    let type = result == .weightedMean ? meanType : .real
    var call = aggregate(expressions, type) { MomentAccumulator(result) }
    call.requiredArguments = arguments.indices
    return call
  }

  fileprivate func edge(last: Bool) -> AggregateCall {
    let type = self[0].type
    return aggregate(expressions, type) { FirstLastAccumulator(last: last, type) }
  }

  fileprivate func atExtreme(greatest: Bool) -> AggregateCall {
    let (type, orderType) = (self[0].type, self[1].type)
    var call = aggregate(expressions, type) {
      ArgMinMaxAccumulator(greatest: greatest, type, by: orderType)
    }
    call.requiredArguments = 1..<2
    return call
  }

  fileprivate func truths(all: Bool) -> AggregateCall {
    var call = aggregate(expressions.map(\.condition), .boolean) { AnyAllAccumulator(all: all) }
    call.lastCondition = .isFalse
    return call
  }

  fileprivate func percentage() -> AggregateCall {
    let isInteger = count == 0 || self[0].type == .integer
    let decided = condition.map { $0.threeValued(.always) }
    var call = aggregate(expressions + [decided].compactMap { $0 }, .percent) {
      ShareAccumulator(ofIntegers: isInteger)
    }
    call.lastCondition = .isNeither
    return call
  }
}
