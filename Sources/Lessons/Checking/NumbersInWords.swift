import Catalog
import Columns
import Functions

/// The numbers of results, by which numbers in what is said are checked.
struct NumbersInWords {
  private var numbers: [Double] = []
  private var seen: Set<Double> = []

  /// The most values of a result that are kept.
  private static let mostValues = 20_000

  private mutating func learn(_ number: Double) {
    if number.isFinite, seen.insert(number).inserted { numbers.append(number) }
  }

  /// Takes in the numbers of a result: its values, its number of rows, and those of its ledger.
  mutating func learn(_ result: LessonResult) {
    let table = result.table
    learn(Double(table.rowCount))
    for place in table.columns.indices
    where table.rowCount * table.columns.count <= NumbersInWords.mostValues {
      for cell in (try? table.cells(place)) ?? [] {
        if case .text(let text) = cell { learn(text: text) }
        if case .percent(let share) = cell { learn(share * 100) }
        if let number = cell.number { learn(number) }
      }
    }
    for step in result.ledger.steps {
      learn(Double(step.rowsIn))
      learn(Double(step.rowsOut))
      for flow in step.flows { learn(Double(flow.rows)) }
      for notice in step.notices { learn(notice) }
    }
  }

  private mutating func learn(_ notice: Notice) {
    switch notice {
    case .keptMissing(let rows, _), .unusedRight(let rows): learn(Double(rows))
    case .known(_, _, let known, let all):
      for count in [known, all, all - known] { learn(Double(count)) }
    case .matched(let found, let not):
      learn(Double(found))
      learn(Double(not))
    case .undecided(let found): learn(Double(found.rows))
    case .shareBase(_, let total, let rows, _):
      learn(Double(rows))
      if case .integer(let number) = total { learn(Double(number)) }
      if case .real(let number) = total { learn(number) }
    default: break
    }
  }

  /// Takes in the numbers that a text has.
  mutating func learn(text: String) {
    for number in NumberInText.all(in: text, isQuoted: true) { learn(number.value) }
  }

  /// The numbers in a text that none of those taken in rounds to, as they are written; a number that
  /// others of the text give when they are added, taken from or divided by one another is known.
  func unknown(in text: String) -> [String] {
    let all = NumberInText.all(in: text)
    return all.enumerated().filter { place, number in
      let others = all.enumerated().filter { $0.offset != place }.map(\.element.value)
      return !numbers.contains { number.isRounded(from: $0) }
        && !worked(out: others).contains { number.isRounded(from: $0) }
    }
    .map(\.element.text)
  }

  /// What two of these numbers give by arithmetic.
  private func worked(out numbers: [Double]) -> [Double] {
    let few = Array(numbers.prefix(12).enumerated())
    return few.flatMap { place, one in
      few.flatMap { second, other -> [Double] in
        if place == second { return [] }
        let quotients = other == 0 ? [] : [one / other, 100 * one / other, 100 * (one / other - 1)]
        return [one + other, one - other, one * other] + quotients
      }
    }
  }
}

/// A number in a text.
struct NumberInText {
  /// It as it is written.
  var text: String
  /// What it is.
  var value: Double
  /// How many digits stand behind its point.
  var decimals: Int

  /// Whether it is what another number is rounded to.
  func isRounded(from number: Double) -> Bool {
    let room = 0.5000001 / (0..<decimals).reduce(1.0) { power, _ in power * 10 }
    return abs(number.magnitude - value) <= (decimals == 0 && value > 99 ? 0.5 : room)
  }

  /// The numbers in a text, but for years, days, numbers within names or quotes, and those of levels,
  /// lessons and exercises.
  static func all(in text: String, isQuoted: Bool = false) -> [NumberInText] {
    var found: [NumberInText] = []
    let characters = Array(text)
    var place = 0
    var isInQuotes = false
    while place < characters.count {
      if characters[place] == "\"" { isInQuotes.toggle() }
      guard characters[place].isNumber, isQuoted || !isInQuotes else {
        place += 1
        continue
      }
      let start = place
      while place < characters.count, isPart(characters, place) { place += 1 }
      let before = start > 0 ? characters[start - 1] : " "
      let isName =
        before.isLetter || before == "_" || before == "-"
        || (place < characters.count && (characters[place].isLetter || characters[place] == "-"))
      let word = String(characters[start..<place])
      if isName || isLabel(characters[..<start], characters[place...], word) { continue }
      if let number = NumberInText(word) { found.append(number) }
    }
    return found
  }

  private static func isPart(_ text: [Character], _ place: Int) -> Bool {
    if text[place].isNumber { return true }
    guard ",._".contains(text[place]), place + 1 < text.count else { return false }
    return text[place + 1].isNumber && text[place - 1].isNumber
  }

  /// Whether a number names something: a year, a day, a level, a lesson.
  private static func isLabel(
    _ before: ArraySlice<Character>,
    _ after: ArraySlice<Character>,
    _ number: String
  ) -> Bool {
    let last = String(before).split(whereSeparator: \.isWhitespace).last.map(String.init) ?? ""
    let next = String(after).split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
    let labels = ["level", "lesson", "exercise", "levels", "lessons", "exercises", "level-"]
    if labels.contains(last.lowercased()) { return true }
    let months = CivilDate.monthNames
    if months.contains(where: { next.hasPrefix($0) || last == $0 || last == String($0.prefix(3)) })
    {
      return true
    }
    return number.count == 4 && (Int(number).map { (1790...2100).contains($0) } ?? false)
  }

  private init?(_ word: String) {
    let digits = word.filter { $0 != "," && $0 != "_" }
    guard let value = Double(digits) else { return nil }
    text = word
    self.value = value
    decimals = digits.firstIndex(of: ".").map { digits[$0...].count - 1 } ?? 0
  }
}
