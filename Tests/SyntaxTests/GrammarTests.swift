import Diagnostics
import Foundation
import Syntax
import Planner
import Testing

/// `grammar/scomm.ebnf`: its stages are those of the verbs, and its sentences are sentences.
@Suite struct GrammarTests {
  static let text = GrammarFiles.text("scomm.ebnf")
  static let grammar = Grammar(text)

  /// The production of stages, as the shapes have it.
  static let stages: String = {
    let verbs = Verb.all.entries.map { (name: $0.name, shape: $0.shape) }
    let margin = "\n" + String(repeating: " ", count: 11) + "| "
    return "stage      = " + Shape.productions(verbs).joined(separator: margin) + " ;"
  }()

  /// The part of the file that the shapes determine.
  private var written: Range<String.Index>? {
    guard let start = Self.text.range(of: "stage      = "),
      let end = Self.text.range(of: " ;\n", range: start.lowerBound..<Self.text.endIndex)
    else { return nil }
    return start.lowerBound..<Self.text.index(before: end.upperBound)
  }

  @Test func stagesAreThoseOfTheVerbs() throws {
    let range = try #require(written)
    if ProcessInfo.processInfo.environment["SCOMM_REWRITE"] != nil {
      var text = Self.text
      text.replaceSubrange(range, with: Self.stages)
      let file = GrammarFiles.folder.appending(path: "scomm.ebnf")
      try text.write(to: file, atomically: true, encoding: .utf8)
      return
    }
    #expect(Self.text[range] == Self.stages)
  }

  @Test func everyNameIsProduced() {
    var maker = SentenceMaker(Self.grammar, seed: 1)
    for name in Self.grammar.productions.keys where !["dd", "dddd", "quarter"].contains(name) {
      #expect(
        !maker.make(name).contains { $0.hasPrefix("<") && $0.hasSuffix(">") && $0.count > 2 },
        "\(name)"
      )
    }
  }

  @Test func sentencesParse() {
    var maker = SentenceMaker(Self.grammar, seed: 2008)
    var wrong = 0
    for _ in 0..<5_000 where wrong < 20 {
      let sentence = maker.make("statement").joined(separator: " ")
      let program = parse(sentence, verbs: Verb.shapes)
      let isRead = program.diagnostics.isEmpty && program.statements.count == 1
      #expect(isRead, "\(sentence)\n\(render(program.diagnostics, source: sentence))")
      wrong += isRead ? 0 : 1
    }
  }

  @Test func sentencesUseEveryVerb() {
    var maker = SentenceMaker(Self.grammar, seed: 7)
    var used: Set<String> = []
    for _ in 0..<5_000 { used.formUnion(maker.make("stage").prefix(1)) }
    #expect(used == Set(Verb.all.names))
  }
}
