/// Writes the program of a pattern.
struct PatternCompiler {
  var program: [RegularExpression.Instruction] = []
  private var steps = 0
  private static let longest = 20_000

  /// Appends the instructions of a node.
  mutating func compile(_ node: PatternNode) throws(PatternMistake) {
    steps += 1
    if program.count > PatternCompiler.longest || steps > 2 * PatternCompiler.longest {
      throw PatternMistake("is too long once its counts are written out", at: 0)
    }
    switch node {
    case .empty: break
    case .scalar(let set): program.append(.scalar(set))
    case .test(let place): program.append(.test(place))
    case .sequence(let parts): for part in parts { try compile(part) }
    case .either(let branches): try compile(branches[...])
    case .group(let inner, let number):
      if let number { program.append(.save(2 * number)) }
      try compile(inner)
      if let number { program.append(.save(2 * number + 1)) }
    case .repeated(let inner, let least, let most, let isLazy):
      for _ in 0..<least { try compile(inner) }
      if let most {
        try compileOptional(inner, times: most - least, isLazy)
      } else {
        try compileLoop(inner, isLazy)
      }
    }
  }

  private mutating func compile(_ branches: ArraySlice<PatternNode>) throws(PatternMistake) {
    guard let first = branches.first else { return }
    if branches.count == 1 { return try compile(first) }
    let split = program.count
    program.append(.accept)
    try compile(first)
    let jump = program.count
    program.append(.accept)
    program[split] = .split(split + 1, program.count)
    try compile(branches.dropFirst())
    program[jump] = .jump(program.count)
  }

  private mutating func compileLoop(
    _ node: PatternNode,
    _ isLazy: Bool
  ) throws(PatternMistake) {
    let split = program.count
    program.append(.accept)
    try compile(node)
    program.append(.jump(split))
    program[split] = fork(split + 1, program.count, isLazy)
  }

  private mutating func compileOptional(
    _ node: PatternNode,
    times: Int,
    _ isLazy: Bool
  ) throws(PatternMistake) {
    var splits: [Int] = []
    for _ in 0..<times {
      splits.append(program.count)
      program.append(.accept)
      try compile(node)
    }
    for split in splits { program[split] = fork(split + 1, program.count, isLazy) }
  }

  private func fork(_ inside: Int, _ after: Int, _ isLazy: Bool) -> RegularExpression.Instruction {
    isLazy ? .split(after, inside) : .split(inside, after)
  }
}

/// A set of Unicode scalars.
struct ScalarSet: Sendable {
  var ranges: [ClosedRange<UInt32>]
  var ignoresCase = false
  var isNegated = false
  /// Sets such as `\d` that a set in square brackets takes in.
  var parts: [ScalarSet] = []

  init(ranges: [ClosedRange<UInt32>], ignoresCase: Bool = false) {
    (self.ranges, self.ignoresCase) = (ranges, ignoresCase)
  }

  /// The set that a backslash before a letter stands for.
  init?(escape: Unicode.Scalar) {
    switch escape {
    case "d", "D": self.init(ranges: [48...57])
    case "w", "W": self.init(ranges: [48...57, 65...90, 95...95, 97...122])
    case "s", "S": self.init(ranges: [9...13, 32...32])
    default: return nil
    }
    isNegated = ("A"..."Z").contains(escape)
  }

  static let anythingButNewline: ScalarSet = {
    var set = ScalarSet(ranges: [10...10])
    set.isNegated = true
    return set
  }()

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    var isInside = holds(scalar)
    if ignoresCase && !isInside {
      isInside =
        holds(ScalarSet.folded(scalar, scalar.properties.lowercaseMapping))
        || holds(ScalarSet.folded(scalar, scalar.properties.uppercaseMapping))
    }
    return isInside != isNegated
  }

  private static func folded(_ scalar: Unicode.Scalar, _ mapping: String) -> Unicode.Scalar {
    let scalars = mapping.unicodeScalars
    return scalars.count == 1 ? scalars.first ?? scalar : scalar
  }

  private func holds(_ scalar: Unicode.Scalar) -> Bool {
    ranges.contains { $0.contains(scalar.value) } || parts.contains { $0.contains(scalar) }
  }

  /// Whether a scalar belongs to a word: `\w`.
  static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_": true
    default: false
    }
  }
}
