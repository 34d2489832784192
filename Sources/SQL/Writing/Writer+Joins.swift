import Plans
import Tables

extension Writer {
  /// Rows of the left with their partners.
  func join(
    _ leftPlan: Plan,
    _ rightPlan: Plan,
    _ join: Join,
    _ plan: Plan,
    _ needed: Set<ColumnID>,
    _ ordered: Bool
  ) throws(Refusal) -> Rows {
    let leftColumns = Set(leftPlan.columns.map(\.id))
    let rightColumns = Set(rightPlan.columns.map(\.id))
    var leftIDs = needed.intersection(leftColumns)
    leftIDs.formUnion(join.keys.map(\.left) + join.ranges.map(\.left))
    var rightIDs = join.addsColumns ? needed.intersection(rightColumns) : []
    rightIDs.formUnion(join.keys.map(\.right) + join.ranges.flatMap { [$0.low, $0.high] })
    var needsRightOrder = ordered && (join.allowsMany || !join.ranges.isEmpty)
    if case .every = join.kind { needsRightOrder = ordered }
    if case .asOf(let moments) = join.kind {
      leftIDs.insert(moments.left)
      rightIDs.insert(moments.right)
      needsRightOrder = true
    }
    if case .mark(let id) = join.kind, !needed.contains(id) {
      return try rows(of: leftPlan, needed: leftIDs, ordered: ordered)
    }
    var isAsOf = false
    if case .asOf = join.kind { isAsOf = true }
    let left = try rows(of: leftPlan, needed: leftIDs, ordered: ordered || isAsOf)
    let right = try rows(of: rightPlan, needed: rightIDs, ordered: needsRightOrder)
    switch join.kind {
    case .unmatched, .mark:
      return try partnered(left, right, join, leftIDs, rightIDs, ordered, plan)
    case .left, .matched, .every, .asOf:
      let isUseless = rightIDs.isDisjoint(with: needed) && isUnique(right, join)
      if case .left = join.kind, isUseless { return left }
      let kept = needed.intersection(leftColumns.union(rightColumns))
      return try paired(left, right, join, leftIDs, rightIDs, kept, ordered)
    }
  }

  /// Whether each left row has at most one partner, as far as is known beforehand.
  private func isUnique(_ right: Rows, _ join: Join) -> Bool {
    let keys = Set(join.keys.compactMap { right.cells[$0.right]?.sql })
    return right.unique?.allSatisfy(keys.contains) ?? false
  }

  private func conditions(_ join: Join, _ left: Rows, _ right: Rows) -> [Expression] {
    join.keys.compactMap { keys in
      guard let one = left.cells[keys.left], let other = right.cells[keys.right] else { return nil }
      return .infix(other.sql, "=", one.sql)
    }
      + join.ranges.compactMap { range in
        guard let value = left.cells[range.left], let low = right.cells[range.low],
          let high = right.cells[range.high]
        else { return nil }
        return .between(value.sql, low.sql, high.sql)
      }
  }

  // MARK: Whether there is a partner

  private func partnered(
    _ left: Rows,
    _ right: Rows,
    _ join: Join,
    _ leftIDs: Set<ColumnID>,
    _ rightIDs: Set<ColumnID>,
    _ ordered: Bool,
    _ plan: Plan
  ) throws(Refusal) -> Rows {
    var (left, right) = (left, right)
    if left.isGrouped || left.hasWindow(leftIDs) || left.select.limit != nil
      || !left.select.qualify.isEmpty
    {
      left = close(left, keeping: leftIDs, ordered: ordered)
    }
    if !right.isOpenForJoins || right.hasWindow(rightIDs, ordered: false) {
      right = close(right, keeping: rightIDs, ordered: false)
    }
    right = right.renamed(besides: Set(left.select.sources.map(\.alias)))
    var select = right.select
    select.columns = [.init(expression: .integer(1), name: "")]
    select.filters += conditions(join, left, right)
    guard case .mark(let id) = join.kind else {
      left.select.filters.append(.exists(select, isNegated: true))
      left.hasRows = false
      return left
    }
    if !dialect.hasExistsAnywhere { return marked(left, right, join, id, ordered) }
    let mark = Expression.exists(select, isNegated: false)
    left.cells[id] = Cell(sql: mark, type: .boolean, isNullable: false)
    return left
  }

  /// The mark by a join with each key once, where its existence cannot be asked for as a value.
  private func marked(
    _ left: Rows,
    _ right: Rows,
    _ join: Join,
    _ id: ColumnID,
    _ ordered: Bool
  ) -> Rows {
    var (left, distinct) = (left, right)
    distinct.select.groups = join.keys.compactMap { right.cells[$0.right]?.sql }.uniqued
    distinct.isGrouped = true
    distinct.order = []
    let mark = newColumn("is_there")
    let keys = Set(join.keys.map(\.right))
    distinct = close(distinct, keeping: keys, ordered: false, as: "there")
    distinct.cells[mark] = join.keys.first.flatMap { distinct.cells[$0.right] }
    var source = distinct.select.sources[0]
    source.join = .left
    source.on = conditions(join, left, distinct)
    left.select.sources.append(source)
    if let cell = distinct.cells[mark] {
      left.cells[id] = Cell(sql: cell.sql.isNotNull, type: .boolean, isNullable: false)
    }
    return left
  }

  // MARK: Partners

  private func paired(
    _ given: Rows,
    _ other: Rows,
    _ join: Join,
    _ leftIDs: Set<ColumnID>,
    _ rightIDs: Set<ColumnID>,
    _ kept: Set<ColumnID>,
    _ ordered: Bool
  ) throws(Refusal) -> Rows {
    var (left, right) = (given, other)
    let isUnique = isUnique(right, join)
    var isAsOf = false
    if case .asOf = join.kind { isAsOf = true }
    if !left.isOpenForJoins || left.hasWindow(leftIDs) {
      left = close(left, keeping: leftIDs, ordered: ordered || isAsOf)
    }
    let isSimple =
      right.isOpenForJoins && right.select.sources.count == 1 && !right.hasWindow(rightIDs)
      && !right.select.filters.contains(where: \.hasQuery)
    var isFiltered = !right.select.filters.isEmpty
    var isCross = false
    if case .every = join.kind { isCross = true }
    if !isSimple || (isFiltered && isCross) || hasComputed(right, rightIDs) {
      right = close(right, keeping: rightIDs, ordered: true)
      isFiltered = false
    }
    right = right.renamed(besides: Set(left.select.sources.map(\.alias)))
    var source = right.select.sources[0]
    source.on = conditions(join, left, right) + right.select.filters
    switch join.kind {
    case .matched: source.join = .inner
    case .every: source.join = .cross
    default: source.join = .left
    }
    if case .asOf(let moments) = join.kind {
      return try nearest(left, right, source, moments, kept)
    }
    if !isUnique, !isCross, !join.allowsMany { checkPartners(of: left, right, source, join) }
    left.select.sources.append(source)
    let isOptional = source.join == .left
    left.hasRows = left.hasRows && (isOptional || (isCross && right.hasRows))
    merge(right, into: &left, isOptional: isOptional)
    if !isUnique { noteMany(join, right, &left) }
    return left
  }

  private func hasComputed(_ rows: Rows, _ ids: Set<ColumnID>) -> Bool {
    ids.contains { id in
      if case .column? = rows.cells[id]?.sql { return false }
      return true
    }
  }

  func merge(_ right: Rows, into left: inout Rows, isOptional: Bool) {
    for (id, cell) in right.cells {
      var cell = cell
      cell.isNullable = cell.isNullable || isOptional
      left.cells[id] = cell
    }
  }

  /// Asks whether a row has several partners; rows that nothing tells apart are numbered for it.
  private func checkPartners(
    of given: Rows,
    _ right: Rows,
    _ source: Select.Source,
    _ join: Join
  ) {
    let names = join.keys.map { name(of: $0.right) } + join.ranges.map { name(of: $0.low) }
    trying {
      var (left, source) = (given, source)
      source.join = .inner
      if left.unique == nil {
        let number = newColumn("_number")
        let call = Expression.over(.call("row_number", []), Frame())
        left.cells[number] = Cell(sql: call, type: .integer, isNullable: false)
        let ids = [number] + join.keys.map(\.left) + join.ranges.map(\.left)
        left = close(left, keeping: Set(ids), ordered: false, as: "numbered")
        left.unique = left.cells[number].map { [$0.sql] }
        source.on = conditions(join, left, right) + right.select.filters
      }
      var select = left.select
      select.sources.append(source)
      select.groups = left.unique ?? []
      select.having = [
        .infix(.aggregate(Aggregate(name: "count", arguments: [.token("*")])), ">", .integer(1))
      ]
      check(
        select,
        failure: "A row has several rows on the right, by " + names.joined(separator: " and ")
          + ", so it would be repeated. To get a row for each of them, write many at its end."
      )
    }
  }

  /// Several partners: the order of the right comes behind that of the left.
  private func noteMany(_ join: Join, _ right: Rows, _ left: inout Rows) {
    var isCross = false
    if case .every = join.kind { isCross = true }
    guard join.allowsMany || isCross else {
      let names = join.keys.map { name(of: $0.right) } + join.ranges.map { name(of: $0.low) }
      record.remark(
        "This holds if each row of the join has one partner at most, by "
          + names.joined(separator: " and ") + "."
      )
      return
    }
    left.order += right.order.map { term in
      var term = term
      term.cell.isNullable = true
      return term
    }
    left.isOrdered = left.isOrdered && right.isOrdered
    if let one = left.unique, let other = right.unique {
      left.unique = one + other
    } else {
      left.unique = nil
    }
  }
}
