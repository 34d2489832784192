import Columns

extension Function {
  /// The functions of neighboring rows, as help lists them.
  static let windows: [Function] = neighbors + parts + totals

  private static let neighbors: [Function] = [
    Function(
      "previous",
      ["x": .any, "n": .optional(.natural)],
      "The value of x in the row before, or n rows before.",
      missing: "Missing where that row's value is, and where there is no such row.",
      .window { $0.neighbor(-1) },
      examples: "deportations | total removals by fiscal_year | add earlier = previous(removals)",
      "deportations | add earlier = previous(removals) per state along fiscal_year "
        + "| where state = \"MA\" | keep fiscal_year, removals, earlier"
    ),
    Function(
      "next",
      ["x": .any, "n": .optional(.natural)],
      "The value of x in the row after, or n rows after.",
      missing: "Missing where that row's value is, and where there is no such row.",
      .window { $0.neighbor(1) },
      examples: "deportations | total removals by fiscal_year | add later = next(removals)",
      "deportations | add later = next(removals) per state along fiscal_year "
        + "| where state = \"MA\" | keep fiscal_year, removals, later"
    ),
    Function(
      "change",
      ["x": .numberOrTime],
      "The value of x less that in the row before; between dates, in days.",
      missing: "Missing where either value is, in the first row, and after an absent period.",
      .window { call throws(CallError) in try call.change() },
      examples: "national_removals | add c = change(removals) along fiscal_year | last 5",
      "deportations | add growth = change(removals) per state along fiscal_year "
        + "| where state = \"MA\" | keep fiscal_year, removals, growth"
    ),
    Function(
      "pct_change",
      ["x": .number],
      "By what percentage x differs from that in the row before.",
      missing: "Missing where either value is, in the first row, after an absent period, and where "
        + "the value before is 0.",
      .window { $0.percentChange() },
      examples: "deportations | where not partial | total removals by fiscal_year "
        + "| add change = pct_change(removals)",
      "national_removals | where fiscal_year since FY2008 "
        + "| add growth = pct_change(removals) along fiscal_year "
        + "| keep fiscal_year, removals, growth | first 5"
    ),
  ]
}

extension WindowFrame {
  var rowCount: Int { rows.count }

  /// For each row, in the input's order, the row `distance` further in the window's order, or −1.
  func neighbors(at distance: Int) -> Buffer<Int32> {
    Buffer(filling: rowCount) { target in
      for partition in partitions {
        for place in partition {
          let other = place + distance
          target[Int(rows.base[place])] = partition.contains(other) ? rows.base[other] : -1
        }
      }
    }
  }

  /// The same for the row before, but −1 where a period lies between the two rows.
  func unbrokenPredecessors(for function: String) -> Buffer<Int32> {
    let before = neighbors(at: -1)
    guard case .period? = alongType, let along else { return before }
    let times = along.ordinals
    var gaps = 0
    defer { notes.add({ .gaps(function: function, rows: $0) }, gaps) }
    return Buffer(filling: before.count) { target in
      for row in 0..<before.count {
        let other = Int(before.base[row])
        target[row] = -1
        if other >= 0, along.isKnown(row), along.isKnown(other),
          abs(Int(times.base[row]) - Int(times.base[other])) <= 1
        {
          target[row] = Int32(other)
        } else if other >= 0 {
          gaps += 1
        }
      }
    }
  }
}

extension BoundCall {
  fileprivate func neighbor(_ direction: Int) -> WindowCall {
    let bound = self[0]
    let distance = count == 2 ? integer(1) : 1
    let far: BoundExpression = .literal(.integer(Int64(distance)), .integer)
    let step = direction * distance
    return window([bound, far], bound.type) { frame, operands in
      operands[0].gathered(frame.neighbors(at: step))
    }
  }

  fileprivate func change() throws(CallError) -> WindowCall {
    let bound = self[0]
    let sides = [0, 1].map { BoundExpression.column(ColumnID($0), bound.type) }
    guard case .call(let operation, _)? = Operators.arithmetic(.minus, sides[0], sides[1]) else {
      throw CallError(.mixedTypes(function: name, types: [bound.type]))
    }
    return window([bound], operation.type) { frame, operands in
      let before = operands[0].gathered(frame.unbrokenPredecessors(for: name))
      var evaluation = Evaluation(rowCount: frame.rowCount)
      return try operation.kernel([.column(operands[0]), .column(before)], &evaluation)
    }
  }

  fileprivate func percentChange() -> WindowCall {
    window(expressions, .percent) { frame, operands in
      let before = operands[0].gathered(frame.unbrokenPredecessors(for: name))
      return Evaluation(rowCount: frame.rowCount).partial(.column(operands[0]), .column(before)) {
        (now: Double, old: Double) -> Double? in
        let ratio = now / old - 1
        return old == 0 || !ratio.isFinite ? nil : ratio
      }.column
    }
  }
}
