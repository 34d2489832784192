import Columns
import Testing

@testable import Functions
@testable import Planner

@Suite struct ScalarTests {
  func int(_ number: Int64) -> Argument { .literal(.integer(number), .integer) }
  func text(_ text: String) -> Argument { .literal(.text(text), .text) }

  let reals = Sheet().with("x", .real, .reals(2.5, -2.5, nil, 0.125, 1e300))
  let integers = Sheet().with("n", .integer, .integers(7, -7, nil, 0, .max))
  let words = Sheet().with("t", .text, .texts("Straße, Köln", " ab ", nil, "a,b,c", "e\u{301}x"))

  func reals(_ name: String, _ rest: Argument...) throws -> [Value] {
    let arguments = [Argument.name("x")] + rest
    return try reals.values(call(reals, name, arguments))
  }

  func call(_ sheet: Sheet, _ name: String, _ arguments: [Argument]) throws -> BoundExpression {
    switch arguments.count {
    case 1: try sheet.call(name, arguments[0])
    case 2: try sheet.call(name, arguments[0], arguments[1])
    default: try sheet.call(name, arguments[0], arguments[1], arguments[2])
    }
  }

  @Test func roundings() throws {
    #expect(try reals("round") == .reals(3, -3, nil, 0, 1e300))
    #expect(try reals("round", int(2)) == .reals(2.5, -2.5, nil, 0.13, 1e300))
    #expect(try reals("floor") == .reals(2, -3, nil, 0, 1e300))
    #expect(try reals("ceil") == .reals(3, -2, nil, 1, 1e300))
    #expect(try reals("abs") == .reals(2.5, 2.5, nil, 0.125, 1e300))
    let tens = Sheet().with("n", .integer, .integers(15, -15, 14, nil))
    let rounded = try tens.values(tens.call("round", .name("n"), int(-1)))
    #expect(rounded == .integers(20, -20, 10, nil))
  }

  @Test func roundedPercentagesShowTheirDigits() throws {
    let sheet = Sheet().with("p", .percent, .reals(0.23456))
    let bound = try sheet.call("round", .name("p"), int(1))
    #expect(try sheet.values(bound) == .reals(0.235))
    #expect(bound.type == .percent)
  }

  @Test func logarithmsOutOfTheirDomain() throws {
    let sheet = Sheet().with("x", .real, .reals(1, 0, -1, nil, 100))
    for (name, values, count) in [
      ("ln", [Value].reals(0, nil, nil, nil, 4.605170185988092), 2),
      ("log10", .reals(0, nil, nil, nil, 2), 2),
      ("sqrt", .reals(1, 0, nil, nil, 10), 1),
    ] {
      let (found, tally) = try sheet.evaluated(sheet.call(name, .name("x")))
      #expect(found == values)
      #expect(tally.outOfDomain == [name: count])
    }
    let (found, tally) = try reals.evaluated(reals.call("exp", .name("x")))
    #expect(found[4] == .missing)
    #expect(tally.outOfDomain == ["exp": 1])
  }

  @Test func remainders() throws {
    let sheet = integers.with("m", .integer, .integers(3, 3, 3, 0, -1))
    let (values, tally) = try sheet.evaluated(sheet.call("mod", .name("n"), .name("m")))
    #expect(values == .integers(1, -1, nil, nil, 0))
    #expect(tally.divisionsByZero == 1)
    let least = Sheet().with("n", .integer, .integers(.min)).with("m", .integer, .integers(-1))
    #expect(try least.values(least.call("mod", .name("n"), .name("m"))) == .integers(0))
  }

  @Test func extremesOfARow() throws {
    let sheet = integers.with("x", .real, .reals(1.5, 2, 3, nil, 1))
    #expect(
      try sheet.values(sheet.call("min_of", .name("n"), .name("x"))) == .reals(1.5, -7, nil, nil, 1)
    )
    #expect(
      try integers.values(integers.call("max_of", .name("n"), int(3)))
        == .integers(7, 3, nil, 3, .max)
    )
  }

  @Test func buckets() throws {
    #expect(
      try integers.values(integers.call("bucket", .name("n"), int(5)))
        == .integers(5, -10, nil, 0, .max - 2)
    )
    #expect(try reals("bucket", .literal(.real(0.5), .real))[1] == .real(-2.5))
    #expect(throws: Unbound.self) { try integers.call("bucket", .name("n"), int(0)) }
  }

  func words(_ name: String, _ rest: Argument...) throws -> [Value] {
    try words.values(call(words, name, [.name("t")] + rest))
  }

  @Test func lettersAndPieces() throws {
    #expect(try words("upper")[0] == .text("STRAßE, KöLN"))
    #expect(try words("lower")[0] == .text("straße, köln"))
    #expect(try words("trim")[1] == .text("ab"))
    #expect(try words("length") == .integers(12, 4, nil, 5, 2))
    #expect(try words("left", int(1)) == .texts("S", " ", nil, "a", "e\u{301}"))
    #expect(try words("right", int(2)) == .texts("ln", "b ", nil, ",c", "e\u{301}x"))
    #expect(try words("left", int(0)) == .texts(nil, nil, nil, nil, nil))
    #expect(
      try words("split_part", text(","), int(2)) == .texts(" Köln", nil, nil, "b", nil)
    )
    #expect(
      try words("split_part", text(","), int(-1)) == .texts(" Köln", " ab ", nil, "c", "e\u{301}x")
    )
    #expect(try words("replace", text(","), text(""))[3] == .text("abc"))
    #expect(try words("extract", text("([a-z]+)[, ]")) == .texts("e", "ab", nil, "a", nil))
    #expect(throws: Unbound.self) { try self.words("extract", text("(?=a)")) }
  }

  @Test func padding() throws {
    let sheet = Sheet().with("n", .integer, .integers(42, -42, nil, 123_456))
    let bound = try sheet.call("pad", .name("n"), int(5))
    #expect(try sheet.values(bound) == .texts("00042", "-0042", nil, "123456"))
    #expect(try words("pad", int(4), text("."))[4] == .text("..e\u{301}x"))
  }

  @Test func concatenation() throws {
    let sheet = Sheet().with("t", .text, .texts("a", nil, "c"))
      .with("n", .integer, .integers(1, 2, nil))
    let bound = try sheet.call("concat", .name("t"), text("-"), .name("n"))
    #expect(try sheet.values(bound) == .texts("a-1", nil, nil))
  }

  @Test func numbersOfTexts() throws {
    let sheet = Sheet()
      .with("t", .text, .texts("1,234.5", " -3e2 ", "12x", nil, "1,23", "inf", "0x10", "+.5"))
    let (values, tally) = try sheet.evaluated(sheet.call("number", .name("t")))
    #expect(values == .reals(1234.5, -300, nil, nil, nil, nil, nil, 0.5))
    #expect(tally.failedConversions == ["number": 4])
  }

  @Test(arguments: [
    (0.1, "0.1"), (100, "100"), (-2.5, "-2.5"), (1e21, "1000000000000000000000"),
    (1.5e-7, "0.00000015"), (0, "0"), (-0.0, "0"), (12345.678, "12345.678"),
  ])
  func realsAsText(_ number: Double, _ text: String) {
    #expect(Value.real(number).text(as: .real) == text)
  }

  @Test func otherValuesAsText() {
    #expect(Value.real(0.07).text(as: .percent) == "7%")
    #expect(Value.real(0.235).text(as: .percent) == "23.5%")
    #expect(Value.real(1).text(as: .percent) == "100%")
    #expect(Value.boolean(true).text(as: .boolean) == "true")
    #expect(Value.ordinal(0).text(as: .date) == "1970-01-01")
    #expect(Value.ordinal(2012).text(as: .period(.fiscalYear(start: 10))) == "FY2012")
  }

  @Test func datesOfNumbersAndTexts() throws {
    let sheet = Sheet().with("y", .integer, .integers(2012, 2011, nil, 0))
      .with("t", .text, .texts("6/7/2011", "13/01/2011", nil, "06/07/2011 "))
    let (days, tally) = try sheet.evaluated(sheet.call("date", .name("y"), int(2), int(29)))
    #expect(days == .days("2012-02-29", nil, nil, nil))
    #expect(tally.failedConversions == ["date": 2])
    let (read, other) = try sheet.evaluated(sheet.call("date", .name("t"), text("MM/DD/YYYY")))
    #expect(read == .days("2011-06-07", nil, nil, nil))
    #expect(other.failedConversions == ["date": 2])
    let named = Sheet().with("t", .text, .texts("June 7, 2011", "MAY 1, 2010", "Juno 7, 2011"))
    #expect(
      try named.values(named.call("date", .name("t"), text("MONTH DD, YYYY")))
        == .days("2011-06-07", "2010-05-01", nil)
    )
    #expect(throws: Unbound.self) { try named.call("date", .name("t"), text("MM/YYYY")) }
    let wide = Sheet().with("t", .text, .texts("2011年6月7日", "2011-06-07", "2011年6月7"))
    #expect(
      try wide.values(wide.call("date", .name("t"), text("YYYY年MM月DD日")))
        == .days("2011-06-07", nil, nil)
    )
    #expect(throws: Unbound.self) { try wide.call("date", .name("t"), text("–👩‍👩‍👧 MM")) }
  }

  @Test func labels() throws {
    let sheet = Sheet().with("n", .integer, .integers(1, 2, nil, 3))
    func literal(_ number: Int64) -> BoundExpression { .literal(.integer(number), .integer) }
    func word(_ text: String) -> BoundExpression { .literal(.text(text), .text) }
    let full = try sheet.call(
      "label",
      .name("n"),
      .pair(literal(1), word("one")),
      .pair(literal(2), word("two")),
      .otherwise(word("many"))
    )
    #expect(try sheet.values(full) == .texts("one", "two", "many", "many"))
    let open = try sheet.call("label", .name("n"), .pair(literal(1), word("one")))
    #expect(try sheet.values(open) == .texts("one", nil, nil, nil))
    #expect(throws: Unbound.self) {
      try sheet.call("label", .name("n"), .otherwise(word("x")), .pair(literal(1), word("y")))
    }
  }

  @Test func coalescing() throws {
    let sheet = Sheet().with("a", .integer, .integers(nil, 1)).with("b", .real, .reals(2.5, nil))
    #expect(
      try sheet.values(sheet.call("coalesce", .name("a"), .name("b"), int(0))) == .reals(2.5, 1)
    )
  }
}
