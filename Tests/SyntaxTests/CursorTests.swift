import Diagnostics
import Syntax
import Planner
import Testing

@Suite struct CursorTests {
  /// The completion context at `^` in `source`.
  private func context(_ source: String) -> CursorContext {
    let parts = source.split(separator: "^", omittingEmptySubsequences: false)
    let offset = parts[0].utf8.count
    return expectations(at: offset, in: parts.joined(), verbs: Verb.shapes)
  }

  @Test func aStatementBegins() {
    let found = context("dep^")
    #expect(found.expectations.contains(.source))
    #expect(found.expectations.contains(.keyword("let")))
    #expect(found.typed == "dep")
    #expect(found.replacing == SourceSpan(0, 3))
  }

  @Test func verbsFollowABar() {
    let found = context("deportations | where a = 1 | co^")
    #expect(found.expectations == [.verb])
    #expect(found.earlier?.stages.map(\.verb.text) == ["where"])
    #expect(found.stage == nil)
  }

  @Test func conditionsBeginWithColumns() {
    let found = context("deportations | where st^")
    #expect(found.expectations.contains(.column))
    #expect(found.expectations.contains(.function))
    #expect(found.expectations.contains(.keyword("not")))
    #expect(!found.expectations.contains(.verb))
    #expect(found.stage?.verb.text == "where")
    #expect(found.slot?.label == "condition")
  }

  @Test func operatorsFollowAColumn() {
    let found = context("deportations | where state ^")
    #expect(found.expectations.contains(.sign("=")))
    #expect(found.expectations.contains(.keyword("in")))
    #expect(found.expectations.contains(.keyword("and")))
    #expect(found.expectations.contains(.sign("|")))
    #expect(!found.expectations.contains(.column))
    #expect(found.earlier?.stages.isEmpty == true)
  }

  @Test(arguments: [
    "a | where state = ^", "a | where state = \"M^", "a | where state in (\"MA\", ^",
    "a | where state != 'M^",
  ])
  func valuesFollowAComparison(_ source: String) {
    #expect(context(source).expectations.contains(.value(afterPath: ["state"])))
  }

  @Test func theTypedTextIsWithoutItsQuote() {
    let found = context("a | where state = \"M^\" | count")
    #expect(found.typed == "M")
    #expect(found.opening == "\"")
    #expect(found.replacing == SourceSpan(18, 20))
  }

  @Test func pathsAreKnownBeforeTheDot() {
    let found = context("deportations | where state.re^")
    #expect(found.pathBefore == ["state"])
    #expect(found.typed == "re")
    #expect(found.expectations == [.column])
  }

  @Test func optionsAreOfferedOnce() {
    let found = context("deportations | top 3 by removals ^")
    #expect(found.expectations.contains(.clause("per")))
    #expect(found.expectations.contains(.clause("with ties")))
    #expect(!found.expectations.contains(.clause("by")))
  }

  @Test func modesDecideOptions() {
    let found = context("claims | join last events ^").expectations
    #expect(found.contains(.clause("within")))
    #expect(!found.contains(.clause("many")))
    #expect(context("claims | join ^").expectations.contains(.keyword("nearest")))
  }

  @Test func unitsFollowCounts() {
    #expect(context("events | around 2011-01-01 by 3 ^").expectations == [.unit])
  }

  @Test func nestedPipelinesHaveTheirOwnColumns() {
    let found = context("let x = stories | count\nclaims | join (events | where ^")
    #expect(found.statements.count == 1)
    guard case .table(let name)? = found.earlier?.source else {
      Issue.record("no source")
      return
    }
    #expect(name.text == "events")
  }

  @Test func theJoinedTableIsKnown() {
    let found = context("claims | join events on ^")
    #expect(found.stage?.arguments["source"] != nil)
    #expect(found.slot?.label == "on")
    #expect(found.expectations.contains(.column))
  }

  @Test func formatsAndCharts() {
    #expect(context("a | as ^").expectations == [.format])
    #expect(context("a | chart ^").expectations.contains(.chart))
    #expect(context("a | chart ^").expectations.contains(.clause("title")))
  }

  @Test func nothingInComments() { #expect(context("a | # whe^").expectations.isEmpty) }
}
