import Diagnostics

/// The recursive-descent parser: it reads tokens into statements.
///
/// Each production has a function, above which it stands; the first error of a statement ends it.
struct Parser {
  let bytes: [UInt8]
  var tokens: [Token]
  /// Whether the last statement cannot end where the input does.
  let isOpen: Bool
  let problems: [Int: Diagnostic]
  let verbs: [String: Shape]
  /// The translator from other languages.
  let habits: (any HabitTranslator)?
  var index = 0
  var diagnostics: [Diagnostic] = []
  /// The place of the current statement's first diagnostic.
  var firstOfStatement = 0
  /// The error that ended the last statement.
  var halted: Diagnostic?
  /// The tokens that would have been accepted at the end of the input.
  var expectations: [Expectation] = []
  /// The pipelines that are being read, innermost last.
  var frames: [Frame] = []
  /// The innermost pipeline when the end of the input was first reached.
  var frameAtEnd: Frame?
  /// Words that begin an option where the parser stands.
  var clauseWords = Keywords.clauses
  /// The column to whose values the next operand is compared.
  var comparedPath: [String]?
  /// The depth of nested brackets, conditions and signs.
  var depth = 0
  /// The numbers of the statement's operators and stages, which bound the height of its trees.
  var (operators, stages) = (0, 0)

  /// A pipeline while it is read.
  struct Frame: Sendable {
    var start: Int
    var source: Source?
    var stages: [Stage] = []
    var verb: Name?
    var arguments: [String: any Sendable] = [:]
    var slot: AnySlot?
  }

  /// The innermost pipeline that is being read.
  var frame: Frame {
    get { frames[frames.count - 1] }
    _modify { yield &frames[frames.count - 1] }
  }

  /// The first error of a statement was found and noted.
  struct Halt: Error {}

  init(_ bytes: [UInt8], verbs: [String: Shape], mode: LineMode, habits: (any HabitTranslator)?) {
    let lexed = Lexer.read(bytes)
    (tokens, isOpen) = Lines.split(lexed.tokens, verbs: verbs, mode: mode)
    (problems, self.bytes, self.verbs, self.habits) = (lexed.problems, bytes, verbs, habits)
  }

  /// The token at the place.
  var current: Token { tokens[index] }

  /// The token `ahead` of the place, or the last.
  func peek(_ ahead: Int = 1) -> Token { tokens[min(index + ahead, tokens.count - 1)] }

  /// Moves over a token; a habit of another language in it is noted.
  @discardableResult
  mutating func advance() -> Token {
    let token = current
    if let problem = problems[token.span.start] { noteHabit(problem) }
    if index < tokens.count - 1 { index += 1 }
    return token
  }

  /// Notes that `expectation` could stand here, which matters at the end of the input only.
  mutating func want(_ expectation: Expectation) {
    guard current.kind == .end else { return }
    expectations.append(expectation)
    if frameAtEnd == nil { frameAtEnd = frames.last }
  }

  /// Notes that each of `expectations` could stand here.
  mutating func want(_ expectations: [Expectation]) {
    guard current.kind == .end else { return }
    for expectation in expectations { want(expectation) }
  }

  func stands(_ sign: Sign) -> Bool { current.kind == .sign(sign) }
  func stands(_ word: String) -> Bool { current.identifier == word }

  /// Moves over `sign` if it stands here.
  mutating func accept(_ sign: Sign) -> Bool { accept(.sign(sign.rawValue), if: stands(sign)) }

  /// Moves over `word` if it stands here.
  mutating func accept(_ word: String) -> Bool { accept(.keyword(word), if: stands(word)) }

  private mutating func accept(_ expectation: Expectation, if stands: Bool) -> Bool {
    want(expectation)
    if stands { advance() }
    return stands
  }

  /// Notes the error that ends the statement, at `span` or else at the current token.
  ///
  /// Bytes that are no token have an error of their own.
  mutating func halt(_ message: Message, at span: SourceSpan? = nil, fix: FixIt? = nil) -> Halt {
    var diagnostic = Diagnostic(message, at: span ?? current.span, fix: fix)
    if current.kind == .problem { diagnostic = problems[current.span.start] ?? diagnostic }
    if let habit = foreignPhrase(at: diagnostic.span), habit.fix != nil || diagnostic.fix == nil {
      diagnostic = habit
    }
    diagnostics.append(diagnostic)
    halted = diagnostic
    return Halt()
  }

  /// A turn of phrase of another language at which the statement cannot be read.
  private func foreignPhrase(at place: SourceSpan) -> Diagnostic? {
    guard let habits else { return nil }
    let start = tokens[..<index].lastIndex { $0.endsStatement }.map { $0 + 1 } ?? 0
    let end = tokens[index...].firstIndex { $0.endsStatement } ?? tokens.count
    let statement = tokens[start..<end].filter { $0.kind != .newline }
    guard let first = statement.first, let last = statement.last,
      statement.count <= Parser.mostTokensOfPhrases,
      last.span.end - first.span.start <= Parser.mostBytesOfPhrases
    else { return nil }
    let stop = statement.firstIndex { $0.span.start >= place.start } ?? statement.count
    return habits.diagnosis(
      of: UnreadStatement(tokens: statement, bytes: bytes, stop: stop, verbs: Set(verbs.keys))
    )
  }

  /// In longer statements no foreign phrases are looked for.
  private static let (mostTokensOfPhrases, mostBytesOfPhrases) = (400, 20_000)

  /// The text of the source at `span`.
  func written(_ span: SourceSpan) -> String {
    String(decoding: bytes[span.start..<min(span.end, bytes.count)], as: UTF8.self)
  }

  /// Notes the error that ends the statement, whose repair writes `text` for what is marked.
  mutating func halt(_ message: Message, at span: SourceSpan? = nil, writing text: String) -> Halt {
    let span = span ?? current.span
    return halt(message, at: span, fix: .replacing(span, with: text))
  }

  /// The repair that writes `text` before the current token.
  func inserting(_ text: String) -> FixIt {
    .replacing(SourceSpan(current.span.start, current.span.start), with: text)
  }

  /// The error for a keyword where a name is meant.
  mutating func reservedName(_ word: String) -> Halt {
    halt(.reservedName(word), writing: "`\(word)`")
  }

  /// The current token as the query has it; nil at the end of the statement.
  var found: String? { current.endsStatement ? nil : written(current.span) }

  /// The end of the last token that was read.
  var lastEnd: Int { index == 0 ? 0 : tokens[index - 1].span.end }

  /// Whether `word` cannot be a name here.
  func isReserved(_ word: String) -> Bool {
    Keywords.inTerms.contains(word) || clauseWords.contains(word)
  }

  /// Whether a name stands here that is not reserved.
  var isName: Bool {
    switch current.kind {
    case .quoted: true
    case .name(let word): !isReserved(word)
    default: false
    }
  }

  /// Reads with `body`, whose operands are compared to the values of `path`, if there is one.
  mutating func comparing<Result>(
    to path: Expression? = nil,
    _ body: (inout Parser) throws -> Result
  ) throws -> Result {
    let outer = comparedPath
    defer { comparedPath = outer }
    comparedPath = nil
    if case .path(let path) = path?.kind { comparedPath = path.names.map(\.text) }
    return try body(&self)
  }

  /// Reads with `body`, one level deeper; the 201st level is an error.
  mutating func nested<Result>(
    at span: SourceSpan,
    _ body: (inout Parser) throws -> Result
  ) throws -> Result {
    guard depth < Parser.nestingLimit else {
      throw halt(.nestedTooDeep(limit: Parser.nestingLimit), at: span)
    }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  static let nestingLimit = 200

  /// The most operators and the most stages of a statement: trees of formulas and plans are walked
  /// one level within the other, on a call stack of `CallStack`.
  static let (operatorLimit, stageLimit) = (2000, 1000)

  /// Counts an operator; too many are an error, since each makes the tree higher.
  mutating func countOperator() throws {
    operators += 1
    if operators > Parser.operatorLimit {
      throw halt(.tooManyOperators(limit: Parser.operatorLimit))
    }
  }

  /// Counts a stage; too many are an error, since each is a level of the plan.
  mutating func count(_ stage: Stage) throws {
    stages += 1
    if stages > Parser.stageLimit {
      throw halt(.tooManyStages(limit: Parser.stageLimit), at: stage.verb.span)
    }
  }
}
