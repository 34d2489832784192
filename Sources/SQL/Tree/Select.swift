import Planner

/// A `select` with its clauses.
struct Select: Hashable, Sendable {
  var isDistinct = false
  var columns: [Output] = []
  var sources: [Source] = []
  var filters: [SQLExpression] = []
  var groups: [SQLExpression] = []
  var having: [SQLExpression] = []
  var qualify: [SQLExpression] = []
  var order: [Ordering] = []
  var limit: Int?

  /// A column that comes out.
  struct Output: Hashable, Sendable {
    var expression: SQLExpression
    var name: String
  }

  /// A table or named query after `from`, and how it is joined to those before it.
  struct Source: Hashable, Sendable {
    var path: [String]
    var alias: String
    var join: Join = .first
    var on: [SQLExpression] = []
    /// All columns that it has, whether they are read or not.
    var columns: [String] = []

    enum Join: Hashable, Sendable { case first, left, inner, cross }
  }
}

extension Select {
  /// The expressions of all clauses.
  var expressions: [SQLExpression] {
    columns.map(\.expression) + filters + groups + having + qualify + order.map(\.expression)
      + sources.flatMap(\.on)
  }

  /// The aliases of its sources in lower case, and of those of the queries within its expressions.
  var aliases: Set<String> {
    expressions.reduce(Set(sources.map { $0.alias.lowercased() })) { $0.union($1.aliases) }
  }

  /// The select with another alias for one source.
  func renaming(_ old: String, to new: String) -> Select {
    func renamed(_ expression: SQLExpression) -> SQLExpression { expression.renaming(old, to: new) }
    var select = self
    for place in sources.indices {
      if sources[place].alias == old { select.sources[place].alias = new }
      select.sources[place].on = sources[place].on.map(renamed)
    }
    select.columns = columns.map { Output(expression: renamed($0.expression), name: $0.name) }
    select.filters = filters.map(renamed)
    select.groups = groups.map(renamed)
    select.having = having.map(renamed)
    select.qualify = qualify.map(renamed)
    select.order = order.map { $0.mapExpression(renamed) }
    return select
  }
}

extension SQLExpression {
  /// The aliases of the queries within it.
  var aliases: Set<String> {
    if case .exists(let select, _) = self { return select.aliases }
    return parts.reduce([]) { $0.union($1.aliases) }
  }

  /// The expression with the columns of one source taken from another.
  func renaming(_ old: String, to new: String) -> SQLExpression {
    switch self {
    case .column(old, let name): .column(new, name)
    case .exists(let select, let isNegated):
      .exists(select.renaming(old, to: new), isNegated: isNegated)
    default: mapParts { $0.renaming(old, to: new) }
    }
  }
}

/// What a named query consists of.
enum QueryBody: Sendable {
  case select(Select)
  case union(Select, Select)
  case values([[SQLExpression]])
}

/// A query of SQL: named queries, and the last one.
struct Query: Sendable {
  /// A named query.
  struct Named: Sendable {
    var name: String
    /// The names of its columns, where its body does not give them.
    var columns: [String] = []
    var body: QueryBody
  }

  var named: [Named] = []
  var body: QueryBody
  /// Remarks that stand above it.
  var remarks: [String] = []
}

extension Query {
  /// Whether a named query must be materialized, as the dialect would else filter its rows before
  /// its limit cuts them.
  func isCutTooLate(_ place: Int, in dialect: Dialect) -> Bool {
    guard dialect.looksThroughLimits, case .select(let cut) = named[place].body,
      cut.limit != nil
    else { return false }
    let later = named[(place + 1)...].flatMap(\.body.selects) + body.selects
    return later.contains { select in
      select.sources.count > 1 || !select.filters.isEmpty
        || select.columns.contains(where: \.expression.hasQuery)
    }
  }
}

extension QueryBody {
  /// The selects that it consists of.
  fileprivate var selects: [Select] {
    switch self {
    case .select(let select): [select]
    case .union(let one, let other): [one, other]
    case .values: []
    }
  }
}
