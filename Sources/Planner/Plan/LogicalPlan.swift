import Catalog
import Diagnostics
import Functions
import Syntax

/// What is to be computed, as an algebra of nine operations; verbs are sugar over it.
///
/// A plan is a tree: each operation holds its inputs. `deportations | where state = "MA" | count`
/// is
///
///     aggregate (no keys; count)
///       filter (state = "MA")
///         scan deportations
///
/// The order of rows is part of the meaning: each operation says what order it gives.
public struct LogicalPlan: Sendable {
  /// What is done last.
  public var operation: Operator
  /// The columns that come out, in order, hidden ones among them.
  public var columns: [PlanColumn] {
    get { columnList.array }
    set { columnList = ColumnList(newValue) }
  }
  private(set) var columnList: ColumnList
  /// The written stage that this belongs to; its place in `BoundQuery.stages`.
  ///
  /// Several operations in a row may belong to one stage.
  public var stage: Int?
  /// The conditions of the next operation over the rows that come out, for the ledger.
  public var decisions: [Decision] = []
  /// What the ledger calls the rows that this drops or adds, where the operation's own word would
  /// mislead: `noMoment`, `filled`, `unpivoted`.
  public var reason: RowFlow.Reason?

  /// A plan that ends with this operation.
  public init(_ operation: Operator, columns: [PlanColumn], stage: Int? = nil) {
    self.init(operation, ColumnList(columns), stage: stage)
  }

  /// A plan that ends with this operation, whose columns may share storage with its input's.
  init(_ operation: Operator, _ columns: ColumnList, stage: Int? = nil) {
    (self.operation, columnList, self.stage) = (operation, columns, stage)
  }

  /// The nine operations.
  public indirect enum Operator: Sendable {
    /// The rows of a table, of literal rows, or of a series.
    case scan(Scan)
    /// The rows for which the predicate is true, in their order. A missing truth value is not true.
    case filter(LogicalPlan, Predicate)
    /// Computes columns and passes on those of `columns` that the input has; rows and order stay.
    case project(LogicalPlan, [Projection])
    /// One row a group, in key order (missing last), keys then aggregates; without keys exactly
    /// one.
    case aggregate(LogicalPlan, keys: [ColumnID], calls: [AggregateCall])
    /// Adds columns computed from the rows around each; rows and order stay.
    case window(LogicalPlan, Window)
    /// The rows in the order of the keys, missing last in both directions; stable.
    case sort(LogicalPlan, [SortKey])
    /// Some of the rows, by count.
    case slice(LogicalPlan, Slice)
    /// Rows of the left with their partners on the right, in the left's order, then the right's.
    case join(LogicalPlan, LogicalPlan, Join)
    /// The rows of the left, then those of the right; each output column says where it comes from.
    case append(LogicalPlan, LogicalPlan, [Pairing])
  }
}

extension LogicalPlan.Operator {
  /// Whether each row that comes out is one of those that go in (of the left, in a join), and stands
  /// for it alone.
  var keepsGrain: Bool {
    switch self {
    case .filter, .project, .window, .sort, .slice: true
    case .join(_, _, let join):
      if case .cross = join.kind { false } else { !join.allowsMany }
    case .scan, .aggregate, .append: false
    }
  }
}

/// A column that comes out of a plan.
public struct PlanColumn: Sendable {
  /// Which column it is.
  public var id: ColumnID
  /// What is known of it.
  public var field: Field
  /// Whether only the plan sees it: a link's column, or a helper of a stage.
  public var isHidden: Bool
  /// Whether a join may have put one value of its table into several rows.
  public var isRepeated = false
  /// The columns along which it must not be summed, in the order in which its field names them.
  public var notAlong: [ColumnID] = []

  /// The column `id`.
  public init(_ id: ColumnID, _ field: Field, isHidden: Bool = false) {
    (self.id, self.field, self.isHidden) = (id, field, isHidden)
  }
}

/// Where a scan takes its rows from.
public struct Scan: Sendable {
  /// The source.
  public var source: Source
  /// For each output column, in order, its place in the source's schema.
  public var places: [Int]
  /// The query that made the rows of an earlier result.
  public internal(set) var madeBy: BoundQuery?

  /// The kinds of sources.
  public enum Source: Sendable {
    /// A table of the catalog.
    case table(String)
    /// Rows that are at hand: the last result, literal rows.
    case rows(Table)
    /// One row a period, from the first to the last ordinal.
    case series(ClosedRange<Int32>)
  }

  /// A scan of `places` of the source.
  public init(_ source: Source, places: [Int]) { (self.source, self.places) = (source, places) }
}

/// The condition of a filter, with what its ledger needs.
public struct Predicate: Sendable {
  /// The truth value of a row.
  public var expression: BoundExpression
  /// What missing values may leave undecided: the predicate first, if they may, then conditions
  /// within it.
  public var decisions: [Decision] = []
  /// Conditions of rows dated only to a month or year, where a comparison is finer than that.
  public var placements: [(precision: String, expression: BoundExpression)] = []

  /// A predicate.
  public init(_ bound: BoundExpression) { expression = bound }
}

/// A column that a projection computes.
public struct Projection: Sendable {
  /// The column that it fills.
  public var output: ColumnID
  /// What it is.
  public var expression: BoundExpression

  /// A projection of `bound` into `output`.
  public init(_ output: ColumnID, _ bound: BoundExpression) {
    (self.output, self.expression) = (output, bound)
  }
}

/// Partitions, an order within them, and what is computed over it.
public struct Window: Sendable {
  /// Rows that agree in these belong together; missing agrees with missing.
  public var partition: [ColumnID]
  /// The order within a partition; empty for the order found.
  public var order: [SortKey]
  /// Functions of neighboring rows.
  public var functions: [WindowCall]
  /// Aggregates spread over their partition.
  public var aggregates: [AggregateCall]
  /// The moments that the order goes along, where equal ones within a partition matter.
  public var moment: Moment?

  /// The first column of an order by time.
  public struct Moment: Sendable {
    /// The column's name.
    public var name: String
    /// Whether it holds periods: two rows of a partition in one period are an error.
    public var isPeriod: Bool
    /// A column of the key that tells rows of one moment apart, if one is left.
    public var tiebreaker: String?

    /// The failure of a function where rows of a partition share their period.
    public func failure(of function: String) -> String {
      "\(function) goes along \(name) here, but several rows have the same \(name). Write per "
        + "\(tiebreaker ?? "and what tells them apart"), or total them by \(name) before."
    }
  }

  /// A window.
  public init(
    partition: [ColumnID],
    order: [SortKey] = [],
    functions: [WindowCall] = [],
    aggregates: [AggregateCall] = []
  ) {
    (self.partition, self.order) = (partition, order)
    (self.functions, self.aggregates) = (functions, aggregates)
  }
}

/// A column to sort by.
public struct SortKey: Hashable, Sendable {
  /// The column.
  public var column: ColumnID
  /// Whether the largest come first; missing values are last either way.
  public var isDescending: Bool

  /// A key.
  public init(_ column: ColumnID, descending: Bool = false) {
    (self.column, self.isDescending) = (column, descending)
  }
}

/// Which rows a slice takes.
public struct Slice: Sendable {
  /// How they are chosen.
  public var kind: Kind
  /// Slices of each group of rows that agree in these; with any but `first`, `last` and `sample`,
  /// groups come in key order.
  public var per: [ColumnID]

  /// The ways of choosing.
  public enum Kind: Sendable {
    /// The first rows, in their order.
    case first(Int)
    /// The last rows, in their order.
    case last(Int)
    /// The rows with the largest (`isBottom`: smallest) values, these first; equal ones in the
    /// order found; never a missing value. `withTies` takes all that equal the last one, too.
    case top(Int, by: ColumnID, isBottom: Bool, withTies: Bool)
    /// Rows drawn by a hash of the seed and the row's number, in their order.
    case sample(Int, seed: Int)
    /// The same for a share of the rows, rounded to the nearest count.
    case sampleShare(Double, seed: Int)
  }

  /// A slice.
  public init(_ kind: Kind, per: [ColumnID] = []) { (self.kind, self.per) = (kind, per) }
}

/// Where an output column of an append comes from on either side; nil is missing there.
public struct Pairing: Sendable {
  /// The left column, if there is one.
  public var left: ColumnID?
  /// The right column, if there is one.
  public var right: ColumnID?

  /// A column that comes from these.
  public init(left: ColumnID?, right: ColumnID?) { (self.left, self.right) = (left, right) }
}

extension LogicalPlan {
  /// What it takes its rows from: nothing, one plan, or the left and the right one.
  public var inputs: [LogicalPlan] {
    switch operation {
    case .scan: []
    case .filter(let input, _), .project(let input, _), .aggregate(let input, _, _),
      .window(let input, _), .sort(let input, _), .slice(let input, _):
      [input]
    case .join(let left, let right, _), .append(let left, let right, _): [left, right]
    }
  }
}
