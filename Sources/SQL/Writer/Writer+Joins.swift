import Diagnostics
import Functions
import Planner

/// The two inputs of a join, with the columns that are needed of each.
struct JoinOperands {
  let join: Join
  /// The columns and order that are requested of the join.
  let request: RowRequest
  let rightRequest: RowRequest
  var left: OpenSelect
  var right: OpenSelect

  /// The conditions on which a row of the right belongs to one of the left.
  var conditions: [SQLExpression] {
    zip(right.expressions(join.keys.map(\.right)), left.expressions(join.keys.map(\.left)))
      .map { .infix($0, "=", $1) }
      + join.ranges.compactMap { range in
        guard let value = left.columns[range.left], let low = right.columns[range.low],
          let high = right.columns[range.high]
        else { return nil }
        return .between(value.sql, low.sql, high.sql)
      }
  }

  /// Whether each left row has at most one partner, as far as is known beforehand.
  var isUnique: Bool { right.areUnique(by: right.expressions(join.keys.map(\.right))) }

  /// Renames the sources of the right that the left has, too.
  mutating func separateAliases() {
    right = right.renamed(besides: Set(left.select.sources.map(\.alias)))
  }
}

extension Writer {
  /// Rows of the left with their partners.
  func join(
    _ leftPlan: LogicalPlan,
    _ rightPlan: LogicalPlan,
    _ join: Join,
    _ request: RowRequest
  ) throws -> OpenSelect {
    let leftIDs = request.needed.intersection(leftPlan.columns.map(\.id))
    let rightIDs = request.needed.intersection(rightPlan.columns.map(\.id))
    let left = RowRequest(
      leftIDs.union(join.leftColumns),
      ordered: request.ordered || join.moments != nil
    )
    let right = RowRequest(
      (join.addsColumns ? rightIDs : []).union(join.rightColumns),
      ordered: join.moments != nil
        || request.ordered && (join.allowsMany || !join.ranges.isEmpty || join.isCross)
    )
    if case .mark(let id) = join.kind, !request.needed.contains(id) {
      return try rows(of: leftPlan, left)
    }
    var sides = JoinOperands(
      join: join,
      request: RowRequest(leftIDs.union(rightIDs), ordered: request.ordered),
      rightRequest: right,
      left: try rows(of: leftPlan, left),
      right: try rows(of: rightPlan, right)
    )
    if case .left = join.kind, right.needed.isDisjoint(with: request.needed), sides.isUnique {
      return sides.left
    }
    sides.left = opened(sides.left, for: left, ordered: true)
    switch join.kind {
    case .anti, .mark: return semijoin(sides)
    case .left, .inner, .cross, .asOf: return try pair(sides)
    }
  }

  // MARK: Semijoins

  /// The left rows with whether they have a partner, or those without one.
  private func semijoin(_ given: JoinOperands) -> OpenSelect {
    var sides = given
    let anyOrder = RowRequest(sides.rightRequest.needed, ordered: false)
    sides.right = opened(sides.right, for: anyOrder)
    sides.separateAliases()
    var select = sides.right.select
    select.columns = [.init(expression: 1, name: "")]
    select.filters += sides.conditions
    guard case .mark(let id) = sides.join.kind else {
      sides.left.select.filters.append(.exists(select, isNegated: true))
      sides.left.hasRows = false
      return sides.left
    }
    if !dialect.hasExistsAnywhere { return marked(sides, id) }
    sides.left.columns[id] = .boolean(.exists(select, isNegated: false))
    return sides.left
  }

  /// The mark by a join with each key once, where `exists` cannot stand as a value.
  private func marked(_ given: JoinOperands, _ id: ColumnID) -> OpenSelect {
    var (sides, distinct) = (given, given.right)
    let keys = sides.join.keys.map(\.right)
    distinct.select.groups = distinct.expressions(keys).uniqued
    distinct.isGrouped = true
    distinct.order = []
    sides.right = close(distinct, for: RowRequest(keys, ordered: false), as: "there")
    var source = sides.right.select.sources[0]
    source.join = .left
    source.on = sides.conditions
    sides.left.select.sources.append(source)
    if let key = keys.first.flatMap({ sides.right.columns[$0] }) {
      sides.left.columns[id] = .boolean(key.sql.isNotNull)
    }
    return sides.left
  }

  // MARK: Partners

  private func pair(_ given: JoinOperands) throws -> OpenSelect {
    var sides = given
    let (join, isUnique) = (sides.join, sides.isUnique)
    if !canBeJoined(sides.right, sides.rightRequest.needed, isCross: join.isCross) {
      sides.right = close(sides.right, for: sides.rightRequest.inOrder)
    }
    sides.separateAliases()
    var source = sides.right.select.sources[0]
    source.on = sides.conditions + sides.right.select.filters
    switch join.kind {
    case .inner: source.join = .inner
    case .cross: source.join = .cross
    default: source.join = .left
    }
    if let moments = join.moments { return try nearest(sides, source, moments) }
    if !isUnique, !join.isCross, !join.allowsMany { try checkPartners(sides, source) }
    var left = sides.left
    left.select.sources.append(source)
    let isOptional = source.join == .left
    left.hasRows = left.hasRows && (isOptional || (join.isCross && sides.right.hasRows))
    left.merge(sides.right, isOptional: isOptional)
    if isUnique { return left }
    if join.allowsMany || join.isCross {
      left.addKey(of: sides.right)
    } else {
      notes.remark(
        "This holds if each row of the join has one partner at most, by \(keyNames(join))."
      )
    }
    return left
  }

  /// Whether rows can be joined as one source: a table, its columns, and filters that fit into
  /// `on`.
  private func canBeJoined(_ rows: OpenSelect, _ ids: Set<ColumnID>, isCross: Bool) -> Bool {
    rows.isOpenForJoins && rows.select.sources.count == 1 && !rows.hasWindow(ids)
      && !rows.select.filters.contains(where: \.hasQuery)
      && (rows.select.filters.isEmpty || !isCross)
      && ids.allSatisfy { rows.columns[$0]?.sql.columnName != nil }
  }

  /// The names of the right columns that a join compares.
  private func keyNames(_ join: Join) -> String {
    (join.keys.map(\.right) + join.ranges.map(\.low)).map { name(of: $0) }
      .joined(separator: " and ")
  }

  /// Adds a check that no row has several partners; rows without a key are numbered for it.
  private func checkPartners(_ given: JoinOperands, _ source: Select.Source) throws {
    try discardingQueries {
      var (sides, source) = (given, source)
      source.join = .inner
      if sides.left.unique == nil {
        let number = define("_number", .integer(.rowNumber()), in: &sides.left)
        let request = RowRequest([number] + sides.join.leftColumns, ordered: false)
        sides.left = close(sides.left, for: request, as: "numbered")
        sides.left.unique = sides.left.expressions([number])
        source.on = sides.conditions + sides.right.select.filters
      }
      var select = sides.left.select
      select.sources.append(source)
      select.groups = sides.left.unique ?? []
      select.having = [.infix(.rowCount, ">", 1)]
      try check(
        select,
        failure: "A row has several rows on the right, by \(keyNames(sides.join)), so it would be "
          + "repeated. To get a row for each of them, write many at its end."
      )
    }
  }
}

extension OpenSelect {
  /// Takes in the columns of a joined source; they may be missing where the join is optional.
  mutating func merge(_ right: OpenSelect, isOptional: Bool) {
    columns.merge(right.columns) { $1 }
    if isOptional { for id in right.columns.keys { columns[id]?.isNullable = true } }
  }

  /// Puts the order and key of the right, where each row may have several partners, behind its own.
  fileprivate mutating func addKey(of right: OpenSelect) {
    order += right.order.map { term in
      var term = term
      term.column.isNullable = true
      return term
    }
    isOrdered = isOrdered && right.isOrdered
    unique = unique.flatMap { own in right.unique.map { own + $0 } }
  }
}

extension Join {
  /// Whether each left row is paired with each right one.
  fileprivate var isCross: Bool {
    if case .cross = kind { true } else { false }
  }

  /// The moments of an as-of join.
  fileprivate var moments: AsOf? {
    if case .asOf(let moments) = kind { moments } else { nil }
  }

  /// The left columns that are compared.
  fileprivate var leftColumns: [ColumnID] {
    keys.map(\.left) + ranges.map(\.left) + (moments.map { [$0.left] } ?? [])
  }

  /// The right columns that are compared.
  fileprivate var rightColumns: [ColumnID] {
    keys.map(\.right) + ranges.flatMap { [$0.low, $0.high] } + (moments.map { [$0.right] } ?? [])
  }
}
