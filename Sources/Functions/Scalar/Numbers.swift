@preconcurrency import Glibc
import Catalog
import Columns

extension Function {
  /// The functions of numbers, as help lists them.
  static let numbers: [Function] = roundings + logarithms + pairs

  private static let roundings: [Function] = [
    Function(
      "abs",
      ["x": .number],
      "The number without its sign.",
      sql: "abs($1)",
      .scalar { call in
        let bound = call[0]
        if bound.type == .integer { return call.integerMagnitude(bound) }
        return call.real(bound) { Kernels.values($0, rows: $1) { $0.magnitude } }
      },
      examples:
        "detention | add c = abs(average_daily_population - 10) | keep state, month, c | first 5",
      "national_removals | add gap = abs(removals - returns) | keep fiscal_year, gap | last 3"
    ),
    Function(
      "round",
      ["x": .number, "digits": .optional(.integer)],
      "The number rounded to so many digits after the point (none if not given; below zero to "
        + "tens), halves away from zero. Digits of a percentage are those that are shown.",
      .scalar { $0.rounded() },
      examples: "jurisdictions | add pct = round(foreign_born_pct, 1) | keep name, pct | first 5",
      "jurisdictions | total population by state "
        + "| add thousands = round(population, -3) | first 5"
    ),
    Function(
      "floor",
      ["x": .number],
      "The greatest whole number that is not above x.",
      sql: "floor($1)",
      .scalar { $0.wholeNumber { Kernels.values($0, rows: $1) { $0.rounded(.down) } } },
      examples: "jurisdictions | count by pct = floor(foreign_born_pct)",
      "figures | where measure = \"submissions\" | add thousands = floor(value / 1000) "
        + "| keep as_of, thousands | first 5"
    ),
    Function(
      "ceil",
      ["x": .number],
      "The least whole number that is not below x.",
      sql: "ceil($1)",
      .scalar { $0.wholeNumber { Kernels.values($0, rows: $1) { $0.rounded(.up) } } },
      examples: "jurisdictions | count by pct = ceil(poverty_pct)",
      "figures | where measure = \"submissions\" | add thousands = ceil(value / 1000) "
        + "| keep as_of, thousands | first 5"
    ),
  ]

  private static let logarithms: [Function] = [
    real(
      "sqrt",
      where: "$1 >= 0",
      "The square root; of a number below zero it is missing, and counted.",
      "detention | where state = \"WY\" | add root = sqrt(person_days) | keep month, root | first 3"
    ) { Kernels.values($0, rows: $1) { $0.squareRoot() } },
    real(
      "ln",
      where: "$1 > 0",
      "The natural logarithm; of zero and below it is missing, and counted.",
      "deportations | total removals by fiscal_year | add log = ln(removals)"
    ) { Kernels.values($0, rows: $1) { log($0) } },
    real(
      "log10",
      where: "$1 > 0",
      "The logarithm to base 10; of zero and below it is missing, and counted.",
      "states | count by digits = floor(log10(population)) + 1"
    ) { Kernels.values($0, rows: $1) { Glibc.log10($0) } },
    real(
      "exp",
      where: "$1 <= 709.78",
      "e to the power of x; what is too large is missing, and counted.",
      "national_removals | add back = exp(ln(removals)) | keep fiscal_year, back | last 3"
    ) { Kernels.values($0, rows: $1) { Glibc.exp($0 * 1) } },
  ]

  private static func real(
    _ name: String,
    where domain: String,
    _ summary: String,
    _ example: String,
    _ loop: @escaping @Sendable (Input<Double>, Int) -> Buffer<Double>
  ) -> Function {
    let argument = name == "exp" ? "poverty_pct / 10" : "population"
    return Function(
      name,
      ["x": .number],
      summary,
      sql: .nearly("case when \(domain) then \(name)($1) end"),
      .scalar { $0.real($0[0], as: .real, loop) },
      examples: "jurisdictions | add y = \(name)(\(argument)) | keep name, population, y | first 5",
      example
    )
  }
}

extension BoundCall {
  /// A real function of one number; what is infinite or no number is missing, and counted.
  fileprivate func real(
    _ bound: BoundExpression,
    as type: DataType? = nil,
    with literals: [BoundExpression] = [],
    _ loop: @escaping @Sendable (Input<Double>, Int) -> Buffer<Double>
  ) -> BoundExpression {
    call(type ?? bound.type, [bound] + literals) { operands, context in
      let input = Input<Double>(operands[0], rows: context.rowCount)
      let values = loop(input, context.rowCount)
      return context.finite(values, known: input.known, of: name)
    }
  }

  fileprivate func wholeNumber(
    _ loop: @escaping @Sendable (Input<Double>, Int) -> Buffer<Double>
  ) -> BoundExpression {
    self[0].type == .integer ? self[0] : real(self[0], as: .real, loop)
  }

  fileprivate func integerMagnitude(_ bound: BoundExpression) -> BoundExpression {
    integers([bound]) { number in
      number < 0 ? number.multipliedReportingOverflow(by: -1) : (number, false)
    }
  }

  /// A function of one integer, with literals behind it; where the result does not fit, a failure
  /// that names the row.
  func integers(
    _ operands: [BoundExpression],
    _ body: @escaping @Sendable (Int64) -> (partialValue: Int64, overflow: Bool)
  ) -> BoundExpression {
    call(.integer, operands) { operands, context in
      let (rows, first) = (context.rowCount, context.firstRow)
      let input = Input<Int64>(operands[0], rows: rows)
      let literals = operands.dropFirst().compactMap { $0.constant?.text(as: .integer) }
      let words = literals.map { ", " + $0 }.joined()
      return try Kernels.gathered(rows: rows, known: input.known) { row -> Int64? in
        let number = input.values.base[row &* input.step]
        let (result, overflow) = body(number)
        if !overflow { return result }
        throw RunFailure.doesNotFit("\(name)(\(number)\(words))", row: first + row)
      }.column
    }
  }

  fileprivate func rounded() -> BoundExpression {
    let bound = self[0]
    let digits = count == 2 ? integer(1) : 0
    if bound.type == .integer { return digits >= 0 ? bound : roundedInteger(bound, digits) }
    let scale = Double.power(of: 10, digits + (bound.type == .percent ? 2 : 0))
    return real(bound, with: [.literal(.integer(Int64(digits)), .integer)]) {
      Kernels.values($0, rows: $1) { $0.rounded(scale: scale) }
    }
  }

  private func roundedInteger(_ bound: BoundExpression, _ digits: Int) -> BoundExpression {
    // From 10^20 on, everything is nearer to zero.
    let unit = digits < -19 ? 0 : (0..<(-digits)).reduce(UInt64(1)) { unit, _ in unit * 10 }
    let literal = BoundExpression.literal(.integer(Int64(digits)), .integer)
    return integers([bound, literal]) { number in
      if unit == 0 { return (0, false) }
      let rest = number.magnitude % unit
      let down = number.magnitude - rest
      let size = rest >= unit - rest ? down.addingReportingOverflow(unit).partialValue : down
      let rounded = number < 0 ? 0 - Int128(size) : Int128(size)
      return (Int64(truncatingIfNeeded: rounded), Int64(exactly: rounded) == nil)
    }
  }
}

extension Double {
  /// A power of ten or another small base, exact as far as reals are.
  package static func power(of base: Double, _ exponent: Int) -> Double {
    let power = (0..<Swift.min(abs(exponent), 400)).reduce(1.0) { power, _ in power * base }
    return exponent < 0 ? 1 / power : power
  }

  /// Rounded to multiples of `1 / scale`, halves away from zero.
  @inline(__always)
  func rounded(scale: Double) -> Double {
    let scaled = self * scale
    // Beyond 2^52 there is nothing after the point.
    if !(scaled.magnitude < 4_503_599_627_370_496) { return self }
    if scale < 1 { return scaled.rounded(.toNearestOrAwayFromZero) * (1 / scale) }
    return scaled.rounded(.toNearestOrAwayFromZero) / scale
  }
}
