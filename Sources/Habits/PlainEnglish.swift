import Diagnostics

/// What people type who do not know yet how a query is written: words for which there is an answer,
/// and the words of questions with what each asks for.
public enum PlainEnglish {
  /// What a word of a question asks for.
  public enum Meaning: String, Sendable {
    /// A number of rows, or a sum where rows are no things that are counted.
    case number
    case sum, mean, share
    case top, bottom
    /// How numbers change: periods are the groups.
    case time
    /// The values that choose the rows, one beside the other.
    case comparison
    /// The opposite of what follows, which no pattern says.
    case negation
    /// The table itself.
    case table
    /// Nothing: the word only joins others.
    case filler
  }

  /// A run of words that asks for something, perhaps with a number.
  public struct Part: Sendable {
    /// What it asks for.
    public let meaning: Meaning
    /// The places of its words.
    public let places: Range<Int>
    /// How many rows it asks for, if it says.
    public let count: Int?
  }

  /// The answer to a line that is no question about the data; nil for any other line.
  public static func answer(to line: String) -> Message? {
    var words = line.lowercased().filter { !"!.,;".contains($0) }.split { $0 == " " || $0 == "?" }
    if words.isEmpty, line.contains("?") { words = ["help"] }
    while !words.isEmpty {
      if let answer = answers[words.joined(separator: " ")] { return answer }
      guard courtesies.contains(words.removeFirst()) else { return nil }
    }
    return nil
  }

  /// Words before what is asked for.
  private static let courtesies: Set<Substring> = [
    "a", "can", "could", "do", "give", "go", "how", "i", "let", "like", "list", "me", "my", "now",
    "of", "open", "please", "run", "see", "show", "start", "the", "to", "want", "we", "would",
    "you",
  ]

  /// The number that a word says; nil for other words.
  public static func number(_ word: String) -> Int? {
    let words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    return Int(word) ?? words.firstIndex(of: word).map { $0 + 1 }
  }

  /// The month that two words say, such as `june 2011`, as queries write it; nil for other words.
  public static func month(_ words: [String]) -> String? {
    guard words.count == 2, words[0].count >= 3, let year = Int(words[1]),
      (1900...2100).contains(year),
      let place = months.firstIndex(where: { $0 == words[0] || $0.prefix(3) == words[0] })
    else { return nil }
    return "\(year)-" + (place < 9 ? "0" : "") + String(place + 1)
  }

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]

  /// The words of a question, in lower case, that none of its parts has: what it is about.
  public static func subject(of words: [String]) -> [String] {
    let parts = parts(of: words)
    return words.indices.filter { place in !parts.contains { $0.places.contains(place) } }
      .map { words[$0] }
  }

  /// The parts of a question, in lower case, that the table of meanings knows.
  public static func parts(of words: [String]) -> [Part] {
    var parts: [Part] = []
    var place = 0
    while place < words.count {
      let part = meanings.lazy.compactMap { $0.match(words, at: place) }.first
      if let part { parts.append(part) }
      place = part?.places.upperBound ?? place + 1
    }
    return parts
  }

  /// A row of the table of meanings.
  private struct Row: Sendable {
    let words: [Substring]
    let meaning: Meaning
    let count: Int?

    /// The part that begins at a place; `#` stands for a number.
    func match(_ given: [String], at place: Int) -> Part? {
      guard place + words.count <= given.count else { return nil }
      var count = count
      for (offset, word) in words.enumerated() {
        if word == "#" {
          guard let number = Int(given[place + offset]), number > 0 else { return nil }
          count = number
        } else if word != given[place + offset] {
          return nil
        }
      }
      return Part(meaning: meaning, places: place..<place + words.count, count: count)
    }
  }

  private static let answers: [String: Message] = Dictionary(
    headed(answerTable).flatMap { message, row in
      row.split(separator: ", ").map { (String($0), message) }
    }
  ) { first, _ in first }

  /// The rows, those of more words first.
  private static let meanings: [Row] = meaningTable.split(separator: "\n").flatMap { line in
    let sides = line.split(separator: " → ").map { $0.split(separator: " ") }
    let meaning = sides.last?.first.flatMap { Meaning(rawValue: String($0)) } ?? .filler
    let count = sides.last?.last.flatMap { Int($0) }
    return line.split(separator: " → ")[0].split(separator: ", ").map {
      Row(words: $0.split(separator: " "), meaning: meaning, count: count)
    }
  }.sorted { $0.words.count > $1.words.count }
}
