import Diagnostics
import Planner

// As-of joins.

extension Writer {
  /// Each left row with the partner nearest in time: the first of all that are within the limits.
  func nearest(
    _ given: JoinOperands,
    _ source: Select.Source,
    _ moments: Join.AsOf
  ) throws -> OpenSelect {
    var (left, source) = (given.left, source)
    let right = given.right
    guard let unique = left.unique, right.isOrdered else {
      throw translator(left).unsupported(
        "an as-of join of rows that nothing tells apart",
        "Give the tables a key or a column \(Relation.rowColumn)."
      )
    }
    guard let mine = left.columns[moments.left], let other = right.columns[moments.right] else {
      return left
    }
    source.on += limits(mine, other, moments)
    left.select.sources.append(source)
    left.merge(right, isOptional: true)
    let partner = OrderTerm(
      column: SelectColumn(sql: other.sql, type: other.type, isNullable: false)
    )
    var order = right.order
    switch moments.direction {
    case .last: order = [partner.reversed] + order.map(\.reversed)
    case .next: order = [partner] + order
    case .nearest:
      let distance = SQLExpression.call("abs", [dialect.time.days(day(other), day(mine))])
      order = [OrderTerm(column: .integer(distance)), partner] + order
    }
    let number = SQLExpression.rowNumber(partition: unique, order: order.map(dialect.ordering))
    left.hint = "paired"
    return take(1, of: left, by: number, given.request.inOrder, as: "paired")
  }

  private func day(_ column: SelectColumn) -> SQLExpression {
    dialect.firstDay(of: column.sql, column.type)
  }

  /// Between which days a partner's moment may lie.
  private func limits(_ mine: SelectColumn, _ other: SelectColumn, _ moments: Join.AsOf)
    -> [SQLExpression]
  {
    let time = dialect.time
    func away(_ sign: Int) -> SQLExpression? {
      switch moments.within {
      case nil: nil
      case .days(let days): time.addingDays(day(mine), .integer(sign * days))
      case .months(let months): time.addingMonths(day(mine), .integer(sign * months))
      }
    }
    let (one, two) = (day(other), day(mine))
    var tests: [SQLExpression] = []
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
