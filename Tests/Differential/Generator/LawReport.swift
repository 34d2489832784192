import Functions

/// What was found while laws were checked.
public struct LawReport: Sendable {
  /// How many queries were made.
  public private(set) var queries = 0
  /// How many of them bound.
  public private(set) var bound = 0
  /// Breaches, each as a report.
  public private(set) var breaches: [String] = []
  /// The functions that no query has called yet.
  public private(set) var uncalled = Set(Function.all.names)
  private var tally = MakingTally()
  private var codes: [String: Int] = [:]
  private var laws: [String: Int] = [:]

  /// A report of nothing.
  public init() {}

  /// Makes the query of a seed, and holds it to the laws.
  public mutating func add(_ seed: UInt64) {
    let (made, making) = QueryMaker.query(seed: seed)
    tally.add(making)
    queries += 1
    uncalled.subtract(calls(of: made.text))
    let laws = Laws(made.world)
    switch laws.bound(made.text) {
    case .success: bound += 1
    case .failure(let errors): codes[errors.codes.first ?? "none", default: 0] += 1
    }
    guard let breach = laws.breach(made.text) else { return }
    self.laws[breach.law, default: 0] += 1
    if breaches.count >= 12 { return breaches.append("seed \(seed): \(breach.law)") }
    var shrinker = Shrinker { world, text in Laws(world).breach(text)?.law == breach.law }
    let least = shrinker.smallest(made.world, made.text)
    let words = Laws(least.world).breach(least.text)?.words ?? breach.words
    breaches.append("seed \(seed): \(breach.law): \(words)\n\(least.text)\n\(least.world.words)")
  }

  /// The report in words.
  public var words: String {
    let lines = [
      "\(queries) queries, \(bound) bound",
      "\(tally.stages) stages tried, \(tally.refusals) did not bind: \(sorted(tally.refused))",
      "failed while running: \(sorted(tally.failed))",
      "verbs: \(sorted(tally.verbs))",
      "queries that did not bind: \(sorted(codes))",
      "laws broken: \(sorted(laws))",
    ]
    return (lines + breaches).joined(separator: "\n")
  }
}

/// The names that stand before an opening bracket.
private func calls(of text: String) -> [String] {
  text.split(separator: "(").dropLast().map { part in
    String(part.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" }.reversed())
  }
}

extension MakingTally {
  /// Adds the counts of another tally.
  mutating func add(_ other: MakingTally) {
    stages += other.stages
    refused.merge(other.refused, uniquingKeysWith: +)
    failed.merge(other.failed, uniquingKeysWith: +)
    verbs.merge(other.verbs, uniquingKeysWith: +)
  }
}

/// Counts by name, the largest first.
func sorted(_ counts: [String: Int]) -> String {
  counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
}
