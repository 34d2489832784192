import Syntax

/// A change of an expression with the name of the mistake and what is said of it.
struct Variant {
  var name: String
  var words: String
  var expression: Expression
}

extension Expression {
  /// A part of an expression, and the whole with another part in its place.
  private typealias Part = (part: Expression, put: (Expression) -> Kind)

  /// The expression with a part of it changed, once for each part and each change that `changes` gives
  /// of it.
  func variants(_ changes: (Expression) -> [Variant]) -> [Variant] {
    changes(self)
      + parts.flatMap { part, put in
        part.variants(changes).map { variant in
          var variant = variant
          variant.expression = Expression(put(variant.expression), nowhere)
          return variant
        }
      }
  }

  /// The expressions that it is made of.
  private var parts: [Part] {
    switch kind {
    case .literal, .parameter, .path: []
    case .prefix(let sign, let part): [(part, { .prefix(sign, $0) })]
    case .infix(let sign, let left, let right):
      [(left, { .infix(sign, $0, right) }), (right, { .infix(sign, left, $0) })]
    case .missingTest(let part, let negated): [(part, { .missingTest($0, negated: negated) })]
    case .membership(let part, let set, let negated):
      [(part, { .membership($0, set, negated: negated) })]
        + set.parts.map { end, put in (end, { .membership(part, put($0), negated: negated) }) }
    case .between(let part, let low, let high, let negated):
      [(part, { .between($0, low: low, high: high, negated: negated) })]
    case .conditional(let condition, let then, let otherwise):
      [
        (condition, { .conditional(condition: $0, then: then, otherwise: otherwise) }),
        (then, { .conditional(condition: condition, then: $0, otherwise: otherwise) }),
        (otherwise, { .conditional(condition: condition, then: then, otherwise: $0) }),
      ]
    case .bracketed(let part): [(part, { .bracketed($0) })]
    case .call(let call): call.parts.map { part, put in (part, { .call(put($0)) }) }
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

extension ValueSet {
  /// The ends of its ranges, each with the set that has another one.
  fileprivate var parts: [(Expression, (Expression) -> ValueSet)] {
    guard case .ranges(let ranges, let bracketed) = self else { return [] }
    func set(_ place: Int, _ change: (inout ValueRange) -> Void) -> ValueSet {
      var changed = ranges
      change(&changed[place])
      return .ranges(changed, bracketed: bracketed)
    }
    return ranges.indices.flatMap { place -> [(Expression, (Expression) -> ValueSet)] in
      let low = (ranges[place].low, { end in set(place) { $0.low = end } })
      let high = ranges[place].high.map { ($0, { end in set(place) { $0.high = end } }) }
      return [low] + [high].compactMap { $0 }
    }
  }
}

extension Call {
  /// Its arguments and its condition, each with the call that has another one.
  fileprivate var parts: [(Expression, (Expression) -> Call)] {
    let own = arguments.indices.map { place -> (Expression, (Expression) -> Call) in
      (
        arguments[place].expression,
        { part in
          var changed = self
          changed.arguments[place].expression = part
          return changed
        }
      )
    }
    guard let condition else { return own }
    return own + [
      (
        condition,
        { part in
          var changed = self
          changed.condition = part
          return changed
        }
      )
    ]
  }
}
