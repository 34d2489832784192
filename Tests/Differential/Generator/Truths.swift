import Catalog

extension QueryWriter {
  /// A condition.
  func truth(_ depth: Int) -> Piece? {
    switch dice.below(12) {
    case 0, 1:
      guard let one = expression(.boolean, depth - 1), let other = expression(.boolean, depth - 1)
      else { return nil }
      return binary(one, "and", other, .conjunction)
    case 2:
      guard let one = expression(.boolean, depth - 1), let other = expression(.boolean, depth - 1)
      else { return nil }
      return binary(one, "or", other, .disjunction)
    case 3:
      return expression(.boolean, depth - 1).map {
        Piece("not " + $0.operand(.comparison), .negation)
      }
    case 4: return missingTest(depth)
    case 5: return membership(depth)
    case 6: return between(depth)
    case 7: return textTest(depth)
    case 8: return temporalTest(depth)
    case 9: return tableTest()
    default: return comparison(depth)
    }
  }

  private func negation() -> String { dice.chance(25) ? "not " : "" }

  private func missingTest(_ depth: Int) -> Piece? {
    guard let type = anyType(), let inner = expression(type, depth - 1) else { return nil }
    if dice.chance(30) {
      return Piece("\(inner.operand(.coalescence)) \(dice.among("=", "!=")) missing", .comparison)
    }
    return Piece("\(inner.operand(.coalescence)) is \(negation())missing", .comparison)
  }

  private func comparison(_ depth: Int) -> Piece? {
    guard let type = anyType(), let left = side(type, depth) else { return nil }
    if type.isNumeric, dice.chance(25), let right = number(depth - 1) {
      return compared(left, sign(type), right)
    }
    let right = dice.chance(60) ? literal(type, besideColumn: true) : side(type, depth)
    guard let right else { return nil }
    return compared(left, sign(type), right)
  }

  /// A side of a comparison: categories are compared with their own literals, so the left is a
  /// column.
  private func side(_ type: DataType, _ depth: Int) -> Piece? {
    if case .category = type, calls == .none { return column(type) ?? expression(type, depth - 1) }
    return expression(type, depth - 1)
  }

  private func sign(_ type: DataType) -> String {
    type.hasOrder ? dice.among("=", "!=", "<", "<=", ">", ">=", "==") : dice.among("=", "!=")
  }

  private func compared(_ left: Piece, _ sign: String, _ right: Piece) -> Piece {
    Piece("\(left.operand(.coalescence)) \(sign) \(right.operand(.coalescence))", .comparison)
  }

  private func membership(_ depth: Int) -> Piece? {
    guard let type = anyType(), let left = side(type, depth) else { return nil }
    var items: [String] = []
    for _ in 0..<dice.within(1...4) {
      guard let low = literal(type, besideColumn: true) else { continue }
      var item = low.operand(.coalescence)
      if type.hasOrder, type != .boolean, dice.chance(20),
        let high = literal(type, besideColumn: true)
      {
        item += ".." + high.operand(.coalescence)
      }
      items.append(item)
    }
    if dice.chance(10) { items.append("missing") }
    if items.isEmpty { return nil }
    let set =
      items.count == 1 && dice.chance(50) ? items[0] : "(" + items.joined(separator: ", ") + ")"
    return Piece("\(left.operand(.coalescence)) \(negation())in \(set)", .comparison)
  }

  private func between(_ depth: Int) -> Piece? {
    guard let type = anyType(where: { $0.hasOrder && $0 != .boolean }),
      let left = side(type, depth), let low = literal(type, besideColumn: true),
      let high = literal(type, besideColumn: true)
    else { return nil }
    return Piece(
      "\(left.operand(.coalescence)) \(negation())between \(low.operand(.coalescence)) "
        + "and \(high.operand(.coalescence))",
      .comparison
    )
  }

  private func textTest(_ depth: Int) -> Piece? {
    guard let left = textual(depth - 1) else { return nil }
    let word = dice.among("contains", "starts with", "ends with", "matches")
    let right = word == "matches" ? pattern() : dice.chance(80) ? textPart() : textual(1)?.text
    guard let right else { return nil }
    return Piece("\(left.operand(.coalescence)) \(negation())\(word) \(right)", .comparison)
  }

  /// A text or category.
  func textual(_ depth: Int) -> Piece? {
    expression(anyType { $0.isTextual } ?? .text, depth)
  }

  /// A short text that others may hold.
  func textPart() -> String {
    let part = dice.among(
      "a",
      "b",
      "A",
      "é",
      "e",
      " ",
      ".",
      "%",
      "_",
      "1",
      "-",
      "\u{301}",
      "😀",
      "it"
    )
    return dice.chance(80) ? "\"\(part)\"" : textLiteral()
  }

  /// A regular expression in quotes.
  func pattern() -> String {
    let pattern = dice.among(
      "a",
      "^a",
      "b$",
      "[0-9]+",
      "^[a-z]*$",
      "(a|b)",
      ".",
      "^.$",
      "[^a]",
      "\\d+",
      "a.?b",
      "é",
      "([0-9]+)-",
      "\\.",
      "x|y",
      "(.)$"
    )
    return "\"\(pattern)\""
  }

  /// A date or period beside a date or a longer period.
  private func temporalTest(_ depth: Int) -> Piece? {
    guard let type = anyType(where: { $0.isTemporal }), let left = expression(type, depth - 1),
      let right = longer(than: type)
    else { return nil }
    if dice.chance(40) {
      let set = dice.chance(40) ? longer(than: type).map { right + ".." + $0 } ?? right : right
      return Piece("\(left.operand(.coalescence)) \(negation())in \(set)", .comparison)
    }
    let word = dice.among("before", "after", "since", "until", "<", ">=")
    return Piece("\(left.operand(.coalescence)) \(word) \(right)", .comparison)
  }

  /// A date or a period that values of `type` can be compared with.
  private func longer(than type: DataType) -> String? {
    var units = RandomValues.units
    if case .period(let unit) = type {
      units = units.filter { unit.nests(in: $0) }
    } else if dice.chance(30) {
      return literal(.date)?.text
    }
    guard let unit = dice.pick(units) else { return nil }
    return written(RandomValues.value(of: .period(unit), &dice), .period(unit), besideColumn: true)?
      .text
  }

  /// Whether a value is in the first column of a table.
  private func tableTest() -> Piece? {
    let fitting = world.tables.filter { table in
      guard let first = table.table.schema.fields.first else { return false }
      return scope.columns.contains { joinable($0.type, first.type) }
        && !scope.shown.contains { $0.field.name == table.name }
    }
    guard let table = dice.pick(fitting), let first = table.table.schema.fields.first,
      calls == .none,
      let column = dice.pick(scope.columns.filter { joinable($0.type, first.type) })
    else { return nil }
    return Piece("\(column.path) \(negation())in \(table.name)", .comparison)
  }

  /// Whether values of two types can be keys of a join.
  func joinable(_ left: DataType, _ right: DataType) -> Bool {
    left == right || (left.isTextual && right.isTextual)
  }
}
