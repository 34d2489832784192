import Formats
import Habits
import Language
import Plans
import Tables

/// What may stand at the cursor: only that, from the grammar, the tables, and the columns as they are at
/// that stage.
struct Completer {
  let session: Session

  /// The texts that may replace the word at the cursor.
  func complete(_ buffer: String, cursor: Int) -> CompletionAnswer {
    if let command = completeCommand(buffer, cursor: cursor) { return command }
    let context = expectations(
      at: cursor,
      in: buffer,
      verbs: Verb.shapes,
      habits: ForeignLanguages()
    )
    let found = candidates(context, buffer)
    let typed = Array((context.opening + context.typed).utf8)
    let fitting = found.filter { fits($0.text, typed) }
    return CompletionAnswer(start: context.replacing.start, candidates: fitting)
  }

  /// Whether a candidate begins as was typed, whatever the case; quotes need not be typed.
  private func fits(_ candidate: String, _ typed: [UInt8]) -> Bool {
    let lowered = candidate.lowercased().utf8
    let wanted = String(decoding: typed, as: UTF8.self).lowercased().utf8
    if lowered.starts(with: wanted) { return true }
    return candidate.hasPrefix("\"") && lowered.dropFirst().starts(with: wanted)
  }

  private func completeCommand(_ buffer: String, cursor: Int) -> CompletionAnswer? {
    let before = String(decoding: buffer.utf8.prefix(cursor), as: UTF8.self)
    guard before.hasPrefix(".") else { return nil }
    guard let space = before.lastIndex(of: " ") else {
      let names = Command.all.names.filter { $0.hasPrefix(before) }
      return CompletionAnswer(start: 0, candidates: names.map { Candidate($0) })
    }
    let word = before[before.index(after: space)...]
    var names = session.environment.catalog.tables.map(\.name)
    if before.hasPrefix(".help") {
      names += Verb.all.names + Function.all.names + Format.all.names + Command.all.names
    }
    return CompletionAnswer(
      start: cursor - word.utf8.count,
      candidates: names.filter { $0.hasPrefix(word) }.map { Candidate($0) }
    )
  }

  private func candidates(_ context: CursorContext, _ buffer: String) -> [Candidate] {
    let environment = session.environment.glimpse(for: buffer).environment
    let columns = context.earlier.map {
      ColumnsAtStage(after: $0, in: environment, source: buffer)
    }
    let wanted = context.expectations
    var found: [Candidate] = []
    if let columns {
      for case .value(let path) in wanted { found += values(path, columns, context) }
      if wanted.contains(.column) { found += names(columns, context.pathBefore) }
    }
    if !context.pathBefore.isEmpty { return found }
    if wanted.contains(.source) { found += sources() }
    if wanted.contains(.verb) {
      found += Verb.all.entries.filter(\.isAvailable).map { Candidate($0.name) }
    }
    if wanted.contains(.format) { found += Format.all.names.map { Candidate($0) } }
    if wanted.contains(.unit) { found += TimeUnit.allCases.map { Candidate($0.rawValue + "s") } }
    if wanted.contains(.parameter) {
      found += session.environment.parameters.keys.sorted().map { Candidate("$" + $0) }
    }
    found += words(wanted)
    if wanted.contains(.function), !context.typed.isEmpty || found.isEmpty {
      found += Function.all.names.map { Candidate($0 + "(", closesWord: false) }
    }
    return found
  }

  private func sources() -> [Candidate] {
    let results = session.results.isEmpty ? [] : ["_"]
    return (session.environment.catalog.tables.map(\.name) + results).map { Candidate($0) }
  }

  private func names(_ columns: ColumnsAtStage, _ path: [String]) -> [Candidate] {
    columns.fields(after: path).map { field in
      let name =
        field.name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
        ? field.name : "`\(field.name)`"
      return Candidate(name)
    }
  }

  private func values(
    _ path: String,
    _ columns: ColumnsAtStage,
    _ context: CursorContext
  ) -> [Candidate] {
    let names = path.split(separator: ".").map(String.init)
    guard let field = columns.field(names) else { return [] }
    let start = context.typed.drop { "\"'".contains($0) }
    return columns.values(of: field, beginning: String(start)).map { value in
      Candidate(
        value.text,
        display: value.rows == 0
          ? value.text : "\(value.text)  (\(value.rows) \(value.rows == 1 ? "row" : "rows"))"
      )
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
    return Set(words).sorted().map { Candidate($0) }
  }
}
