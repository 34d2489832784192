import Planner
import Syntax

/// The first difference between two queries as they are written: for words, never for a verdict.
struct QueryDifference {
  /// A short name, for results of a class.
  var name: String
  /// What differs, as a fact.
  var words: String

  /// The difference of a student's query from the model; nil where none is found.
  init?(_ own: Pipeline, _ model: Pipeline) {
    let (one, two) = (QueryParts(own), QueryParts(model))
    guard
      let found = QueryDifference.source(one, two) ?? QueryDifference.literals(one, two)
        ?? QueryDifference.measures(one, two) ?? QueryDifference.keys(one, two)
        ?? QueryDifference.numbers(one, two) ?? QueryDifference.columns(one, two)
        ?? QueryDifference.verbs(one, two)
    else { return nil }
    (name, words) = found
  }

  private typealias Found = (name: String, words: String)

  private static func source(_ one: QueryParts, _ two: QueryParts) -> Found? {
    if one.source == two.source || one.source.isEmpty { return nil }
    return ("another-table", "You asked \(one.source); the question is about \(two.source).")
  }

  /// Another value beside one column, or another comparison with one value.
  private static func literals(_ one: QueryParts, _ two: QueryParts) -> Found? {
    for test in one.tests where !two.tests.contains(test) {
      if let asked = two.tests.first(where: { $0.column == test.column }) {
        let isValue = asked.sign == test.sign
        let words = "You asked for \(test.text); the question is about \(asked.text)."
        return (isValue ? "another-value" : "another-comparison", words)
      }
      if two.tests.isEmpty || one.tests.count >= two.tests.count {
        return ("condition-too-many", "The question does not ask for \(test.text).")
      }
    }
    if let left = two.tests.first(where: { test in
      !one.tests.contains { $0.column == test.column }
    }) {
      return ("condition-left-out", "A condition on \(left.column) is not in yours.")
    }
    return nil
  }

  private static func measures(_ one: QueryParts, _ two: QueryParts) -> Found? {
    let (own, asked) = (one.measures, two.measures)
    guard own != asked, let first = own.first(where: { !asked.contains($0) }),
      let wanted = asked.first(where: { !own.contains($0) })
    else { return nil }
    return ("another-measure", "You worked out \(first); the question is for \(wanted).")
  }

  private static func keys(_ one: QueryParts, _ two: QueryParts) -> Found? {
    if one.keys == two.keys { return nil }
    let (own, asked) = (
      one.keys.filter { !two.keys.contains($0) }, two.keys.filter { !one.keys.contains($0) }
    )
    if !own.isEmpty, !asked.isEmpty {
      let words =
        "You asked by \(own.joined(separator: ", ")), the question by "
        + "\(asked.joined(separator: ", "))."
      return ("another-key", words)
    }
    if !asked.isEmpty {
      return ("key-left-out", "The question is also by \(asked.joined(separator: ", ")).")
    }
    return own.isEmpty
      ? nil : ("key-too-many", "The question is not by \(own.joined(separator: ", ")).")
  }

  private static func numbers(_ one: QueryParts, _ two: QueryParts) -> Found? {
    guard let own = one.numbers.first, let asked = two.numbers.first, own != asked else {
      return nil
    }
    return ("another-count", "You took \(own); the question is for \(asked).")
  }

  private static func columns(_ one: QueryParts, _ two: QueryParts) -> Found? {
    guard let left = two.columns.first(where: { !one.columns.contains($0) }),
      let own = one.columns.first(where: { !two.columns.contains($0) })
    else { return nil }
    return ("another-column", "You took \(own); the question is about \(left).")
  }

  private static func verbs(_ one: QueryParts, _ two: QueryParts) -> Found? {
    if one.verbs == two.verbs { return nil }
    if let left = two.verbs.first(where: { !one.verbs.contains($0) }) {
      return ("stage-left-out", "A stage of another kind is needed: .help \(left) tells of one.")
    }
    if let extra = one.verbs.first(where: { !two.verbs.contains($0) }) {
      return ("stage-too-many", "The answer needs no \(extra).")
    }
    return ("other-order", "The stages are the right ones; look at their order.")
  }
}

/// What a query is made of, as queries are compared.
private struct QueryParts {
  /// A comparison of a column with a value.
  struct Test: Equatable {
    var column: String
    var sign: String
    var value: String
    var text: String {
      switch (sign, value) {
      case ("", _): column + (value.isEmpty ? "" : " " + value)
      case ("=", "true"): column
      case ("=", "false"): "not " + column
      default: "\(column) \(sign) \(value)"
      }
    }
  }

  var source = ""
  var verbs: [String] = []
  var tests: [Test] = []
  var measures: [String] = []
  var keys: [String] = []
  var numbers: [String] = []
  var columns: [String] = []

  init(_ pipeline: Pipeline) {
    if case .table(let name)? = pipeline.source { source = name.text }
    verbs = pipeline.stages.map(\.verb.text)
    for stage in pipeline.stages { read(stage) }
  }

  private mutating func read(_ stage: Stage) {
    if let condition = stage.arguments["condition"] as? Expression { read(condition) }
    keys += stage.keys.map { $0.expression.description }
    switch stage.verb.text {
    case "total": measures += (stage.arguments["columns"] as? [Path] ?? []).map { "total \($0)" }
    case "count": measures.append("count")
    default: break
    }
    measures += (stage.arguments["aggregates"] as? [AggregateItem] ?? []).map {
      $0.expression.description
    }
    measures += (stage.arguments["columns"] as? [Assignment] ?? []).map {
      $0.expression.description
    }
    if let quantity = stage.arguments["count"] as? Quantity, let count = quantity.count {
      numbers.append("\(stage.verb.text) \(count)")
    }
    if let span = stage.arguments["by"] as? IntervalItem, case .length(let length) = span.kind {
      numbers.append("\(length.count) \(length.unit.rawValue)s")
    }
    if let moment = stage.arguments["moment"] as? Expression {
      tests.append(Test(column: "the day", sign: "", value: moment.description))
    }
    columns += (stage.arguments["columns"] as? [ColumnItem] ?? []).map(\.path.description)
    if let key = stage.arguments["by"] as? Expression { columns.append(key.description) }
    columns += stage.groups.map { "per \($0)" }
  }

  private mutating func read(_ condition: Expression) {
    for part in condition.conjuncts.flatMap(\.disjuncts) {
      switch part.kind {
      case .infix(let sign, let left, let right):
        tests.append(Test(column: "\(left)", sign: sign.rawValue, value: "\(right)"))
      case .membership(let tested, _, let negated):
        let whole = part.description
        let value = whole.dropFirst("\(tested)".count + (negated ? 8 : 4))
        let sign = negated ? "not in" : "in"
        tests.append(Test(column: "\(tested)", sign: sign, value: String(value)))
      case .missingTest(let tested, let negated):
        let sign = negated ? "is not" : "is"
        tests.append(Test(column: "\(tested)", sign: sign, value: "missing"))
      case .prefix(.not, let inner):
        tests.append(Test(column: "\(inner)", sign: "=", value: "false"))
      case .path(let path): tests.append(Test(column: "\(path)", sign: "=", value: "true"))
      default: tests.append(Test(column: "\(part)", sign: "", value: ""))
      }
    }
  }
}
