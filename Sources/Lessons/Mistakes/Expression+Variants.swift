import Syntax

/// A change of an expression with the name of the mistake and what is said of it.
struct Variant {
  var name: String
  var words: String
  var expression: Expression
}

extension Expression {
  /// The expression with a part of it changed, once for each part and each change that `changes` gives
  /// of it.
  func variants(_ changes: (Expression) -> [Variant]) -> [Variant] {
    let own = changes(self)
    func inner(_ part: Expression, _ put: (Expression) -> Kind) -> [Variant] {
      part.variants(changes).map { variant in
        Variant(
          name: variant.name,
          words: variant.words,
          expression: Expression(put(variant.expression), nowhere)
        )
      }
    }
    switch kind {
    case .literal, .parameter, .path: return own
    case .prefix(let sign, let part): return own + inner(part) { .prefix(sign, $0) }
    case .infix(let sign, let left, let right):
      return own + inner(left) { .infix(sign, $0, right) } + inner(right) { .infix(sign, left, $0) }
    case .missingTest(let part, let negated):
      return own + inner(part) { .missingTest($0, negated: negated) }
    case .membership(let part, .ranges(let ranges, let bracketed), let negated):
      func put(_ changed: [ValueRange]) -> Kind {
        .membership(part, .ranges(changed, bracketed: bracketed), negated: negated)
      }
      let ends = ranges.indices.flatMap { place -> [Variant] in
        inner(ranges[place].low) { low in
          var changed = ranges
          changed[place].low = low
          return put(changed)
        }
          + (ranges[place].high.map { high in
            inner(high) { high in
              var changed = ranges
              changed[place].high = high
              return put(changed)
            }
          } ?? [])
      }
      let set = ValueSet.ranges(ranges, bracketed: bracketed)
      return own + inner(part) { .membership($0, set, negated: negated) } + ends
    case .between(let part, let low, let high, let negated):
      return own + inner(part) { .between($0, low: low, high: high, negated: negated) }
    case .conditional(let condition, let then, let otherwise):
      return own
        + inner(condition) { .conditional(condition: $0, then: then, otherwise: otherwise) }
        + inner(then) { .conditional(condition: condition, then: $0, otherwise: otherwise) }
        + inner(otherwise) { .conditional(condition: condition, then: then, otherwise: $0) }
    case .bracketed(let part): return own + inner(part) { .bracketed($0) }
    case .call(let call):
      return own
        + call.arguments.indices.flatMap { place in
          inner(call.arguments[place].expression) { part in
            var changed = call
            changed.arguments[place].expression = part
            return .call(changed)
          }
        }
        + (call.condition.map { condition in
          inner(condition) { part in
            var changed = call
            changed.condition = part
            return .call(changed)
          }
        } ?? [])
    }
  }

  /// The conditions that `and` joins.
  var conjuncts: [Expression] {
    switch kind {
    case .infix(.and, let left, let right): left.conjuncts + right.conjuncts
    case .bracketed(let inner): inner.conjuncts.count > 1 ? inner.conjuncts : [self]
    default: [self]
    }
  }

  /// The conditions that `or` joins.
  var disjuncts: [Expression] {
    switch kind {
    case .infix(.or, let left, let right): left.disjuncts + right.disjuncts
    case .bracketed(let inner): inner.disjuncts.count > 1 ? inner.disjuncts : [self]
    default: [self]
    }
  }

  /// The paths in it, those within calls included.
  var paths: [Path] {
    var found: [Path] = []
    _ = variants { part in
      if case .path(let path) = part.kind { found.append(path) }
      return []
    }
    return found
  }

  /// Conditions joined by `and`; nil of none.
  static func all(_ conditions: [Expression]) -> Expression? {
    guard var whole = conditions.first else { return nil }
    for condition in conditions.dropFirst() {
      whole = Expression(.infix(.and, whole, condition), nowhere)
    }
    return whole
  }
}
