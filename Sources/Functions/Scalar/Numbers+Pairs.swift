import Catalog
import Columns

extension Function {
  static let pairs: [Function] = [
    Function(
      "mod",
      ["x": .number, "y": .number],
      "What is left of x when it is divided by y, with the sign of x; by zero it is missing, and "
        + "counted.",
      missing: "Missing where x or y is.",
      examples: [
        "jurisdictions | count by odd = mod(population, 2)",
        "events | add century_year = mod(number(text(year(date))), 100) "
          + "| keep date, century_year | first 3",
      ],
      .scalar { $0.remainder() }
    ),
    Function(
      "min_of",
      .each(["x": .comparable, "y": .repeated(.comparable, 63)]),
      "The least of several numbers, dates or periods of a row; min takes that of a column.",
      missing: "Missing where one of them is; use ?? for a value instead.",
      examples: [
        "national_removals | add least = min_of(removals, returns) | first 5",
        "jurisdictions | add earliest = min_of(active_by, 2011-12-31) "
          + "| keep name, active_by, earliest | last 3",
      ],
      .scalar { call throws(CallError) in try call.extremeOf(greatest: false) }
    ),
    Function(
      "max_of",
      .each(["x": .comparable, "y": .repeated(.comparable, 63)]),
      "The greatest of several numbers, dates or periods of a row; max takes that of a column.",
      missing: "Missing where one of them is; use ?? for a value instead.",
      examples: [
        "national_removals | add most = max_of(removals, returns) | first 5",
        "jurisdictions | add latest = max_of(active_by, 2011-12-31) "
          + "| keep name, active_by, latest | last 3",
      ],
      .scalar { call throws(CallError) in try call.extremeOf(greatest: true) }
    ),
    Function(
      "bucket",
      ["x": .number, "width": .width],
      "The lower end of the stretch of this width, counted from zero, in which x lies.",
      missing: "Missing where x is.",
      examples: [
        "jurisdictions | count by pct = bucket(foreign_born_pct, 10)",
        "deportations | where removals is not missing | count by size = bucket(removals, 2500)",
      ],
      .scalar { $0.bucket() }
    ),
  ]
}

extension BoundCall {
  fileprivate func remainder() -> BoundExpression {
    if boundExpressions.allSatisfy({ $0.type == .integer }) {
      return call(.integer, boundExpressions) { operands, evaluation in
        let rows = evaluation.rowCount
        let left = Input<Int64>(operands[0], rows: rows)
        let right = Input<Int64>(operands[1], rows: rows)
        let (column, failures) = Kernels.partial(left, right, rows: rows) {
          $1 == 0 ? nil : $0.remainderReportingOverflow(dividingBy: $1).partialValue
        }
        evaluation.tally.divisionsByZero += failures
        return column
      }
    }
    return call(.real, boundExpressions) { operands, evaluation in
      let rows = evaluation.rowCount
      let left = Input<Double>(operands[0], rows: rows)
      let right = Input<Double>(operands[1], rows: rows)
      let (column, failures) = Kernels.partial(left, right, rows: rows) {
        $1 == 0 ? nil : $0.truncatingRemainder(dividingBy: $1)
      }
      evaluation.tally.divisionsByZero += failures
      return column
    }
  }

  fileprivate func extremeOf(greatest: Bool) throws(CallError) -> BoundExpression {
    guard let (type, sides) = Operators.unified(boundExpressions) else {
      throw CallError(.mixedTypes(function: name, types: boundExpressions.map(\.type)))
    }
    switch type {
    case .integer: return extreme(sides, type, Int64.self, greatest)
    case .real, .percent: return extreme(sides, type, Double.self, greatest)
    default: return extreme(sides, type, Int32.self, greatest)
    }
  }

  private func extreme<Element: Stored & Comparable>(
    _ boundExpressions: [BoundExpression],
    _ type: DataType,
    _: Element.Type,
    _ greatest: Bool
  ) -> BoundExpression {
    call(type, boundExpressions) { operands, evaluation in
      let rows = evaluation.rowCount
      var best = Input<Element>(operands[0], rows: rows)
      for operand in operands.dropFirst() {
        let next = Input<Element>(operand, rows: rows)
        let values =
          greatest
          ? Kernels.values(best, next, rows: rows) { $0 < $1 ? $1 : $0 }
          : Kernels.values(best, next, rows: rows) { $1 < $0 ? $1 : $0 }
        best = Input(values, known: BooleanKernels.both(best.known, next.known))
      }
      return Column(Element.storage(best.values), known: best.known)
    }
  }

  fileprivate func bucket() -> BoundExpression {
    let (bound, width) = (self[0], self[1])
    if bound.type == .integer, case .integer(let step)? = width.literal {
      return call(.integer, [bound, width]) { operands, evaluation in
        let input = Input<Int64>(operands[0], rows: evaluation.rowCount)
        let values = Kernels.values(input, rows: evaluation.rowCount) { number in
          let rest = number % step
          return number &- (rest < 0 ? rest + step : rest)
        }
        return Column(.integer(.wide(values)), known: input.known)
      }
    }
    let type: DataType = bound.type == .percent && width.type == .percent ? .percent : .real
    return call(type, [bound, width]) { operands, evaluation in
      let rows = evaluation.rowCount
      let input = Input<Double>(operands[0], rows: rows)
      let step = Input<Double>(operands[1], rows: rows)
      let values = Kernels.values(input, step, rows: rows) { ($0 / $1).rounded(.down) * $1 }
      return Column(.real(values), known: input.known)
    }
  }
}
