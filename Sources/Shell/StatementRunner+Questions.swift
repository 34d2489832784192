import Diagnostics
import Habits
import Planner
import Syntax

extension StatementRunner {
  /// The diagnostics with the answer to each line of plain words in place of its own.
  func answering(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    if let unfinished { return [unfinished] }
    let bytes = Array(submission.text.utf8)
    let lines = Dictionary(grouping: diagnostics) { diagnostic in
      bytes.prefix(diagnostic.span.start).count { $0 == 10 }
    }
    return lines.sorted { $0.key < $1.key }.flatMap { _, group in
      plainAnswer(to: group, isAlone: lines.count == 1).map { [$0] } ?? group
    }
  }

  /// What is said of a line typed at the prompt that is a query of its own, but was read as what the
  /// unfinished lines above it go on with.
  private var unfinished: Diagnostic? {
    guard session.options.isInteractive, submission.origin.file == nil else { return nil }
    let lines = submission.text.split(separator: "\n", omittingEmptySubsequences: true)
    guard lines.count > 1, let last = lines.last.map(String.init) else { return nil }
    let word = last.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" }).first ?? ""
    guard last.hasPrefix(word), session.environment.catalog.table(String(word)) != nil,
      last.contains("|") || last.trimmingBlanks == word, let query = bindable(last)
    else { return nil }
    let end = submission.text.utf8.count
    let span = SourceSpan(end - last.utf8.count, end)
    return Diagnostic(.unfinished, at: span, fix: .replacing(SourceSpan(0, end), with: query))
  }

  /// The answer to a line of plain words in place of the errors of reading it as a query; nil where
  /// it is a query, or can be repaired to be one.
  ///
  /// A question that does not stand alone is told its query, since no repair is shown of several.
  private func plainAnswer(to diagnostics: [Diagnostic], isAlone: Bool) -> Diagnostic? {
    // Where a file cannot be read, that is what is wrong, whatever its table is called.
    guard !diagnostics.contains(where: \.message.isAboutFile),
      let place = diagnostics.first(where: { !$0.isNote })?.span.start,
      let (line, span) = line(at: place), !line.contains("|")
    else { return nil }
    if let message = PlainEnglish.answer(to: line) { return Diagnostic(message, at: span) }
    guard let question = Question(line), repaired(diagnostics) == nil else { return nil }
    let queries = question.queries(in: session.environment, mend: bindable)
    switch queries.count {
    case 0:
      let first = question.words[0]
      let isProse = question.isProse && Verb.all[first] == nil
      // A single word is rather a table that is not there.
      let isQuestion = line.contains(" ") && (isProse || !beginsQuery(first))
      return isQuestion ? Diagnostic(.noQuestion(about: subject(of: line)), at: span) : nil
    case 1:
      let message: Message = isAlone ? .question : .question(queries)
      return Diagnostic(message, at: span, fix: .replacing(span, with: queries[0]))
    default: return Diagnostic(.question(Array(queries.prefix(3))), at: span)
    }
  }

  /// The words of a line of prose that may stand in a cell: at most three, neither tables nor words
  /// that only ask or join others.
  private func subject(of line: String) -> [String] {
    let words = line.split { $0.isWhitespace || "?!.,;:".contains($0) }.map(String.init)
    let known = Set(PlainEnglish.subject(of: words.map { $0.lowercased() }))
    let tables = Set(session.environment.catalog.tables.map { Question.stem($0.name) })
    let subject = words.filter {
      known.contains($0.lowercased()) && !tables.contains(Question.stem($0))
    }
    return Array(subject.prefix(3))
  }

  /// Whether a word is what a query may begin with here or in another language, or nearly so.
  private func beginsQuery(_ word: String) -> Bool {
    let tables = session.environment.catalog.tables.map(\.name) + Keywords.statements + ["from"]
    return tables.contains(word) || !nearest(word, in: tables).isEmpty || word.hasPrefix("_")
      || Verb.all[word] != nil
      || session.environment.habits?.verb(of: ForeignStage(word, "")) != nil
  }

  /// The line of the text around a place, without the blanks at its ends.
  private func line(at place: Int) -> (text: String, span: SourceSpan)? {
    let bytes = Array(submission.text.utf8)
    let place = min(place, bytes.count)
    let start = bytes[..<place].lastIndex(of: 10).map { $0 + 1 } ?? 0
    let end = bytes[place...].firstIndex(of: 10) ?? bytes.count
    guard let first = bytes[start..<end].firstIndex(where: { $0 > 32 }),
      let last = bytes[start..<end].lastIndex(where: { $0 > 32 })
    else { return nil }
    let span = SourceSpan(first, last + 1)
    let before = bytes[..<start].split(separator: 10).last.map(Array.init) ?? []
    let after = end < bytes.count ? Array(bytes[(end + 1)...].prefix { $0 != 10 }) : []
    let text = submission.text.text(at: span)
    return continues(text) || continues(after) || goesOn(before) ? nil : (text, span)
  }

  /// Whether a line belongs to the statement of the line before.
  private func continues(_ line: String) -> Bool {
    let word = line.split(separator: " ").first.map(String.init) ?? ""
    return word.hasPrefix("|") || ["and", "or", "else"].contains(word)
      || Keywords.clauses.contains(word)
  }

  private func continues(_ line: [UInt8]) -> Bool {
    continues(String(decoding: line, as: UTF8.self))
  }

  /// Whether the statement of a line goes on with the next one.
  private func goesOn(_ line: [UInt8]) -> Bool {
    parsed(line).isIncomplete
  }
}

extension Message {
  static let unfinished: Message = """
    unfinished: The line above was not finished, and so this line was read as its end. By itself it \
    is a query; Ctrl-C leaves a line that … goes on with.
    """

  static let question: Message = """
    question: A question is asked as a query: a table, then | and a verb a stage. Did you mean this \
    one?
    """

  static func question(_ queries: [String]) -> Message {
    """
    question: A question is asked as a query: a table, then | and a verb a stage. Did you mean \
    \(queries.joined(separator: ", or "))?
    """
  }

  /// What is said of words that no query was found for; `subject` are those that ask for nothing by
  /// themselves.
  static func noQuestion(about subject: [String]) -> Message {
    let words = subject.joined(separator: " ")
    let way = subject.isEmpty ? "" : " .find \(words) looks through all cells."
    return """
      question: This is no query, and not all of its words are names or values of the tables. A query \
      is a table, then | and a verb a stage: TABLE | count. .tables lists the tables, .help says \
      more.\(way)
      """
  }
}
