import Language
import Tables

extension Function {
  static let spreads: [Function] = [
    Function(
      "quantile",
      "quantile(x, 90%)",
      "The value below which a share of the values lies, linear between two of them (type 7).",
      missing: "Missing values are left out; of none it is missing.",
      examples: [
        "jurisdictions | summarize high = quantile(foreign_born_pct, 90%) by state",
        "deportations "
          + "| summarize low = quantile(removals, 25%), high = quantile(removals, 75%) by fiscal_year",
      ],
      .aggregate(takesCondition: false) { $0.quantile() }
    ),
    Function(
      "stdev",
      "stdev(x)",
      "The standard deviation of a sample: it divides by n − 1.",
      missing: "Missing values are left out; of fewer than two it is missing.",
      examples: [
        "jurisdictions | summarize spread = stdev(poverty_pct) by state",
        "deportations | summarize spread = stdev(removals) by fiscal_year",
      ],
      .aggregate(takesCondition: false) { $0.moments(1, .deviation) }
    ),
    Function(
      "variance",
      "variance(x)",
      "The variance of a sample: it divides by n − 1.",
      missing: "Missing values are left out; of fewer than two it is missing.",
      examples: [
        "jurisdictions | summarize spread = variance(poverty_pct) by state",
        "national_removals | where fiscal_year since FY2003 "
          + "| summarize spread = variance(removals)",
      ],
      .aggregate(takesCondition: false) { $0.moments(1, .variance) }
    ),
    Function(
      "weighted_mean",
      "weighted_mean(x, weight)",
      "The sum of x times its weight over the sum of the weights.",
      missing: "Rows where x or the weight is missing are left out; of none, or if the weights add "
        + "up to 0, it is missing.",
      examples: [
        "jurisdictions | summarize pct = weighted_mean(poverty_pct, population) by state",
        "jurisdictions "
          + "| summarize plain = mean(poverty_pct), weighted = weighted_mean(poverty_pct, population)",
      ],
      .aggregate(takesCondition: false) { $0.moments(2, .weightedMean) }
    ),
    Function(
      "correlation",
      "correlation(x, y)",
      "Pearson's coefficient of correlation, from −1 to 1.",
      missing: "Rows where x or y is missing are left out; missing where x or y does not vary.",
      examples: [
        "jurisdictions | summarize r = correlation(foreign_born_pct, hispanic_pct)",
        "national_removals | where fiscal_year since FY2003 "
          + "| summarize r = correlation(removals, returns)",
      ],
      .aggregate(takesCondition: false) { $0.moments(2, .correlation) }
    ),
    Function(
      "slope",
      "slope(x, y)",
      "By how much y changes for each unit of x, along the line of least squares.",
      missing: "Rows where x or y is missing are left out; missing where x does not vary.",
      examples: [
        "jurisdictions | summarize s = slope(foreign_born_pct, median_household_income)",
        "national_removals | where fiscal_year in FY2003..FY2012 "
          + "| summarize a_year = slope(number(fiscal_year), removals)",
      ],
      .aggregate(takesCondition: false) { $0.moments(2, .slope) }
    ),
  ]

  static let choosers: [Function] = [
    Function(
      "first",
      "first(x)",
      "The first known value, in the order of rows.",
      missing: "Missing values are left out; of none it is missing.",
      examples: [
        "events | sort date | summarize opening = first(title) by kind",
        "stories | sort date | summarize opening = first(title) by scope",
      ],
      .aggregate(takesCondition: false) { $0.edge(last: false) }
    ),
    Function(
      "last",
      "last(x)",
      "The last known value, in the order of rows.",
      missing: "Missing values are left out; of none it is missing.",
      examples: [
        "rollout | sort date | summarize latest = last(active_jurisdictions)",
        "stories | sort date | summarize latest = last(title) by scope",
      ],
      .aggregate(takesCondition: false) { $0.edge(last: true) }
    ),
    Function(
      "at_max",
      "at_max(x, y)",
      "The value of x where y is greatest; of equal ones the first in the order of rows.",
      missing: "Rows where y is missing are left out; missing where x is missing there.",
      examples: [
        "detention | summarize peak = at_max(month, average_daily_population) by state",
        "deportations | summarize peak = at_max(fiscal_year, removals) by state.region",
      ],
      .aggregate(takesCondition: false) { $0.atExtreme(greatest: true) }
    ),
    Function(
      "at_min",
      "at_min(x, y)",
      "The value of x where y is least; of equal ones the first in the order of rows.",
      missing: "Rows where y is missing are left out; missing where x is missing there.",
      examples: [
        "detention | summarize low = at_min(month, average_daily_population) by state",
        "states | summarize least = at_min(name, population) by region",
      ],
      .aggregate(takesCondition: false) { $0.atExtreme(greatest: false) }
    ),
    Function(
      "mode",
      "mode(x)",
      "The most frequent value; of equally frequent ones the first in key order.",
      missing: "Missing values are left out; of none it is missing.",
      examples: [
        "events | summarize usual = mode(kind) by state",
        "jurisdictions | summarize usual = mode(activation_basis) by state.region",
      ],
      .aggregate(takesCondition: false) { site in
        guard site.expectCount(1...1), let formula = site.argument(0, .anything) else { return nil }
        let type = formula.type
        return site.aggregate([formula], type) { ModeAccumulator(type) }
      }
    ),
    Function(
      "list",
      "list(x)",
      "The different values in key order as one text, with \"; \" between them.",
      missing: "Missing values are left out; of none it is missing.",
      examples: [
        "agreements | summarize models = list(model) by state",
        "claims | summarize speakers = list(speaker) by measure | first 3",
      ],
      .aggregate(takesCondition: false) { site in
        guard site.expectCount(1...1), let formula = site.argument(0, .anything) else { return nil }
        let type = formula.type
        return site.aggregate([formula], .text) { ListAccumulator(type) }
      }
    ),
  ]

  static let conditionals: [Function] = [
    Function(
      "any",
      "any(condition)",
      "Whether a condition is true for at least one row; of no rows false.",
      missing: "A missing truth value counts as false.",
      examples: [
        "deportations | summarize has_partial = any(partial) by state",
        "stories | summarize has_withdrawal = any(kind = \"withdrawal\") by scope",
      ],
      .aggregate(takesCondition: false) { $0.truths(all: false) }
    ),
    Function(
      "all",
      "all(condition)",
      "Whether a condition is true for every row; of no rows true.",
      missing: "A missing truth value counts as false.",
      examples: [
        "deportations | summarize complete = all(removals is not missing) by state",
        "jurisdictions | summarize all_dated = all(activated is not missing) by state "
          + "| where all_dated",
      ],
      .aggregate(takesCondition: false) { $0.truths(all: true) }
    ),
    Function(
      "percent",
      "percent(where condition) | percent(x where condition)",
      "The share of rows for which a condition is true; with x, the share of their sum of x in "
        + "that of all rows.",
      missing: "Missing values of x are left out; of no rows, or of a sum of 0, it is missing.",
      examples: [
        "deportations | summarize known = percent(where removals is not missing) by fiscal_year",
        "jurisdictions | summarize dated = percent(population where activated is not missing)",
      ],
      .aggregate(takesCondition: true) { $0.percentage() }
    ),
  ]
}

extension CallSite {
  fileprivate func quantile() -> AggregateCall? {
    guard expectCount(2...2), let formula = number(0), let share = self.formula(1)
    else { return nil }
    let type: DataType = formula.type == .percent ? .percent : .real
    switch share.literal {
    case .real(let share)? where (0...1).contains(share):
      return quantile([formula, .literal(.real(share), .percent)], type, share)
    case .integer(let share)? where (0...1).contains(share):
      return quantile([formula, .literal(.real(Double(share)), .percent)], type, Double(share))
    default:
      fail(
        .wantsLiteral(function: name.text, wanted: "a share from 0% to 100%", found: text(1)),
        at: 1
      )
      return nil
    }
  }

  fileprivate func moments(_ count: Int, _ result: MomentAccumulator.Result) -> AggregateCall? {
    guard expectCount(count...count) else { return nil }
    let formulas = arguments.indices.compactMap { number($0) }
    guard formulas.count == count else { return nil }
    let isPercent = result == .weightedMean && formulas[0].type == .percent
    return aggregate(formulas, isPercent ? .percent : .real) { MomentAccumulator(result) }
  }

  fileprivate func edge(last: Bool) -> AggregateCall? {
    guard expectCount(1...1), let formula = argument(0, .anything) else { return nil }
    let type = formula.type
    return aggregate([formula], type) { EdgeAccumulator(last: last, type) }
  }

  fileprivate func atExtreme(greatest: Bool) -> AggregateCall? {
    guard expectCount(2...2), let formula = argument(0, .anything),
      let order = argument(1, .orderable)
    else { return nil }
    let (type, orderType) = (formula.type, order.type)
    return aggregate([formula, order], type) {
      AtExtremeAccumulator(greatest: greatest, type, by: orderType)
    }
  }

  fileprivate func truths(all: Bool) -> AggregateCall? {
    guard expectCount(1...1), let formula = truth(0) else { return nil }
    return aggregate([formula], .boolean) { TruthAccumulator(all: all) }
  }

  fileprivate func percentage() -> AggregateCall? {
    guard expectCount(0...1) else { return nil }
    guard let condition else {
      fail(.percentWithoutCondition)
      return nil
    }
    if arguments.isEmpty {
      return aggregate([condition], .percent) { ShareAccumulator(ofIntegers: true) }
    }
    guard let formula = number(0) else { return nil }
    let isInteger = formula.type == .integer
    return aggregate([formula, condition], .percent) { ShareAccumulator(ofIntegers: isInteger) }
  }
}
