import Columns

/// What happened to the rows, stage by stage, as written; nothing is lost silently.
public struct Ledger: Sendable {
  /// One step for each written stage, in order; the first is the scan.
  public var steps: [Step] = []
  /// The tables read, in the order in which the query names them.
  public var tables: [String] = []
  /// The documents that the rows of those tables come from: keys of the table in which all links
  /// end.
  public var sources: [String] = []
  /// What stands behind the documents where they are told: how to cite them.
  public var sourceHint = ""
  /// What people must know of those tables before they quote the numbers.
  public var caveats: [String] = []
  /// The tables that these belong to, in the same order.
  public var caveatTables: [String] = []
  /// The places of those that are told in full; the first alone where there are none.
  public var toldCaveats: [Int] = []
  /// Whether commands of the shell tell more: where a page is read without one, nothing points to them.
  public var pointsToCommands = true
  /// The other engine that ran the query, which does not count the rows of each stage; nil for our
  /// own.
  public var engine: String?

  /// A ledger without steps.
  public init() {}

  /// Adds facts to the last step of the main pipeline.
  public mutating func append(_ notices: [Notice]) {
    if let last = steps.lastIndex(where: { !$0.isNested }) { steps[last].notices += notices }
  }
}

/// Something that people must know before they quote a number from a table.
public struct Caveat: Hashable, Sendable {
  /// What it is, in a sentence.
  public var text: String
  /// The condition, in the query language, on which a row of the table calls for it; nil where all
  /// do.
  public var when: String?
  /// The column of the table all of whose values it speaks of together: it says nothing of a result
  /// for which some of them were chosen.
  public var across: String?
  /// The measure of which it says in how many of these values it is known: where some were chosen, it
  /// is counted anew for them.
  public var known: String?
  /// Whether it is told with every result, whatever else there is to tell.
  public var isEssential = false

  /// A caveat of all rows, or of those that meet a condition.
  public init(_ text: String, when: String? = nil) { (self.text, self.when) = (text, when) }
}

/// What one written stage did.
public struct Step: Sendable {
  /// The stage as the user wrote it.
  public var stage: String
  /// Which of the written stages it is, if that is known; the first is 0.
  public var place: Int?
  /// Rows that came in.
  public var rowsIn: Int
  /// Rows that went out: `rowsIn` − dropped + added − folded + groups.
  public var rowsOut: Int
  /// Where the difference went.
  public var flows: [RowFlow]
  /// What else is worth knowing, in no sum.
  public var notices: [Notice]
  /// What the pipeline reads that the stage belongs to, where that is the source of a join or append;
  /// nil in the main pipeline.
  public var source: String?
  /// The steps that made the rows, where the stage reads an earlier result.
  public var earlier: [Step] = []

  /// A step of these counts.
  public init(
    stage: String,
    rowsIn: Int,
    rowsOut: Int,
    flows: [RowFlow] = [],
    notices: [Notice] = []
  ) {
    (self.stage, self.rowsIn, self.rowsOut) = (stage, rowsIn, rowsOut)
    (self.flows, self.notices) = (flows, notices)
  }

  /// Whether the stage belongs to the source of a join or append, not to the main pipeline.
  public var isNested: Bool { source != nil }

  /// Whether the flows explain the difference between the rows in and out.
  public var addsUp: Bool {
    let change = flows.reduce(0) { sum, flow in
      switch flow.kind {
      case .dropped: sum - flow.rows
      case .added: sum + flow.rows
      case .folded(let groups): sum - flow.rows + groups
      }
    }
    return rowsIn + change == rowsOut
  }
}

/// Rows that a stage dropped, added, or folded into groups, for one reason.
public struct RowFlow: Sendable {
  /// What happened to them.
  public var kind: Kind
  /// Why.
  public var reason: Reason
  /// How many.
  public var rows: Int

  /// What happened to rows.
  public enum Kind: Hashable, Sendable {
    case dropped
    case added
    case folded(groups: Int)
  }

  /// Why rows came or went.
  public enum Reason: String, Sendable {
    case read
    case notTrue = "not true"
    case missing
    case grouped = "folded into groups"
    case cut
    case unmatched
    case matched
    case multiplied
    case appended
    case filled
    case unpivoted
    /// The rows of a description, one for each column.
    case described
    case noMoment = "no moment"
    /// The rows of the result, as another engine gave them.
    case answered
  }

  /// A flow of `rows` rows.
  public init(_ kind: Kind, _ reason: Reason, _ rows: Int) {
    (self.kind, self.reason, self.rows) = (kind, reason, rows)
  }
}
