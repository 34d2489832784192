import Diagnostics
import Habits
import Syntax
import Planner
import Testing

@Suite struct SentenceTests {
  @Test func thereAreEnough() { #expect(GrammarFiles.valid.count >= 300) }

  @Test(arguments: GrammarFiles.valid)
  func printsBack(_ sentence: String) throws {
    let program = parse(sentence, verbs: Verb.shapes, mode: .prompt, habits: ForeignLanguages())
    try #require(program.diagnostics.map(\.message.text) == [])
    let statement = try #require(program.statements.first)
    #expect(program.statements.count == 1)
    #expect(!program.isIncomplete)
    #expect(formatted(sentence, verbs: Verb.shapes) == sentence)
    let again = parse(statement.formatted(verbs: Verb.shapes), verbs: Verb.shapes)
    #expect(again.statements.map(outline) == [outline(statement)])
  }

  @Test func everyVerbOccurs() {
    let sentences = GrammarFiles.valid.joined(separator: "\n")
    for verb in Verb.shapes.keys {
      #expect(sentences.contains("| \(verb)"), "no sentence uses \(verb)")
    }
  }

  @Test(arguments: GrammarFiles.valid)
  func everyPrefixEnds(_ sentence: String) {
    for end in 0...sentence.utf8.count {
      let prefix = String(decoding: sentence.utf8.prefix(end), as: UTF8.self)
      for mode in [LineMode.prompt, .block] {
        let program = parse(prefix, verbs: Verb.shapes, mode: mode, habits: ForeignLanguages())
        _ = render(program.diagnostics, source: prefix)
      }
      _ = expectations(at: end, in: sentence, verbs: Verb.shapes, habits: ForeignLanguages())
    }
  }

  @Test(arguments: GrammarFiles.valid)
  func everyDeletionEnds(_ sentence: String) {
    let words = sentence.split(separator: " ")
    for index in words.indices {
      let rest = (words[..<index] + words[(index + 1)...]).joined(separator: " ")
      let program = parse(rest, verbs: Verb.shapes, habits: ForeignLanguages())
      for fix in program.diagnostics.compactMap(\.fix) {
        #expect(fix.edits.allSatisfy { $0.span.end <= rest.utf8.count })
        #expect(applying([fix], to: rest) != rest, "a repair of \(rest) changes nothing")
      }
      for diagnostic in program.diagnostics {
        #expect(diagnostic.span.start >= 0 && diagnostic.span.end <= rest.utf8.count)
      }
      let layout = formatted(rest, verbs: Verb.shapes)
      #expect(formatted(layout, verbs: Verb.shapes) == layout)
    }
  }
}
