import Catalog

extension Function {
  /// The aggregates, as help lists them.
  static let aggregates: [Function] =
    counts + sums + extremes + spreads + choosers + conditionals

  private static let counts: [Function] = [
    Function(
      "count",
      [.bare, ["x": .any], .filtered([:])],
      "The number of rows, or of known values, or of rows for which a condition is true.",
      missing: "count(x) leaves missing values out.",
      measure: .rows,
      .aggregate { call in
        call.aggregate(call.expressions, .integer) { CountAccumulator() }
      },
      examples: "deportations | summarize rows = count, known = count(removals) by fiscal_year",
      "events | summarize n = count, local = count(where scope = \"local\") by kind"
    ),
    Function(
      "distinct",
      ["x": .any],
      "The number of different known values.",
      missing: "Missing values are left out.",
      measure: .values,
      .aggregate { $0.aggregate($0.expressions, .integer) { DistinctAccumulator() } },
      examples: "events | summarize stories = distinct(story) by kind",
      "claims | summarize speakers = distinct(speaker), claims = count"
    ),
  ]

  private static let sums: [Function] = [
    Function(
      "sum",
      ["x": .number],
      "The sum, exact for integers and rounded once for reals.",
      missing: "Missing values are left out; of only missing values it is missing, of no rows 0.",
      measure: .sum,
      .aggregate { call in
        let bound = call[0]
        if bound.type == .integer {
          let label = call.text(0)
          return call.aggregate([bound], .integer) { IntegerSumAccumulator(label: label) }
        }
        return call.aggregate([bound], bound.type) { RealSumAccumulator() }
      },
      examples: "deportations | summarize removals = sum(removals) by fiscal_year",
      "jurisdictions "
        + "| summarize residents = sum(population), active = sum(population where activated until 2010) by state.region"
    ),
    Function(
      "mean",
      ["x": .number],
      "The arithmetic mean, rounded once.",
      measure: .average,
      .aggregate { call in
        let isInteger = call[0].type == .integer
        return call.aggregate([call[0]], call.meanType) { MeanAccumulator(ofIntegers: isInteger) }
      },
      examples: "deportations | summarize typical = mean(removals) by fiscal_year",
      "detention | summarize typical = mean(average_daily_population) by year(month)"
    ),
    Function(
      "median",
      ["x": .number],
      "The value in the middle, or the mean of the two there.",
      measure: .average,
      .aggregate { $0.quantile(0.5) },
      examples: "jurisdictions | summarize middle = median(median_household_income) by state",
      "deportations "
        + "| summarize middle = median(removals), typical = mean(removals) by fiscal_year"
    ),
  ]

  private static let extremes: [Function] = [
    Function(
      "min",
      ["x": .ordered],
      "The least value: of numbers, dates, periods, ordered categories, or text by bytes.",
      .aggregate { $0.extreme(greatest: false) },
      examples: "policies | where detainer_limits > \"none\" | summarize year = min(year) by state",
      "events | summarize earliest = min(date) by kind"
    ),
    Function(
      "max",
      ["x": .ordered],
      "The greatest value: of numbers, dates, periods, ordered categories, or text by bytes.",
      .aggregate { $0.extreme(greatest: true) },
      examples: "deportations | summarize most = max(removals) by fiscal_year",
      "figures | summarize gravest = max(level), latest = max(as_of) by measure"
    ),
  ]
}

extension BoundCall {
  /// The type of a mean of the first argument.
  var meanType: DataType { self[0].type == .percent ? .percent : .real }

  /// The value below which a share of the first argument's values lies.
  func quantile(_ share: Double) -> AggregateCall {
    var call = aggregate(expressions, meanType) { QuantileAccumulator(share) }
    call.reading = AggregateCall.Reading(kind: "quantile") {
      try ($0 as? QuantileAccumulator)?.quantiles(share, $1, $2) ?? $0.finish(groupCount: $1)
    }
    return call
  }

  fileprivate func extreme(greatest: Bool) -> AggregateCall {
    let bound = self[0]
    let type = bound.type
    return aggregate([bound], type) {
      switch type {
      case .integer: MinMaxAccumulator<Int64>(greatest: greatest)
      case .real, .percent: MinMaxAccumulator<Double>(greatest: greatest)
      case .date, .period: MinMaxAccumulator<Int32>(greatest: greatest)
      default: ArgMinMaxAccumulator(greatest: greatest, type, by: type)
      }
    }
  }
}
