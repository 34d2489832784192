// What stands in a slot: one production for each kind.

extension Parser {
  /// Whether an argument of this kind could begin here.
  func starts(_ kind: SlotKind) -> Bool {
    switch kind {
    case .flag: true
    case .source: isName || stands(.open)
    case .text: if case .literal(.text) = current.kind { true } else { false }
    case .term, .condition, .constant, .aggregates, .keys, .order: startsTerm
    case .count, .amount, .span: startsTerm && !isName
    case .path, .paths, .columns, .renames, .assignments, .joinKeys, .unit, .name, .namePair,
      .twoNames, .format, .chart:
      isName
    }
  }

  private var startsTerm: Bool {
    switch current.kind {
    case .name(let word):
      !isReserved(word) || ["if", "not", "missing", "true", "false"].contains(word)
    case .literal, .parameter, .quoted, .problem: true
    case .sign(let sign): sign == .open || sign == .minus || sign == .not
    default: false
    }
  }

  /// Notes what an argument of this kind could begin with.
  mutating func wantStart(of kind: SlotKind) {
    guard current.kind == .end else { return }
    switch kind {
    case .term, .condition, .constant, .keys, .order: wantTerm()
    case .aggregates:
      want(.aggregate)
      wantTerm()
    case .path, .paths, .columns, .joinKeys, .namePair: want(.column)
    case .renames, .assignments, .name, .twoNames: want(.newName)
    case .source: [.source, .keyword("calendar"), .sign("(")].forEach { want($0) }
    case .count: [.number, .parameter].forEach { want($0) }
    case .amount: [.number, .percent, .parameter].forEach { want($0) }
    case .span: [.number, .parameter].forEach { want($0) }
    case .unit: want(.unit)
    case .format: want(.format)
    case .chart: want(.chart)
    case .text: want(.text)
    case .flag: break
    }
  }

  /// The argument in `slot`, one of whose kind begins here.
  mutating func argument(_ slot: AnySlot, of verb: String) throws(Halt) -> Argument {
    switch slot.kind {
    case .term, .condition, .constant: .term(try term())
    case .path: .path(try path())
    case .paths: .paths(try list { parser throws(Halt) in try parser.path() })
    case .columns: .columns(try list { parser throws(Halt) in try parser.column() })
    case .renames: .renames(try list { parser throws(Halt) in try parser.rename(verb) })
    case .assignments: .assignments(try list { parser throws(Halt) in try parser.assignment(verb) })
    case .aggregates: .aggregates(try list { parser throws(Halt) in try parser.aggregate() })
    case .keys: .keys(try list { parser throws(Halt) in try parser.key() })
    case .order: .order(try list { parser throws(Halt) in try parser.orderItem() })
    case .joinKeys: .joinKeys(try list { parser throws(Halt) in try parser.joinKey() })
    case .source: .source(try source())
    case .count: .quantity(try quantity(verb, percent: false))
    case .amount: .quantity(try quantity(verb, percent: true))
    case .span: .span(try spanItem(verb))
    case .unit: .name(try unitName())
    case .name: .name(try newName(verb))
    case .format, .chart: .name(try newName(verb))
    case .namePair: .names(try namePair(verb))
    case .twoNames: .names(try twoNames(verb))
    case .text: try text()
    case .flag: .flag(current.span)
    }
  }

  /// Items between commas.
  mutating func list<Item>(
    _ item: (inout Parser) throws(Halt) -> Item
  ) throws(Halt) -> [Item] {
    var items = [try item(&self)]
    while accept(.comma) { items.append(try item(&self)) }
    return items
  }

  // path = name { "." name } ;
  mutating func path() throws(Halt) -> Path {
    want(.column)
    guard let first = name() else { throw missingColumn() }
    var names = [first]
    while accept(.dot) {
      want(.column)
      guard let text = current.nameText else { throw halt(.missingAfterDot(found: found)) }
      names.append(Name(text, advance().span))
    }
    return Path(names)
  }

  private mutating func missingColumn() -> Halt {
    if let word = current.word {
      return halt(.reservedName(word), fix: .replacing(current.span, with: "`\(word)`"))
    }
    if case .literal(.text(let text)) = current.kind {
      return halt(.quotedColumn(text), fix: .replacing(current.span, with: Spelling.name(text)))
    }
    return halt(.missingColumn(found: found))
  }

  /// The name before a `=`, if one stands here with it.
  private mutating func nameBeforeEqual() -> Name? {
    guard isName, peek().kind == .sign(.equal), let name = name() else { return nil }
    advance()
    return name
  }

  // col = [ name "=" ] path ;
  private mutating func column() throws(Halt) -> ColumnItem {
    let name = nameBeforeEqual()
    return ColumnItem(name: name, path: try path())
  }

  // name "=" name
  private mutating func rename(_ verb: String) throws(Halt) -> Rename {
    let new = try newName(verb)
    guard accept(.equal) else { throw halt(.renameNeedsEqual(new.text, found: found)) }
    want(.column)
    guard let old = name() else { throw missingColumn() }
    return Rename(new: new, old: old)
  }

  // asg = name "=" expr ;
  private mutating func assignment(_ verb: String) throws(Halt) -> Assignment {
    let start = current.span
    let name = try newName(verb)
    if stands(.doubleEqual) { noteHabit(.assignmentSign, writing: "=") }
    guard accept(.equal) || accept(.doubleEqual) else {
      throw halt(.assignmentNeedsName(verb), at: start)
    }
    return Assignment(name: name, term: try term())
  }

  // agg = [ name "=" ] expr ;
  private mutating func aggregate() throws(Halt) -> AggregateItem {
    let name = nameBeforeEqual()
    want(.aggregate)
    return AggregateItem(name: name, term: try term())
  }

  // key = [ name "=" ] expr ;
  private mutating func key() throws(Halt) -> KeyItem {
    let name = nameBeforeEqual()
    return KeyItem(name: name, term: try term())
  }

  // okey = expr [ "asc" | "desc" ] ;
  private mutating func orderItem() throws(Halt) -> OrderItem {
    let term = try term()
    skipForeignDirection()
    if accept("desc") { return OrderItem(term: term, isDescending: true) }
    _ = accept("asc")
    return OrderItem(term: term, isDescending: false)
  }

  // jkey = path [ "=" path | "in" name ".." name ] ;
  private mutating func joinKey() throws(Halt) -> JoinKey {
    let left = try path()
    if accept(.equal) || accept(.doubleEqual) {
      return JoinKey(left: left, right: .path(try path()))
    }
    guard accept("in") else { return JoinKey(left: left, right: .same) }
    want(.column)
    guard let low = name() else { throw missingColumn() }
    guard accept(.range) else { throw halt(.joinRange(left.text, low.text, found: found)) }
    want(.column)
    guard let high = name() else { throw missingColumn() }
    return JoinKey(left: left, right: .between(low, high))
  }
}
