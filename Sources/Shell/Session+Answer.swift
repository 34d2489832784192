import Catalog
import Charts
import Planner

extension Session {
  /// A result with the query that made it.
  struct Answer: Sendable {
    /// The statement as written.
    var query: String
    /// Its rows.
    var table: Table
    /// What happened to the rows on the way.
    var ledger: Ledger
    /// What the query was bound to.
    var bound: BoundQuery
    /// The chart that is drawn of it, if one was asked for.
    var scene: Scene?
    /// The number of the result that it goes on from, if it goes on from the last one.
    var origin: Int?
    /// The periods among its keys that are covered only in part, as they are printed.
    var partialPeriods: [String] = []
    /// The rows of each column that compare such a period with another.
    var markedRows: [String: Set<Int>] = [:]
  }
}
