import Plans
import Tables

// As-of joins.

extension Writer {
  /// Each left row with the partner nearest in time: all that may be, of which the first one is kept.
  func nearest(
    _ given: Rows,
    _ right: Rows,
    _ source: Select.Source,
    _ moments: Join.AsOf,
    _ ids: Set<ColumnID>
  ) throws(Refusal) -> Rows {
    var (left, source) = (given, source)
    guard let unique = left.unique, right.isOrdered else {
      throw speaker(left).refusal(
        "an as-of join of rows that nothing tells apart",
        "Give the tables a key or a column \(Relation.rowColumn)."
      )
    }
    guard let mine = left.cells[moments.left], let other = right.cells[moments.right] else {
      return left
    }
    source.on += limits(mine, other, moments)
    left.select.sources.append(source)
    merge(right, into: &left, isOptional: true)
    let partner = Term(cell: Cell(sql: other.sql, type: other.type, isNullable: false))
    var order = right.order
    switch moments.direction {
    case .last: order = [partner.reversed] + order.map(\.reversed)
    case .next: order = [partner] + order
    case .nearest:
      let days = dialect.time.days(day(other), day(mine))
      let distance = Cell(sql: .call("abs", [days]), type: .integer, isNullable: false)
      order = [Term(cell: distance), partner] + order
    }
    return chosen(left, unique, order, ids)
  }

  /// The first partner of each row.
  private func chosen(
    _ rows: Rows,
    _ unique: [Expression],
    _ order: [Term],
    _ ids: Set<ColumnID>
  ) -> Rows {
    var rows = rows
    let number = Expression.over(
      .call("row_number", []),
      Frame(partition: unique, order: order.map(dialect.ordering))
    )
    rows.hint = "paired"
    if dialect.hasQualify {
      rows.select.qualify.append(.infix(number, "=", .integer(1)))
      return rows
    }
    let id = newColumn("_number")
    rows.cells[id] = Cell(sql: number, type: .integer, isNullable: false)
    rows = close(rows, keeping: ids.union([id]), ordered: true)
    if let cell = rows.cells.removeValue(forKey: id) {
      rows.select.filters.append(.infix(cell.sql, "=", .integer(1)))
    }
    return rows
  }

  private func day(_ cell: Cell) -> Expression { dialect.firstDay(of: cell.sql, cell.type) }

  /// Between which days a partner's moment may lie.
  private func limits(_ mine: Cell, _ other: Cell, _ moments: Join.AsOf) -> [Expression] {
    let time = dialect.time
    func away(_ sign: Int) -> Expression? {
      switch moments.within {
      case nil: nil
      case .days(let days): time.addingDays(day(mine), .integer(sign * days))
      case .months(let months): time.addingMonths(day(mine), .integer(sign * months))
      }
    }
    let (one, two) = (day(other), day(mine))
    var tests: [Expression] = []
    switch moments.direction {
    case .last: tests.append(.infix(one, "<=", two))
    case .next: tests.append(.infix(one, ">=", two))
    case .nearest: tests.append(.infix(one.isNotNull, "and", two.isNotNull))
    }
    if moments.direction != .next, let least = away(-1) { tests.append(.infix(one, ">=", least)) }
    if moments.direction != .last, let most = away(1) { tests.append(.infix(one, "<=", most)) }
    return tests
  }
}
