/// Writes the program of a pattern.
struct PatternCompiler {
  var program: [RegularExpression.Instruction] = []
  private var steps = 0
  private static let longest = 20_000

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
      var splits: [Int] = []
      for _ in 0..<(most.map { $0 - least } ?? 1) {
        splits.append(program.count)
        program.append(.accept)
        try compile(inner)
      }
      if most == nil { program.append(.jump(splits[0])) }
      for split in splits {
        let (inside, after) = (split + 1, program.count)
        program[split] = isLazy ? .split(after, inside) : .split(inside, after)
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
}
