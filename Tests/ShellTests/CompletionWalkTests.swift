import Catalog
import Diagnostics
import IO
import Planner
import Syntax
import Testing

@testable import Shell

/// Completion at every word, name and value of the thirty questions, after two letters of it.
@Suite struct CompletionWalkTests {
  /// A word of a query, where it begins, and what Tab offers after its first two letters.
  private struct Position {
    var query: String
    var start: Int
    var word: String
    var answer: CompletionAnswer

    var before: String { String(decoding: query.utf8.prefix(start), as: UTF8.self) }
    var offers: [String] { answer.candidates.map(\.text) }
    var place: String { before + "⟨" + word + "⟩" }
  }

  private static func session() throws -> Session {
    Session(
      catalog: try Record.catalog(),
      options: SessionOptions(layout: FormatOptions()),
      console: Console(output: { _ in }, errors: { _ in })
    )
  }

  /// The words of the questions that exist: no numbers, dates, signs, or names that the query makes.
  private static func positions() throws -> [Position] {
    let session = try session()
    let text = try Record.text("examples/questions.scq")
    let queries = parsed(Array(text.utf8)).statements.compactMap { statement -> String? in
      guard case .pipeline = statement.kind else { return nil }
      let words = text.text(at: statement.span).split(whereSeparator: \.isWhitespace)
      return words.joined(separator: " ")
    }
    #expect(queries.count >= 28)
    var all: [Position] = []
    for query in queries {
      for lexeme in lexemes(of: query) where isExisting(lexeme, in: query) {
        let word = query.text(at: lexeme.span)
        let cursor = lexeme.span.start + min(2, word.utf8.count) + (word.hasPrefix("\"") ? 1 : 0)
        let typed = String(decoding: query.utf8.prefix(min(cursor, lexeme.span.end)), as: UTF8.self)
        let answer = Completer(session: session).complete(typed, cursor: typed.utf8.count)
        all.append(
          Position(query: query, start: lexeme.span.start, word: word, answer: answer)
        )
      }
    }
    return all
  }

  private static func isExisting(_ lexeme: Lexeme, in query: String) -> Bool {
    switch lexeme.kind {
    case .verb, .source, .function, .keyword: return true
    case .text:
      // What a query calls the rest is a name that it makes.
      return !query.contains(" as " + query.text(at: lexeme.span))
    case .name:
      // A name that is made here, before or at this place.
      let word = query.text(at: lexeme.span)
      return !query.contains("\(word) = ") || query.contains("where \(word) = ")
    default: return false
    }
  }

  @Test func theRightWordIsAmongTwelve() throws {
    for position in try Self.positions() {
      let wanted = position.word
      let found = position.offers.contains {
        $0 == wanted || $0 == wanted + "(" || $0.hasPrefix(wanted + " ")
      }
      #expect(found, "\(position.place): \(position.offers)")
      // Values that begin alike are all listed: what they share is typed for the user.
      let isValue = wanted.hasPrefix("\"")
      #expect(
        position.offers.count <= 12 || isValue,
        "\(position.place): \(position.offers.count) offers"
      )
    }
  }

  /// What is wrong with a query that ends with an offer, unless what follows can mend it: a bracket
  /// that is open, an option that is lacking, a column that is yet to be compared.
  @Test func noOfferIsImpossible() throws {
    let session = try Self.session()
    for position in try Self.positions() {
      for offer in position.offers {
        let text = position.before + offer
        let end = text.utf8.count
        let program = parsed(Array(text.utf8), mode: .prompt)
        var wrong = program.diagnostics.filter { !$0.isNote && $0.span.end < end }
          .filter { !["open-bracket", "missing-option"].contains($0.message.code) }
        if program.diagnostics.isEmpty, let pipeline = program.statements.last?.pipeline {
          wrong += bind(pipeline, in: session.environment, source: text).diagnostics.filter {
            !$0.isNote && $0.span.start >= position.start && $0.message.code != "not-a-condition"
          }
        }
        #expect(wrong.isEmpty, "\(position.place): \(offer): \(wrong.first?.message.text ?? "")")
      }
    }
  }
}
