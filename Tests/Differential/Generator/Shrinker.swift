import Planner
import Syntax

/// Makes a failing query and its tables smaller, as long as they still fail.
public struct Shrinker {
  private let fails: ([(World, String)]) -> [Bool]
  private let batch: Int
  private var budget: Int

  /// A shrinker for what `fails`, which tries so many queries at most.
  public init(budget: Int = 3000, fails: @escaping (World, String) -> Bool) {
    self.init(budget: budget, batch: 1) { candidates in candidates.map(fails) }
  }

  /// A shrinker that asks of several queries at once which of them fail.
  public init(budget: Int, batch: Int, fails: @escaping ([(World, String)]) -> [Bool]) {
    (self.budget, self.batch, self.fails) = (budget, batch, fails)
  }

  /// The smallest failing query and world found from these.
  public mutating func smallest(_ world: World, _ text: String) -> (world: World, text: String) {
    var (world, text) = (world, text)
    var isSmaller = true
    while isSmaller, budget > 0 {
      isSmaller = false
      while let shorter = first(shorterQueries(text), where: { ($0, world) }) {
        text = shorter
        isSmaller = true
      }
      while let smaller = first(world.smaller, where: { (text, $0) }) {
        world = smaller
        isSmaller = true
      }
    }
    return (world, text)
  }

  private mutating func first<Candidate>(
    _ candidates: [Candidate],
    where query: (Candidate) -> (String, World)
  ) -> Candidate? {
    var rest = candidates[...]
    while !rest.isEmpty, budget > 0 {
      let some = rest.prefix(min(batch, budget))
      rest = rest.dropFirst(some.count)
      budget -= some.count
      let answers = fails(
        some.map { candidate in
          let (text, world) = query(candidate)
          return (world, text)
        }
      )
      for (candidate, isFailing) in zip(some, answers) where isFailing { return candidate }
    }
    return nil
  }

  /// Queries that say less, the shortest first.
  private func shorterQueries(_ text: String) -> [String] {
    let program = parse(text, verbs: Verb.shapes)
    guard let pipeline = program.statements.first?.pipeline else { return [] }
    var texts: Set<String> = []
    let candidates = pipeline.smaller.map { smaller in
      Statement(.pipeline(smaller), smaller.span).formatted(verbs: Verb.shapes)
    }
    return candidates.filter { $0.utf8.count < text.utf8.count && texts.insert($0).inserted }
      .sorted { $0.utf8.count < $1.utf8.count }
  }
}
