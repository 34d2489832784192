import Diagnostics
import Foundation
import Syntax
import Testing

@testable import Shell

/// What is said of wrong inputs, word by word.
@Suite(.serialized) struct CatalogueTests {
  @Test func thereAreEnough() { #expect(Catalogue.blocks.count >= 200) }

  @Test(arguments: Catalogue.blocks)
  func saysExactly(_ block: Catalogue.Block) throws {
    let said = try Catalogue.said(block)
    #expect(said == block.answer.joined(separator: "\n") + "\n")
  }

  /// Nothing that is not the user's: no words of the machinery, no lists without items.
  @Test(arguments: Catalogue.blocks)
  func speaksPlainly(_ block: Catalogue.Block) {
    let answer = block.answer.joined(separator: "\n")
    let foreign = [
      "internal", "unexpected", "token", "parse", "syntax", "Optional(", "Error", "nil", "Swift",
      "index out of range", "fatal", " panic", "There are none.", " are .", "Did you mean ?",
    ]
    for word in foreign where !block.source.contains(word) {
      #expect(!answer.contains(word), "\(word)")
    }
    #expect(block.answer.contains { $0.contains("^") }, "no place is marked")
  }

  @Test func entersNothingTwice() {
    let all = Catalogue.blocks.map { $0.source + $0.before.joined() + "\($0.settings)" }
    let twice = Dictionary(grouping: all) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
    #expect(twice == [])
  }

  /// Of what one repair of a word or two would mend, most is mended.
  @Test func repairsWhatIsRepairable() {
    let repairable = Catalogue.blocks.filter { $0.isRepairable || $0.isFixed }
    let fixed = repairable.filter(\.isFixed)
    #expect(fixed.count * 100 >= repairable.count * 80, "\(fixed.count) of \(repairable.count)")
  }

  /// A repaired query does not fail when it is entered in turn, and names nothing twice.
  @Test(arguments: Catalogue.blocks.filter(\.isFixed))
  func repairedQueriesRun(_ block: Catalogue.Block) throws {
    let repaired = try #require(block.repaired)
    let said = try Catalogue.said(repaired, asJSON: true)
    #expect(!said.contains("\"severity\":\"error\"") || said.contains("\"run-failure\""))
    let fixed = repaired.source
    #expect(block.source == fixed || withoutRepetitions(fixed) == fixed)
  }

  /// What "did you mean" offers does away with the error where it is written in the marked place.
  @Test(arguments: Catalogue.blocks)
  func offersLeadOn(_ block: Catalogue.Block) throws {
    let said = try Catalogue.said(block, asJSON: true)
    let errors = said.split(separator: "\n").filter { $0.contains("\"severity\":\"error\"") }
    let marks = block.answer.dropFirst().first?.split(separator: " ").count
    guard errors.count == 1, marks == 1,
      let place = errors[0].firstMatch(of: /"column":(\d+),"endLine":1,"endColumn":(\d+)/),
      let offer = errors[0].firstMatch(of: /[Dd]id you mean (.+?)\?(?: |")/),
      let code = errors[0].firstMatch(of: /"code":"([a-z-]+)"/), block.query.count == 1,
      code.1 != "question"
    else { return }
    let (start, end) = (Int(place.1) ?? 1, Int(place.2) ?? 1)
    let line = Array(block.source)
    let offers = offer.1.replacing("\\\"", with: "\"").replacing(/\ \(\d+ rows?\)/, with: "")
      .replacing(" or ", with: ", ").split(separator: ", ")
    for ours in offers {
      var followed = block
      followed.query = [
        String(line[..<(start - 1)]) + ours + String(line[(end - 1)...])
      ]
      let answer = try Catalogue.said(followed, asJSON: true)
      #expect(!answer.contains("\"code\":\"\(code.1)\""), "\(followed.source)")
    }
  }

  /// Every kind of message occurs: its codes are gathered from the sources.
  @Test func everyMessageOccurs() throws {
    var said: Set<String> = []
    for block in Catalogue.blocks {
      for line in try Catalogue.said(block, asJSON: true).split(separator: "\n") {
        if let code = line.firstMatch(of: /"code":"([a-z-]+)"/) { said.insert(String(code.1)) }
      }
    }
    let absent = try Self.codes().subtracting(said).subtracting(Self.elsewhere.keys)
    #expect(absent.sorted() == [])
  }

  /// Messages that no query at the prompt can cause, and why.
  static let elsewhere: [String: String] = [
    "broken-character": "only files hold bytes that are no text",
    "too-many-operators": "such lines are too long for a catalogue",
    "too-many-stages": "such lines are too long for a catalogue",
    "missing-text": "a text is read only where one begins",
    "table-failure": "the shipped tables can be read",
  ]

  /// The codes of all messages of the language, the plans and the session.
  static func codes() throws -> Set<String> {
    var codes: Set<String> = []
    let files = ArchitectureTests.files.filter {
      $0.hasPrefix("Plans/") || $0.hasPrefix("Language/") || $0.hasPrefix("Habits/")
        || $0 == "Shell/Session+Errors.swift"
    }
    for file in files {
      for match in try Record.text("Sources/" + file).matches(of: /Message\(\s*"([a-z0-9-]+)"/) {
        codes.insert(String(match.1))
      }
    }
    return codes
  }

  /// Writes the answers anew, for a review of the difference.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["SCOMM_REWRITE"] != nil))
  func rewrite() throws {
    for file in Catalogue.files {
      let texts = try Catalogue.read(file).map { block in
        var lines = block.comments
        lines += block.before.map { ">> " + $0 } + block.query.map { "> " + $0 }
        if !block.query.isEmpty { lines.append(try Catalogue.said(block)) }
        return lines.joined(separator: "\n").trimmingCharacters(in: .newlines)
      }
      let text = texts.joined(separator: "\n\n") + "\n"
      try text.write(toFile: Catalogue.folder + file, atomically: true, encoding: .utf8)
    }
  }
}
