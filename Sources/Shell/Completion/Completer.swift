import Charts
import Functions
import IO
import Planner
import SQL
import Syntax

/// The completion of a word at the cursor: only what may stand there, by the grammar, the tables,
/// and the columns as they are at that stage.
struct Completer {
  let session: Session

  /// The texts that may replace the word at the cursor.
  func complete(_ buffer: String, cursor: Int) -> CompletionAnswer {
    if let command = completeCommand(buffer, cursor: cursor) { return command }
    let context = cursorContext(at: cursor, in: buffer)
    let found = candidates(context, buffer)
    let typed = Array((context.opening + context.typed).utf8)
    let fitting = found.filter { fits($0.text, typed) }
    let start = context.replacing.start
    let before = String(decoding: buffer.utf8.prefix(start), as: UTF8.self)
    let isTried = fitting.count { !$0.isValue } <= Completer.mostBound
    let possible = fitting.filter {
      $0.isValue || !isTried || !isRefused($0, behind: before)
    }
    return CompletionAnswer(start: start, candidates: possible)
  }

  /// How many candidates are tried out at most, each of which takes a fraction of a millisecond.
  private static let mostBound = 40

  /// The codes of messages that no words behind the name in question can mend.
  private static let refusals: Set<String> = [
    "aggregate-not-here", "arithmetic-types", "different-types", "not-additive",
    "not-a-time-column", "not-an-aggregate", "top-ranks-numbers",
    "window-not-here",
  ]

  /// Whether a statement that ends with a candidate is refused for it, whatever follows, such as a
  /// sum of what must not be summed, or an operator that no value of the type can follow.
  private func isRefused(_ candidate: Candidate, behind before: String) -> Bool {
    candidate.endings.allSatisfy { isRefused(before + candidate.text + $0) }
  }

  private func isRefused(_ text: String) -> Bool {
    let program = parsed(text.utf8, mode: .prompt)
    guard program.diagnostics.isEmpty, let pipeline = program.statements.last?.pipeline else {
      return false
    }
    let (environment, partial) = session.environment.snapshot(for: text)
    if !partial.isEmpty { return false }
    let found = bind(pipeline, in: environment, source: text).diagnostics
    return found.contains { Completer.refusals.contains($0.message.code) }
  }

  /// Whether a candidate begins as was typed, without regard to case; quotes need not be typed.
  private func fits(_ candidate: String, _ typed: [UInt8]) -> Bool {
    let lowered = candidate.lowercased().utf8
    let wanted = String(decoding: typed, as: UTF8.self).lowercased().utf8
    if lowered.starts(with: wanted) { return true }
    let isQuoted = candidate.first == "\"" || candidate.first == "`"
    return isQuoted && lowered.dropFirst().starts(with: wanted)
  }

  /// The completion of a line that begins with a dot: a command, or the argument that it takes.
  private func completeCommand(_ buffer: String, cursor: Int) -> CompletionAnswer? {
    let before = String(decoding: buffer.utf8.prefix(cursor), as: UTF8.self)
    guard before.hasPrefix(".") else { return nil }
    guard let end = before.firstIndex(of: " ") else {
      return CompletionAnswer(start: 0, completing: before[...], from: Command.all.names)
    }
    let rest = before[before.index(after: end)...]
    let start = cursor - rest.utf8.count
    switch Command.called(String(before[..<end]))?.argument {
    case .query:
      var answer = complete(String(rest), cursor: rest.utf8.count)
      answer.start += start
      return answer
    case .file:
      let path = rest.drop { $0 == "\"" }
      return CompletionAnswer(start: cursor - path.utf8.count, candidates: files(path))
    case .fileOr(let word):
      let path = rest.drop { $0 == "\"" }
      let words = word.hasPrefix(path) ? [Candidate(word)] : []
      return CompletionAnswer(start: cursor - path.utf8.count, candidates: words + files(path))
    case .fileBehind(let word):
      guard let gap = rest.firstIndex(of: " ") else {
        return CompletionAnswer(start: start, completing: rest, from: [word])
      }
      let path = rest[rest.index(after: gap)...].drop { $0 == "\"" }
      return CompletionAnswer(start: cursor - path.utf8.count, candidates: files(path))
    case .word(let names) where !rest.contains(" "):
      return CompletionAnswer(start: start, completing: rest, from: names(session))
    case .word, nil: return CompletionAnswer(start: start, candidates: [])
    }
  }

  /// The files whose paths begin as was typed; folders end with a slash.
  private func files(_ typed: Substring) -> [Candidate] {
    if SafeMode.isOn { return [] }
    let folder = typed.lastIndex(of: "/").map { typed[...$0] } ?? ""
    let names = typedFileNames(in: homeExpanded(folder.isEmpty ? "." : String(folder)))
    let beginning = typed.dropFirst(folder.count)
    return names.filter { $0.hasPrefix(beginning) && ($0.first != "." || beginning.first == ".") }
      .map { Candidate(folder + $0, closesWord: !$0.hasSuffix("/")) }
  }

  private func candidates(_ context: CursorContext, _ buffer: String) -> [Candidate] {
    let environment = session.environment.snapshot(for: buffer).environment
    let wanted = context.expectations
    let isOfPartner = wanted.contains(.partnerColumn)
    let columns = (isOfPartner ? context.partner : context.earlier).map {
      ColumnsAtStage(after: $0, in: environment, source: buffer)
    }
    var found: [Candidate] = []
    let isAggregate = wanted.contains(.aggregate)
    if let columns {
      for case .value(let path) in wanted { found += values(path, columns, context) }
      if wanted.contains(.column), !isAggregate { found += names(columns, context) }
    }
    if !context.pathBefore.isEmpty { return found }
    if context.isAtMoment {
      let isDay = context.typed.first?.isNumber ?? false
      found += isDay ? days(environment) : moments(environment)
    }
    if wanted.contains(.source) {
      let tables = session.environment.catalog.tables.map { Spelling.table($0.name) }
      found += (tables + (session.results.isEmpty ? [] : ["_"])).map { Candidate($0) }
    }
    if wanted.contains(.verb) { found += Verb.all.entries.map { Candidate($0.name) } }
    if wanted.contains(.format) { found += Format.all.names.map { Candidate($0) } }
    if wanted.contains(.chart) { found += ChartKind.all.names.map { Candidate($0) } }
    if wanted.contains(.dialect) { found += Dialect.all.names.map { Candidate($0) } }
    if wanted.contains(.unit) { found += TimeUnit.allCases.map { Candidate($0.rawValue + "s") } }
    if wanted.contains(.parameter) {
      found += session.environment.parameters.keys.sorted().map { Candidate("$" + $0) }
    }
    if isAggregate, context.typed.isEmpty {
      return found + Function.all.entries.filter(\.isAggregate).map { Candidate(calling: $0.name) }
        + words(wanted)
    }
    found += words(wanted)
    if wanted.contains(.function), !context.typed.isEmpty || found.isEmpty {
      found += Function.all.names.map { Candidate(calling: $0) }
    }
    return found
  }

  /// The columns as queries write them, all in back-quotes after a back-quote.
  private func names(_ columns: ColumnsAtStage, _ context: CursorContext) -> [Candidate] {
    var fields = columns.fields(after: context.pathBefore)
    if context.isAtMoment { fields.removeAll { !$0.type.isTemporal && $0.link == nil } }
    return fields.map { field in
      let isQuoted = context.opening == "`"
      let name = Candidate(isQuoted ? Spelling.quoted(field.name) : Spelling.column(field.name))
      // What the column leads to may be of the right type.
      return field.link == nil ? name : name.ending("", ".")
    }
  }

  private func values(
    _ path: [String],
    _ columns: ColumnsAtStage,
    _ context: CursorContext
  ) -> [Candidate] {
    guard let field = columns.field(path) else { return [] }
    let start = context.typed.drop { "\"'".contains($0) }
    return columns.namedValues(of: field, beginning: String(start)).map { value in
      let rows = value.rows == 0 ? nil : value.rows == 1 ? "1 row" : "\(value.rows) rows"
      let note =
        value.name.map { name in "  " + ([name, rows].compactMap { $0 }.joined(separator: " · ")) }
        ?? rows.map { "  (\($0))" } ?? ""
      return Candidate(value.text, display: value.text + note, isValue: true)
    }
  }

  /// The days of the rows that are moments, with what the first of each day is called.
  private func days(_ environment: Environment) -> [Candidate] {
    let moments = ColumnsAtStage.moments(in: environment)
    return Dictionary(grouping: moments, by: \.day).sorted { $0.key < $1.key }.map { day, rows in
      let others = rows.count > 1 ? " and \(rows.count - 1) more" : ""
      let name = rows[0].name ?? rows[0].text
      return Candidate(day, display: day + "  " + name + others, isValue: true)
    }
  }

  /// The rows that are moments, with their day and what they are called.
  private func moments(_ environment: Environment) -> [Candidate] {
    ColumnsAtStage.moments(in: environment).map { moment in
      let display = [moment.text, moment.day, moment.name].compactMap { $0 }.joined(separator: "  ")
      return Candidate(moment.text, display: display, isValue: true)
    }
  }

  /// The words and signs of the language that may stand here, in a fixed order.
  private func words(_ wanted: Set<Expectation>) -> [Candidate] {
    let words = wanted.compactMap { expectation -> String? in
      switch expectation {
      case .clause(let words): words
      case .keyword(let word): word
      case .sign(let sign): ["(", ")", ",", ".", ".."].contains(sign) ? nil : sign
      default: nil
      }
    }
    return Set(words).sorted().map { word in
      if word == "calendar" { return Candidate(calling: word) }
      let isArithmetic = ["+", "-", "*", "/"].contains(word)
      return isArithmetic ? Candidate(word).ending(" 1", " 1 month") : Candidate(word)
    }
  }
}

extension CursorContext {
  /// Whether a moment stands at the cursor: the first argument of `around`.
  fileprivate var isAtMoment: Bool {
    stage?.verb.text == "around" && stage?.arguments.isEmpty == true
      && expectations.contains(.column)
  }
}

extension Candidate {
  /// The name of a function with the bracket that opens its arguments.
  fileprivate init(calling name: String) {
    self.init(name + "(", closesWord: false)
    if case .scalar? = Function.all[name]?.kind { return }
    endings = ["1)"]
  }
}

extension CompletionAnswer {
  /// The answer with those of `names` that begin as was typed.
  fileprivate init(start: Int, completing typed: Substring, from names: [String]) {
    self.init(start: start, candidates: names.filter { $0.hasPrefix(typed) }.map { Candidate($0) })
  }
}

extension Function {
  /// Whether the function gives one value a group.
  fileprivate var isAggregate: Bool {
    if case .aggregate = kind { true } else { false }
  }
}
