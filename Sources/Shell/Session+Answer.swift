import Planner
import Catalog

extension Session {
  /// A result with the query that made it.
  public struct Answer: Sendable {
    /// The statement as written.
    public var query: String
    /// Its rows.
    public var table: Table
    /// What happened to the rows on the way.
    public var ledger: Ledger
    /// The columns that totals were asked of.
    public var totaled: [String] = []
    /// What each stage of the query does.
    public var descriptions: [StageDescription] = []
    /// What the query was bound to.
    public var bound: BoundQuery?
    /// The periods among its keys that are covered only in part, as they are printed.
    public var partialPeriods: [String] = []
  }
}
