import Foundation
import Functions
import Planner
import Testing

@testable import Shell

/// Every example and every question has the same answer here and in SQLite.
@Suite(.serialized) struct AgreementTests {
  static let examples: [String] = {
    let verbs = Verb.all.entries.flatMap(\.examples)
    return verbs + Function.all.entries.flatMap(\.examples)
  }()

  /// The queries of the questions and of the pairs that are asked DuckDB, too.
  static func asked() throws -> [String] {
    struct Question: Decodable { var query: String }
    let text = try Data(
      contentsOf: URL(fileURLWithPath: Record.root + "/Tests/questions/questions.json")
    )
    let questions = try JSONDecoder().decode([Question].self, from: text).map(\.query)
    let folder = Record.root + "/Tests/Differential/oracle/pairs"
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    let pairs = try files.filter { $0.hasSuffix(".txt") }.flatMap { file in
      try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
        .components(separatedBy: "\n\n").map { block in
          let lines = block.components(separatedBy: "\n").filter { !$0.hasPrefix("#") }
          return lines.prefix { $0 != "---" }.joined(separator: "\n")
        }
    }
    return questions + pairs.filter { !$0.isEmpty }
  }

  @Test func sameAnswersInSQLite() throws {
    let catalog = try Record.catalog()
    let database = try Database(catalog)
    let relations = try Record.relations(catalog)
    var (agreements, asked) = (0, 0)
    var refusals: [String: Int] = [:]
    for query in Self.examples + (try Self.asked()) {
      let own = Record.copy(of: catalog)
      let comparison = Comparison(own, database, relations)
      let (exit, words) = try Comparison.run(query, own, comparison)
      #expect(exit == .fine || exit == .query || exit == .usage, "\(query)\n\(words)")
      for difference in comparison.differences { Issue.record("\(query)\n\(difference)") }
      for refusal in comparison.refusals { refusals[refusal.text, default: 0] += 1 }
      agreements += comparison.agreements
      asked += 1
    }
    print("\(agreements) answers of \(asked) sources agree with SQLite.")
    for (text, count) in refusals.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      print("  \(count) × \(text)")
    }
    #expect(agreements > 600)
    #expect(refusals.values.reduce(0, +) < 100)
  }
}

extension AgreementTests {
  /// What is an error here is found by a check there: several partners, several rows of a cell or
  /// moment.
  @Test(arguments: [
    "states | join (stories | keep state, kind) on code = state",
    "stories | keep kind, scope, tellings | pivot scope showing tellings",
    "detention | total person_days by month, state | add c = change(person_days)",
  ])
  func checksFindWhatFailsHere(_ query: String) throws {
    let catalog = try Record.catalog()
    let relations = try Record.relations(catalog)
    let comparison = Comparison(catalog, try Database(catalog), relations)
    let (exit, _) = try Comparison.run(query, catalog, comparison)
    #expect(comparison.differences.isEmpty, "\(comparison.differences)")
    #expect(exit != .fine)
    #expect(comparison.found == 1)
  }
}
