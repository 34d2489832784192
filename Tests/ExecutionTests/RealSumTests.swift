import Columns
import Testing

@testable import Functions
@testable import Planner
import TestSupport

/// Sums of reals that are added several at once, against one exact sum a group.
@Suite("Sums of reals")
struct RealSumTests {
  static let values: [@Sendable (Int) -> Double] = [
    { Double($0 * 7919 % 10_007) / 64 },
    { $0 % 3 == 0 ? 1e16 : $0 % 3 == 1 ? 1 : -1e16 },
    { Double($0 % 101) * ($0 % 2 == 0 ? 1e-300 : 1e300) },
    // Sums in turn would leave what reals hold, sums one after the other do not.
    { $0 % 2 == 0 ? 1.7e308 : -1.7e308 },
    { $0 == 500 ? .infinity : Double($0) },
    { $0 == 500 ? .infinity : $0 == 700 ? -.infinity : 0.1 },
    { $0 == 3 ? .nan : 0.1 },
    { _ in -0.0 },
  ]

  @Test("several at once give what one by one gives", arguments: values.indices, [1, 2, 7, 3000])
  func sums(shape: Int, groupCount: Int) {
    for rowCount in [0, 1, 7, 8, 9, 1001] {
      let values = (0..<rowCount).map(Self.values[shape])
      var dice = Dice(seed: rowCount + groupCount)
      let groups = values.map { _ in UInt32(dice.next() % UInt64(groupCount)) }
      var expected = [ExactSum](repeating: ExactSum(), count: groupCount)
      for (row, value) in values.enumerated() { expected[Int(groups[row])].add(value) }
      var sums = RealSums()
      sums.add(Input(Buffer(values), known: nil), Buffer(groups), groupCount)
      var later = RealSums()
      later.combine(sums, Buffer((0..<UInt32(groupCount))), groupCount)
      for group in 0..<groupCount {
        let wanted = expected[group].pair
        for found in [sums[group].pair, later[group].pair] {
          // Of a sum that is infinite or not a number, no more than that is read.
          let isSame = wanted.high.isFinite ? found == wanted : !found.high.isFinite
          #expect(isSame, "group \(group) of \(rowCount) rows: \(found), not \(wanted)")
        }
      }
    }
  }

  @Test("what is left of a sum is the same in whatever order and groups its terms come")
  func remainders() {
    for seed in 0..<400 {
      var dice = Dice(seed: seed)
      let terms = (0..<24).map { _ -> Double in
        let digits = Double(Int64(dice.next() % 2_000_001) - 1_000_000)
        return digits * [1e-30, 1e-17, 1e-3, 0.1, 1, 1e9, 1e22][Int(dice.next() % 7)]
      }
      var expected = ExactSum()
      for term in terms + terms.map(-) + terms { expected.add(term, times: term / 3) }
      var parts = [ExactSum](repeating: ExactSum(), count: 3)
      for term in (terms + terms + terms.map(-)).reversed() {
        parts[Int(dice.next() % 3)].add(term, times: term / 3)
      }
      var sum = parts[2]
      sum.add(parts[0])
      sum.add(parts[1])
      #expect(sum.pair == expected.pair, "seed \(seed)")
    }
  }
}
