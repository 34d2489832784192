import Catalog
import Columns
import Execution
import Functions
import Syntax
import Testing

@testable import Planner

/// What comparisons with missing give, as conditions and as values, and what the ledger tells.
@Suite("Missing in comparisons")
struct MissingTests {
  static let level = Category(["All", "Low", "High"], isOrdered: true, unranked: ["All"])

  /// Rows in which each column is missing in some.
  static var rows: Table {
    let columns: [(String, DataType, [Value])] = [
      ("id", .integer, (1...6).map { .integer($0) }),
      ("x", .integer, [.integer(9), .integer(1), .integer(9), .missing, .missing, .missing]),
      ("y", .integer, [.integer(1), .integer(1), .missing, .integer(1), .integer(2), .missing]),
      (
        "flag", .boolean,
        [true, false, nil, true, nil, false].map { $0.map { .boolean($0) } ?? .missing }
      ),
      ("t", .text, [.text("ab"), .text("b"), .missing, .text("a"), .missing, .text("ab")]),
      (
        "level", .category(level),
        [.text("All"), .text("Low"), .text("High"), .missing, .text("All"), .text("Low")]
      ),
    ]
    let fields = columns.map { name, type, _ in
      Field(name, type, origin: Field.Origin(table: "rows", column: name))
    }
    return Table(
      schema: Schema(fields),
      columns: columns.map { Column($0.2, as: $0.1) },
      rowCount: 6
    )
  }

  static func run(_ query: String) throws -> (Table, Ledger) {
    let known = Table(
      schema: Schema([Field("n", .integer)]),
      columns: [Column([.integer(1), .integer(9)], as: .integer)],
      rowCount: 2
    )
    let catalog = Catalog([
      InMemoryTable(name: "rows", title: "", table: rows),
      InMemoryTable(name: "numbers", title: "", table: known),
    ])
    let engine = Engine(catalog: catalog, workers: 1, chunkSize: 4)
    var environment = Environment(catalog: catalog)
    environment.evaluateSubquery = { try engine.run($0, until: Cancellation()).0 }
    let program = parse(query, verbs: Verb.shapes)
    let pipeline = try #require(program.statements.first?.pipeline)
    let binding = bind(pipeline, in: environment, source: query)
    let bound = try #require(binding.query, "\(binding.diagnostics.map(\.message.text))")
    return try engine.run(bound, until: Cancellation())
  }

  /// The values of the last column, `t`, `f` and `-` for missing.
  static func values(_ query: String) throws -> String {
    let table = try run(query).0
    let column = try #require(table.columns.last)
    return (0..<table.rowCount).map { row in
      switch column[row] {
      case .boolean(let truth): truth ? "t" : "f"
      case .missing: "-"
      case .integer(let number): "\(number)"
      case let value: "\(value)"
      }
    }.joined()
  }

  /// What the ledger tells of rows that missing values decided.
  static func told(_ query: String) throws -> [String] {
    try run(query).1.steps.flatMap(\.notices).compactMap { notice in
      switch notice {
      case .undecided(let found):
        "\(found.rows) of \(found.all) without \(found.subjects.joined(separator: "+")): "
          + (found.outcome == .neither ? "neither" : found.outcome == .holds ? "" : "not ")
          + (found.outcome == .neither ? "" : found.test ?? "?")
      case .keptMissing(let rows, let columns):
        "\(rows) kept without \(columns.joined(separator: "+"))"
      default: nil
      }
    }
  }

  static let keptTerms: [(String, String)] = [
    ("x > 5", "tft---"), ("x in 1..5", "ftf---"), ("x between 1 and y", "ft----"),
    ("3 between y and 9", "tt-tt-"), ("3 between 5 and y", "ff-ff-"),
    ("x in (1..5, 9)", "ttt---"), ("x in (1..y, 9)", "ttt---"), ("t contains \"b\"", "tt-f-t"),
    ("t starts with \"a\"", "tf-t-t"), ("t matches \"^a$\"", "ff-t-f"), ("flag", "tf-t-f"),
    ("level > \"Low\"", "-ft--f"), ("level in \"Low\"..\"High\"", "-tt--t"),
  ]

  @Test("Values that are kept", arguments: keptTerms)
  func kept(_ term: String, _ wanted: String) throws {
    #expect(try Self.values("rows | add c = \(term) | keep c") == wanted)
  }

  static let conditionTerms: [(String, String)] = [
    ("not (x > 5)", "ftfttt"), ("x not in 1..5", "tftttt"), ("x not between 1 and 5", "tftttt"),
    ("t not contains \"b\"", "fftttf"), ("not flag", "fttftt"),
    ("not (level > \"Low\")", "ttfttt"), ("x > 5 and y = 1", "tfffff"),
    ("x > 5 or y = 1", "ttttff"), ("x = 1", "ftffff"), ("x in (1, 2)", "ftffff"),
    ("x in (1, 2, missing)", "ftfttt"), ("x in numbers", "tttfff"), ("x != 1", "tftttt"),
    ("x not in (1, 2)", "tftttt"), ("x not in numbers", "fffttt"),
    ("(x > 5) ?? false", "tftfff"), ("(x > 5) = false", "ftffff"),
    ("(x > 5) is missing", "fffttt"), ("if x > 5 then true else false", "tftfff"),
    ("level = \"All\"", "tffftf"), ("level != \"All\"", "ftttft"),
  ]

  @Test("Conditions, and what is defined for missing", arguments: conditionTerms)
  func conditions(_ term: String, _ wanted: String) throws {
    #expect(try Self.values("rows | add c = \(term) | keep c") == wanted)
    let kept = try Self.values("rows | where \(term) | keep id")
    let ids = zip(wanted, 1...).filter { $0.0 == "t" }.map { "\($0.1)" }.joined()
    #expect(kept == ids)
  }

  @Test("A choice between truth values keeps what is missing in them")
  func choice() throws {
    #expect(try Self.values("rows | add c = if x > 5 then flag else true | keep c") == "tt-ttt")
  }

  static let toldStages: [(String, [String])] = [
    ("where x > 5", ["3 of 6 without x: not > 5"]),
    ("where not (x > 5)", ["3 of 6 without x: not > 5"]),
    ("where x not in 1..5", ["3 of 6 without x: not in 1..5"]),
    ("where 5 < x", ["3 of 6 without x: not > 5"]),
    ("where x > 5 and y = 1", ["1 of 6 without x: not > 5"]),
    ("where x > 5 or y = 1", ["2 of 6 without x: not > 5"]),
    (
      "where x > 5 and y > 0",
      [
        "2 of 6 without x: not > 5", "1 of 6 without y: not > 0", "1 of 6 without x+y: not ?",
      ]
    ),
    ("where x in 1..5 and x > 2", ["3 of 6 without x: not ?"]),
    ("where x != 1", ["3 kept without x"]), ("where x not in (1, 2)", ["3 kept without x"]),
    ("where not (x = 1)", ["3 kept without x"]), ("where x not in numbers", ["3 kept without x"]),
    ("where x = 1", []), ("where not (x != 1)", []), ("where x in (1, 2)", []),
    ("where x in numbers", []), ("where x is missing", []), ("where (x > 5) ?? false", []),
    ("where flag", ["2 of 6 without flag: not flag"]),
    ("where t not contains \"b\"", ["2 of 6 without t: not contains \"b\""]),
    (
      "where level > \"Low\"",
      [
        "1 of 6 without level: not > \"Low\"",
        "2 of 6 without level \"All\": not > \"Low\"",
      ]
    ),
    ("where (if x > 5 then 1 else 2) = 2", ["3 of 6 without x: not > 5"]),
    ("add c = x > 5", []), ("count by c = x > 5", []),
    ("add c = x != 1", ["3 of 6 without x: != 1"]), ("add c = x = 1", []),
    ("sort x > 5", []), ("add c = not (x > 5)", ["3 of 6 without x: not > 5"]),
    ("add c = x > 5 and y = 1", ["1 of 6 without x: not > 5"]),
    ("add c = if x > 5 then 1 else 0", ["3 of 6 without x: not > 5"]),
    ("add c = if x > 5 then 1 else 0, d = not (x > 5)", ["3 of 6 without x: not > 5"]),
    (
      "add x = if x > 5 then 1 else 0, d = not (y > 0)",
      ["3 of 6 without x: not > 5", "2 of 6 without y: not > 0"]
    ),
    ("count by c = not (x > 5)", ["3 of 6 without x: not > 5"]),
    ("sort (if x > 5 then 1 else 2)", ["3 of 6 without x: not > 5"]),
    ("top 1 by (if x > 5 then 1 else 2)", ["3 of 6 without x: not > 5"]),
    ("summarize n = count(where x > 5)", ["3 of 6 without x: not > 5"]),
    (
      "summarize n = count(where x > 5), m = sum(y where x > 7) by not_small = not (x > 5)",
      ["3 of 6 without x: not ?"]
    ),
    ("summarize n = any(x > 5)", ["3 of 6 without x: not > 5"]),
    ("summarize n = all(x > 5)", ["3 of 6 without x: not > 5"]),
    ("summarize n = count(x > 5), m = list(x > 5)", []),
    ("summarize p = percent(where x > 5)", ["3 of 6 without x: neither"]),
    ("summarize p = percent(where x != 1)", ["3 of 6 without x: neither"]),
    ("summarize p = percent(where x in (1, 2))", ["3 of 6 without x: neither"]),
    ("summarize p = percent(where x in numbers)", ["3 of 6 without x: neither"]),
    ("summarize p = percent(where x is missing)", []),
    (
      "summarize p = percent(where x = 1 or y = 1)",
      [
        "1 of 6 without x: neither", "1 of 6 without y: neither", "1 of 6 without x+y: neither",
      ]
    ),
    ("summarize p = percent(where flag)", ["2 of 6 without flag: neither"]),
    ("assert count(where x > 5) = 2", ["3 of 6 without x: not > 5"]),
  ]

  @Test("What the ledger tells", arguments: toldStages)
  func told(_ stage: String, _ wanted: [String]) throws {
    #expect(try Self.told("rows | \(stage)") == wanted)
  }

  static let percentCalls: [(String, Double)] = [
    ("where x != 1", 2.0 / 3), ("where x > 5", 2.0 / 3), ("where x in (1, 2)", 1.0 / 3),
    ("where x in numbers", 1.0), ("where not (x = 1)", 2.0 / 3), ("where x is missing", 0.5),
    ("where x = 1 or y = 1", 1.0), ("where x = 1 and y = 1", 0.25), ("where not flag", 0.5),
    ("where if x > 5 then flag else y = 1", 1.0), ("y where x > 5", 0.5),
    ("y where x != 1", 0.5), ("where x = missing", 0.5), ("where 3 between y and 9", 1.0),
  ]

  @Test("percent is of the rows for which its condition is decided", arguments: percentCalls)
  func percent(_ call: String, _ wanted: Double) throws {
    let table = try Self.run("rows | summarize p = percent(\(call))").0
    #expect(table.columns[0][0] == .real(wanted))
  }

  @Test("min, max and ranges pass over values beside the order")
  func unranked() throws {
    let (table, _) = try Self.run("rows | summarize a = min(level), b = max(level) by flag")
    #expect(table.columns[1][0] == .text("Low"))
    let sorted = try Self.run("rows | sort level | keep level").0
    #expect(sorted.columns[0][0] == .text("All"))
  }
}
