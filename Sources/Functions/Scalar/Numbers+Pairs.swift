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
      .scalar { $0.remainder() },
      examples: "jurisdictions | count by odd = mod(population, 2)",
      "events | add century_year = mod(number(text(year(date))), 100) "
        + "| keep date, century_year | first 3"
    ),
    Function(
      "min_of",
      [.each(["x": .comparable, "y": .repeated(.comparable, 63)])],
      "The least of several numbers, dates or periods of a row; min takes that of a column.",
      missing: "Missing where one of them is; use ?? for a value instead.",
      .scalar { call throws(CallError) in try call.extremeOf(greatest: false) },
      examples: "national_removals | add least = min_of(removals, returns) | first 5",
      "jurisdictions | add earliest = min_of(active_by, 2011-12-31) "
        + "| keep name, active_by, earliest | last 3"
    ),
    Function(
      "max_of",
      [.each(["x": .comparable, "y": .repeated(.comparable, 63)])],
      "The greatest of several numbers, dates or periods of a row; max takes that of a column.",
      missing: "Missing where one of them is; use ?? for a value instead.",
      .scalar { call throws(CallError) in try call.extremeOf(greatest: true) },
      examples: "national_removals | add most = max_of(removals, returns) | first 5",
      "jurisdictions | add latest = max_of(active_by, 2011-12-31) "
        + "| keep name, active_by, latest | last 3"
    ),
    Function(
      "bucket",
      ["x": .number, "width": .width],
      "The lower end of the stretch of this width, counted from zero, in which x lies.",
      .scalar { $0.bucket() },
      examples: "jurisdictions | count by pct = bucket(foreign_born_pct, 10)",
      "deportations | where removals is not missing | count by size = bucket(removals, 2500)"
    ),
  ]
}

extension BoundCall {
  fileprivate func remainder() -> BoundExpression {
    let areIntegers = expressions.allSatisfy { $0.type == .integer }
    return call(areIntegers ? .integer : .real, expressions) { operands, context in
      let (column, failures) =
        areIntegers
        ? context.partial(operands[0], operands[1]) { (left: Int64, right: Int64) in
          right == 0 ? nil : left.remainderReportingOverflow(dividingBy: right).partialValue
        }
        : context.partial(operands[0], operands[1]) { (left: Double, right: Double) in
          right == 0 ? nil : left.truncatingRemainder(dividingBy: right)
        }
      context.tally.divisionsByZero += failures
      return column
    }
  }

  fileprivate func extremeOf(greatest: Bool) throws(CallError) -> BoundExpression {
    guard let (type, sides) = Operators.unified(expressions) else {
      throw CallError(.mixedTypes(function: name, types: expressions.map(\.type)))
    }
    switch type {
    case .integer: return extreme(sides, type, Int64.self, greatest)
    case .real, .percent: return extreme(sides, type, Double.self, greatest)
    default: return extreme(sides, type, Int32.self, greatest)
    }
  }

  private func extreme<Element: Stored & Comparable>(
    _ expressions: [BoundExpression],
    _ type: DataType,
    _: Element.Type,
    _ greatest: Bool
  ) -> BoundExpression {
    call(type, expressions) { operands, context in
      let rows = context.rowCount
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
      return integers([bound, width]) { number in
        let rest = number % step
        return number.subtractingReportingOverflow(rest < 0 ? rest + step : rest)
      }
    }
    let type: DataType = bound.type == .percent && width.type == .percent ? .percent : .real
    return call(type, [bound, width]) { operands, context in
      context.map(operands[0], operands[1]) { (number: Double, step: Double) in
        (number / step).rounded(.down) * step
      }
    }
  }
}
