import Catalog
import Functions

extension Recipe {
  static let dates: [(String, Recipe)] = [
    ("fy", period(.fiscalYear(start: 10))), ("fq", period(.fiscalQuarter(start: 10))),
    ("year", period(.year)), ("quarter", period(.quarter)), ("month", period(.month)),
    ("week", period(.week)),
    ("month_name", named(Operators.monthNames(from: 1), takesMonths: true)),
    ("fmonth_name", named(Operators.monthNames(from: 10), takesMonths: true)),
    ("weekday_name", named(Operators.weekdayNames, takesMonths: false)),
    ("start_of", ofPeriod([.date])), ("end_of", ofPeriod([.date])),
    ("days_in", ofPeriod([.integer])),
    (
      "days_between",
      Recipe([.integer]) { writer, _, depth in writer.arguments([.date, .date], depth) }
    ),
    (
      "months_between",
      Recipe([.integer]) { writer, _, depth in
        let type: DataType = writer.dice.chance(70) ? .date : .period(.month)
        return writer.arguments([type, type], depth)
      }
    ),
    (
      "reached",
      Recipe([.category]) { writer, type, depth in
        guard type == .category(Operators.reachedAnswers) else { return nil }
        return writer.arguments([.date, .date, .date], depth)
      }
    ),
  ]

  private static func period(_ unit: PeriodUnit) -> Recipe {
    Recipe([.period]) { writer, type, depth in
      guard type == .period(unit) else { return nil }
      let finer = RandomValues.units.filter { $0.nests(in: unit) }.map { DataType.period($0) }
      let here = writer.scope.columns.map(\.type).filter { finer.contains($0) }
      return writer.arguments([writer.dice.pick(here + [.date, .date]) ?? .date], depth)
    }
  }

  private static func named(_ category: Category, takesMonths: Bool) -> Recipe {
    Recipe([.category]) { writer, type, depth in
      guard type == .category(category) else { return nil }
      let isMonth = takesMonths && writer.dice.chance(30)
      return writer.arguments([isMonth ? .period(.month) : .date], depth)
    }
  }

  private static func ofPeriod(_ makes: Set<Sort>) -> Recipe {
    Recipe(makes) { writer, _, depth in
      let here = writer.scope.columns.map(\.type).filter { Sort($0) == .period }
      let type = writer.dice.pick(here + [.period(.month), .period(.fiscalYear(start: 10))])
      return type.flatMap { writer.arguments([$0], depth) }
    }
  }

  static let choices: [(String, Recipe)] = [
    (
      "coalesce",
      Recipe(all) { writer, type, depth in
        writer.arguments([DataType](repeating: type, count: writer.dice.within(1...3)), depth)
      }
    ),
    ("label", Recipe(all) { writer, type, depth in writer.labels(type, depth) }),
  ]

  static let all: Set<Sort> = [
    .boolean, .integer, .real, .percent, .text, .category, .date, .period,
  ]
}

extension QueryWriter {
  /// The arguments of `label`: what is looked at, values with their results, and perhaps the rest.
  fileprivate func labels(_ type: DataType, _ depth: Int) -> [String]? {
    guard let looked = anyType(where: { $0 != .boolean }),
      let subject = calls == .none ? column(looked) : expression(looked, depth - 1)
    else { return nil }
    var texts = [subject.text]
    for _ in 0..<dice.within(1...3) {
      guard let value = literal(looked, besideColumn: true),
        let result = expression(type, depth - 2)
      else { return nil }
      texts.append("\(value.operand(.coalescence)) = \(result.operand(.coalescence))")
    }
    if dice.chance(60), let rest = expression(type, depth - 2) { texts.append("else \(rest.text)") }
    return texts
  }
}
