import Catalog
import Habits
import Planner
import Syntax

/// A question in plain English, and the queries that ask it of the tables of a catalog.
///
/// A query is made of names of tables and columns, of values that columns hold, of links and
/// periods; each word of the question must stand for one of these or for nothing.
struct Question {
  /// The words as they were typed.
  let words: [String]
  /// The words in lower case.
  let lowercased: [String]
  /// What the words ask for.
  let parts: [PlainEnglish.Part]
  /// The beginning that a word shares with its other forms.
  let stems: [String]

  /// The question that a line asks; nil for a line that is more than words.
  init?(_ line: String) {
    guard line.allSatisfy({ $0.isLetter || $0.isNumber || " \t'’?!.,;:-_".contains($0) }) else {
      return nil
    }
    words = line.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    lowercased = words.map { $0.lowercased() }
    parts = PlainEnglish.parts(of: lowercased)
    stems = words.map(Self.stem)
    if words.count < 2 { return nil }
  }

  /// Whether the line reads like prose: several of its words only join others or ask.
  var isProse: Bool { words.count > 2 && parts.count { $0.meaning != .top } * 3 >= words.count }

  /// The queries that ask the question, as `mend` makes them bind; several where more than one
  /// table answers it as well.
  func queries(in environment: Environment, mend: (String) -> String?) -> [String] {
    if parts.contains(where: { $0.meaning == .negation }) { return [] }
    let texts = TextSearch()
    let readings = environment.catalog.tables.compactMap { table in
      table.isElsewhere ? nil : QuestionReading(self, of: table, in: environment, texts)?.scored
    }
    for score in Set(readings.map(\.score)).sorted(by: >) {
      let queries = readings.filter { $0.score == score }.compactMap { mend($0.query) }
      if !queries.isEmpty { return queries }
    }
    return []
  }

  /// Whether the word before a place says that groups follow.
  func isKey(_ place: Int) -> Bool {
    place > 0 && ["by", "per", "each", "every"].contains(lowercased[place - 1])
  }

  /// Where a run of words is called `name`, whatever the endings.
  func isCalled(_ name: String, _ places: Range<Int>) -> Bool {
    let parts = name.split { !$0.isLetter && !$0.isNumber }.map { Self.stem(String($0)) }
    return parts == Array(stems[places])
  }

  /// A word without its ending: `deport` for `deported` and `deportations`.
  static func stem(_ word: String) -> String {
    let word = word.lowercased()
    let endings = [
      "ations", "ation", "ings", "ing", "ies", "als", "al", "ed", "es", "s", "e", "y",
    ]
    let ending = endings.first {
      word.hasSuffix($0) && word.count - $0.count >= ($0 == "e" || $0 == "es" ? 4 : 3)
    }
    return String(word.dropLast(ending?.count ?? 0))
  }
}
