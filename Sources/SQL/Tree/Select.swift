/// A `select` with its clauses.
struct Select: Hashable, Sendable {
  var isDistinct = false
  var columns: [Output] = []
  var sources: [Source] = []
  var filters: [Expression] = []
  var groups: [Expression] = []
  var having: [Expression] = []
  var qualify: [Expression] = []
  var order: [Ordering] = []
  var limit: Int?

  /// A column that comes out.
  struct Output: Hashable, Sendable {
    var expression: Expression
    var name: String
  }

  /// A table or named query after `from`, and how it is joined to those before it.
  struct Source: Hashable, Sendable {
    var path: [String]
    var alias: String
    var join: Join = .first
    var on: [Expression] = []
    /// All columns that it has, whether they are read or not.
    var columns: [String] = []

    enum Join: Hashable, Sendable { case first, left, inner, cross }
  }
}

/// What a named query consists of.
enum QueryBody: Sendable {
  case select(Select)
  case union(Select, Select)
  case values([[Expression]])
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
