import Diagnostics
import Habits
import Syntax
import Planner
import Testing

@Suite struct SuggestionTests {
  private let columns = [
    "state", "fiscal_year", "period_start", "period_end", "removals", "partial",
  ]

  @Test(arguments: [
    ("stat", ["state"]), ("State", ["state"]), ("removal", ["removals"]), ("year", ["fiscal_year"]),
    ("fiscal", ["fiscal_year"]), ("reomvals", ["removals"]), ("xyz", []), ("", []), ("q", []),
    ("period", ["period_start", "period_end"]), ("state_code", ["state"]),
  ])
  func nearColumns(_ word: String, _ expected: [String]) {
    #expect(nearest(word, in: columns) == expected)
  }

  @Test func nearValues() {
    #expect(nearest("Masachusetts", in: ["Maryland", "Massachusetts"]) == ["Massachusetts"])
    #expect(nearest("totl", in: ["top", "total", "count"]) == ["total"])
    #expect(nearest("XX", in: ["MA", "MO", "NY"]) == [])
    #expect(nearest("ma", in: ["MA", "MO", "NY"]) == ["MA"])
  }
}

@Suite struct RenderingTests {
  private func diagnostic(_ source: String) -> [Diagnostic] {
    parse(source, verbs: Verb.shapes, habits: ForeignLanguages()).diagnostics
  }

  @Test func severalPlacesAreNumbered() {
    let source = "deportations | where a && b <> 3"
    #expect(
      render(diagnostic(source), source: source, fixed: "x") == """
           deportations | where a && b <> 3
                                  ^^   ^^
        1. The sign && is written and.
        2. The sign <> is written !=.
        Fixed:  x
        """
    )
  }

  @Test func aPlaceInAFileStandsFirst() {
    let source = "stories\ndeportations | top"
    let start = SourceStart(file: "a.scq", firstLine: 10)
    let text = render(diagnostic(source), source: source, place: start)
    #expect(text.contains("\na.scq:11:19: top needs a count"))
  }

  @Test func marksStandUnderWideCharactersAndTabs() {
    let source = "a |\twhere 東京 = \"東\" = 3"
    #expect(
      render(diagnostic(source), source: source).split(separator: "\n").prefix(2) == [
        "   a | where 東京 = \"東\" = 3",
        "                         ^",
      ]
    )
  }

  @Test func controlCharactersAreShownAsSymbols() {
    let source = "a | where \u{1B}"
    let text = render(diagnostic(source), source: source)
    #expect(text.contains("␛"))
    #expect(!text.contains("\u{1B}"))
  }

  @Test func longLinesAreCut() throws {
    let list = (1...100).map(String.init).joined(separator: ", ")
    let source = "a | where x in (\(list)) && y | top"
    let lines = render(diagnostic(source), source: source).split(separator: "\n")
    #expect(lines.filter { $0.hasPrefix("   ") }.allSatisfy { $0.count <= 110 })
    #expect(lines[0].hasPrefix("   …"))
    let mark = try #require(lines[1].firstIndex(of: "^"))
    let column = lines[1].distance(from: lines[1].startIndex, to: mark)
    #expect(lines[0].dropFirst(column).hasPrefix("&&"))
  }

  @Test func oneLineOfJSON() {
    let source = "a\n| where b && c"
    let start = SourceStart(file: "x.scq")
    let text = diagnostic(source).map { $0.json(source: source, place: start) }
    #expect(
      text == [
        #"{"file":"x.scq","line":2,"column":11,"endLine":2,"endColumn":13,"severity":"error","#
          + #""code":"foreign-and","message":"The sign && is written and.","#
          + #""fix":[{"start":12,"end":14,"text":"and"}]}"#
      ]
    )
  }

  @Test func editsAreAppliedInOrder() {
    let source = "a %>% filter(b == 1) %>% count"
    let fixes = diagnostic(source).compactMap(\.fix)
    #expect(applying(fixes, to: source) == "a | filter(b == 1) | count")
  }
}
