// Counts, intervals, names and texts in slots.

extension Parser {
  // count = number | "$" name ;
  mutating func quantity(percent: Bool) throws -> Quantity {
    let kind: Quantity.Kind
    switch current.kind {
    case .parameter(let name): kind = .parameter(Name(name, current.span))
    case .literal(.integer(let value)): kind = .count(Int(value))
    case .literal(.percent(let ratio, _)) where percent: kind = .percent(ratio)
    case .literal(.real(let ratio, _)) where percent && ratio > 0 && ratio <= 1:
      let ours = Parser.percentage(ratio)
      throw halt(.ratioForPercent(ours), writing: ours)
    default:
      throw halt(.notACount(verbText, found: found, percent: percent))
    }
    return Quantity(kind, advance().span)
  }

  /// A ratio as a percentage is written: 5% for 0.05.
  private static func percentage(_ ratio: Double) -> String {
    let points = (ratio * 100 * 1e6).rounded() / 1e6
    return (points == points.rounded() ? "\(Int(points))" : "\(points)") + "%"
  }

  // span = count unit | "$" name ;
  mutating func intervalItem() throws -> IntervalItem {
    let token = current
    if case .parameter(let name) = token.kind {
      advance()
      return IntervalItem(kind: .parameter(Name(name, token.span)), span: token.span)
    }
    guard let count = token.integer else { throw halt(.notAnInterval(found: found)) }
    advance()
    want(.unit)
    guard let word = current.identifier, let unit = Keywords.unit(word) else {
      throw halt(.missingUnit(written(token.span), found: found), fix: unitFix())
    }
    let span = token.span.union(advance().span)
    return IntervalItem(kind: .length(IntervalLiteral(Int(count), unit)), span: span)
  }

  // unit = "day" | "week" | "month" | "quarter" | "year" (* and plurals *) ;
  mutating func unitName() throws -> Name {
    want(.unit)
    guard let word = current.identifier, let unit = Keywords.unit(word) else {
      throw halt(.notAUnit(found: found), fix: unitFix())
    }
    return Name(unit.rawValue, advance().span)
  }

  // name [ "=" name ]
  mutating func namePair() throws -> [Name] {
    want(.column)
    let left = try newName()
    guard accept(.equal) else { return [left] }
    want([.column, .partnerColumn])
    return [left, try newName()]
  }

  // name "," name
  mutating func twoNames() throws -> [Name] {
    let first = try newName()
    guard accept(.comma) else { throw halt(.secondName(verbText, first.text, found: found)) }
    return [first, try newName()]
  }

  // text = '"' … '"' | "'" … "'" ;
  mutating func text() throws -> String {
    guard let text = current.text else { throw halt(.missingText(found: found)) }
    advance()
    return text
  }
}
