import Syntax

// What a query can be made smaller to, part by part.

extension Pipeline {
  /// Pipelines with a stage less, or with a smaller source or stage.
  var smaller: [Pipeline] {
    var found: [Pipeline] = []
    if case .nested(let inner, _)? = source {
      found.append(Pipeline(source: inner.source, stages: inner.stages + stages, span: span))
      found += inner.smaller.map { with(source: .nested($0, span)) }
    }
    for place in stages.indices {
      var fewer = self
      fewer.stages.remove(at: place)
      found.append(fewer)
      if place > 0 { found.append(with(stages: Array(stages[..<place]))) }
    }
    for (place, stage) in stages.enumerated() {
      for smaller in stage.smaller {
        var copy = self
        copy.stages[place] = smaller
        found.append(copy)
      }
    }
    return found
  }

  private func with(source: Source) -> Pipeline {
    Pipeline(source: source, stages: stages, span: span)
  }

  private func with(stages: [Stage]) -> Pipeline {
    Pipeline(source: source, stages: stages, span: span)
  }
}

extension Stage {
  /// Stages of the same verb with an argument less, or a smaller one.
  var smaller: [Stage] {
    var found: [Stage] = []
    for (label, argument) in arguments.sorted(by: { $0.key < $1.key }) {
      var without = self
      without.arguments[label] = nil
      found.append(without)
      for smaller in Generator.smaller(argument: argument) {
        var copy = self
        copy.arguments[label] = smaller
        found.append(copy)
      }
    }
    return found
  }
}

/// Lists with one item less.
private func fewer<Item>(_ items: [Item]) -> [[Item]] {
  guard items.count > 1 else { return [] }
  return items.indices.map { place in
    var copy = items
    copy.remove(at: place)
    return copy
  }
}

/// Lists with one item less, or with a smaller one.
private func smaller<Item>(
  _ items: [Item],
  _ path: WritableKeyPath<Item, Expression>
) -> [[Item]] {
  var found = fewer(items)
  for (place, item) in items.enumerated() {
    for expression in item[keyPath: path].smaller {
      var copy = items
      copy[place][keyPath: path] = expression
      found.append(copy)
    }
  }
  return found
}

/// Arguments of the same type that say less.
private func smaller(argument: any Sendable) -> [any Sendable] {
  switch argument {
  case let expression as Expression: expression.smaller
  case let path as Path: path.smaller
  case let source as Source: source.smaller
  case let quantity as Quantity: quantity.smaller
  case let paths as [Path]: fewer(paths)
  case let items as [ColumnItem]: fewer(items)
  case let items as [Rename]: fewer(items)
  case let keys as [JoinKey]: fewer(keys)
  case let items as [Assignment]: smaller(items, \.expression)
  case let items as [AggregateItem]: smaller(items, \.expression)
  case let items as [KeyItem]: smaller(items, \.expression)
  case let items as [OrderItem]: smaller(items, \.expression)
  default: []
  }
}

extension Quantity {
  fileprivate var smaller: [Quantity] {
    guard case .count(let count) = kind, count > 1 else { return [] }
    return [Quantity(.count(1), span), Quantity(.count(count / 2), span)]
  }
}

extension Path {
  fileprivate var smaller: [Path] {
    names.count > 1 ? [Path(Array(names.dropLast()))] : []
  }
}

extension Source {
  fileprivate var smaller: [Source] {
    guard case .nested(let pipeline, let span) = self else { return [] }
    let inner = pipeline.smaller.map { Source.nested($0, span) }
    guard let source = pipeline.source else { return inner }
    return [source] + inner
  }
}

extension Expression {
  /// Terms that say less: parts of this one, literals, or the same with a smaller part.
  var smaller: [Expression] {
    var found = parts
    if case .literal = kind {
    } else {
      found += [.missing, .boolean(true), .integer(1), .text("a")].map {
        Expression(.literal($0), span)
      }
    }
    return found + rebuilt
  }

  /// The terms of which this one is made.
  private var parts: [Expression] {
    switch kind {
    case .literal, .parameter: return []
    case .path(let path): return path.smaller.map { Expression(.path($0), span) }
    case .call(let call):
      return call.arguments.map(\.expression) + (call.condition.map { [$0] } ?? [])
    case .prefix(_, let inner), .missingTest(let inner, _), .bracketed(let inner): return [inner]
    case .infix(_, let left, let right): return [left, right]
    case .membership(let operand, let set, _):
      guard case .ranges(let ranges, _) = set else { return [operand] }
      return [operand] + ranges.map(\.low)
    case .between(let operand, let low, let high, _): return [operand, low, high]
    case .conditional(let condition, let then, let otherwise): return [condition, then, otherwise]
    }
  }

  /// The same term with one part made smaller.
  private var rebuilt: [Expression] {
    func made(_ kind: Kind) -> Expression { Expression(kind, span) }
    switch kind {
    case .literal, .parameter, .path: return []
    case .call(let call): return call.smaller.map { made(.call($0)) }
    case .prefix(let sign, let inner): return inner.smaller.map { made(.prefix(sign, $0)) }
    case .bracketed(let inner): return inner.smaller.map { made(.bracketed($0)) }
    case .missingTest(let inner, let negated):
      return inner.smaller.map { made(.missingTest($0, negated: negated)) }
    case .infix(let sign, let left, let right):
      return left.smaller.map { made(.infix(sign, $0, right)) }
        + right.smaller.map { made(.infix(sign, left, $0)) }
    case .membership(let operand, let set, let negated):
      return operand.smaller.map { made(.membership($0, set, negated: negated)) }
        + set.smaller.map { made(.membership(operand, $0, negated: negated)) }
        + (negated ? [made(.membership(operand, set, negated: false))] : [])
    case .between(let operand, let low, let high, let negated):
      return operand.smaller.map { made(.between($0, low: low, high: high, negated: negated)) }
    case .conditional(let condition, let then, let otherwise):
      return condition.smaller.map {
        made(.conditional(condition: $0, then: then, otherwise: otherwise))
      }
        + then.smaller.map {
          made(.conditional(condition: condition, then: $0, otherwise: otherwise))
        }
        + otherwise.smaller.map {
          made(.conditional(condition: condition, then: then, otherwise: $0))
        }
    }
  }
}

extension ValueSet {
  fileprivate var smaller: [ValueSet] {
    guard case .ranges(let ranges, let bracketed) = self else { return [] }
    var found = fewer(ranges).map { ValueSet.ranges($0, bracketed: true) }
    for (place, range) in ranges.enumerated() where range.high != nil {
      var copy = ranges
      copy[place].high = nil
      found.append(.ranges(copy, bracketed: bracketed))
    }
    return found
  }
}

extension Call {
  fileprivate var smaller: [Call] {
    var found: [Call] = []
    if condition != nil {
      var copy = self
      copy.condition = nil
      found.append(copy)
      for smaller in condition?.smaller ?? [] {
        copy.condition = smaller
        found.append(copy)
      }
    }
    for list in Generator.smaller(arguments, \.expression) {
      var copy = self
      copy.arguments = list
      found.append(copy)
    }
    for (place, argument) in arguments.enumerated() {
      guard let condition = argument.condition else { continue }
      var copy = self
      copy.arguments[place].condition = nil
      found.append(copy)
      for smaller in condition.smaller {
        copy.arguments[place].condition = smaller
        found.append(copy)
      }
    }
    return found
  }
}
