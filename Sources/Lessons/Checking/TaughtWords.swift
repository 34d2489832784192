import Planner
import Syntax

/// The words of the language that the lessons so far teach.
struct TaughtWords {
  private var known: Set<String> = []

  /// Adds what a lesson teaches: words, signs, and functions as `mean` or `mean(x)`.
  mutating func add(_ words: [String]) { known.formUnion(words) }

  /// The words and signs of a query that are not taught, in order.
  func untaught(in query: String) -> [String] {
    let program = parse(query, verbs: Verb.shapes)
    var used = UsedWords()
    for statement in program.statements { statement.pipeline.map { used.read($0) } }
    var seen: Set<String> = []
    return used.words.filter { !knows($0) && seen.insert($0).inserted }
  }

  /// The verbs right behind a bar in a text that are not taught.
  func untaughtVerbs(in text: String) -> [String] {
    let parts = text.split(separator: "|", omittingEmptySubsequences: false).dropFirst()
    return parts.compactMap { part in
      let word = part.drop { $0 == " " }.prefix { $0.isLetter || $0 == "_" }
      return Verb.all[String(word)] != nil && !knows(String(word)) ? String(word) : nil
    }
  }

  private func knows(_ word: String) -> Bool {
    if known.contains(word) { return true }
    guard word.hasSuffix("(x)") else { return false }
    let name = String(word.dropLast(3))
    // count the verb is not count the function.
    return Verb.all[name] == nil && known.contains(name)
  }
}

/// The words and signs that a query uses, but for arithmetic, brackets and commas.
private struct UsedWords {
  var words: [String] = []

  mutating func read(_ pipeline: Pipeline) {
    if let source = pipeline.source { read(source) }
    for stage in pipeline.stages {
      words.append(stage.verb.text)
      let head = Set(Verb.shapes[stage.verb.text]?.head.map(\.slot.label) ?? [])
      for (label, argument) in stage.arguments.sorted(by: { $0.key < $1.key }) {
        if !head.contains(label) { words.append(label == "ties" ? "with" : label) }
        read(argument)
      }
    }
  }

  private mutating func read(_ source: Source) {
    switch source {
    case .nested(let pipeline, _): read(pipeline)
    case .calendar: words.append("calendar")
    case .table: break
    }
  }

  private mutating func read(_ argument: any Sendable) {
    switch argument {
    case let expression as Expression: read(expression)
    case let items as [NamedExpression]: for item in items { read(item.expression) }
    case let items as [Assignment]: for item in items { read(item.expression) }
    case let items as [ColumnItem]: for item in items { read(item.path) }
    case let paths as [Path]: for path in paths { read(path) }
    case let path as Path: read(path)
    case let items as [OrderItem]:
      for item in items {
        read(item.expression)
        if item.isDescending { words.append("desc") }
      }
    case let source as Source: read(source)
    default: break
    }
  }

  private mutating func read(_ path: Path) {
    if path.names.count > 1 { words.append(".") }
  }

  private mutating func read(_ expression: Expression) {
    _ = expression.variants { part in
      self.note(part)
      return []
    }
  }

  private mutating func note(_ part: Expression) {
    switch part.kind {
    case .path(let path): read(path)
    case .literal(.period(let period)) where period.unit == .fiscalYear: words.append("FY")
    case .infix(let sign, _, _):
      let arithmetic: [InfixOperator] = [.plus, .minus, .times, .divide]
      if !arithmetic.contains(sign) {
        words += sign.rawValue.split(separator: " ").map(String.init)
      }
    case .prefix(.not, _): words.append("not")
    case .missingTest(_, let negated):
      words += negated ? ["is", "not", "missing"] : ["is", "missing"]
    case .membership(_, .ranges(let ranges, _), let negated):
      words += negated ? ["not", "in"] : ["in"]
      for range in ranges {
        if range.high != nil { words.append("..") }
        for end in [range.low, range.high].compactMap({ $0 }) { read(end) }
      }
    case .between: words += ["between", "and"]
    case .conditional: words += ["if", "then", "else"]
    case .call(let call):
      words.append(call.function.text + (call.arguments.isEmpty ? "" : "(x)"))
      if call.condition != nil { words.append("where") }
    default: break
    }
  }
}
