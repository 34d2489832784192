import Testing

@testable import Shell

/// Headings of tables that are longer than a screen.
@Suite struct PagerTests {
  private func table(_ rows: Int, corners: [String]) -> [String] {
    let (dash, bar) = corners[0] == "+" ? ("--", "|") : ("──", "│")
    let heading = [corners[0] + dash, "\(bar) n", "\(bar) integer", corners[1] + dash]
    return heading + (0..<rows).map { "\(bar) \($0)" } + [corners[2] + dash, "ledger", ""]
  }

  @Test(arguments: [["┌", "├", "└"], ["+", "+", "+"]])
  func eachScreenfulBeginsWithTheHeading(_ corners: [String]) {
    let lines = table(50, corners: corners)
    let text = Pager.repeatingHeadings(lines.joined(separator: "\n"), rows: 24)
    let shown = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    // Every row is there once, in order.
    var bare = shown
    for start in stride(from: 23, to: shown.count, by: 23).reversed()
    where Array(shown[start...].prefix(4)) == Array(lines.prefix(4)) {
      bare.removeSubrange(start..<start + 4)
    }
    #expect(bare == lines)
    #expect(Array(shown[23..<27]) == Array(lines.prefix(4)))
    #expect(Array(shown[46..<50]) == Array(lines.prefix(4)))
  }

  @Test func otherTextsStay() {
    let text = (0..<60).map { "line \($0)" }.joined(separator: "\n")
    #expect(Pager.repeatingHeadings(text, rows: 24) == text)
    let short = table(5, corners: ["┌", "├", "└"]).joined(separator: "\n")
    #expect(Pager.repeatingHeadings(short, rows: 24) == short)
    #expect(Pager.repeatingHeadings(text, rows: 1).isEmpty == false)
  }
}
