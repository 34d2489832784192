import Plans
import Tables

// Filters and projections.

extension Writer {
  /// The rows for which a condition is true: in `where`, `having` or `qualify`, or over a named query.
  func filter(
    _ rows: Rows,
    _ formula: Formula,
    needed: Set<ColumnID>,
    ordered: Bool
  ) throws(Refusal) -> Rows {
    if formula.literal == .boolean(true) { return rows }
    var rows = rows
    let ids = needed.union(formula.columns)
    let isGlobal = rows.isGrouped && rows.select.groups.isEmpty
    let afterWindow = rows.hasWindow(ids, ordered: false) || !rows.select.qualify.isEmpty
    let isSorted = ordered && !afterWindow && rows.hasWindow(ids)
    if rows.select.limit != nil || isGlobal || isSorted || (afterWindow && !dialect.hasQualify) {
      rows = close(rows, keeping: ids, ordered: ordered)
    }
    let condition = try speaker(rows).sql(formula, .condition)
    rows.hasRows = false
    add(condition, to: &rows, ids)
    for id in formula.knownWhereTrue {
      guard let sql = rows.cells[id]?.sql else { continue }
      for (other, cell) in rows.cells where cell.sql == sql {
        rows.cells[other]?.isNullable = false
      }
    }
    return rows
  }

  /// Puts a condition where it belongs.
  func add(_ condition: Expression, to rows: inout Rows, _ ids: Set<ColumnID>) {
    if rows.hasWindow(ids, ordered: false) || condition.hasWindow || !rows.select.qualify.isEmpty {
      rows.select.qualify.append(condition)
    } else if rows.isGrouped {
      rows.select.having.append(condition)
    } else {
      rows.select.filters.append(condition)
    }
  }

  /// Computed columns take the place of their names; what grew too large is named first.
  func project(
    _ input: Plan,
    _ projections: [Projection],
    _ needed: Set<ColumnID>,
    _ ordered: Bool
  ) throws(Refusal) -> Rows {
    let made = projections.filter { needed.contains($0.output) }
    let read = Set(made.flatMap(\.formula.columns))
    let ids = needed.subtracting(made.map(\.output)).union(read)
    var rows = try self.rows(of: input, needed: ids, ordered: ordered)
    if isHeavy(made, rows) { rows = close(rows, keeping: ids, ordered: ordered) }
    let speaker = speaker(rows)
    for projection in made {
      let said = try speaker.say(projection.formula, .value)
      rows.cells[projection.output] = Cell(
        sql: said.sql,
        type: projection.formula.type,
        isNullable: said.isNullable
      )
    }
    return rows
  }

  /// Whether computed columns would be repeated at length.
  private func isHeavy(_ projections: [Projection], _ rows: Rows) -> Bool {
    var uses: [ColumnID: Int] = [:]
    for id in projections.flatMap(\.formula.columns) { uses[id, default: 0] += 1 }
    return uses.contains { id, count in
      guard let size = rows.cells[id]?.sql.size, size > 3 else { return false }
      return count > 1 && size * count > 40
    }
  }
}

extension Formula {
  /// The columns that are known in every row for which it is true.
  var knownWhereTrue: Set<ColumnID> {
    guard case .call(let operation, let operands) = self else { return [] }
    func own(_ places: [Int]) -> Set<ColumnID> {
      Set(
        places.compactMap { place in
          if case .column(let id, _) = operands[place] { return id }
          return nil
        }
      )
    }
    switch operation.name {
    case "and": return operands.reduce([]) { $0.union($1.knownWhereTrue) }
    case "or":
      let sides = operands.map(\.knownWhereTrue)
      return sides.dropFirst().reduce(sides.first ?? []) { $0.intersection($1) }
    case "<", "<=", ">", ">=", "contains", "starts with", "ends with", "near": return own([0, 1])
    case "matches", "is not missing": return own([0])
    case "=":
      if let value = operands[1].literal { return value == .missing ? [] : own([0]) }
      if let value = operands[0].literal { return value == .missing ? [] : own([1]) }
      return []
    case "in": return operands.dropFirst().contains { $0.literal == .missing } ? [] : own([0])
    default: return []
    }
  }
}

extension Array where Element: Hashable {
  /// Each element once, where it first stands.
  var uniqued: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
