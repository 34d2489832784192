// Arguments of stages: the productions that slots read.

extension Parser {
  /// Whether an argument of `slot` could begin here; at the end of the input, this is noted.
  mutating func begins(_ slot: AnySlot) -> Bool {
    want(slot.syntax.start.expectations)
    return slot.syntax.start.matches(self)
  }

  /// Whether the current token could begin an expression.
  var startsExpression: Bool {
    switch current.kind {
    case .name(let word):
      !isReserved(word) || ["if", "not", "missing", "true", "false"].contains(word)
    case .literal, .parameter, .quoted, .problem: true
    case .sign(let sign): sign == .open || sign == .minus || sign == .not
    default: false
    }
  }

  /// Items between commas.
  mutating func list<Item>(
    _ item: (inout Parser) throws -> Item
  ) throws -> [Item] {
    var items = [try item(&self)]
    while accept(.comma) { items.append(try item(&self)) }
    return items
  }

  // path = name { "." name } ;
  mutating func path() throws -> Path {
    var names = [try column()]
    while accept(.dot) {
      want(.column)
      guard let text = current.nameText else { throw halt(.missingAfterDot(found: found)) }
      names.append(Name(text, advance().span))
    }
    return Path(names)
  }

  /// The name of a column.
  private mutating func column() throws -> Name {
    want(.column)
    if let name = name() { return name }
    if let word = current.identifier { throw reservedName(word) }
    if let text = current.text { throw halt(.quotedColumn, writing: Spelling.name(text)) }
    throw halt(.missingColumn(found: found))
  }

  /// The name before a `=`, if one stands here with it.
  mutating func nameBeforeEqual() -> Name? {
    guard isName, peek().kind == .sign(.equal), let name = name() else { return nil }
    advance()
    return name
  }

  // name "=" name
  mutating func rename() throws -> Rename {
    let new = try newName()
    guard accept(.equal) else { throw halt(.renameNeedsEqual(new.text, found: found)) }
    return Rename(new: new, old: try column())
  }

  // asg = name "=" expr ;
  mutating func assignment() throws -> Assignment {
    let start = current.span
    let name = try newName()
    readHabit(.assignment)
    guard accept(.equal) else { throw halt(.assignmentNeedsName(verbText), at: start) }
    return Assignment(name: name, expression: try expression())
  }

  // okey = expr [ "asc" | "desc" ] ;
  mutating func orderItem() throws -> OrderItem {
    let expression = try expression()
    readHabit(.direction)
    let isDescending = accept("desc")
    if !isDescending { _ = accept("asc") }
    return OrderItem(expression: expression, isDescending: isDescending)
  }

  // jkey = path [ "=" path | "in" name ".." name ] ;
  mutating func joinKey() throws -> JoinKey {
    let left = try path()
    if accept(.equal) || accept(.doubleEqual) {
      want(.partnerColumn)
      return JoinKey(left: left, right: .path(try path()))
    }
    guard accept("in") else { return JoinKey(left: left, right: .same) }
    want(.partnerColumn)
    let low = try column()
    guard accept(.range) else { throw halt(.joinRange(left.text, low.text, found: found)) }
    want(.partnerColumn)
    return JoinKey(left: left, right: .between(low, try column()))
  }
}
