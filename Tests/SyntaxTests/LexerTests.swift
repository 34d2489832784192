import Diagnostics
import Habits
import Syntax
import Planner
import Testing
import TestSupport

@Suite struct LexerTests {
  private func codes(_ source: String) -> [String] {
    parse(source, verbs: Verb.shapes, habits: ForeignLanguages()).diagnostics.map(\.message.code)
  }

  @Test func randomBytesEnd() {
    var numbers = Dice(seed: 2008)
    for _ in 0..<3000 {
      let count = Int.random(in: 0..<60, using: &numbers)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &numbers) }
      let program = parse(bytes: bytes, verbs: Verb.shapes, habits: ForeignLanguages())
      for diagnostic in program.diagnostics {
        #expect(diagnostic.span.start >= 0 && diagnostic.span.end <= bytes.count)
      }
      let text = String(decoding: bytes, as: UTF8.self)
      _ = render(
        parse(text, verbs: Verb.shapes, habits: ForeignLanguages()).diagnostics,
        source: text
      )
    }
  }

  @Test func randomWordsEnd() {
    let words = [
      "deportations", "|", "where", "count", "by", "(", ")", ",", "=", "in", "..", "not", "and",
      "if", "then", "else", "2011-06", "FY2012", "\"MA\"", "'", "5", "%", "join", "last", "with",
      "ties", "top", "&&", "!", "is", "NULL", "like", "\n", ";", "#", "$x", "select", "from", "let",
      "explain", "chart", "title", "`a b`", "-", ".", "90 days", "between", "sort", "desc", "|>",
    ]
    var numbers = Dice(seed: 287)
    for _ in 0..<4000 {
      let count = Int.random(in: 1..<18, using: &numbers)
      let picked = (0..<count).compactMap { _ in words.randomElement(using: &numbers) }
      let source = picked.joined(separator: " ")
      let program = parse(source, verbs: Verb.shapes, habits: ForeignLanguages())
      _ = render(program.diagnostics, source: source)
      let layout = formatted(source, verbs: Verb.shapes)
      #expect(formatted(layout, verbs: Verb.shapes) == layout)
      guard program.diagnostics.isEmpty else { continue }
      let again = parse(layout, verbs: Verb.shapes, habits: ForeignLanguages())
      #expect(again.statements.map(outline) == program.statements.map(outline), "\(source)")
    }
  }

  @Test func strangeBytesHaveAPlace() {
    #expect(codes("deportations | where \u{0} = 1") == ["control-character"])
    #expect(codes("deportations | where a = \"\u{1B}[0m\"") == ["control-character"])
    let bytes = Array("deportations | where ".utf8) + [0xFF, 0xFE]
    let broken = parse(bytes: bytes, verbs: Verb.shapes, habits: ForeignLanguages()).diagnostics
    #expect(broken.map(\.message.code) == ["broken-character"])
    #expect(broken.first?.span == SourceSpan(21, 23))
  }

  @Test func blanksOfAllKindsSeparate() {
    #expect(codes("\u{FEFF}deportations\u{A0}|\tcount") == [])
    #expect(codes("deportations\r\n| count\r\n\r\nstories") == [])
  }

  @Test func tenThousandBracketsEndQuickly() {
    for piece in ["(", "not ", "-", "if a then b else ", "f("] {
      let source = "a | where " + String(repeating: piece, count: 10_000)
      #expect(codes(source) == ["nested-too-deep"])
    }
    let sources = String(repeating: "(", count: 10_000)
    #expect(codes(sources) == ["nested-too-deep"])
  }

  @Test func longChainsEnd() {
    #expect(codes("a | where x = 1" + String(repeating: " or x = 1", count: 900)) == [])
    let source = "a | add x = 1" + String(repeating: " + 1", count: 100_000)
    #expect(codes(source) == ["too-many-operators"])
  }

  @Test func namesOfAllAlphabetsAreNames() {
    #expect(codes("données | where año = 1 | keep `país`") == [])
  }
}
