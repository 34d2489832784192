import Catalog
import Columns

extension Function {
  static let parts: [Function] = [
    Function(
      "running",
      ["x": .number],
      "The sum of x from the first row up to this one.",
      missing: "At a missing value the sum so far; missing before the first known value.",
      measure: .sum,
      .window { call in
        let bound = call[0]
        if bound.type == .integer {
          let label = call.text(0)
          return call.window([bound], .integer) { frame, operands in
            let (sums, known) = try frame.running(operands[0], IntegerTotal.self) { total, row in
              try total.fitting("running(\(label))", row: row)
            }
            return Column(.integer(.int64(sums)), known: known)
          }
        }
        return call.window([bound], bound.type) { frame, operands in
          let (sums, known) = try frame.running(operands[0], ExactSum.self) { sum, _ in sum.value }
          return Column(.real(sums), known: known)
        }
      },
      examples: "deportations | total removals by fiscal_year | add so_far = running(removals)",
      "deportations | total removals by state.region, fiscal_year "
        + "| add so_far = running(removals) per region along fiscal_year | first 5"
    ),
    Function(
      "share",
      ["x": .number],
      "What part x is of the sum of x over the rows that belong together.",
      missing: "Missing where x is, and where the sum is 0.",
      measure: .part,
      .window { call in
        let label = call.text(0)
        return call.window(call.expressions, .percent, needsOrder: false) {
          try $0.shares($1[0], of: label)
        }
      },
      examples: "deportations | total removals by fiscal_year | add part = share(removals)",
      "deportations | total removals by state.region, fiscal_year "
        + "| add part = share(removals) per fiscal_year | first 5"
    ),
    Function(
      "cumulative_share",
      ["x": .number],
      "What part the sum of x up to this row is of the whole sum.",
      missing: "At a missing value the share so far; missing before the first known value.",
      measure: .part,
      .window { call in
        call.window(call.expressions, .percent) { try $0.cumulativeShares($1[0]) }
      },
      examples: "deportations | total removals by state | sort removals desc "
        + "| add so_far = cumulative_share(removals)",
      "stories | count by kind | sort n desc | add so_far = cumulative_share(n) | first 5"
    ),
    Function(
      "rank",
      ["x": .ordered],
      "The place of x among the rows that belong together: 1 is the largest; equals share the "
        + "smaller number.",
      missing: "A missing value has no rank.",
      .window { call in
        let bound = call[0]
        let type = bound.type
        return call.window([bound], .integer, needsOrder: false) { frame, operands in
          try frame.ranks(operands[0], type)
        }
      },
      examples: "deportations | total removals by state | add place = rank(removals)",
      "deportations | add place = rank(removals) per fiscal_year "
        + "| where state = \"MA\" | keep fiscal_year, removals, place"
    ),
    Function(
      "row_number",
      [:],
      "The number of the row among those that belong together, from 1.",
      missing: "Never missing.",
      .window { _ in .rowNumber },
      examples: "events | sort date | add number = row_number() per state | first 5",
      "states | sort population desc | add number = row_number() | keep number, name | first 5"
    ),
  ]
}

extension WindowCall {
  /// The number of the row among those that belong together, from 1.
  package static let rowNumber = WindowCall(
    "row_number",
    [],
    type: .integer,
    needsOrder: true
  ) { frame, _ in
    let numbers = Buffer<Int64>(filling: frame.rowCount) { target in
      for partition in frame.partitions {
        for place in partition {
          target[Int(frame.rows.base[place])] = Int64(place - partition.lowerBound + 1)
        }
      }
    }
    return Column(.integer(.int64(numbers)))
  }
}

extension WindowFrame {
  /// What `value` makes of the sum up to each row, within its partition.
  fileprivate func running<Sum: Total, Value: Stored>(
    _ column: Column,
    _: Sum.Type,
    _ value: (Sum, Int) throws -> Value
  ) throws -> (Buffer<Value>, Buffer<Bool>) {
    let input = Input<Sum.Term>(.column(column), rows: rowCount)
    var values = Buffer<Value>(count: 0) { _ in }
    let known = try Buffer<Bool>(filling: rowCount) { known in
      values = try Buffer<Value>(filling: rowCount) { values in
        for partition in partitions {
          var (sum, isKnown) = (Sum(), false)
          for place in partition {
            try Cancellation.check(at: place)
            let row = Int(rows.base[place])
            if input.known?.base[row] ?? true {
              sum.add(input.values.base[row])
              isKnown = true
            }
            known[row] = isKnown
            values[row] = isKnown ? try value(sum, row) : .filler
          }
        }
      }
    }
    return (values, known)
  }

  /// The sum of each row's partition, in the order of rows; integers are summed as such.
  private func wholes(_ column: Column) throws -> [DoubleDouble] {
    if case .integer = column.storage { return try wholes(column, IntegerTotal.self) }
    return try wholes(column, ExactSum.self)
  }

  private func wholes<Sum: Total>(_ column: Column, _: Sum.Type) throws -> [DoubleDouble] {
    let input = Input<Sum.Term>(.column(column), rows: rowCount)
    var wholes = [DoubleDouble](repeating: DoubleDouble(0), count: rowCount)
    for partition in partitions {
      var sum = Sum()
      for place in partition {
        try Cancellation.check(at: place)
        let row = Int(rows.base[place])
        if input.known?.base[row] ?? true { sum.add(input.values.base[row]) }
      }
      let whole = sum.doubles
      for place in partition { wholes[Int(rows.base[place])] = whole }
    }
    return wholes
  }

  fileprivate func shares(_ column: Column, of label: String) throws -> Column {
    let wholes = try wholes(column)
    noteBase(of: label, column, wholes)
    let input = Input<Double>(.column(column), rows: rowCount)
    return Kernels.gathered(rows: rowCount, known: column.known) { row -> Double? in
      if wholes[row].high == 0 { return nil }
      return (DoubleDouble(input.values.base[row]) / wholes[row]).value
    }.column
  }

  /// The sum of all known values of a column of integers, if that is what it is and it fits.
  private func integerTotal(_ column: Column) -> Int64? {
    guard case .integer = column.storage else { return nil }
    let input = Input<Int64>(.column(column), rows: rowCount)
    var total = IntegerTotal()
    for row in 0..<rowCount where input.known?.base[row] ?? true {
      total.add(input.values.base[row])
    }
    return Int64(exactly: total.sum)
  }

  /// Writes down what the shares are of.
  private func noteBase(of label: String, _ column: Column, _ wholes: [DoubleDouble]) {
    var sum = ExactSum()
    for partition in partitions where !partition.isEmpty {
      let whole = wholes[Int(rows.base[partition.lowerBound])]
      sum.add(whole.high)
      sum.add(whole.low)
    }
    let total = integerTotal(column).map(Value.integer) ?? .real(sum.value)
    notes.add(
      { .shareBase(of: label, total: total, rows: $0, groups: partitions.count) },
      column.knownCount
    )
  }

  fileprivate func cumulativeShares(_ column: Column) throws -> Column {
    let wholes = try wholes(column)
    let reals = Column(.real(Double.values(of: column)), known: column.known)
    let (shares, known) = try running(reals, ExactSum.self) { sum, row in
      (sum.doubles / wholes[row]).value ?? .nan
    }
    return Kernels.finite(shares, known: known).column
  }

  fileprivate func ranks(_ column: Column, _ type: DataType) throws -> Column {
    let keys = try OrderKeys.keys(of: column, as: type)
    let ranks = try Buffer<Int64>(filling: rowCount) { target in
      for partition in partitions {
        var compared = 0
        let known = partition.map { rows.base[$0] }.filter { column.isKnown(Int($0)) }
        let sorted = try known.sorted {
          try Cancellation.check(at: compared)
          compared &+= 1
          return keys.base[Int($0)] > keys.base[Int($1)]
        }
        var rank = 0
        for (place, row) in sorted.enumerated() {
          if place == 0 || keys.base[Int(row)] != keys.base[Int(sorted[place - 1])] {
            rank = place + 1
          }
          target[Int(row)] = Int64(rank)
        }
        for place in partition where !column.isKnown(Int(rows.base[place])) {
          target[Int(rows.base[place])] = 0
        }
      }
    }
    return Column(.integer(.int64(ranks)), known: column.known)
  }
}
