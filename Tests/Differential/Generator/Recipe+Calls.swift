import Catalog

extension QueryWriter {
  /// A call that is spread over rows: an aggregate of the group, or a window function.
  func call(_ type: DataType, _ depth: Int) -> Piece? {
    dice.chance(40) ? aggregate(type) : window(type)
  }

  /// An aggregate that gives a value of the type.
  func aggregate(_ type: DataType) -> Piece? {
    if type == .integer, dice.chance(12) { return Piece("count") }
    return allowing(.none) { call(of: Recipe.aggregates, type, dice.within(1...2)) }
  }

  /// A window function that gives a value of the type.
  func window(_ type: DataType) -> Piece? {
    allowing(.none) { call(of: Recipe.windows, type, dice.within(1...2)) }
  }

  /// The condition that an argument of an aggregate may have.
  fileprivate func condition() -> String {
    dice.chance(25) ? (expression(.boolean, 1).map { " where " + $0.text } ?? "") : ""
  }

  /// Arguments of these types, the last of them perhaps with a condition.
  fileprivate func conditioned(_ types: [DataType], _ depth: Int) -> [String]? {
    guard var texts = arguments(types, depth), let last = texts.last else { return nil }
    texts[texts.count - 1] = last + condition()
    return texts
  }
}

extension Recipe {
  private static let measures: Set<Sort> = [.integer, .real, .percent]
  private static let ordered: Set<Sort> = all.subtracting([])

  /// The aggregates that have a recipe.
  static let aggregates: [(name: String, recipe: Recipe)] = [
    ("count", counting), ("distinct", ofAny([.integer])),
    ("sum", conditioned(measures)), ("mean", meanLike), ("median", meanLike),
    ("min", extreme), ("max", extreme), ("stdev", ofNumberWhere), ("variance", ofNumberWhere),
    (
      "quantile",
      Recipe([.real, .percent]) { writer, type, depth in
        let share = writer.dice.among("0%", "25%", "50%", "90%", "100%", "33.3%", "0.5", "1")
        let inner: DataType = type == .percent ? .percent : writer.dice.among(.integer, .real)
        return writer.arguments([inner], depth).map { $0 + [share] }
      }
    ),
    ("weighted_mean", ofTwo), ("correlation", ofTwo), ("slope", ofTwo),
    ("first", conditioned(all)), ("last", conditioned(all)), ("mode", conditioned(all)),
    ("at_max", atExtreme), ("at_min", atExtreme), ("list", ofAny([.text])),
    ("any", ofTruth), ("all", ofTruth),
    (
      "percent",
      Recipe([.percent]) { writer, _, depth in
        guard let test = writer.expression(.boolean, depth) else { return nil }
        if writer.dice.chance(50) { return ["where " + test.text] }
        return writer.number(depth - 1).map { [$0.text + " where " + test.text] }
      }
    ),
  ]

  private static let counting = Recipe([.integer]) { writer, _, depth in
    if writer.dice.chance(30) {
      return writer.expression(.boolean, depth).map { ["where " + $0.text] }
    }
    return writer.anyType().flatMap { writer.conditioned([$0], depth) }
  }

  private static func ofAny(_ makes: Set<Sort>) -> Recipe {
    Recipe(makes) { writer, _, depth in
      writer.anyType().flatMap { writer.conditioned([$0], depth) }
    }
  }

  private static func conditioned(_ makes: Set<Sort>) -> Recipe {
    Recipe(makes) { writer, type, depth in writer.conditioned([type], depth) }
  }

  private static let meanLike = Recipe([.real, .percent]) { writer, type, depth in
    let inner: DataType = type == .percent ? .percent : writer.dice.among(.integer, .real)
    return writer.conditioned([inner], depth)
  }

  private static let extreme = Recipe(all) { writer, type, depth in
    type.hasOrder ? writer.conditioned([type], depth) : nil
  }

  private static let ofNumberWhere = Recipe([.real]) { writer, _, depth in
    writer.anyType { $0.isNumeric }.flatMap { writer.conditioned([$0], depth) }
  }

  private static let ofTwo = Recipe([.real]) { writer, _, depth in
    guard let one = writer.anyType(where: { $0.isNumeric && $0 != .percent }),
      let other = writer.anyType(where: { $0.isNumeric })
    else { return nil }
    return writer.conditioned([one, other], depth)
  }

  private static let atExtreme = Recipe(all) { writer, type, depth in
    guard let order = writer.anyType(where: { $0.hasOrder }) else { return nil }
    return writer.conditioned([type, order], depth)
  }

  private static let ofTruth = Recipe([.boolean]) { writer, _, depth in
    writer.conditioned([.boolean], depth)
  }

  /// The window functions that have a recipe.
  static let windows: [(name: String, recipe: Recipe)] = [
    ("previous", neighbor), ("next", neighbor),
    (
      "change",
      Recipe([.integer, .real, .percent]) { writer, type, depth in
        if type == .integer, writer.dice.chance(30) { return writer.arguments([.date], depth) }
        return writer.arguments([type], depth)
      }
    ),
    ("pct_change", share), ("running", .same(measures)), ("share", share),
    ("cumulative_share", share),
    (
      "rank",
      Recipe([.integer]) { writer, _, depth in
        writer.anyType { $0.hasOrder }.flatMap { writer.arguments([$0], depth) }
      }
    ),
    ("row_number", Recipe([.integer]) { _, _, _ in [] }),
    (
      "rolling_sum",
      Recipe(measures) { writer, type, depth in
        writer.arguments([type], depth).map { $0 + [writer.rollingInterval()] }
      }
    ),
    (
      "rolling_mean",
      Recipe([.real, .percent]) { writer, type, depth in
        let inner: DataType = type == .percent ? .percent : writer.dice.among(.integer, .real)
        return writer.arguments([inner], depth).map { $0 + [writer.rollingInterval()] }
      }
    ),
  ]

  private static let neighbor = Recipe(all) { writer, type, depth in
    guard let inner = writer.expression(type, depth - 1) else { return nil }
    return [inner.text] + (writer.dice.chance(40) ? [String(writer.dice.below(4))] : [])
  }

  private static let share = Recipe([.percent]) { writer, _, depth in
    writer.anyType { $0.isNumeric }.flatMap { writer.arguments([$0], depth) }
  }
}

extension QueryWriter {
  /// A span that suits the times of the rows.
  fileprivate func rollingInterval() -> String {
    let hasPeriods = scope.columns.contains { isPeriod($0.type) }
    if !hasPeriods { return dice.among("30 days", "3 months", "1 year", "2 weeks", "1 day") }
    return dice.among("3 months", "1 year", "2 years", "12 months", "2 quarters", "14 days")
  }
}
