// Programs, statements, pipelines and sources.

import Diagnostics

extension Parser {
  // program = { [ statement ] ( newline | ";" ) } ;
  mutating func program() -> [Statement] {
    var statements: [Statement] = []
    while current.kind != .end {
      if current.kind == .terminator {
        advance()
      } else if let statement = recoveringStatement() {
        statements.append(statement)
      }
    }
    if tokens.count < 2 || tokens[tokens.count - 2].kind == .terminator {
      for word in Keywords.statements { want(.keyword(word)) }
      want(ArgumentStart.source.expectations + [.sign("|")])
    }
    return statements
  }

  /// A statement, or nil after an error, which moves to the statement's end.
  private mutating func recoveringStatement() -> Statement? {
    (depth, operators, stages, clauseWords, frames) = (0, 0, 0, Keywords.clauses, [])
    (firstOfStatement, halted) = (diagnostics.count, nil)
    defer { while !current.endsStatement { index += 1 } }
    return try? statement()
  }

  // statement = "let" name "=" pipeline | "param" … | "explain" … | pipeline ;
  private mutating func statement() throws -> Statement {
    let start = current.span
    let goesOn = !peek().endsStatement && !peek().isBar
    let kind: Statement.Kind
    switch current.identifier {
    case "let": kind = try binding()
    case "param": kind = try parameterStatement()
    case "explain": kind = try explanation()
    // A table may be called select.
    case "select" where goesOn, "SELECT" where goesOn: throw selectAsStatement()
    default: kind = .pipeline(try pipeline())
    }
    if !current.endsStatement { throw leftover() }
    return Statement(kind, SourceSpan(start.start, max(lastEnd, start.end)))
  }

  /// The error for a statement of SQL, at the first bytes in it that are no token, if any.
  private mutating func selectAsStatement() -> Halt {
    let start = index
    while !current.endsStatement, current.kind != .problem { index += 1 }
    let place = current.kind == .problem ? current.span : tokens[start].span
    return halt(.missingSource(found: tokens[start].identifier), at: place)
  }

  // "let" name "=" pipeline
  private mutating func binding() throws -> Statement.Kind {
    advance()
    let name = try newName(by: "let")
    guard accept(.equal) else { throw halt(.letNeedsEqual(name.text)) }
    return .binding(name: name, try pipeline())
  }

  // "param" name [ "=" expr ] [ text ]
  private mutating func parameterStatement() throws -> Statement.Kind {
    advance()
    let name = try newName(by: "param")
    let value = accept(.equal) ? try expression() : nil
    want(.text)
    let help = current.text
    if help != nil { advance() }
    return .parameter(name: name, default: value, help: help)
  }

  // "explain" [ "plan" | "sql" [ "for" name ] ] pipeline
  private mutating func explanation() throws -> Statement.Kind {
    advance()
    if accept("plan") { return .explanation(.plan, try pipeline()) }
    guard accept("sql") else { return .explanation(.words, try pipeline()) }
    guard accept("for") else { return .explanation(.sql(dialect: nil), try pipeline()) }
    want(.dialect)
    guard let dialect = name() else { throw halt(.missingDialect(found: found)) }
    return .explanation(.sql(dialect: dialect), try pipeline())
  }

  // pipeline = source { bar stage } | bar stage { bar stage } ;
  mutating func pipeline() throws -> Pipeline {
    let start = current.span.start
    frames.append(Frame(start: start))
    let outerWords = clauseWords
    if !current.isBar { frame.source = try source() }
    while bar() {
      let stage = try stage()
      frame.stages.append(stage)
      try count(stage)
      clauseWords = outerWords
    }
    let frame = frames.removeLast()
    let span = SourceSpan(start, max(start, lastEnd))
    return Pipeline(source: frame.source, stages: frame.stages, span: span)
  }

  // bar = [newlines] "|" [newlines] ;
  private mutating func bar() -> Bool {
    if stands(.pipeR) || stands(.pipeGreater) { readHabit(.pipe) }
    return accept(.bar)
  }

  // source = name | "(" pipeline ")" | "calendar" "(" range ")" ;
  mutating func source() throws -> Source {
    want(ArgumentStart.source.expectations)
    skipForeignFrom()
    if stands(.open) { return try nestedSource() }
    if stands("calendar"), peek().kind == .sign(.open) { return try calendar() }
    if let name = name() { return .table(name) }
    if let word = current.identifier, isReserved(word) { throw halt(.reservedName(word)) }
    if let text = current.text { throw halt(.quotedSource, writing: Spelling.name(text)) }
    throw halt(.missingSource(found: found))
  }

  // "(" pipeline ")"
  private mutating func nestedSource() throws -> Source {
    let open = advance().span
    let outerWords = clauseWords
    clauseWords = Keywords.clauses
    defer { clauseWords = outerWords }
    let inner = try nested(at: open) { try $0.pipeline() }
    try close(open)
    return .nested(inner, SourceSpan(open.start, lastEnd))
  }

  // "calendar" "(" range ")"
  private mutating func calendar() throws -> Source {
    let start = advance().span.start
    let open = advance().span
    let range = try nested(at: open) { try $0.range() }
    try close(open)
    return .calendar(range, SourceSpan(start, lastEnd))
  }

  /// Reads the bracket that closes the one at `open`.
  mutating func close(_ open: SourceSpan) throws {
    if accept(.close) { return }
    if current.endsStatement { throw halt(.openBracket, at: open) }
    throw leftover()
  }

  /// A name that is not reserved, if one stands here.
  mutating func name() -> Name? {
    guard isName, let text = current.nameText else { return nil }
    return Name(text, advance().span)
  }

  /// A name that `maker` makes, by default the verb of the stage.
  mutating func newName(by maker: String? = nil) throws -> Name {
    want(.newName)
    if let name = name() { return name }
    if let word = current.identifier { throw reservedName(word) }
    throw halt(.missingName(maker ?? verbText, found: found))
  }
}
