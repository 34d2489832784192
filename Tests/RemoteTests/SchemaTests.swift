import Catalog
import Testing

@testable import Remote

/// What engines tell of their tables.
@Suite struct SchemaTests {
  @Test(arguments: [
    "CHECK (mood in ('calm', 'it''s odd'))",
    "CHECK((mood IN ('calm', 'it''s odd')))",
    "CHECK ((mood = ANY (ARRAY['calm'::text, 'it''s odd'::text])))",
    "CHECK (((mood)::text = ANY ((ARRAY['calm'::character varying, 'it''s odd'::character varying])::text[])))",
    "create table t (a int, \"mood\" text check (\"mood\" is null or \"mood\" in ('calm', 'it''s odd')))",
  ])
  func readsLists(_ text: String) throws {
    let clauses = checkClauses(in: text)
    #expect(clauses.count == 1)
    let clause = try #require(clauses.first)
    let found = try #require(listedLabels(in: clause))
    #expect(found.column == "mood")
    #expect(found.labels == ["calm", "it's odd"])
  }

  @Test(arguments: [
    "CHECK (mood not in ('calm'))", "CHECK (mood <> 'calm')", "CHECK (mood > 'a')",
    "CHECK (mood in ('a') or other in ('b'))", "CHECK (length(mood) in (1, 2))",
    "CHECK (mood in ('a') and size > 3)", "CHECK (lower(mood) in ('a'))", "CHECK (mood like 'a')",
    "CHECK (mood is null)", "CHECK (",
  ])
  func leavesOtherChecksAlone(_ text: String) {
    for clause in checkClauses(in: text) { #expect(listedLabels(in: clause) == nil, "\(clause)") }
  }

  @Test func knowsTypes() {
    func kind(_ name: String, _ parts: Bool = false) -> RemoteColumnType {
      RemoteColumnType(name, goesByParts: parts)
    }
    #expect(kind("character varying(12)") == .text)
    #expect(kind("NUMERIC(10,2)") == .real)
    #expect(kind("ENUM('a', 'b')") == .text)
    #expect(quotedTexts(in: "ENUM('a', 'b''c')") == ["a", "b'c"])
    #expect(kind("interval") == .other)
    #expect(kind("timestamp without time zone") == .other)
    #expect(kind("unsigned big int", true) == .integer)
    #expect(kind("nvarchar(10)", true) == .text)
    #expect(kind("", true) == .other)
  }

  @Test func castsWhatIsReckonedOtherwise() {
    for name in ["decimal(4,1)", "real", "float4", "enum('a')", "character(3)", "uuid", "size"] {
      #expect(RemoteColumnType.needsCast(name), "\(name)")
    }
    for name in ["bigint", "integer", "double precision", "text", "varchar(3)", "date", "boolean"] {
      #expect(!RemoteColumnType.needsCast(name), "\(name)")
    }
  }

  @Test func knowsWhatFitsADeclaredType() {
    #expect(RemoteColumnType.integer.holds(.period(.fiscalYear(start: 10)), loosely: false))
    #expect(!RemoteColumnType.text.holds(.period(.fiscalYear(start: 10)), loosely: true))
    #expect(RemoteColumnType.text.holds(.date, loosely: true))
    #expect(!RemoteColumnType.text.holds(.date, loosely: false))
    #expect(!RemoteColumnType.text.holds(.integer, loosely: true))
    #expect(
      RemoteColumnType.text.holds(.category(Category(["a"], isOrdered: true)), loosely: false)
    )
  }
}

/// How engines are named, and that a password is never shown.
@Suite struct AddressTests {
  @Test(arguments: [
    ("postgres://me:secret@host/db", "postgres://me:***@host/db"),
    ("postgres://me:se%40cret@host/db", "postgres://me:***@host/db"),
    ("postgres://me:s@cret@host/db", "postgres://me:***@host/db"),
    ("postgres://me:s/cret@host/db", "postgres://me:***@host/db"),
    ("postgresql://host/db?user=me&password=secret", "postgresql://host/db?user=me&password=***"),
    ("postgres://me@host:5432/db", "postgres://me@host:5432/db"),
    ("duckdb:/tmp/a:b@c", "duckdb:/tmp/a:b@c"),
    ("spark:spark://host:7077", "spark:spark://host:7077"),
  ])
  func masksPasswords(_ text: String, _ shown: String) {
    #expect(EngineAddress(text).shown == shown)
  }

  @Test func masksThemInWhatOthersSay() {
    let address = EngineAddress("postgres://me:se%40cret@host/db")
    #expect(address.masked("invalid: se@cret and se%40cret") == "invalid: *** and ***")
  }

  @Test func everyEngineHasADialectAndAnExample() throws {
    for engine in RemoteEngine.all.entries {
      #expect(!engine.examples.isEmpty)
      #expect(engine.usage.hasPrefix(engine.name))
      let server = try RemoteServer(EngineAddress(engine.name + ":x"))
      #expect(server.dialectName == engine.dialect)
    }
    #expect(throws: TableFailure.self) { try RemoteServer(EngineAddress("oracle:x")) }
    #expect(throws: TableFailure.self) { try RemoteServer(EngineAddress("duckdb")) }
    #expect(throws: TableFailure.self) { try RemoteServer(EngineAddress("postgres:")) }
  }
}
