import Columns
import Testing
import TestSupport

/// The hash table of integers against a dictionary.
@Suite("Integer table")
struct IntegerTableTests {
  @Test("numbers are those of a dictionary", arguments: [1, 60, 600, 20_000])
  func numbers(distinct: Int) {
    // Integers that differ in high or low bits only, and the largest.
    let spreads: [(UInt64) -> UInt64] = [{ $0 }, { $0 << 40 }, { .max - $0 }]
    for spread in spreads {
      let table = IntegerTable()
      var (expected, keys): ([UInt64: Int32], [UInt64]) = ([:], [])
      var dice = Dice(seed: distinct)
      for _ in 0..<2 * distinct {
        let key = spread(dice.next() % UInt64(distinct))
        #expect(table.lookup.number(of: key) == expected[key] ?? -1)
        if expected[key] == nil {
          expected[key] = Int32(keys.count)
          keys.append(key)
        }
        #expect(table.number(of: key) == expected[key])
      }
      #expect(table.count == keys.count)
      #expect(table.keys == keys)
    }
  }
}
