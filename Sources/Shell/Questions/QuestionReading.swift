import Catalog
import Habits
import Planner
import Syntax

/// A question as one table may answer it: what its words stand for there.
struct QuestionReading {
  private let question: Question
  private let table: any TableSource
  private let schema: Schema
  private let places: ColumnPaths
  /// The words that stand for something.
  private var taken: Set<Int>
  private var score = 0
  private var isNamed = false
  private var count: Int?
  private var measure: Field?
  private var keys: [String] = []
  private var conditions: [(path: String, values: [String])] = []
  private var periods: [String] = []

  /// The reading; nil where a word stands for nothing in the table.
  init?(
    _ question: Question,
    of table: any TableSource,
    in environment: Environment,
    _ texts: TextSearch
  ) {
    guard let schema = try? table.schema(),
      let places = ColumnPaths(table, schema, environment, texts)
    else { return nil }
    (self.question, self.table, self.schema, self.places) = (question, table, schema, places)
    taken = Set(question.parts.flatMap(\.places))
    for length in (1...4).reversed() where length <= question.words.count {
      for start in 0...question.words.count - length { read(start..<start + length) }
    }
    readCount()
    readMentions()
    if asks(.comparison) { keys += conditions.filter { $0.values.count > 1 }.map(\.path) }
    if asks(.time), let key = places.period(called: ["year"]) { keys.append(key) }
    guard question.words.indices.allSatisfy(taken.contains) else { return nil }
  }

  /// The query, and how well it fits; nil where the question asks for what the table has not.
  var scored: (query: String, score: Int)? { query.map { ($0, score) } }
}

// MARK: - Words

extension QuestionReading {
  /// Finds what a run of words stands for, unless a part of it is found already.
  private mutating func read(_ run: Range<Int>) {
    let ends = [run.lowerBound, run.upperBound - 1]
    let found = run.filter { place in
      !question.parts.contains { $0.meaning == .filler && $0.places.contains(place) }
    }
    guard !ends.contains(where: taken.contains), !found.contains(where: taken.contains),
      readName(run) || readPeriod(run) || readValue(run)
    else { return }
    taken.formUnion(run)
  }

  private mutating func readName(_ run: Range<Int>) -> Bool {
    let isKey = question.isKey(run.lowerBound)
    if !isNamed, !isKey {
      let points = question.isCalled(table.name, run) ? 10 : question.isCalled(rowNoun, run) ? 8 : 0
      if points > 0 {
        (isNamed, score) = (true, score + points)
        return true
      }
    }
    let measures = measure == nil && !isKey ? schema.fields.filter(\.isMeasure) : []
    if let field = measures.first(where: { question.isCalled($0.name, run) }) {
      (measure, score) = (field, score + 6)
      return true
    }
    guard let key = places.keys.first(where: { question.isCalled($0.name, run) }) else {
      return false
    }
    keys.append(key.path)
    score += (schema.key.contains(key.first) ? 2 : 1) * (key.link == nil ? 2 : 1)
    return true
  }

  /// A year or another period, and the word for one as a key.
  private mutating func readPeriod(_ run: Range<Int>) -> Bool {
    let words = question.words[run].map { $0.lowercased() }
    if let key = places.period(called: words) {
      keys.append(key)
      score += 1
      return true
    }
    if let month = PlainEnglish.month(words), places.moment?.holdsMonths == true {
      periods.append(month)
      return true
    }
    guard places.moment != nil, let last = words.last, let year = Int(last.drop { !$0.isNumber }),
      (1900...2100).contains(year), [String(year), "fy\(year)"].contains(last),
      [[], ["year"], ["fiscal", "year"], ["fy"]].contains(Array(words.dropLast()))
    else { return false }
    periods.append((words.joined().hasPrefix("f") ? "FY" : "") + String(year))
    return true
  }

  /// What one row is, where that is one noun: `county` for "a county".
  private var rowNoun: String {
    let words = (schema.notes.row ?? "").split(separator: " ")
    return words.count == 2 ? String(words[1]) : table.name
  }

  private mutating func readValue(_ run: Range<Int>) -> Bool {
    let written = question.words[run].joined(separator: " ")
    if written.count < 4, PlainEnglish.number(written) != nil { return false }
    guard let (path, value) = places.value(written) else { return false }
    if let known = conditions.firstIndex(where: { $0.path == path }) {
      conditions[known].values.append(value)
    } else {
      conditions.append((path, [value]))
    }
    score += 1
    return true
  }

  /// How many rows of a ranking are asked for, where the number stands by itself.
  private mutating func readCount() {
    guard rank != nil,
      let place = question.lowercased.indices.first(where: {
        !taken.contains($0) && PlainEnglish.number(question.lowercased[$0]) != nil
      })
    else { return }
    taken.insert(place)
    count = PlainEnglish.number(question.lowercased[place])
  }

  /// Takes words of the table's title, and of what its measure is and counts.
  private mutating func readMentions() {
    var texts = [table.title]
    if let field = measure ?? usualMeasure { texts += [field.summary, field.unit ?? ""] }
    let stems = texts.flatMap { $0.split { !$0.isLetter }.map { Question.stem(String($0)) } }
    for place in question.words.indices where !taken.contains(place) {
      guard question.words[place].count > 3, !question.isKey(place),
        stems.contains(question.stems[place])
      else { continue }
      taken.insert(place)
      (isNamed, score) = (true, score + 1)
    }
  }
}

// MARK: - The query

extension QuestionReading {
  /// The only measure that adds up, of a table whose rows are no things but places in times.
  private var usualMeasure: Field? {
    let summable = schema.fields.filter { $0.isMeasure && $0.role == .additive }
    return isPanel || asks(.sum, .mean) ? (summable.count == 1 ? summable[0] : nil) : nil
  }

  /// Whether a row is a place in a time and no thing, so that rows are not counted.
  private var isPanel: Bool {
    schema.key.count > 1 || schema.key.contains(where: places.isTemporal)
      || (schema.notes.row ?? "").contains(" in a ")
  }

  private var rank: PlainEnglish.Part? {
    question.parts.first { [.top, .bottom].contains($0.meaning) }
  }

  private func asks(_ meanings: PlainEnglish.Meaning...) -> Bool {
    question.parts.contains { meanings.contains($0.meaning) }
  }

  private var query: String? {
    let number = measure ?? usualMeasure
    let size = count ?? rank?.count ?? 1
    // What chooses the rows does not group them, too.
    let keys = periods.isEmpty ? self.keys : self.keys.filter { $0 != places.moment?.name }
    // Where nothing names the table, a ranking of a key of its rows by its only measure may do.
    guard isNamed || measure != nil || (rank != nil && number != nil && score > 3) else {
      return nil
    }
    let beginning = Spelling.table(table.name) + selection
    let by = keys.isEmpty ? "" : " by " + keys.joined(separator: ", ")
    if let rank, keys.isEmpty {
      let stage = " | \(rank.meaning.rawValue) \(size) by "
      return isNamed ? measure.map { beginning + stage + spelled($0) } : nil
    }
    if asks(.mean) { return number.map { beginning + " | summarize mean(\(spelled($0)))" + by } }
    if asks(.share), keys.isEmpty { return number.flatMap(shareOfPart) }
    guard asks(.number, .sum, .share) || rank != nil || !keys.isEmpty || measure != nil else {
      return isNamed ? beginning : nil
    }
    if number == nil, isPanel { return nil }
    var query = beginning + (number.map { " | total \(spelled($0))" } ?? " | count") + by
    if asks(.share) { query += " | share" }
    if let rank { query += " | \(rank.meaning.rawValue) \(size)" }
    return query
  }

  /// The share of the rows with one value in those of all values: the value is chosen last, so that
  /// the others are part of the whole.
  private func shareOfPart(_ number: Field) -> String? {
    guard conditions.count == 1, conditions[0].values.count == 1 else { return nil }
    let (path, value) = (conditions[0].path, conditions[0].values[0])
    let key = path.split(separator: ".").last.map(String.init) ?? path
    var whole = self
    whole.conditions = []
    return Spelling.table(table.name) + whole.selection + " | total \(spelled(number)) by \(path)"
      + " | share | where \(key) = \(value)"
  }

  private func spelled(_ field: Field) -> String { Spelling.column(field.name) }

  /// The stage that chooses rows by the values and periods of the question.
  private var selection: String {
    var tests = conditions.map { path, values in
      values.count == 1
        ? "\(path) = \(values[0])" : "\(path) in (\(values.joined(separator: ", ")))"
    }
    if let moment = places.moment, !periods.isEmpty {
      let isRange = ["to", "through", "between"].contains { question.lowercased.contains($0) }
      tests.append(moment.test(periods, isRange: isRange))
    }
    return tests.isEmpty ? "" : " | where " + tests.joined(separator: " and ")
  }
}
