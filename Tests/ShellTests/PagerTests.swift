import Testing

@testable import Shell

/// Headings of tables that are longer than a screen.
@Suite struct PagerTests {
  private func table(_ rows: Int, corners: [String]) -> [String] {
    let lines = ["\(corners[0])──", "│ n", "│ integer", "\(corners[1])──"].map { line in
      corners[0] == "+" ? line.replacing("──", with: "--").replacing("│", with: "|") : line
    }
    let end = corners[0] == "+" ? "+--" : "\(corners[2])──"
    return lines + (0..<rows).map { "\(corners[0] == "+" ? "|" : "│") \($0)" } + [end, "ledger", ""]
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
