import Catalog
import Columns
import Functions
import Planner
import TestSupport
import Testing

@testable import Execution

/// Filters that what is stored tells, against the same conditions computed.
@Suite("Range filters")
struct RangeFilterTests {
  static let records = Records(300, seed: 5)
  static let signs: [Operators.Comparison] = [
    .equal, .less, .lessOrEqual, .greater, .greaterOrEqual,
  ]
  static let constants: [(column: String, values: [Value])] = [
    ("number", [.min, .max, 0, -1, 1, 8, .min + 1].map { .integer($0) }),
    ("small", [-3, -2, 0, 2, 3, 127, 128, -128, -129, 1 << 40].map { .integer($0) }),
    ("date", [-31, -30, 0, 29, 30, .min, .max].map { .ordinal($0) }),
    ("state", ["MA", "", "Zürich", "zzz", "M"].map { .text($0) }),
    ("level", ["Level 3", "Level 1", "None"].map { .text($0) }),
  ]

  func comparison(_ sign: Operators.Comparison, _ column: String, _ value: Value) -> BoundExpression
  {
    let bound = Self.records.column(column)
    return Operators.comparison(sign, bound, .literal(value, bound.type))
  }

  func filtered(_ bound: BoundExpression, ranges: [String]) throws -> Outcome {
    let predicate = Predicate(bound, rangeColumns: ranges.map(Self.records.id))
    return try run(
      LogicalPlan(.filter(Self.records.scan(), predicate), columns: Self.records.columns, stage: 1)
    )
  }

  /// The same condition, which nothing stored tells.
  func opaque(_ bound: BoundExpression) -> BoundExpression { Operators.not(Operators.not(bound)) }

  @Test("Each comparison with each constant", arguments: constants.indices)
  func comparisons(of place: Int) throws {
    let (column, values) = Self.constants[place]
    for sign in Self.signs {
      for value in values {
        let bound = comparison(sign, column, value)
        let predicate = Predicate(bound, rangeColumns: [Self.records.id(column)])
        #expect(RangeFilter(predicate) != nil)
        #expect(RangeFilter(Predicate(opaque(bound))) == nil)
        let sifted = try filtered(bound, ranges: [column])
        let computed = try filtered(opaque(bound), ranges: [column])
        #expect(sifted.rows == computed.rows, "\(column) \(sign) \(value)")
        #expect("\(sifted.ledger)" == "\(computed.ledger)", "\(column) \(sign) \(value)")
      }
    }
  }

  @Test("Several comparisons at once")
  func conjunctions() throws {
    let tests = [
      comparison(.greaterOrEqual, "small", .integer(0)),
      comparison(.less, "date", .ordinal(12)),
      comparison(.greater, "level", .text("Level 3")),
      comparison(.lessOrEqual, "number", .integer(7)),
    ]
    let ranges = ["small", "date", "level", "number"]
    for count in 2...4 {
      let bound = tests[1..<count].reduce(tests[0]) { Operators.and($0, $1) }
      let sifted = try filtered(bound, ranges: Array(ranges[..<count]))
      let computed = try filtered(opaque(bound), ranges: Array(ranges[..<count]))
      #expect(sifted.rows == computed.rows)
      #expect("\(sifted.ledger)" == "\(computed.ledger)")
      #expect(!sifted.rows.isEmpty)
    }
  }

  @Test("What is made of a column is not what is stored of it")
  func computedOperands() throws {
    let small = Self.records.column("small")
    guard case .call(let operation, let operands) = comparison(.less, "small", .integer(1)) else {
      throw RunFailure("a comparison is a call", .arithmetic)
    }
    let more = BoundExpression.call(Operations.add, [small, .literal(.integer(2), .integer)])
    #expect(RangeFilter(Predicate(.call(operation, operands))) != nil)
    #expect(RangeFilter(Predicate(.call(operation, [more, operands[1]]))) == nil)
    #expect(RangeFilter(Predicate(.call(operation, [small, small]))) == nil)
  }

  @Test("Columns of many more rows than are looked at at a time", arguments: [4095, 4096, 9001])
  func tiles(rowCount: Int) throws {
    var dice = Dice(seed: rowCount)
    let numbers = (0..<rowCount).map { _ in Int64(dice.next() % 100) }
    let field = Field("n", .integer)
    let table = Table(
      schema: Schema([field]),
      columns: [Column(.integer(.int64(Buffer(numbers)))).narrowed],
      rowCount: rowCount
    )
    let columns = [PlanColumn(ColumnID(0), field)]
    let scan = LogicalPlan(.scan(Scan(.rows(table), places: [0])), columns: columns, stage: 0)
    let bound = Operators.comparison(
      .greater,
      .column(ColumnID(0), .integer),
      .literal(.integer(70), .integer)
    )
    let plan = LogicalPlan(.filter(scan, Predicate(bound)), columns: columns, stage: 1)
    #expect(try run(plan).column(0) == numbers.filter { $0 > 70 }.map { .integer($0) })
  }
}
