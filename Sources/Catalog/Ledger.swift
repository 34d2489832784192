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
  /// What people must know of those tables before they quote the numbers.
  public var caveats: [String] = []
  /// The other engine that ran the query, which does not count the rows of each stage; nil for our
  /// own.
  public var engine: String?

  /// A ledger without steps.
  public init() {}

  /// Adds facts to the last step of the main pipeline.
  public mutating func tell(_ notices: [Notice]) {
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
  /// Whether the stage belongs to the source of a join or append, not to the main pipeline.
  public var isNested = false
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

/// Rows in which missing values alone decided a condition.
public struct Undecided: Hashable, Sendable {
  /// How many rows.
  public var rows: Int
  /// Of how many that the stage looked at.
  public var all: Int
  /// Whether the rows are groups that the stage itself made of the rows that came in.
  public var isOfGroups = false
  /// What is missing in them: columns, or `level "All levels"` for a value without a place in the
  /// order.
  public var subjects: [String]
  /// The test that is undecided, if it is one: `> 1000`.
  public var test: String?
  /// What they count as.
  public var outcome: Outcome

  /// What rows that missing values leave undecided count as.
  public enum Outcome: String, Sendable {
    /// As rows for which the test does not hold.
    case fails
    /// As rows for which it holds, as `!=` does beside missing.
    case holds
    /// As neither: they are in neither part of a share.
    case neither
    /// In one place as rows for which it does not hold, in another as neither.
    case failsOrNeither = "fails or neither"
    /// The same of rows for which it holds.
    case holdsOrNeither = "holds or neither"
    /// As rows that meet one of several conditions and do not meet another.
    case either
  }

  /// Rows that lack the subjects.
  public init(rows: Int, of all: Int, subjects: [String], test: String?, outcome: Outcome) {
    (self.rows, self.all, self.subjects) = (rows, all, subjects)
    (self.test, self.outcome) = (test, outcome)
  }
}

/// Something worth knowing that a stage met, with a count where one applies.
public enum Notice: Hashable, Sendable {
  /// Rows of a predicate kept although a compared column is missing in them.
  case keptMissing(rows: Int, columns: [String])
  /// Rows in which missing values alone decided a condition: it counts as false, or they are in
  /// neither part of a share.
  case undecided(Undecided)
  /// Known values of an aggregate's argument, of all rows; given only where some are missing. Where
  /// it goes by an order, the values `beside` that order do not count as known.
  case known(column: String, beside: [String] = [], known: Int, of: Int)
  /// Divisions by zero that gave missing.
  case divisionsByZero(Int)
  /// Arguments outside a function's domain, such as `ln(-1)`, that gave missing.
  case outOfDomain(function: String, Int)
  /// Conversions that failed and gave missing.
  case failedConversions(function: String, Int)
  /// Rows for which a function of neighbors is missing, since the moment that it looks at is absent.
  case gaps(function: String, rows: Int)
  /// A function of rows in order that goes along a key though a sort gave another order.
  case goesAlong(function: String, column: String)
  /// Rows of a join in time with several partners equally near, of which one was taken.
  case equallyNear(Int)
  /// Rows that have the date of another and are taken in the order found, where that matters.
  case equalMoments(column: String, rows: Int, tiebreaker: String?)
  /// Values that compare periods of which one is covered only in part.
  case comparesPartial(columns: [String], rows: Int)
  /// Rows whose window begins before the first row or lacks a period.
  case incompleteWindows(function: String, rows: Int)
  /// Rows in whose window some values are missing.
  case fewerValues(function: String, rows: Int)
  /// Groups of which an aggregate gave the first of several values with the same claim.
  case tiedValues(function: String, groups: Int)
  /// Totals that were asked for and that a later stage took away.
  case totalsLost(stage: String)
  /// Rows equal to the last row taken by `top` or `bottom` that were cut.
  case tiesCut(Int)
  /// Rows of a join that found a partner, and those that did not.
  case matched(Int, unmatched: Int)
  /// Rows of the right table that no row of the left one found.
  case unusedRight(Int)
  /// Shares are of what an earlier stage left, not of all rows.
  case shareOfLeft
  /// What shares are of: the total of a measure over the rows in which it is known, and into how many
  /// groups with wholes of their own these fall.
  case shareBase(of: String, total: Value, rows: Int, groups: Int)
  /// The rows counted are those of a table, each of which stands for `row`.
  case grain(table: String, row: String)
  /// A measure that must not be summed was summed by `sum`.
  case summedNonAdditive(column: String)
  /// Rows dated only to a month or year that a finer comparison placed on its first day.
  case placedOnFirstDay(rows: Int, precision: String)
  /// The rows drawn belong to this seed.
  case seed(Int)
  /// A text compared with a column that no row has, where that is set to be no error.
  case unknownValue(column: String, value: String)
  /// A text looked for in a column that no value holds, though `value` does in other capitals.
  case otherCapitals(column: String, test: String, text: String, value: String)
  /// Conditions on one column that no row can meet together, and the one that either meets.
  case contradiction(conditions: [String], either: String?)
  /// Columns that a pivot neither spreads nor shows.
  case leftOut(columns: [String])
  /// Totals that were asked for and that a format for data does not hold.
  case totalsNotWritten(format: String)
  /// Rows of a table's file that are not in the table, since they are malformed.
  case malformedRows(table: String, rows: Int)
  /// Malformed rows of a table's file that are in the table, with missing for the fields that they
  /// lack.
  case completedRows(table: String, rows: Int)
  /// A group of a period that the table covers only in part.
  case partialPeriod(String)
}
