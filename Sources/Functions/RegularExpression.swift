/// A regular expression, matched in time proportional to the text: all ways to match are followed
/// at once, as in Ken Thompson's construction and Rob Pike's machine, never one after the other.
public struct RegularExpression: Sendable {
  /// A step of the machine.
  enum Instruction: Sendable {
    case scalar(ScalarSet)
    case jump(Int)
    /// Goes on at both places; the first is preferred.
    case split(Int, Int)
    case save(Int)
    case test(Place)
    case accept
  }

  /// A condition on a place between two scalars.
  enum Place: Sendable {
    case start, end, wordEdge, insideOrOutsideWord
  }

  let program: [Instruction]
  /// How many groups in brackets there are.
  let groupCount: Int

  /// The expression that `pattern` writes.
  public init(_ pattern: String) throws(PatternMistake) {
    var parser = PatternParser(pattern)
    let node = try parser.parse()
    var compiler = PatternCompiler()
    try compiler.compile(node)
    compiler.program.append(.accept)
    program = compiler.program
    groupCount = parser.groupCount
  }

  /// Whether the expression matches somewhere in `text`.
  public func matches(_ text: String) -> Bool {
    var machine = PatternMachine(self, Array(text.unicodeScalars), keepsGroups: false)
    return machine.run() != nil
  }

  /// What the first group of the first match holds, or the whole match if there is no group; nil
  /// where there is no match, or the group took no part in it.
  public func extracted(from text: String) -> String? {
    let scalars = Array(text.unicodeScalars)
    var machine = PatternMachine(self, scalars, keepsGroups: true)
    guard let places = machine.run() else { return nil }
    let first = groupCount > 0 ? 2 : 0
    guard places[first] >= 0, places[first + 1] >= places[first] else { return nil }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[places[first]..<places[first + 1]])
    return String(view)
  }
}

/// What is wrong with a pattern, and where.
public struct PatternMistake: Error, Hashable, Sendable {
  /// The place, as the number of a character of the pattern, from 1.
  public var character: Int
  /// What is wrong, in a sentence.
  public var text: String

  init(_ what: String, at index: Int) {
    character = index + 1
    text = "The pattern \(what) (character \(index + 1))."
  }
}

/// Follows all ways through the program at once, one scalar after the other.
struct PatternMachine {
  private struct Thread {
    var place: Int
    var groups: [Int]
  }

  private let program: [RegularExpression.Instruction]
  private let text: [Unicode.Scalar]
  private let slots: Int
  private var seen: [Int]
  private var stack: [Thread] = []

  init(_ expression: RegularExpression, _ text: [Unicode.Scalar], keepsGroups: Bool) {
    program = expression.program
    self.text = text
    slots = keepsGroups ? 2 + 2 * min(expression.groupCount, 1) : 0
    seen = [Int](repeating: -1, count: expression.program.count)
  }

  /// The places of the first match and its first group, or nil.
  mutating func run() -> [Int]? {
    var (threads, next): ([Thread], [Thread]) = ([], [])
    var found: [Int]?
    for index in 0...text.count {
      if found == nil { follow(Thread(place: 0, groups: start(index)), index, &threads) }
      if threads.isEmpty && found != nil { break }
      let scalar = index < text.count ? text[index] : nil
      next.removeAll(keepingCapacity: true)
      advance: for thread in threads {
        switch program[thread.place] {
        case .accept:
          var groups = thread.groups
          if slots > 0 { groups[1] = index }
          found = groups
          if slots == 0 { return found }
          break advance
        case .scalar(let set):
          if let scalar, set.contains(scalar) {
            follow(Thread(place: thread.place + 1, groups: thread.groups), index + 1, &next)
          }
        default: break
        }
      }
      swap(&threads, &next)
    }
    return found
  }

  private func start(_ index: Int) -> [Int] {
    if slots == 0 { return [] }
    var groups = [Int](repeating: -1, count: slots)
    groups[0] = index
    return groups
  }

  /// Adds the threads that wait for a scalar or accept, in order of preference, each place once.
  private mutating func follow(_ thread: Thread, _ index: Int, _ threads: inout [Thread]) {
    stack.append(thread)
    while var thread = stack.popLast() {
      if seen[thread.place] == index { continue }
      seen[thread.place] = index
      switch program[thread.place] {
      case .jump(let place):
        thread.place = place
        stack.append(thread)
      case .split(let first, let second):
        stack.append(Thread(place: second, groups: thread.groups))
        stack.append(Thread(place: first, groups: thread.groups))
      case .save(let slot):
        if slot < slots { thread.groups[slot] = index }
        thread.place += 1
        stack.append(thread)
      case .test(let place):
        if holds(place, index) {
          thread.place += 1
          stack.append(thread)
        }
      case .scalar, .accept: threads.append(thread)
      }
    }
  }

  private func holds(_ place: RegularExpression.Place, _ index: Int) -> Bool {
    let before = index > 0 && ScalarSet.isWord(text[index - 1])
    let after = index < text.count && ScalarSet.isWord(text[index])
    switch place {
    case .start: return index == 0
    case .end: return index == text.count
    case .wordEdge: return before != after
    case .insideOrOutsideWord: return before == after
    }
  }
}
