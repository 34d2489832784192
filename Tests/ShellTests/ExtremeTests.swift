import Foundation
import Catalog
import Columns
import Execution
import IO
import Testing

@testable import Functions
@testable import Planner
@testable import Shell

/// Values at the ends of their types, sent through everything that the registries have: a new
/// function or verb is among them by itself.
@Suite struct ExtremeTests {
  static let columns: [(name: String, type: DataType, values: [Value])] = {
    let huge = Double.greatestFiniteMagnitude
    let (first, last) = (Operators.days.lowerBound, Operators.days.upperBound)
    let days = [first, first + 1, 0, last - 1, last].map { Value.ordinal(Int32($0)) }
    func periods(_ unit: PeriodUnit) -> [Value] {
      [0, 1, 2].map { .ordinal(unit.ordinal(of: Int32(first)) + 1 + $0) }
        + [1, 0].map { .ordinal(unit.ordinal(of: Int32(last)) - 1 - $0) }
    }
    let long = String(repeating: "aé ", count: 350_000)
    let reals: [Value] = [-huge, -0.0, .leastNonzeroMagnitude, 0.5, huge].map { .real($0) }
    return [
      ("i", .integer, [.min, -1, 0, 1, .max].map { .integer($0) }),
      ("r", .real, reals),
      ("p", .percent, reals),
      ("t", .text, ["\0", "a", long, "-", " "].map { .text($0) }),
      ("b", .boolean, [true, false, true, false, true].map { .boolean($0) }),
      ("d", .date, days),
      ("m", .period(.month), periods(.month)),
      ("y", .period(.year), periods(.year)),
      ("w", .period(.week), periods(.week)),
    ]
  }()

  /// A table of these columns, with a last row of which nothing is known.
  static func catalog() throws -> Catalog {
    let fields = columns.map { Field($0.name, $0.type) }
    let stored = columns.map { Column($0.values + [.missing], as: $0.type) }
    let table = Table(schema: Schema(fields), columns: stored, rowCount: 6)
    let catalog = try Record.catalog()
    catalog.add(InMemoryTable(name: "extremes", title: "", table: table))
    return catalog
  }

  /// What a parameter is given.
  static func arguments(_ kind: Parameter.Kind) -> [String] {
    switch kind {
    case .optional(let inner), .repeated(let inner, _): arguments(inner)
    case .number: ["i", "r", "p"]
    case .text: ["t"]
    case .temporal: ["d", "m"]
    case .date: ["d"]
    case .period: ["m", "y", "w"]
    case .truth: ["b"]
    case .ordered, .numberOrTime, .comparable: ["i", "r", "d", "y"]
    case .any, .subject, .otherwise: ["i", "r", "p", "t", "b", "d", "m", "y", "w"]
    case .numeral: ["i", "t", "y"]
    case .textOrDate: ["t", "d"]
    case .textOrInteger: ["t", "i"]
    case .wholeNumber: ["i"]
    case .literalText, .searchText: ["\"a\""]
    case .pattern: ["\"a*|b\""]
    case .dateForm: ["\"YYYY-MM-DD\""]
    case .letter: ["\"é\""]
    case .integer: ["-2147483647", "-19", "0", "2147483647"]
    case .natural: ["0", "2147483647"]
    case .share: ["0%", "100%"]
    case .width: ["1", "1000", "9223372036854775807", "0.001"]
    case .interval: ["1 month", "100000 months", "100000 days"]
    case .distance: ["1", "2147483647", "100000 months"]
    case .choice: ["1 = 2"]
    }
  }

  /// All calls of a function with these arguments, of which alternatives are tried one by one.
  static func calls(of function: Function) -> [String] {
    function.forms.flatMap { form in
      [form.counts.lowerBound, min(form.counts.upperBound, 3)].flatMap { count in
        let lists = (0..<count).map { arguments(form.parameter(at: $0).kind) }
        let most = lists.map(\.count).max() ?? 1
        let condition = form.hasCondition ? (count > 0 ? " where b" : "where b") : ""
        return (0..<most).flatMap { turn in
          (0..<2).map { shift in
            let words = lists.enumerated().map { $1[(turn + $0 * shift) % $1.count] }
            return "\(function.name)(\(words.joined(separator: ", "))\(condition))"
          }
        }
      }
    }
  }

  static func answer(_ query: String, _ catalog: Catalog) throws -> (exit: Exit, notes: String) {
    let screen = Record.Screen()
    var options = SessionOptions(layout: FormatOptions())
    options.format = "jsonl"
    let session = Session(
      catalog: catalog,
      options: options,
      console: Console(output: { _ in }, errors: { screen.notes += $0 }),
      backend: Engine(catalog: catalog, workers: 1, memory: MemoryBudget(limit: 64 << 20))
    )
    return (session.run(bytes: Array(query.utf8), from: Origin(file: nil)), screen.notes)
  }

  @Test(arguments: Function.all.names)
  func functionsBearTheEndsOfTypes(_ name: String) throws {
    let function = try #require(Function.all[name])
    let catalog = try Self.catalog()
    var fine = 0
    for call in Self.calls(of: function) {
      let query =
        switch function.kind {
        case .scalar: "extremes | add x = \(call) | keep x"
        case .aggregate: "extremes | summarize x = \(call)"
        case .window: "extremes | where d is not missing | add x = \(call) along m | keep x"
        }
      let (exit, notes) = try Self.answer(query, catalog)
      if exit == .fine { fine += 1 }
      #expect([.fine, .query, .file].contains(exit), "\(query): \(notes)")
    }
    #expect(fine > 0, "no call of \(name) gives anything: \(Self.calls(of: function))")
  }

  /// Numbers of the examples, each replaced by one that is far too large or too small.
  @Test(arguments: Verb.all.names)
  func verbsBearTheEndsOfNumbers(_ name: String) throws {
    let verb = try #require(Verb.all[name])
    let catalog = try Self.catalog()
    let number = try NSRegularExpression(pattern: "(?<![-\\w.\"])[0-9]+(?![-\\w.\"%])")
    for example in verb.examples where !example.contains("save") {
      for other in ["0", "1", "2147483648", "9223372036854775807", "9223372036854775808"] {
        let query = number.stringByReplacingMatches(
          in: example,
          range: NSRange(example.startIndex..., in: example),
          withTemplate: other
        )
        let (exit, notes) = try Self.answer(query, catalog)
        #expect([.fine, .query, .file, .assertion].contains(exit), "\(query): \(notes)")
      }
    }
  }

  @Test(arguments: [
    "fill i", "fill d", "fill m", "fill y", "sort i desc", "top 3 by i", "bottom 3 by r", "share i",
    "share r", "describe", "count by i", "count by r", "distinct i, r, t", "total i", "total r",
    "summarize n = distinct(i) by y", "pivot i", "unpivot i, r as k, v",
    "around 0001-01-01 by 100000 months", "around 9999-12-31 by 100000 days",
    "join (extremes | rename j = r) on i", "where i in -9223372036854775807..9223372036854775807",
    "add n = -i", "add n = i + i", "add n = i * i", "add n = i / i", "add n = d + 100000 months",
    "add n = m + i", "add n = y - i", "add n = d - d", "add n = r * r", "add n = p / r",
  ])
  func stagesBearTheEndsOfTypes(_ stage: String) throws {
    let (exit, notes) = try Self.answer("extremes | \(stage)", try Self.catalog())
    #expect([.fine, .query].contains(exit), "\(notes)")
  }
}
