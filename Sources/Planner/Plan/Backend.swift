import Catalog
import Diagnostics
import Functions

/// A query that is ready to run: what to compute, and what was written.
public struct BoundQuery: Sendable {
  /// What to compute.
  public var plan: LogicalPlan
  /// The text of each written stage, the source first; `LogicalPlan.stage` points here.
  public var stages: [String]
  /// Where each stage was written, in the same order.
  public var stageSpans: [SourceSpan] = []
  /// What each written stage does, in words, in the same order.
  public var stageDescriptions: [String] = []
  /// What is computed up to each written stage, that stage included, where it could be bound.
  public var stagePlans: [Int: LogicalPlan] = [:]
  /// The stages that say what becomes of the result, and change nothing in it.
  public var displayStages: Set<Int> = []
  /// The rows that a last `describe` describes: its columns in their order.
  public var described: LogicalPlan?
  /// The words of the query that may name columns.
  public var words: Set<String> = []
  /// The stages that belong to sources of joins and appends, and what these read.
  public var nestedStages: [Int: String] = [:]
  /// The tables read, in the order in which the query names them.
  public var tables: [String]
  /// What people must know of those tables, where rows call for it.
  public var caveats: [(table: String, caveat: Caveat)]
  /// Facts that were known before anything ran, by stage.
  public var notices: [(stage: Int, notice: Notice)] = []
  /// What becomes of the result.
  public var display: Display = .table
  /// The chart that is drawn of the result, if the query asks for one.
  public var chart: ChartRequest?
  /// What happened to its rows when it ran; nil before.
  public var ledger: Ledger?
  /// The columns of the result whose values together name a row, if they are known.
  public var key: [String] = []
  /// The order that a sort gave the result, if it holds.
  public var order: [(column: String, isDescending: Bool)] = []
  /// The columns of the result that are zero where a group is absent: counts and totals.
  public var totals: [String] = []
  /// The columns of the result that `share` made.
  public var shares: [Schema.Share] = []
  /// The result's date column, and the column of its precision.
  public var date: (column: String?, precision: String?) = (nil, nil)
  /// Whether rows were cut, so that shares are of what is left.
  public var isCut = false
  /// Along which columns a column of the result must not be summed, where a condition has not left
  /// one value of them.
  public var notAlong: [String: [String]] = [:]
  /// The columns of the result that `pivot … with totals` asked totals of.
  public var totaled: [String] = []
  /// What it chose, in the order of its stages.
  public var selections: [Selection] = []
  /// For each table the columns, of that table or others, by whose values its rows were chosen.
  public var choices: [String: Set<Field.Origin>] = [:]
  /// The periods that no column of the result names any longer.
  public var lostPeriods: [LostPeriods] = []

  /// What the end of the query asks for instead of the plain table.
  public enum Display: Sendable {
    case table
    case format(String)
    case save(path: String, withSources: Bool)
  }

  /// A query.
  public init(
    plan: LogicalPlan,
    stages: [String],
    tables: [String],
    caveats: [(table: String, caveat: Caveat)] = []
  ) {
    (self.plan, self.stages, self.tables, self.caveats) = (plan, stages, tables, caveats)
  }

  /// The caveats that every row calls for.
  public var constantCaveats: [String] {
    caveats.filter { $0.caveat.when == nil }.map(\.caveat.text)
  }

  /// The query of all rows of a table, in the columns at these places of its schema.
  public init(reading table: String, _ schema: Schema, places: [Int]) {
    let columns = places.map { PlanColumn(ColumnID($0 + 1), schema.fields[$0]) }
    let plan = LogicalPlan(.scan(Scan(.table(table), places: places)), columns: columns)
    let caveats = schema.notes.caveats.map { (table: table, caveat: $0) }
    self.init(plan: plan, stages: [table], tables: [table], caveats: caveats)
  }

  /// The query that gives the rows of `plan`, a part of this one's.
  public func giving(_ plan: LogicalPlan) -> BoundQuery {
    BoundQuery(plan: plan, stages: stages, tables: tables)
  }
}

extension Table {
  /// The table with what its query knows of it, which is true of what is made of it, too.
  public func described(by query: BoundQuery) -> Table {
    var schema = schema
    schema.key = query.key
    schema.order = query.order
    schema.totals = query.totals
    schema.shares = query.shares
    schema.isCut = query.isCut
    for place in schema.fields.indices {
      schema.fields[place].notAlong = query.notAlong[schema.fields[place].name] ?? []
    }
    schema.notes.date = query.date.column
    schema.notes.precision = query.date.precision
    return Table(schema: schema, columns: columns, rowCount: rowCount)
  }
}

/// What runs a plan: the engine in memory, or another one through SQL.
public protocol Backend {
  /// Runs the query; gives its visible columns and the ledger. Throws `RunFailure`.
  func run(_ query: BoundQuery, until cancellation: Cancellation) throws -> (Table, Ledger)
  /// Prepares for a query that is being read, such as by waking threads.
  func prepareForQuery()
}

extension Backend {
  /// Does nothing.
  public func prepareForQuery() {}
}
