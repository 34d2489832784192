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
  /// The aliases of its sources in lower case, and of those of the queries within its conditions.
  var aliases: Set<String> {
    let conditions = filters + having + qualify + sources.flatMap(\.on)
    let inner = (columns.map(\.expression) + conditions).map(\.aliases)
    return inner.reduce(Set(sources.map { $0.alias.lowercased() })) { $0.union($1) }
  }
}

extension SQLExpression {
  /// The aliases of the queries within it.
  var aliases: Set<String> {
    if case .exists(let select, _) = self { return select.aliases }
    return parts.reduce([]) { $0.union($1.aliases) }
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
  /// Whether the dialect must be told to cut the rows of a named query before it joins or filters
  /// them.
  func isCutTooLate(_ place: Int, in dialect: Dialect) -> Bool {
    guard dialect.clauses.looksThroughLimits, case .select(let cut) = named[place].body,
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
