import Catalog

extension Ledger {
  /// Takes up the caveats that rows behind a result call for, and chooses what is told in full:
  /// those that are essential, else the one that matters most for what was asked.
  ///
  /// That is one that names a column that the query names, itself or in its condition, before
  /// others; one that only some rows call for before one of all; and then the first.
  mutating func note(_ applying: [(table: String, caveat: Caveat)], asked columns: Set<String>) {
    (caveats, caveatTables) = (applying.map(\.caveat.text), applying.map(\.table))
    toldCaveats = applying.indices.filter { applying[$0].caveat.isEssential }
    if !toldCaveats.isEmpty { return }
    func weight(_ place: Int) -> Int {
      let caveat = applying[place].caveat
      return (caveat.names(columns) ? 2 : 0) + (caveat.when == nil ? 0 : 1)
    }
    let best = applying.indices.min { (-weight($0), $0) < (-weight($1), $1) }
    toldCaveats = best.map { [$0] } ?? []
  }
}

extension Caveat {
  /// Whether its text or condition has one of these words.
  fileprivate func names(_ words: Set<String>) -> Bool {
    let own = (text + " " + (when ?? "")).split { !($0.isLetter || $0.isNumber || $0 == "_") }
    return own.contains { words.contains(String($0)) }
  }
}
