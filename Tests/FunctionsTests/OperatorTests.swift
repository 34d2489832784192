import Catalog
import Columns
import Syntax
import Testing

@testable import Functions
@testable import Planner

@Suite struct OperatorTests {
  let numbers = Sheet()
    .with("a", .integer, .integers(1, nil, 3, nil, 5))
    .with("b", .integer, .integers(1, nil, 4, 2, nil))

  func compared(_ sheet: Sheet, _ op: Operators.Comparison) throws -> [Value] {
    try sheet.values(Operators.comparison(op, sheet.bound("a"), sheet.bound("b")))
  }

  @Test func ordersAreMissingBesideMissing() throws {
    #expect(try compared(numbers, .equal) == .truths(true, true, false, false, false))
    #expect(try compared(numbers, .notEqual) == .truths(false, false, true, true, true))
    #expect(try compared(numbers, .less) == .truths(false, nil, true, nil, nil))
    #expect(try compared(numbers, .lessOrEqual) == .truths(true, nil, true, nil, nil))
    #expect(try compared(numbers, .greaterOrEqual) == .truths(true, nil, false, nil, nil))
  }

  @Test func comparisonWithConstants() throws {
    let one = BoundExpression.literal(.integer(1), .integer)
    let missing = BoundExpression.literal(.missing, .integer)
    let a = numbers.bound("a")
    #expect(
      try numbers.values(Operators.comparison(.notEqual, a, one))
        == .truths(false, true, true, true, true)
    )
    #expect(
      try numbers.values(Operators.comparison(.equal, a, missing))
        == .truths(false, true, false, true, false)
    )
    #expect(
      try numbers.values(Operators.comparison(.less, one, a))
        == .truths(false, nil, true, nil, true)
    )
    #expect(
      try numbers.values(Operators.comparison(.less, a, missing))
        == .truths(nil, nil, nil, nil, nil)
    )
    let huge = BoundExpression.literal(.integer(1 << 40), .integer)
    #expect(
      try numbers.values(Operators.comparison(.less, a, huge))
        == .truths(true, nil, true, nil, true)
    )
  }

  @Test func integersCompareWithReals() throws {
    let sheet = numbers.with("r", .real, .reals(1.5, nil, 3, 2, nil))
    let bound = Operators.comparison(.less, sheet.bound("a"), sheet.bound("r"))
    #expect(try sheet.values(bound) == .truths(true, nil, false, nil, nil))
  }

  @Test func textsCompareByBytes() throws {
    let sheet = Sheet()
      .with("a", .text, .texts("é", "b", nil, "a", "Z"))
      .with("b", .text, .texts("e\u{301}", "a", nil, "a", nil))
    #expect(try compared(sheet, .equal) == .truths(false, false, true, true, false))
    #expect(try compared(sheet, .less) == .truths(false, false, nil, false, nil))
    #expect(try compared(sheet, .greaterOrEqual) == .truths(true, true, nil, true, nil))
    let constant = BoundExpression.literal(.text("a"), .text)
    let order = Operators.comparison(.less, sheet.bound("a"), constant)
    #expect(try sheet.values(order) == .truths(false, false, nil, false, true))
    let turned = Operators.comparison(.less, constant, sheet.bound("a"))
    #expect(try sheet.values(turned) == .truths(true, true, nil, false, false))
    let absent = Operators.comparison(
      .notEqual,
      sheet.bound("a"),
      .literal(.text("q"), .text)
    )
    #expect(try sheet.values(absent) == .truths(true, true, true, true, true))
  }

  @Test func categoriesCompareInTheirOrder() throws {
    let level = Category(["No conviction", "Level 3", "Level 2", "Level 1"], isOrdered: true)
    let sheet = Sheet()
      .with("a", .category(level), .texts("Level 1", "Level 3", nil))
      .with("b", .category(level), .texts("Level 2", "Level 2", nil))
      .with("t", .text, .texts("Level 1", "x", nil))
    #expect(try compared(sheet, .greater) == .truths(true, false, nil))
    let two = BoundExpression.literal(.text("Level 2"), .category(level))
    #expect(
      try sheet.values(Operators.comparison(.greaterOrEqual, sheet.bound("a"), two))
        == .truths(true, false, nil)
    )
    #expect(
      try sheet.values(Operators.comparison(.equal, sheet.bound("a"), sheet.bound("t")))
        == .truths(true, false, true)
    )
  }

  @Test func valuesBesideTheOrderAreMissingInIt() throws {
    let level = Category(["All", "Low", "High"], isOrdered: true, unranked: ["All"])
    let sheet = Sheet().with("a", .category(level), .texts("All", "Low", "High", nil))
    let low = BoundExpression.literal(.text("Low"), .category(level))
    let a = sheet.bound("a")
    let isAbove = Operators.comparison(.greater, a, low)
    #expect(try sheet.values(isAbove) == .truths(nil, false, true, nil))
    #expect(try sheet.values(Operators.not(isAbove)) == .truths(true, true, false, true))
    let turned = Operators.comparison(.lessOrEqual, low, a)
    #expect(try sheet.values(turned) == .truths(nil, true, true, nil))
    #expect(
      try sheet.values(Operators.comparison(.notEqual, a, low)) == .truths(true, false, true, true)
    )
    #expect(try sheet.values(Operators.ranked(a)) == .texts(nil, "Low", "High", nil))
  }

  @Test func conditionsInThreeValues() throws {
    let truths: [Bool?] = [true, false, nil]
    let pairs = truths.flatMap { first in truths.map { (first, $0) } }
    let sheet = Sheet()
      .with("a", .boolean, pairs.map { $0.0.map { .boolean($0) } ?? .missing })
      .with("b", .boolean, pairs.map { $0.1.map { .boolean($0) } ?? .missing })
      .with("n", .integer, pairs.map { $0.0.map { .integer($0 ? 1 : 2) } ?? .missing })
    let (a, b) = (sheet.bound("a"), sheet.bound("b"))
    func three(_ bound: BoundExpression, _ equality: BoundExpression.Undecided = .always) throws
      -> [Value]
    {
      try sheet.values(bound.threeValued(equality))
    }
    let both: [Bool?] = [true, false, nil, false, false, false, nil, false, nil]
    #expect(try three(Operators.and(a, b)) == both.map { $0.map { .boolean($0) } ?? .missing })
    let either: [Bool?] = [true, true, true, true, false, nil, true, nil, nil]
    #expect(try three(Operators.or(a, b)) == either.map { $0.map { .boolean($0) } ?? .missing })
    #expect(
      try three(Operators.not(a)) == .truths(false, false, false, true, true, true, nil, nil, nil)
    )
    let choice = BoundExpression.choose(
      condition: a,
      then: b,
      otherwise: Operators.not(b),
      .boolean
    )
    #expect(try three(choice) == .truths(true, false, nil, false, true, nil, nil, nil, nil))
    let one = BoundExpression.literal(.integer(1), .integer)
    let equal = Operators.comparison(.equal, sheet.bound("n"), one)
    let open = [Value].truths(true, true, true, false, false, false, nil, nil, nil)
    let closed = [Value].truths(true, true, true, false, false, false, false, false, false)
    #expect(try three(equal) == open)
    #expect(try three(equal, .whereTrue) == closed)
    #expect(try three(equal, .never) == closed)
    let opposite = [Value].truths(false, false, false, true, true, true, nil, nil, nil)
    #expect(try three(Operators.not(equal), .whereTrue) == opposite)
    #expect(
      try three(Operators.comparison(.notEqual, sheet.bound("n"), one), .whereTrue) == opposite
    )
    #expect(
      try three(Operators.isMissing(sheet.bound("n")), .always)
        == sheet.values(
          Operators.isMissing(sheet.bound("n"))
        )
    )
  }

  @Test func logicIsNeverMissing() throws {
    let sheet = Sheet().with("a", .boolean, .truths(true, false, nil))
      .with("b", .boolean, .truths(true, true, true))
    let (a, b) = (sheet.bound("a"), sheet.bound("b"))
    #expect(try sheet.values(Operators.and(a, b)) == .truths(true, false, false))
    #expect(try sheet.values(Operators.or(a, a)) == .truths(true, false, false))
    #expect(try sheet.values(Operators.not(a)) == .truths(false, true, true))
    #expect(try sheet.values(Operators.isMissing(a)) == .truths(false, false, true))
    #expect(try sheet.values(Operators.isMissing(b, negated: true)) == .truths(true, true, true))
  }

  func arithmetic(_ sheet: Sheet, _ op: Operators.Arithmetic) throws -> [Value] {
    try sheet.values(Operators.arithmetic(op, sheet.bound("a"), sheet.bound("b")))
  }

  @Test func arithmeticSkipsNothing() throws {
    #expect(try arithmetic(numbers, .plus) == .integers(2, nil, 7, nil, nil))
    #expect(try arithmetic(numbers, .times) == .integers(1, nil, 12, nil, nil))
    #expect(try arithmetic(numbers, .divide) == .reals(1, nil, 0.75, nil, nil))
  }

  @Test func overflowNamesTheRow() throws {
    var sheet = Sheet().with("a", .integer, .integers(1, nil, .max))
      .with("b", .integer, .integers(1, .max, 1))
    sheet.firstRow = 11
    #expect {
      _ = try arithmetic(sheet, .plus)
    } throws: { error in
      (error as? RunFailure)?.text
        == "Row 13: 9223372036854775807 + 1 is too large for a 64-bit number."
    }
    #expect(try arithmetic(sheet, .minus) == .integers(0, nil, .max - 1))
    #expect(throws: RunFailure.self) {
      let least = Sheet().with("a", .integer, .integers(.min))
      _ = try least.values(Operators.negative(least.bound("a")))
    }
  }

  @Test func divisionByZeroIsMissingAndCounted() throws {
    let sheet = Sheet().with("a", .integer, .integers(1, 0, nil, 4))
      .with("b", .integer, .integers(0, 0, 0, 2))
    let bound = try #require(
      Operators.arithmetic(.divide, sheet.bound("a"), sheet.bound("b"))
    )
    let (values, tally) = try sheet.evaluated(bound)
    #expect(values == .reals(nil, nil, nil, 2))
    #expect(tally.divisionsByZero == 2)
  }

  @Test func infiniteRealsAreMissingAndCounted() throws {
    let sheet = Sheet().with("a", .real, .reals(1e308, 1)).with("b", .real, .reals(10, 10))
    let bound = try #require(
      Operators.arithmetic(.times, sheet.bound("a"), sheet.bound("b"))
    )
    let (values, tally) = try sheet.evaluated(bound)
    #expect(values == .reals(nil, 10))
    #expect(tally.outOfDomain == ["*": 1])
  }

  @Test func datesMoveByIntervals() throws {
    let sheet = Sheet().with("a", .date, .days("2012-01-31", nil, "2011-12-31"))
    let date = sheet.bound("a")
    func plus(_ count: Int, _ unit: TimeUnit, _ op: Operators.Arithmetic = .plus) throws -> [Value]
    {
      let interval = CalendarInterval(IntervalLiteral(count, unit)).literal
      return try sheet.values(Operators.arithmetic(op, date, interval))
    }
    #expect(try plus(30, .day) == .days("2012-03-01", nil, "2012-01-30"))
    #expect(try plus(1, .month) == .days("2012-02-29", nil, "2012-01-31"))
    #expect(try plus(1, .year) == .days("2013-01-31", nil, "2012-12-31"))
    #expect(try plus(2, .week, .minus) == .days("2012-01-17", nil, "2011-12-17"))
    #expect(try plus(9000, .year) == .days(nil, nil, nil))
    let distance = Operators.arithmetic(.minus, date, date)
    #expect(try sheet.values(distance) == .integers(0, nil, 0))
    #expect(distance?.type == .integer)
  }

  @Test func periodsCount() throws {
    let sheet = Sheet().with("p", .period(.month), [.ordinal(100), .missing])
      .with("n", .integer, .integers(2, 2))
    let (period, number) = (sheet.bound("p"), sheet.bound("n"))
    #expect(
      try sheet.values(Operators.arithmetic(.minus, period, number)) == [.ordinal(98), .missing]
    )
    #expect(try sheet.values(Operators.arithmetic(.minus, period, period)) == .integers(0, nil))
    #expect(Operators.arithmetic(.plus, period, period)?.type == nil)
  }

  @Test func coalescingTakesTheFirstKnown() throws {
    #expect(
      try numbers.values(Operators.coalesce(numbers.bound("a"), numbers.bound("b")))
        == .integers(1, nil, 3, 2, 5)
    )
    let zero = BoundExpression.literal(.real(0.5), .real)
    let filled = try #require(Operators.coalesce(numbers.bound("a"), zero))
    #expect(try numbers.values(filled) == .reals(1, 0.5, 3, 0.5, 5))
    #expect(Operators.coalesce(numbers.bound("a"), .literal(.text("x"), .text))?.type == nil)
  }

  @Test func membership() throws {
    let sheet = Sheet().with("t", .text, .texts("a", "b", "c", nil, "d"))
    func literals(_ texts: String?...) -> [(low: BoundExpression, high: BoundExpression?)] {
      texts.map { (.literal($0.map { .text($0) } ?? .missing, .text), nil) }
    }
    let text = sheet.bound("t")
    let many = literals("a", "c", "q", nil)
    #expect(
      try sheet.values(Operators.membership(text, in: many))
        == .truths(true, false, true, true, false)
    )
    #expect(
      try sheet.values(Operators.membership(text, in: literals("a"), negated: true))
        == .truths(false, true, true, true, true)
    )
    let range = [
      (
        low: BoundExpression.literal(.integer(1), .integer),
        high: numbers.bound("b") as BoundExpression?
      )
    ]
    #expect(
      try numbers.values(Operators.membership(numbers.bound("a"), in: range))
        == .truths(true, nil, true, nil, nil)
    )
    let three = (low: BoundExpression.literal(.integer(3), .integer), high: BoundExpression?.none)
    let mixed = Operators.membership(numbers.bound("a"), in: range + [three])
    #expect(try numbers.values(mixed) == .truths(true, nil, true, nil, nil))
    #expect(
      try numbers.values(Operators.membership(numbers.bound("a"), in: range, negated: true))
        == .truths(false, true, false, true, true)
    )
  }
}
