import Catalog

extension QueryWriter {
  /// A term of a type; nil where there is no way to write one.
  func expression(_ type: DataType, _ depth: Int = 2) -> Piece? {
    if calls == .aggregates, let call = ownTerm(type, depth) { return call }
    if calls == .windows, dice.chance(45), let call = call(type, depth) { return call }
    if depth <= 0 || dice.chance(30) { return leaf(type) ?? compound(type, 1) }
    return compound(type, depth) ?? leaf(type)
  }

  /// A column or literal.
  func leaf(_ type: DataType) -> Piece? {
    let columns = calls == .aggregates ? [] : scope.columns(of: type)
    if let column = dice.pick(columns), dice.chance(80) { return Piece(column.path) }
    return literal(type)
  }

  /// A column of a type.
  func column(_ type: DataType) -> Piece? {
    dice.pick(scope.columns(of: type)).map { Piece($0.path) }
  }

  /// The term of an aggregation: a call, or calls and literals combined.
  private func ownTerm(_ type: DataType, _ depth: Int) -> Piece? {
    if depth <= 1 || dice.chance(60) { return aggregate(type) ?? literal(type) }
    return compound(type, depth)
  }

  private func compound(_ type: DataType, _ depth: Int) -> Piece? {
    let piece: Piece?
    switch dice.below(10) {
    case 0: piece = conditional(type, depth)
    case 1: piece = coalescence(type, depth)
    case 2...5: piece = operation(type, depth)
    default: piece = scalar(type, depth)
    }
    guard let piece = piece ?? scalar(type, depth) ?? operation(type, depth) else { return nil }
    return dice.chance(5) ? Piece("(\(piece.text))") : piece
  }

  private func conditional(_ type: DataType, _ depth: Int) -> Piece? {
    guard let test = expression(.boolean, depth - 1), let then = expression(type, depth - 1),
      let otherwise = dice.chance(10) ? Piece("missing") : expression(type, depth - 1)
    else { return nil }
    return Piece(
      "if \(test.operand(.disjunction)) then \(then.operand(.disjunction)) else \(otherwise.text)",
      .conditional
    )
  }

  private func coalescence(_ type: DataType, _ depth: Int) -> Piece? {
    guard let left = expression(type, depth - 1), let right = expression(type, depth - 1) else {
      return nil
    }
    return Piece("\(left.operand(.coalescence)) ?? \(right.operand(.sum))", .coalescence)
  }

  /// An operator that gives a value of the type.
  private func operation(_ type: DataType, _ depth: Int) -> Piece? {
    switch type {
    case .boolean: return truth(depth)
    case .integer: return integers(depth)
    case .real: return reals(depth)
    case .percent: return percentages(depth)
    case .date: return moved(depth)
    case .period(let unit):
      guard let period = expression(.period(unit), depth - 1),
        let count = dice.chance(50) ? leaf(.integer) : Piece(String(dice.below(20)))
      else { return nil }
      return binary(period, dice.among("+", "-"), count, .sum)
    case .text, .category, .interval: return nil
    }
  }

  /// `left op right`, in brackets where they are needed.
  func binary(_ left: Piece, _ sign: String, _ right: Piece, _ level: Piece.Level) -> Piece {
    let above = Piece.Level(rawValue: level.rawValue + 1) ?? .primary
    return Piece("\(left.operand(level)) \(sign) \(right.operand(above))", level)
  }

  private func integers(_ depth: Int) -> Piece? {
    switch dice.below(7) {
    case 0:
      guard let inner = expression(.integer, depth - 1) else { return nil }
      return Piece("-" + inner.operand(.primary), .sign)
    case 1:
      guard let one = expression(.date, depth - 1), let other = expression(.date, depth - 1) else {
        return nil
      }
      return binary(one, "-", other, .sum)
    case 2:
      guard let type = dice.pick(scope.columns.map(\.type).filter(isPeriod)),
        let one = expression(type, depth - 1), let other = expression(type, depth - 1)
      else { return nil }
      return binary(one, "-", other, .sum)
    case 3:
      guard let one = expression(.integer, depth - 1), let other = expression(.integer, depth - 1)
      else { return nil }
      return binary(one, "*", other, .product)
    default:
      guard let one = expression(.integer, depth - 1), let other = expression(.integer, depth - 1)
      else { return nil }
      return binary(one, dice.among("+", "-"), other, .sum)
    }
  }

  func isPeriod(_ type: DataType) -> Bool { Sort(type) == .period }

  /// A number of any kind.
  func number(_ depth: Int) -> Piece? {
    expression(anyType { $0.isNumeric } ?? .integer, depth)
  }

  private func reals(_ depth: Int) -> Piece? {
    if dice.chance(10), let inner = expression(.real, depth - 1) {
      return Piece("-" + inner.operand(.primary), .sign)
    }
    if dice.chance(40) {
      guard let one = expression(dice.among(.integer, .real), depth - 1),
        let other = expression(dice.among(.integer, .real), depth - 1)
      else { return nil }
      return binary(one, "/", other, .product)
    }
    guard let one = expression(.real, depth - 1), let other = number(depth - 1) else { return nil }
    let sign = dice.among("+", "-", "*")
    return dice.chance(50)
      ? binary(one, sign, other, sign == "*" ? .product : .sum)
      : binary(other, sign, one, sign == "*" ? .product : .sum)
  }

  private func percentages(_ depth: Int) -> Piece? {
    guard let one = expression(.percent, depth - 1) else { return nil }
    if dice.chance(40), let other = expression(dice.among(.integer, .real), depth - 1) {
      return binary(one, "/", other, .product)
    }
    guard let other = expression(.percent, depth - 1) else { return nil }
    return binary(one, dice.among("+", "-"), other, .sum)
  }

  private func moved(_ depth: Int) -> Piece? {
    guard let day = expression(.date, depth - 1) else { return nil }
    return binary(day, dice.among("+", "-"), Piece(interval()), .sum)
  }

  /// A length of time.
  func interval() -> String {
    let count = dice.among(1, 1, 2, 3, 7, 12, 45)
    let unit = dice.among("day", "week", "month", "quarter", "year")
    return "\(count) \(unit)" + (count == 1 && dice.chance(80) ? "" : "s")
  }
}
