import Columns

extension Function {
  /// The functions of neighboring rows, as help lists them.
  static let windows: [Function] = neighbors + parts + totals

  private static let neighbors: [Function] = [
    neighbor(
      "previous",
      .before,
      "The value of x one period before, or n periods; one row, or n rows, along anything but "
        + "periods; a span such as 1 year is exact along dates, too.",
      missing: "Missing where that value is, before the first row, and where the period is absent.",
      "deportations | total removals by fiscal_year | add earlier = previous(removals)",
      "deportations | add earlier = previous(removals) per state along fiscal_year "
        + "| where state = \"MA\" | keep fiscal_year, removals, earlier"
    ),
    neighbor(
      "next",
      .after,
      "The value of x one period later, or n periods; one row, or n rows, along anything but "
        + "periods; a span such as 1 year is exact along dates, too.",
      missing: "Missing where that value is, after the last row, and where the period is absent.",
      "deportations | total removals by fiscal_year | add later = next(removals)",
      "deportations | add later = next(removals) per state along fiscal_year "
        + "| where state = \"MA\" | keep fiscal_year, removals, later"
    ),
    Function(
      "change",
      ["x": .numberOrTime, "n": .optional(.distance)],
      "The value of x less that one period before, or n periods; between dates, in days.",
      missing: "Missing where either value is, before the first row, and where the period is "
        + "absent.",
      .window { call throws(CallError) in try call.change() },
      examples: "national_removals | add c = change(removals) along fiscal_year | last 5",
      "deportations | add growth = change(removals, 2) per state along fiscal_year "
        + "| where state = \"MA\" | keep fiscal_year, removals, growth"
    ),
    Function(
      "pct_change",
      ["x": .number, "n": .optional(.distance)],
      "By what percentage x differs from that one period before, or n periods.",
      missing: "Missing where either value is, before the first row, where the period is absent, "
        + "and where the value before is 0.",
      .window { $0.percentChange() },
      examples: "deportations | where not partial | total removals by fiscal_year "
        + "| add change = pct_change(removals)",
      "detention | total person_days by month "
        + "| add of_year = pct_change(person_days, 1 year) along month | last 5"
    ),
  ]

  private static func neighbor(
    _ name: String,
    _ side: Neighbor.Side,
    _ summary: String,
    missing: String,
    _ example: String,
    _ other: String
  ) -> Function {
    Function(
      name,
      ["x": .any, "n": .optional(.distance)],
      summary,
      missing: missing,
      .window { call in
        let neighbor = Neighbor(call, side, isAlone: true)
        return call.window(call.expressions, call[0].type, compares: neighbor) {
          $1[0].gathered(try $0.neighbors(neighbor))
        }
      },
      examples: example,
      other
    )
  }
}

extension BoundCall {
  fileprivate func change() throws(CallError) -> WindowCall {
    let sides = [0, 1].map { BoundExpression.column(ColumnID($0), self[0].type) }
    guard case .call(let operation, _)? = Operators.arithmetic(.minus, sides[0], sides[1]) else {
      throw CallError(.mixedTypes(function: name, types: [self[0].type]))
    }
    let neighbor = Neighbor(self, .before)
    return window(expressions, operation.type, compares: neighbor) { frame, operands in
      let before = operands[0].gathered(try frame.neighbors(neighbor))
      var context = KernelContext(rowCount: frame.rowCount)
      return try operation.kernel([.column(operands[0]), .column(before)], &context)
    }
  }

  fileprivate func percentChange() -> WindowCall {
    let neighbor = Neighbor(self, .before)
    return window(expressions, .percent, compares: neighbor) { frame, operands in
      let before = operands[0].gathered(try frame.neighbors(neighbor))
      let context = KernelContext(rowCount: frame.rowCount)
      let (column, failures) = context.partial(.column(operands[0]), .column(before)) {
        (now: Double, old: Double) -> Double? in
        let ratio = now / old - 1
        return old == 0 || !ratio.isFinite ? nil : ratio
      }
      frame.notes.add({ .divisionsByZero($0) }, failures)
      return column
    }
  }
}
