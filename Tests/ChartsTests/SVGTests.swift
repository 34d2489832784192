import Catalog
import Columns
import Foundation
import Planner
import Testing

@testable import Charts

/// The pages of SVG: well-formed, without scripts, readable in both schemes.
@Suite struct SVGTests {
  private func page(_ values: [Value], _ change: (inout ChartRequest) -> Void = { _ in }) throws
    -> String
  {
    var scene = try Drawn.scene(Drawn.bars(values), change)
    scene.sources = ["sources: one & two"]
    return scene.svg()
  }

  @Test(arguments: LawTests.samples)
  func isWellFormed(_ values: [Value]) throws {
    let page = try page(values) { $0.title = "a < b & \"c\" ]]> <script>" }
    let parser = XMLReader(page)
    #expect(parser.isWellFormed, "\(page.prefix(400))")
    #expect(parser.names.isSuperset(of: ["svg", "title", "desc", "style", "text"]))
    #expect(!parser.names.contains("script"))
    #expect(page.contains("role=\"img\"") && page.contains("aria-labelledby=\"title desc\""))
    #expect(page.contains("prefers-color-scheme:dark"))
    #expect(!page.contains("nan") && !page.contains("inf"))
  }

  @Test func nothingIsFetched() throws {
    let page = try page([.real(1)])
    #expect(
      !page.contains("href") && !page.contains("@import")
        && !page.contains(
          "http:/"
            + "/fonts"
        )
    )
    #expect(page.contains("sources: one &amp; two"))
  }

  /// Texts have a contrast of 4.5 to 1 at least, marks one of 3 to 1, on both pages.
  @Test func contrastsAreEnough() throws {
    for color in SVGPage.colors {
      #expect(contrast(color.light, "#ffffff") >= 4.5, "\(color.light)")
      #expect(contrast(color.dark, "#16181c") >= 4.5, "\(color.dark)")
    }
    for (place, step) in SVGPage.steps.enumerated() {
      #expect(contrast(step.ink, step.fill) >= 4.5, "\(step)")
      // Each class is darker than the one before, also without color.
      guard place > 0 else { continue }
      let (lighter, darker) = (SVGPage.steps[place - 1].fill, step.fill)
      #expect(contrast(lighter, "#000000") > contrast(darker, "#000000"))
    }
    for (ink, paper) in [
      ("#1a1a1a", "#ffffff"), ("#555a61", "#ffffff"), ("#ececec", "#16181c"),
      ("#b4b8be", "#16181c"),
    ] {
      #expect(try page([.real(1)]).contains(ink))
      #expect(contrast(ink, paper) >= 4.5)
    }
  }

  /// The contrast of two colors by WCAG 2.
  private func contrast(_ one: String, _ other: String) -> Double {
    func light(_ color: String) -> Double {
      let number = Int(color.dropFirst(), radix: 16) ?? 0
      let parts = [number >> 16, number >> 8 & 255, number & 255].map { part -> Double in
        let share = Double(part) / 255
        return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
    let (first, second) = (light(one), light(other))
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
  }
}

/// A check of elements: each that is opened is closed, in order.
private struct XMLReader {
  private(set) var isWellFormed = true
  private(set) var names: Set<String> = []

  init(_ text: String) {
    var open: [String] = []
    var rest = text[...]
    while let start = rest.firstIndex(of: "<") {
      guard let end = rest[start...].firstIndex(of: ">") else {
        isWellFormed = false
        return
      }
      let tag = rest[rest.index(after: start)..<end]
      if tag.contains("<") || !tag.count(where: { $0 == "\"" }).isMultiple(of: 2) {
        isWellFormed = false
      }
      let name = String(tag.drop { $0 == "/" }.prefix { $0.isLetter })
      names.insert(name)
      if tag.hasPrefix("/") {
        if open.popLast() != name { isWellFormed = false }
      } else if !tag.hasSuffix("/") {
        open.append(name)
      }
      rest = rest[rest.index(after: end)...]
    }
    for piece in text.split(separator: "&").dropFirst()
    where !["amp;", "lt;", "gt;", "quot;"].contains(where: piece.hasPrefix) {
      isWellFormed = false
    }
    isWellFormed = isWellFormed && open.isEmpty
  }
}
