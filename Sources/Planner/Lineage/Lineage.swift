import Catalog
import Columns
import Diagnostics
import Functions
import Syntax

/// The lineage of a result: what the rows of the query's tables hold that are behind it.
///
/// Behind a result are the rows that pass every filter, join and cut, and whose groups do, at each
/// level of grouping. They are found by running parts of the plan once more, from the result down:
/// the part above the last grouping tells which groups are left, the part between that and the
/// grouping before which of its groups went into these, and so on down to the scan. For
/// `claims | count by speaker | top 3` that is a query of the three speakers, then one of the
/// distinct terms by speaker, of which those of the three are taken.
public struct Lineage {
  /// What is asked of the rows of a table.
  public enum Term: Sendable {
    /// The value of a column.
    case column(String)
    /// Whether a condition in the query language holds.
    case condition(String)
    /// The number of the row in its table, from 1.
    case rowNumber
  }

  /// A condition that cannot be bound, and what is wrong with it.
  public struct WrongCondition: Error {
    /// The condition.
    public let condition: String
    /// What is wrong, in words.
    public let problem: String
  }

  /// The rows of a result, or one line of it, or the rows that its first grouping is made of.
  public enum Extent: Sendable {
    case result
    /// The line of this number, from 1.
    case line(Int)
    /// All rows that pass every stage before the first grouping.
    case beforeGrouping
  }

  private var query: BoundQuery
  private let environment: Environment
  private let isBeforeGrouping: Bool
  private var lastColumn: Int
  /// The rows of the result that are asked of; nil for all.
  private var asked: Groups?
  /// Runs a part of the query.
  private let run: (BoundQuery) throws -> Table

  /// The lineage of what `query` gives, over the tables of `catalog`; `run` runs parts of it.
  public init(
    of query: BoundQuery,
    in catalog: Catalog,
    extent: Extent = .result,
    run: @escaping (BoundQuery) throws -> Table
  ) {
    (self.query, environment, self.run) = (query, Environment(catalog: catalog), run)
    if case .beforeGrouping = extent { isBeforeGrouping = true } else { isBeforeGrouping = false }
    lastColumn = query.plan.lastColumn
    if case .line(let line) = extent {
      let numbered = numbering(query.plan)
      self.query = query.giving(numbered.plan)
      asked = ([numbered.column.id], [[.integer(Int64(line))]])
    }
  }

  /// The distinct values that terms have together in those rows of a table that are behind the
  /// result.
  ///
  /// Throws `WrongCondition`, or what running throws.
  public mutating func values(of terms: [Term], in table: String) throws -> [[Value]] {
    try values(of: terms, in: table, behind: asked)
  }

  /// The places of those rows of a table that are behind the result, in their order.
  ///
  /// Throws what running throws.
  public mutating func rows(of table: String) throws -> [Int] {
    try values(of: [.rowNumber], in: table).compactMap { values in
      if case .integer(let number) = values[0] { Int(number) - 1 } else { nil }
    }.sorted()
  }

  /// Groups of rows by keys of which only some are left.
  private typealias Groups = (keys: [ColumnID], left: Set<[Value]>)

  /// The same behind some rows of the result.
  ///
  /// Where it was made of an earlier result, these are found behind the rows of that one which went
  /// into it, on whichever way.
  private mutating func values(
    of terms: [Term],
    in table: String,
    behind rows: Groups?
  ) throws -> [[Value]] {
    var found: [[Value]] = []
    let ends = query.plan.routes { scan in
      if case .table(table) = scan.source { return true }
      return scan.madeBy?.tables.contains(table) ?? false
    }
    var earlier: [ObjectIdentifier: (made: BoundQuery, left: Set<[Value]>)] = [:]
    for route in ends {
      let end = (route.root ?? query.plan).end(of: route.path[...])
      guard case .scan(let scan) = end.operation, let made = scan.madeBy else {
        found = union(found, try values(of: terms, along: route, behind: rows))
        continue
      }
      if isBeforeGrouping, made.plan.groups {
        var lineage = Lineage(of: made, in: environment.catalog, extent: .beforeGrouping, run: run)
        found = union(found, try lineage.values(of: terms, in: table))
        continue
      }
      // Copies of a query share the storage of its columns.
      let identity = ObjectIdentifier(made.plan.columnList.storage)
      let names = made.plan.shown.map { Term.column($0.field.name) }
      let left = try values(of: names, along: route, behind: rows)
      earlier[identity, default: (made, [])].left.formUnion(left)
    }
    for (made, left) in earlier.values {
      var lineage = Lineage(of: made, in: environment.catalog, run: run)
      let rows = (made.plan.shown.map(\.id), left)
      found = union(found, try lineage.values(of: terms, in: table, behind: rows))
    }
    return found
  }

  /// Distinct values of both; a set, which takes time to set up, is made only where both have some.
  private func union(_ some: [[Value]], _ others: [[Value]]) -> [[Value]] {
    some.isEmpty ? others : Array(Set(some).union(others))
  }

  private mutating func values(
    of terms: [Term],
    along route: Route,
    behind rows: Groups?
  ) throws -> [[Value]] {
    var (plan, path) = (route.root ?? query.plan, route.path[...])
    /// The groups that are left of the grouping above; nil where all are.
    var groups = route.root == nil ? rows : nil
    while isBeforeGrouping, case let (_, node, below) = plan.split(path),
      case .aggregate(let input, _, _) = node.operation
    {
      (plan, path) = (input, below)
    }
    while true {
      let (above, node, below) = plan.split(path)
      guard case .aggregate(let input, let keys, _) = node.operation else {
        let asked = try asking(terms, of: node)
        return try distinct(plan, above, asked.plan, asked.columns, in: groups)
      }
      if groups != nil || !plan.keepsAll(along: above) {
        let columns = keys.compactMap { id in node.columns.first { $0.id == id } }
        let marked = projecting(columns.map(\.expression), over: node)
        let left = try distinct(plan, above, marked.plan, marked.columns, in: groups)
        groups = (keys, Set(left))
      }
      (plan, path) = (input, below)
    }
  }

  /// The distinct values of `columns`, which `replacement` has in the place of what stands at
  /// `path` below `plan`, in the rows that come out of `plan`, and of the groups that are left.
  private mutating func distinct(
    _ plan: LogicalPlan,
    _ path: ArraySlice<Side>,
    _ replacement: LogicalPlan,
    _ columns: [PlanColumn],
    in groups: Groups?
  ) throws -> [[Value]] {
    let carried = plan.carrying(columns, of: replacement, at: path)
    let keys = (groups?.keys ?? []).compactMap { id in carried.columns.first { $0.id == id } }
    let shown = (keys + columns).enumerated().map { place, column in
      PlanColumn(column.id, Field("v\(place)", column.field.type))
    }
    let rows = try run(
      query.giving(
        LogicalPlan(
          .aggregate(carried, keys: shown.map(\.id), calls: []),
          columns: shown
        )
      )
    )
    var (found, seen) = ([[Value]](), Set<[Value]>())
    for row in 0..<rows.rowCount {
      let values = rows.columns.map { $0[row] }
      // Rows that come from elsewhere, or have no partner, lack the mark.
      guard values.last == .boolean(true),
        groups?.left.contains(Array(values.prefix(keys.count))) ?? true
      else { continue }
      let asked = Array(values.dropFirst(keys.count).dropLast())
      // Without groups the rows are distinct.
      if groups == nil || seen.insert(asked).inserted { found.append(asked) }
    }
    return found
  }

  /// A scan that has columns for terms of its table, and a mark.
  private mutating func asking(_ terms: [Term], of scan: LogicalPlan) throws -> (
    plan: LogicalPlan, columns: [PlanColumn]
  ) {
    var (plan, bound) = (scan, [BoundExpression]())
    // The columns of a table that a link leads to are hidden; conditions of its package name them.
    for place in plan.columns.indices { plan.columns[place].isHidden = false }
    for term in terms {
      switch term {
      case .column(let name):
        bound.append(
          scan.columns.first { $0.field.name == name }?.expression ?? .literal(.missing, .text)
        )
      case .condition(let text): bound.append(try condition(text, over: &plan))
      case .rowNumber:
        let numbered = numbering(plan)
        plan = numbered.plan
        bound.append(numbered.column.expression)
      }
    }
    return projecting(bound, over: plan)
  }

  /// A condition over the rows of `plan`, to which what its links lead to is joined.
  private mutating func condition(_ text: String, over plan: inout LogicalPlan) throws
    -> BoundExpression
  {
    let source = "_ | where " + text
    let program = parse(source, verbs: Verb.shapes)
    let binder = Binder(environment: environment, source: source, lastColumn: lastColumn)
    let builder = PlanBuilder(binder: binder, plan: plan)
    var bound: BoundExpression?
    if program.diagnostics.isEmpty, program.statements.count == 1,
      case .pipeline(let pipeline)? = program.statements.first?.kind, pipeline.stages.count == 1,
      let expression = pipeline.stages[0][Verb.predicate]
    {
      bound = builder.condition(expression)
    }
    guard let bound, binder.diagnostics.allSatisfy(\.isNote) else {
      let problem = (program.diagnostics + binder.diagnostics).first { !$0.isNote }
      throw WrongCondition(
        condition: text,
        problem: problem?.message.text ?? "It is no condition."
      )
    }
    (plan, lastColumn) = (builder.plan, binder.lastColumn)
    return bound
  }

  /// A plan with a new column that numbers its rows.
  private mutating func numbering(_ plan: LogicalPlan) -> (plan: LogicalPlan, column: PlanColumn) {
    lastColumn += 1
    let column = PlanColumn(ColumnID(lastColumn), Field("n", .integer), isHidden: true)
    var call = WindowCall.rowNumber
    call.output = column.id
    let window = Window(partition: [], functions: [call])
    return (LogicalPlan(.window(plan, window), columns: plan.columns + [column]), column)
  }

  /// A plan with new columns that hold terms, and one more that is true.
  private mutating func projecting(_ terms: [BoundExpression], over plan: LogicalPlan) -> (
    plan: LogicalPlan, columns: [PlanColumn]
  ) {
    let terms = terms + [.literal(.boolean(true), .boolean)]
    let columns = terms.map { term in
      lastColumn += 1
      return PlanColumn(ColumnID(lastColumn), Field("v", term.type), isHidden: true)
    }
    let projections = zip(columns, terms).map { Projection($0.id, $1) }
    return (LogicalPlan(.project(plan, projections), columns: plan.columns + columns), columns)
  }
}

extension LogicalPlan {
  /// The columns of its result.
  fileprivate var shown: [PlanColumn] { columns.filter { !$0.isHidden } }
}
