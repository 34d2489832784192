import Diagnostics
import Foundation
import Habits
import Syntax
import Planner
import Testing

/// `grammar/invalid.txt`: each block is `> query`, then its messages, then an
/// empty line.
@Suite struct InvalidTests {
  /// A wrong query with what the file says of it.
  struct Block: CustomTestStringConvertible, Sendable {
    var query: String
    var answer: String
    var testDescription: String { query }
  }

  static let blocks = GrammarFiles.text("invalid.txt")
    .split(separator: "\n\n")
    .map { $0.split(separator: "\n", omittingEmptySubsequences: false) }
    .filter { $0[0].hasPrefix("> ") }
    .map { lines in
      let query = lines.prefix { $0.hasPrefix("> ") }.map { $0.dropFirst(2) }
      let answer = lines.dropFirst(query.count).joined(separator: "\n")
      return Block(
        query: query.joined(separator: "\n"),
        answer: answer.trimmingCharacters(in: .newlines)
      )
    }

  static func answer(_ query: String) -> String {
    let diagnostics = parse(query, verbs: Verb.shapes, habits: ForeignLanguages()).diagnostics
    let fixed = applying(diagnostics.compactMap(\.fix), to: query)
    let isFixed = diagnostics.allSatisfy { $0.fix != nil }
    return render(diagnostics, source: query, fixed: isFixed ? fixed : nil)
  }

  @Test func thereAreEnough() { #expect(InvalidTests.blocks.count >= 200) }

  @Test(arguments: InvalidTests.blocks)
  func saysExactly(_ block: Block) {
    #expect(InvalidTests.answer(block.query) == block.answer)
  }

  @Test(arguments: InvalidTests.blocks)
  func fixedQueriesParse(_ block: Block) throws {
    let diagnostics = parse(block.query, verbs: Verb.shapes, habits: ForeignLanguages()).diagnostics
    try #require(!diagnostics.isEmpty)
    guard diagnostics.allSatisfy({ $0.fix != nil }) else { return }
    let fixed = applying(diagnostics.compactMap(\.fix), to: block.query)
    #expect(
      parse(fixed, verbs: Verb.shapes, habits: ForeignLanguages()).diagnostics.map(\.message.text)
        == []
    )
  }

  @Test(arguments: InvalidTests.blocks)
  func speaksPlainly(_ block: Block) {
    for word in ["unexpected", "internal", "token", "parse error", "syntax", "Optional("] {
      #expect(!block.answer.lowercased().contains(word.lowercased()))
    }
  }

  /// Writes the answers anew, for a review of the difference.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["SCOMM_REWRITE"] != nil))
  func rewrite() throws {
    let parts = GrammarFiles.text("invalid.txt").split(separator: "\n\n")
    let head = parts.filter { $0.hasPrefix("#") }
    let blocks = InvalidTests.blocks.map { block in
      let query = block.query.split(separator: "\n").map { "> " + $0 }.joined(separator: "\n")
      return query + "\n" + InvalidTests.answer(block.query)
    }
    let text = (head.map(String.init) + blocks).joined(separator: "\n\n") + "\n"
    let file = GrammarFiles.folder.appending(path: "invalid.txt")
    try text.write(to: file, atomically: true, encoding: .utf8)
  }
}
