import Catalog
import Columns
import Diagnostics
import Planner
import TestSupport
import Testing

@testable import Charts

/// What a query chose, under the title of its picture.
@Suite struct PhraseLineTests {
  static let phrases: [[String]] = [
    [], ["Texas"], ["Texas", "FY2010 to FY2013"], (1...40).map { "condition number \($0)" },
    [String(repeating: "word ", count: 80)], [String(repeating: "x", count: 300)],
    [String(repeating: "x", count: 300), "Texas"], ["日本語のとても長い条件", "Texas", "not partial"],
    Array(repeating: "title contains \"a long text with many words in it\"", count: 3),
    (0..<5_000).map { "c\($0)" },
  ]

  @Test(arguments: phrases, [20, 40, 80, 200])
  func linesFitAndSayHowManyAreLeft(_ phrases: [String], width: Int) throws {
    for ellipsis in ["…", "..."] {
      let lines = phraseLines(phrases, width: width, ellipsis: ellipsis)
      #expect(lines.count <= 2 && lines.isEmpty == phrases.isEmpty)
      #expect(lines.allSatisfy { displayWidth(of: $0) <= width }, "\(lines)")
      let shown = lines.joined(separator: " · ")
      let left = shown.firstMatch(of: /(\d+) more/).flatMap { Int($0.1) } ?? 0
      let kept = phrases.prefix(phrases.count - left)
      // What is kept stands there whole, unless the first alone has no room.
      let text = lines.joined(separator: " ")
      let isWhole = kept.allSatisfy { phrase in
        let words = phrase.split(separator: " ")
        return words.allSatisfy { text.contains($0) }
      }
      #expect(isWhole || kept.count == 1 && text.contains(ellipsis), "\(lines)")
    }
  }

  @Test func phrasesThatFitAreWhole() {
    let lines = phraseLines(["Texas", "FY2010 to FY2013", "not partial"], width: 80, ellipsis: "…")
    #expect(lines == ["Texas · FY2010 to FY2013 · not partial"])
    let few = phraseLines(["Texas", "FY2010 to FY2013", "not partial"], width: 30, ellipsis: "…")
    #expect(few == ["Texas · FY2010 to FY2013", "not partial"])
    let cut = phraseLines((1...9).map { "condition \($0)" }, width: 40, ellipsis: "…")
    #expect(
      cut == ["condition 1 · condition 2 · condition 3", "condition 4 · … and 5 more conditions"]
    )
  }

  /// The text, the page and the sentences say them, behind the title, which may be the user's own.
  @Test func eachFormSaysThem() throws {
    var data = ChartData(Drawn.bars([.real(1), .real(2)]), ChartRequest())
    data.request.title = "Mine"
    data.selections = [
      ("a < b & c", nil), ("v = 2 * w", "v"), ("u = 3 * w", "u"), ("a < b & c", nil),
    ]
    let scene = try Charts.scene(of: data)
    #expect(scene.phrases == ["a < b & c", "v = 2 * w"])
    let lines = try scene.text(in: ChartFrame(width: 80))
    #expect(Array(lines.prefix(3)) == ["Mine", "a < b & c · v = 2 * w", ""])
    #expect(scene.spoken(width: nil)[1] == "Shown: a < b & c; v = 2 * w.")
    let page = scene.svg()
    #expect(page.contains(">a &lt; b &amp; c · v = 2 * w</text>"))
    #expect(page.contains("<desc id=\"desc\">Shown: a &lt; b &amp; c; v = 2 * w. "))
    let ascii = try scene.text(in: ChartFrame(width: 80, ascii: true))
    #expect(ascii.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } })
  }

  @Test func whatIsCoveredIsSaidWhereNoAxisSaysIt() throws {
    var data = ChartData(Drawn.bars([.real(1)]), ChartRequest())
    let days = ["2008-10-01", "2015-02-28"].compactMap { CivilDate($0)?.ordinal }
    data.coverage = days[0]...days[1]
    #expect(try Charts.scene(of: data).phrases == ["2008-10-01 to 2015-02-28"])
    let years = Field("fy", .period(.fiscalYear(start: 10)), role: .key)
    let table = Drawn.table(
      [(years, [.ordinal(2009)]), (Field("n", .integer, role: .additive), [.integer(1)])],
      key: ["fy"]
    )
    var other = ChartData(table, ChartRequest())
    other.coverage = data.coverage
    #expect(try Charts.scene(of: other).phrases == [])
  }
}
