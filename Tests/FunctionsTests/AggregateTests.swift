import Catalog
import Columns
import TestSupport
import Testing

@testable import Functions
@testable import Planner

@Suite struct AggregateTests {
  let level = Category(["low", "middle", "high"], isOrdered: true)
  var sheet: Sheet {
    Sheet()
      .with("n", .integer, .integers(3, 1, nil, nil, 2, 3))
      .with("x", .real, .reals(0.1, 0.2, nil, nil, 0.3, -0.5))
      .with("t", .text, .texts("b", "a", nil, nil, "b", "c"))
      .with("l", .category(level), .texts("high", "low", nil, nil, "low", "middle"))
      .with("d", .date, .days("2011-01-01", "2010-01-01", nil, nil, "2012-01-01", "2009-01-01"))
      .with("c", .boolean, .truths(true, true, nil, false, true, true))
  }
  let groups: [UInt32] = [0, 0, 0, 1, 2, 2]

  func values(_ name: String, _ columns: String..., condition: String? = nil) throws -> [Value] {
    let call = try sheet.aggregate(
      name,
      columns.map { .name($0) },
      condition: condition.map { sheet.bound($0) }
    )
    let whole = try sheet.values(call, groups: groups)
    for chunk in [1, 2, 5] {
      #expect(try sheet.values(call, groups: groups, chunk: chunk) == whole)
    }
    return whole
  }

  @Test func counts() throws {
    #expect(try values("count") == .integers(3, 1, 2))
    #expect(try values("count", "n") == .integers(2, 0, 2))
    #expect(try values("distinct", "t") == .integers(2, 0, 2))
    #expect(try values("distinct", "n") == .integers(2, 0, 2))
    #expect(try values("distinct", "l") == .integers(2, 0, 2))
  }

  @Test func sumsAndMeans() throws {
    #expect(try values("sum", "n") == .integers(4, nil, 5))
    #expect(try values("sum", "x") == .reals(0.30000000000000004, nil, -0.2))
    #expect(try values("mean", "n") == .reals(2, nil, 2.5))
    #expect(try values("median", "n") == .reals(2, nil, 2.5))
    let empty = try sheet.aggregate("sum", [.name("n")]).makeAccumulator()
    #expect(try empty.finish(groupCount: 1)[0] == .integer(0))
    let none = try sheet.aggregate("mean", [.name("n")]).makeAccumulator()
    #expect(try none.finish(groupCount: 1)[0] == .missing)
  }

  @Test func extremes() throws {
    #expect(try values("min", "n") == .integers(1, nil, 2))
    #expect(try values("max", "x") == .reals(0.2, nil, 0.3))
    #expect(try values("min", "t") == .texts("a", nil, "b"))
    #expect(try values("max", "t") == .texts("b", nil, "c"))
    #expect(try values("max", "l") == .texts("high", nil, "middle"))
    #expect(try values("min", "d") == .days("2010-01-01", nil, "2009-01-01"))
    #expect(try values("min", "c") == .truths(true, false, true))
  }

  @Test func choices() throws {
    #expect(try values("first", "t") == .texts("b", nil, "b"))
    #expect(try values("last", "l") == .texts("low", nil, "middle"))
    #expect(try values("at_max", "t", "n") == .texts("b", nil, "c"))
    #expect(try values("at_min", "d", "x") == .days("2011-01-01", nil, "2009-01-01"))
    #expect(try values("at_max", "n", "l") == .integers(3, nil, 3))
    #expect(try values("mode", "t") == .texts("a", nil, "b"))
    #expect(try values("mode", "l") == .texts("low", nil, "low"))
    #expect(try values("list", "t") == .texts("a; b", nil, "b; c"))
    #expect(try values("list", "l") == .texts("low; high", nil, "low; middle"))
    #expect(try values("list", "n") == .texts("1; 3", nil, "2; 3"))
  }

  @Test func conditions() throws {
    #expect(try values("any", "c") == .truths(true, false, true))
    #expect(try values("all", "c") == .truths(false, false, true))
    #expect(try values("percent", condition: "c") == .reals(1, 0, 1))
    #expect(try values("percent", "n", condition: "c") == .reals(1, nil, 1))
    let open = Sheet().with("n", .integer, .integers(1, 2, 5, nil))
      .with("c", .boolean, .truths(true, false, nil, true))
    #expect(
      try open.value(open.aggregate("percent", [.name("n")], condition: open.bound("c")))
        == .real(1.0 / 3)
    )
    let none = Sheet().with("c", .boolean, .truths(nil, nil))
    #expect(try none.value(none.aggregate("percent", [], condition: none.bound("c"))) == .missing)
  }

  @Test func spreads() throws {
    let sheet = Sheet().with("x", .real, .reals(2, 4, 4, 4, 5, 5, 7, 9, nil))
      .with("y", .real, .reals(1, 2, 2, 2, 2.5, 2.5, 3.5, 4.5, 100))
    func value(_ name: String, _ columns: String...) throws -> Value {
      try sheet.value(try sheet.aggregate(name, columns.map { .name($0) }))
    }
    #expect(try value("variance", "x") == .real(32.0 / 7))
    #expect(try value("stdev", "x") == .real((32.0 / 7).squareRoot()))
    #expect(try value("correlation", "x", "y") == .real(1))
    #expect(try value("slope", "x", "y") == .real(0.5))
    #expect(try value("weighted_mean", "x", "y") == .real(116.0 / 20))
    let far = Sheet().with("x", .real, .reals(1e9 + 1, 1e9 + 2, 1e9 + 3))
    #expect(try far.value(try far.aggregate("variance", [.name("x")])) == .real(1))
    let one = Sheet().with("x", .real, .reals(1))
    #expect(try one.value(try one.aggregate("stdev", [.name("x")])) == .missing)
  }

  @Test func integerSumsAreExact() throws {
    let sheet = Sheet().with("n", .integer, .integers(.max, .max, -.max, -.max, 7))
    let call = try sheet.aggregate("sum", [.name("n")])
    #expect(try sheet.value(call, chunk: 2) == .integer(7))
    let large = Sheet().with("n", .integer, .integers(.max, 1))
    let failing = try large.aggregate("sum", [.name("n")])
    #expect(throws: RunFailure.self) { try large.value(failing) }
  }

  @Test func realSumsDependOnNoOrder() throws {
    var generator = Dice(seed: 1)
    var numbers = (0..<2000).map { _ -> Double in
      let size = Double.power(of: 10, Int.random(in: -30...30, using: &generator))
      return Double.random(in: -1...1, using: &generator) * size
    }
    numbers += [1e100, 1, -1e100, 1e-300, 3e-17]
    var found: Set<[Value]> = []
    for round in 0..<12 {
      if round > 0 { numbers.shuffle(using: &generator) }
      let sheet = Sheet().with("x", .real, numbers.map { .real($0) })
      var results: [Value] = []
      for name in ["sum", "mean", "variance", "stdev"] {
        let call = try sheet.aggregate(name, [.name("x")])
        results.append(try sheet.value(call, chunk: [1, 7, 100, .max][round % 4]))
      }
      found.insert(results)
    }
    #expect(found.count == 1)
  }

  @Test func sumsAreTheNearestReal() throws {
    let tenth = Sheet().with("x", .real, [Value](repeating: .real(0.1), count: 10))
    #expect(try tenth.value(try tenth.aggregate("sum", [.name("x")])) == .real(1))
    let hidden = Sheet().with("x", .real, .reals(1e16, 1, 1e-16))
    #expect(try hidden.value(try hidden.aggregate("sum", [.name("x")])) == .real(1e16 + 2))
    let tie = Sheet().with("x", .real, .reals(1e16, 1))
    #expect(try tie.value(try tie.aggregate("sum", [.name("x")])) == .real(1e16))
  }

  @Test func quantilesAgreeWithASortedList() throws {
    var generator = Dice(seed: 2)
    for size in [1, 2, 3, 17, 100, 1001] {
      let few = size % 2 == 0
      let numbers = (0..<size).map { _ in
        few
          ? Double(Int.random(in: 0...5, using: &generator))
          : Double.random(in: -9...9, using: &generator)
      }
      let sheet = Sheet().with("x", .real, numbers.map { .real($0) })
      let sorted = numbers.sorted()
      for share in [0, 0.1, 0.25, 0.5, 0.9, 1] {
        let call = try sheet.aggregate(
          "quantile",
          [.name("x"), .literal(.real(share), .percent)]
        )
        let place = Double(size - 1) * share
        let below = Int(place)
        let above = min(below + 1, size - 1)
        let fraction = place - Double(below)
        let expected = sorted[below] + (sorted[above] - sorted[below]) * fraction
        guard case .real(let found) = try sheet.value(call, chunk: 10) else { return }
        #expect(abs(found - expected) < 1e-12)
      }
    }
  }

  @Test func manyDictionaries() throws {
    let call = try sheet.aggregate("distinct", [.name("t")])
    let (whole, part) = (call.makeAccumulator(), call.makeAccumulator())
    let first = Column([.text("a"), .text("b")], as: .text)
    let second = Column([.text("c"), .text("a")], as: .text)
    let zero = Buffer<UInt32>(repeating: 0, count: 2)
    try whole.add([.column(first)], groups: zero, groupCount: 1)
    try whole.add([.column(second)], groups: zero, groupCount: 1)
    try part.add([.column(second)], groups: zero, groupCount: 1)
    try part.add([.column(first)], groups: zero, groupCount: 1)
    try whole.combine(part, groups: Buffer<UInt32>(repeating: 0, count: 1), groupCount: 1)
    #expect(try whole.finish(groupCount: 1)[0] == .integer(3))
  }

  @Test(arguments: ["sum", "mean", "median", "stdev"])
  func whatIsNoNumber(_ name: String) {
    for (column, word) in [("l", "ordered category"), ("d", "a date"), ("t", "text")] {
      let error = #expect(throws: Unbound.self) {
        try sheet.aggregate(name, [.name(column)])
      }
      #expect(error?.messages.first?.contains(word) == true)
    }
  }

  @Test func unorderedCategoriesHaveNoExtremes() {
    let kinds = Category(["a", "b"], isOrdered: false)
    let sheet = Sheet().with("k", .category(kinds), .texts("a"))
    #expect(throws: Unbound.self) { try sheet.aggregate("max", [.name("k")]) }
  }
}
