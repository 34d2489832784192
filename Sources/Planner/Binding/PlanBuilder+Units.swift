import Catalog
import Diagnostics
import Functions
import Syntax

extension PlanBuilder {
  /// Whether a number and a percentage that differ by a factor of a hundred are not compared; else
  /// that is reported.
  func unitsAgree(_ left: Side, _ right: Side) -> Bool {
    for (value, literal) in [(left, right), (right, left)] where literal.isLiteral {
      if literal.bound.type == .percent, value.bound.type != .percent {
        return takesPercent(value, literal)
      }
      if value.bound.type == .percent, literal.bound.type != .percent {
        return takesNumber(value, literal)
      }
      noteSmallPoints(value, literal)
    }
    return true
  }

  /// Notes a number below one beside percent points, which may be meant as a ratio.
  private func noteSmallPoints(_ value: Side, _ literal: Side) {
    guard case .real(let number)? = literal.bound.literal, number > 0, number < 1,
      case .column(let id, _) = value.bound, let field = planColumn(id)?.field,
      field.unit == "percent points"
    else { return }
    note(.smallPoints(column: field.name, number: shortNumber(number)))
  }

  /// Whether a value may stand beside a literal percentage.
  ///
  /// A computed ratio may; a number of the data is in its own unit.
  private func takesPercent(_ value: Side, _ literal: Side) -> Bool {
    guard case .real(let ratio)? = literal.bound.literal else { return true }
    let (points, span) = (shortNumber(ratio * 100), literal.expression.span)
    var field: Field?
    if case .column(let id, _) = value.bound { field = planColumn(id)?.field }
    if let field, let column = field.unitColumn {
      report(.unitVaries(field.name, unitColumn: column, points: points), at: span)
    } else if let field, field.unit == "percent points" {
      report(.percentPoints(field.name, points), at: span, writing: points)
    } else if value.bound.literal == nil, value.bound.type == .integer || field?.origin != nil {
      let (name, written) = (text(value.expression), text(literal.expression))
      report(.notAPercentage(name, written, ratio: shortNumber(ratio)), at: span)
    } else {
      return true
    }
    return false
  }

  /// Whether a percentage may stand beside a literal number: only beside zero.
  private func takesNumber(_ value: Side, _ literal: Side) -> Bool {
    let number: Double
    switch literal.bound.literal {
    case .integer(let whole)?: number = Double(whole)
    case .real(let real)?: number = real
    default: return true
    }
    if number == 0 { return true }
    let written = text(literal.expression)
    let asPercent = shortNumber(number) + "%"
    report(
      .numberBesidePercent(
        text(value.expression),
        written,
        shown: shortNumber(number * 100) + "%",
        asPercent: asPercent
      ),
      at: literal.expression.span,
      // One and below may be meant as a ratio.
      writing: abs(number) > 1 && !literal.expression.isParameter ? asPercent : nil
    )
    return false
  }

  /// `percent(a / b)`: a quotient of two counts or totals in one unit, as a percentage.
  func percentage(_ function: Function, _ call: Call, at span: SourceSpan) -> BoundExpression? {
    guard let argument = call.arguments.first, call.arguments.count == 1 else {
      return report(function.withoutCondition ?? .unlikeTotals(nil), at: span)
    }
    guard let bound = bound(argument.expression) else { return nil }
    guard case .call(let operation, let sides) = bound, operation.additivity == .dividend else {
      let isCondition = bound.type == .boolean
      return report(
        function.withoutCondition ?? .unlikeTotals(nil),
        at: isCondition ? argument.expression.span : span,
        writing: isCondition ? "where " + text(argument.expression) : nil
      )
    }
    guard sides.allSatisfy(isTotal) else {
      return report(.unlikeTotals(nil), at: argument.expression.span)
    }
    let units = sides.compactMap(unit)
    if units.count == 2, units[0] != units[1] {
      return report(.unlikeTotals((units[0], units[1])), at: argument.expression.span)
    }
    return Operators.converted(bound, to: .percent)
  }

  /// Whether a number is a count or a total.
  private func isTotal(_ bound: BoundExpression) -> Bool {
    if bound.columns.isEmpty || !bound.type.isNumeric || bound.type == .percent { return false }
    return bound.type == .integer || isAdditive(bound, counts: calls?.aggregates ?? [])
  }

  /// Notes that the values of a column are in units of their own, unless these are among `keys` or a
  /// condition has left one.
  func noteUnits(of column: PlanColumn, by keys: [ColumnID]) {
    guard let name = column.field.unitColumn else { return }
    let units = plan.columns(named: name, of: column.field.origin?.table)
    if units.contains(where: { keys.contains($0) || plan.fixes($0) }) { return }
    note(.unitsOfTheirOwn(column: column.field.name, unitColumn: name))
  }

  /// What a number counts, as far as that is known.
  private func unit(_ bound: BoundExpression) -> String? {
    switch bound {
    case .literal: return nil
    case .column(let id, _):
      guard let call = calls?.aggregates.first(where: { $0.output == id }) else {
        return planColumn(id)?.field.unit
      }
      switch call.measure {
      case .rows: return "rows"
      case .values: return "values of " + call.label
      case .sum, .average, .argument: return call.arguments.first.flatMap(unit)
      case .part: return nil
      }
    case .choose(condition: _, let then, let otherwise, _): return unit(of: [then, otherwise])
    case .call(let operation, let operands):
      return operation.additivity == .all ? unit(of: operands) : nil
    }
  }

  private func unit(of sides: [BoundExpression]) -> String? {
    let units = Set(sides.compactMap(unit))
    return units.count == 1 ? units.first : nil
  }
}

extension LogicalPlan {
  /// The columns, here and in what it takes its rows from, that are the one of this name in a table.
  fileprivate func columns(named name: String, of table: String?) -> Set<ColumnID> {
    let own = columns.filter { column in
      guard let origin = column.field.origin else { return column.field.name == name }
      return origin.column == name && origin.table == table
    }
    return inputs.reduce(into: Set(own.map(\.id))) { found, input in
      found.formUnion(input.columns(named: name, of: table))
    }
  }
}
