/// The unparser: it writes a syntax tree as a query in canonical form.
struct QueryPrinter {
  let verbs: [String: Shape]
  /// The source that spans refer to, from which numbers are taken as they were written.
  var bytes: [UInt8] = []
  /// The keywords that need back-quotes as names where the printer is.
  var reserved = QueryPrinter.alwaysReserved
  /// The mode words of the stage's verb, which need back-quotes as names of tables.
  var modes: [String] = []

  static let alwaysReserved = Keywords.clauses.union(Keywords.inTerms)
    .union(Keywords.foreignMissing).union(["NOT"])

  /// Words that a source without back-quotes cannot be called.
  static let reservedSources = Keywords.statements.union(["select", "from", "plan", "sql"])

  /// A statement in parts, each of which may stand on a line of its own.
  func parts(_ statement: Statement) -> [Part] {
    switch statement.kind {
    case .pipeline(let pipeline): parts(pipeline, after: "")
    case .binding(let name, let pipeline): parts(pipeline, after: "let \(spelled(name)) = ")
    case .explanation(let what, let pipeline): parts(pipeline, after: text(what) + " ")
    case .parameter(let name, let value, let help):
      [Part(text: parameter(name, value, help), start: statement.span.start)]
    }
  }

  /// A stretch of a statement that stays on one line.
  struct Part {
    var text: String
    var start: Int
  }

  private func parameter(_ name: Name, _ value: Expression?, _ help: String?) -> String {
    var text = "param " + spelled(name)
    if let value { text += " = " + expression(value) }
    if let help { text += " " + Spelling.text(help) }
    return text
  }

  private func text(_ explanation: Statement.Explanation) -> String {
    switch explanation {
    case .words: "explain"
    case .plan: "explain plan"
    case .sql(let dialect): "explain sql" + (dialect.map { " for " + spelled($0) } ?? "")
    }
  }

  private func parts(_ pipeline: Pipeline, after prefix: String) -> [Part] {
    var parts = pipeline.stages.map { Part(text: "| " + stage($0), start: $0.span.start) }
    if let source = pipeline.source {
      parts.insert(Part(text: self.source(source), start: source.span.start), at: 0)
    }
    if !parts.isEmpty { parts[0].text = prefix + parts[0].text }
    return parts
  }

  /// A pipeline on one line.
  func pipeline(_ pipeline: Pipeline) -> String {
    var inner = self
    (inner.reserved, inner.modes) = (QueryPrinter.alwaysReserved, [])
    return inner.parts(pipeline, after: "").map(\.text).joined(separator: " ")
  }

  func source(_ source: Source) -> String {
    switch source {
    case .table(let name):
      Spelling.name(name.text, reserved: reserved.union(QueryPrinter.reservedSources).union(modes))
    case .nested(let pipeline, _): "(" + self.pipeline(pipeline) + ")"
    case .calendar(let range, _): "calendar(" + self.range(range) + ")"
    }
  }

  /// A stage without its bar: the verb, its head, and its options in the order of the shape.
  func stage(_ stage: Stage) -> String {
    guard let shape = verbs[stage.verb.text] else { return stage.verb.text }
    var inner = self
    inner.reserved = QueryPrinter.alwaysReserved.union(shape.options.compactMap(\.words.first))
    inner.modes = shape.modes
    var words = [stage.verb.text]
    if let mode = stage[Shape.mode] { words.append(mode.text) }
    for slot in shape.head {
      guard let argument = stage.arguments[slot.slot.label] else { continue }
      words.append(slot.slot.print(inner, argument))
    }
    for option in shape.options {
      guard let argument = stage.arguments[option.slot.label] else { continue }
      words += option.words
      if !option.slot.isFlag { words.append(option.slot.print(inner, argument)) }
    }
    return words.joined(separator: " ")
  }

  func spelled(_ name: Name) -> String { Spelling.name(name.text, reserved: reserved) }

  /// A path; only its first name could be taken for a word of the language.
  func path(_ path: Path) -> String {
    let rest = path.names.dropFirst().map { Spelling.name($0.text) }
    return ([spelled(path.names[0])] + rest).joined(separator: ".")
  }
}
