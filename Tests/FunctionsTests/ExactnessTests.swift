import Columns
import Testing

@testable import Functions
@testable import Planner
import TestSupport

/// The short ways of accumulators against plain computation: where each of them begins and ends.
@Suite struct ExactnessTests {
  /// Values with gaps, and groups for them.
  func drawn(_ count: Int, _ value: (inout Dice) -> Int64) -> (
    values: [Int64?], groups: [UInt32]
  ) {
    var lot = Dice(seed: UInt64(count))
    let values = (0..<count).map { _ in lot.next() % 7 == 0 ? nil : value(&lot) }
    return (values, (0..<count).map { _ in UInt32(lot.next() % 3) })
  }

  func members(_ drawn: (values: [Int64?], groups: [UInt32])) -> [[Int64]] {
    (0..<3).map { group in
      zip(drawn.values, drawn.groups).compactMap { $1 == group ? $0 : nil }
    }
  }

  func values(
    _ name: String,
    _ drawn: (values: [Int64?], groups: [UInt32]),
    chunk: Int
  ) throws -> [Value] {
    let sheet = Sheet().with("n", .integer, drawn.values.map { $0.map(Value.integer) ?? .missing })
    let call = try sheet.aggregate(name, [.name("n")])
    return try sheet.values(call, groups: drawn.groups, chunk: chunk)
  }

  @Test(arguments: [1, 16, 1000], [1 << 20, 1 << 46, 1 << 56, Int64.max / 8])
  func sumsBeyondNearOnes(chunk: Int, most: Int64) throws {
    let drawn = drawn(400) { Int64(truncatingIfNeeded: $0.next()) % most }
    let expected = members(drawn).map { group in
      Int64(exactly: group.reduce(Int128(0)) { $0 + Int128($1) })
    }
    guard !expected.contains(nil) else { return }
    let sums = try values("sum", drawn, chunk: chunk)
    #expect(sums == expected.map { $0.map(Value.integer) ?? .missing })
  }

  @Test func sumsThatLeaveAndComeBack() throws {
    let extremes: [Int64?] = [.max, .max, .min, .min, 2, nil, .max, .min + 1]
    let drawn = (values: extremes, groups: [UInt32](repeating: 0, count: 8))
    for chunk in [1, 3, 8] {
      #expect(try values("sum", drawn, chunk: chunk) == [.integer(0)])
    }
  }

  @Test(arguments: [1, 50, 1000], [5, 3000, 1 << 40])
  func mediansCountedAndKept(chunk: Int, spread: Int64) throws {
    let drawn = drawn(401) { Int64(truncatingIfNeeded: $0.next()) % spread }
    let expected = members(drawn).map { group -> Value in
      let sorted = group.sorted()
      let (low, high) = (sorted[(sorted.count - 1) / 2], sorted[sorted.count / 2])
      return .real(low == high ? Double(low) : Double(low) * 0.5 + Double(high) * 0.5)
    }
    #expect(try values("median", drawn, chunk: chunk) == expected)
  }

  @Test(arguments: [1, 50, 1000], [5, 3000, 1 << 40])
  func distinctFlaggedAndHashed(chunk: Int, spread: Int64) throws {
    let drawn = drawn(401) { Int64(truncatingIfNeeded: $0.next()) % spread }
    let expected = members(drawn).map { Value.integer(Int64(Set($0).count)) }
    #expect(try values("distinct", drawn, chunk: chunk) == expected)
  }

  @Test(arguments: ["variance", "stdev"], [1, 50, 1000])
  func momentsOfIntegersAreThoseOfReals(name: String, chunk: Int) throws {
    for spread in [9, 1 << 22, 1 << 30] as [Int64] {
      let drawn = drawn(300) { Int64(truncatingIfNeeded: $0.next()) % spread }
      let reals = drawn.values.map { $0.map { Value.real(Double($0)) } ?? .missing }
      let sheet = Sheet().with("x", .real, reals)
      let call = try sheet.aggregate(name, [.name("x")])
      let expected = try sheet.values(call, groups: drawn.groups, chunk: chunk)
      #expect(try values(name, drawn, chunk: chunk) == expected)
    }
  }
}
