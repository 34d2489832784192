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
  mutating func run() throws -> [Int]? {
    var (threads, next): ([Thread], [Thread]) = ([], [])
    var found: [Int]?
    for index in 0...text.count {
      try Cancellation.check(at: index)
      if found == nil && mayBegin(at: index) {
        let groups = slots == 0 ? [] : [index] + [Int](repeating: -1, count: slots - 1)
        follow(Thread(place: 0, groups: groups), index, &threads)
      }
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

  /// Whether a match may begin at a place, as far as one scalar tells.
  private func mayBegin(at index: Int) -> Bool {
    guard case .scalar(let first) = program[0] else { return true }
    return index < text.count && first.contains(text[index])
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
