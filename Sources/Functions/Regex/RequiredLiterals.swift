/// The texts that every match of a pattern holds, in their order: a text that lacks them needs no
/// machine.
struct RequiredLiterals: Sendable {
  private var literals: [[UInt8]] = []
  /// Whether the next scalar goes on with the last literal.
  private var isOpen = false

  init(_ node: PatternNode) { add(node) }

  private mutating func add(_ node: PatternNode) {
    switch node {
    case .empty, .test: break
    case .sequence(let parts): for part in parts { add(part) }
    case .group(let inner, _): add(inner)
    case .either, .repeated: isOpen = false
    case .scalar(let set):
      guard let scalar = set.only else { return isOpen = false }
      if !isOpen { literals.append([]) }
      literals[literals.count - 1] += Array(String(Character(scalar)).utf8)
      isOpen = true
    }
  }

  /// Whether a text has them all, one behind the other; throws when the query is to stop.
  func occur(in text: UnsafeBufferPointer<UInt8>) throws -> Bool {
    var start = 0
    for literal in literals {
      guard let place = try text.firstIndex(of: literal, from: start) else { return false }
      start = place + literal.count
    }
    return true
  }
}

extension ScalarSet {
  /// Its scalar, if it has one alone.
  fileprivate var only: Unicode.Scalar? {
    guard ranges.count == 1, ranges[0].count == 1, !ignoresCase, !isNegated, parts.isEmpty else {
      return nil
    }
    return Unicode.Scalar(ranges[0].lowerBound)
  }
}
