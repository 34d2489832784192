import IO
import Planner
import Catalog
import Columns
import Testing

@testable import Shell

/// What Tab offers at the end of a line.
@Suite struct CompletionTests {
  /// A session over the record and a table whose columns need back-quotes.
  private func session() throws -> Session {
    let catalog = try Record.catalog()
    let fields = [
      Field("2020", .integer), Field("by", .integer),
      Field("a.b", .text, origin: Field.Origin(table: "odd", column: "a.b")),
      Field("plain", .integer),
    ]
    let columns = [
      Column([.integer(1), .integer(2)], as: .integer),
      Column([.integer(3), .integer(4)], as: .integer),
      Column([.text("left"), .text("right")], as: .text),
      Column([.integer(5), .integer(6)], as: .integer),
    ]
    let odd = Table(schema: Schema(fields), columns: columns, rowCount: 2)
    catalog.add(InMemoryTable(name: "odd", title: "", table: odd))
    catalog.add(InMemoryTable(name: "from", title: "", table: odd))
    return Session(
      catalog: catalog,
      options: SessionOptions(layout: FormatOptions()),
      console: Console(output: { _ in }, errors: { _ in })
    )
  }

  /// The texts offered at the end of `line`, and where the word begins that they replace.
  private func completed(_ line: String) throws -> (texts: [String], start: Int) {
    let answer = Completer(session: try session()).complete(line, cursor: line.utf8.count)
    return (answer.candidates.map(\.text), answer.start)
  }

  private func offered(_ line: String) throws -> [String] { try completed(line).texts }

  @Test func columnsAreQuotedWhereTheyMustBe() throws {
    let offers = try offered("odd | keep ")
    #expect(Array(offers.prefix(4)) == ["`2020`", "`by`", "`a.b`", "plain"])
    #expect(try offered("odd | keep 20").first == "`2020`")
    #expect(try offered("odd | keep `b") == ["`by`"])
    #expect(try offered("odd | keep `pl") == ["`plain`"])
  }

  @Test func tablesAreQuotedWhereTheyMustBe() throws {
    #expect(try offered("fro") == ["`from`"])
  }

  @Test(arguments: ["odd | where `a.b` = \"", "odd | where `a.b` in (\"left\", \""])
  func valuesFollowAQuotedColumn(_ line: String) throws {
    #expect(try offered(line) == ["\"left\"", "\"right\""])
  }

  @Test(arguments: [
    ("figures | where level ", "*", false), ("figures | where level ", "contains", true),
    ("deportations | where partial ", "+", false), ("states | where population ", "*", true),
    ("events | where date ", "*", false), ("events | where date ", "+", true),
    ("stories | where place = \"Boston\" ", "*", false),
    ("stories | where place = \"Boston\" ", "and", true),
    ("states | where population > ", "name", false),
    ("states | where population > ", "population", true),
    ("deportations | where removals > ", "state", true),
    ("states | count by m", "mean(", false), ("states | count by m", "month(", true),
    ("states | where r", "rank(", false), ("states | summarize m", "mean(", true),
    ("states | add x = r", "rank(", true),
  ])
  func whatNoTypeAllowsIsNotOffered(_ line: String, _ text: String, _ isOffered: Bool) throws {
    #expect(try offered(line).contains(text) == isOffered)
  }

  @Test func dialectsFollowFor() throws {
    #expect(try offered("explain sql for ").contains("postgres"))
    #expect(try !offered("explain sql for ").contains("states"))
    #expect(try offered("explain sql for sp") == ["spark"])
  }

  @Test(arguments: [
    "states | summarize ", "states | summarize middle = ",
    "states | summarize a = mean(population), ",
  ])
  func aggregatesBeginSummaries(_ line: String) throws {
    let offers = try offered(line)
    #expect(offers.contains("median("))
    #expect(offers.contains("count("))
    #expect(!offers.contains("round("))
    #expect(!offers.contains("population"))
  }

  @Test func argumentsOfAggregatesAreColumns() throws {
    let offers = try offered("states | summarize mean(")
    #expect(offers.contains("population"))
    #expect(!offers.contains("median("))
  }

  @Test func calendarIsNoTable() throws {
    let offers = try offered("claims | join ")
    #expect(offers.contains("events"))
    #expect(offers.contains("calendar("))
    #expect(!offers.contains("calendar"))
  }

  @Test func verbsAndKindsOfChartsAreOffered() throws {
    let offers = try offered("states | ")
    #expect(offers == Verb.all.entries.map(\.name))
    #expect(Set(try offered("states | chart ")).isSuperset(of: ["stack", "map", "heat", "spark"]))
    #expect(try offered(".help ma").contains("map"))
    #expect(Set(try offered("states | map population ")).isSuperset(of: ["by", "steps", "title"]))
  }

  @Test func commandsCompleteTheirOwnArguments() throws {
    #expect(try offered(".desc") == [".describe"])
    #expect(try offered(".describe stat") == ["states"])
    #expect(try offered(".describe states ").isEmpty)
    #expect(try offered(".help med").contains("median"))
    #expect(try offered(".sql ") == offered("explain sql for "))
    #expect(try offered(".last ") == ["all"])
    #expect(try offered(".quit ").isEmpty)
    #expect(try offered(".results s").isEmpty)
  }

  @Test func explainCompletesAQuery() throws {
    let found = try completed(".explain states | keep pop")
    #expect(found.texts == ["population"])
    #expect(found.start == ".explain states | keep ".utf8.count)
  }
}

/// The names of rows beside keys, and moments, as Tab lists them.
@Suite struct NamedCompletionTests {
  private func listed(_ line: String) throws -> [String] {
    let session = Session(
      catalog: try Record.catalog(),
      options: SessionOptions(layout: FormatOptions()),
      console: Console(output: { _ in }, errors: { _ in })
    )
    return Completer(session: session).complete(line, cursor: line.utf8.count).candidates
      .map(\.display)
  }

  @Test(arguments: [
    ("deportations | where state = \"CA", "\"CA\"  California · 7 rows"),
    ("states | where code = \"MA", "\"MA\"  Massachusetts · 1 row"),
    ("jurisdictions | where fips = \"25025", "\"25025\"  Suffolk County, MA · 1 row"),
    ("stories | where kind = \"activ", "\"activation\"  (91 rows)"),
  ])
  func keysHaveTheNamesOfTheirRows(_ line: String, _ wanted: String) throws {
    #expect(try listed(line) == [wanted])
  }

  @Test func momentsHaveTheirDayAndTitle() throws {
    let ids = try listed("events | around \"E001")
    #expect(ids.count >= 5)
    #expect(ids.allSatisfy { $0.hasPrefix("\"E001") && $0.contains("\"  20") })
    let days = try listed("events | around 2011-06-0")
    #expect(!days.isEmpty)
    #expect(days.allSatisfy { $0.hasPrefix("2011-06-0") && $0.count > 12 })
  }

  @Test func onlyMomentsStandBehindAround() throws {
    let columns = try listed("jurisdictions | around a")
    #expect(columns.contains("activated"))
    #expect(!columns.contains("area_sq_miles") && !columns.contains("activation_basis"))
  }
}
