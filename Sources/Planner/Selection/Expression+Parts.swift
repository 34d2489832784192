import Syntax

extension Expression {
  /// The term without brackets around it.
  var unbracketed: Expression {
    if case .bracketed(let inner) = kind { inner.unbracketed } else { self }
  }

  /// The conditions that must hold together, in the order in which they are written.
  var conjuncts: [Expression] { parts(joinedBy: .and) }

  /// The conditions of which one must hold.
  var alternatives: [Expression] { parts(joinedBy: .or) }

  private func parts(joinedBy sign: InfixOperator) -> [Expression] {
    var (parts, rest): ([Expression], [Expression]) = ([], [self])
    while let next = rest.popLast() {
      if case .infix(sign, let left, let right) = next.unbracketed.kind {
        rest += [right, left]
      } else {
        parts.append(next)
      }
    }
    return parts
  }

  /// The terms of which it is made.
  private var operands: [Expression] {
    switch kind {
    case .literal, .parameter, .path: []
    case .bracketed(let inner), .prefix(_, let inner), .missingTest(let inner, _): [inner]
    case .infix(_, let left, let right): [left, right]
    case .between(let operand, let low, let high, _): [operand, low, high]
    case .membership(let operand, .ranges(let ranges, _), _):
      [operand] + ranges.flatMap { [$0.low, $0.high].compactMap { $0 } }
    case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
    case .call(let call):
      call.arguments.flatMap { [$0.expression, $0.condition].compactMap { $0 } }
        + [call.condition].compactMap { $0 }
    }
  }

  /// It and all terms within it that `isWanted` names, in the order in which they are written.
  private func terms(where isWanted: (Expression) -> Bool) -> [Expression] {
    var (found, rest): ([Expression], [Expression]) = ([], [self])
    while let next = rest.popLast() {
      if isWanted(next) { found.append(next) }
      rest += next.operands.reversed()
    }
    return found
  }

  /// The columns that it names, but those of which it only asks whether they are known.
  var comparedPaths: [Path] {
    if case .missingTest = unbracketed.kind { return [] }
    return terms { _ in true }.compactMap {
      if case .path(let path) = $0.kind { path } else { nil }
    }
  }

  /// The parameters that it names, each once.
  var parameters: [Name] {
    var seen: Set<String> = []
    return terms { _ in true }.compactMap { term in
      guard case .parameter(let name) = term.kind, seen.insert(name.text).inserted else {
        return nil
      }
      return name
    }
  }
}
