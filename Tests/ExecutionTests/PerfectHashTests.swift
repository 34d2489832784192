import Catalog
import Columns
import TestSupport
import Testing

@testable import Execution
@testable import Functions
@testable import Planner

/// Slots of rows against plain arithmetic, and back to values.
@Suite("Perfect hash")
struct PerfectHashTests {
  static let labels = TextDictionary((0..<300).map { "\($0)" })

  /// A county by a code of a byte or of two, and a day of some years.
  func columns(_ rowCount: Int, codeCount: Int, isMissing: (Int) -> Bool) -> [Column] {
    var dice = Dice(seed: rowCount + codeCount)
    let codes = (0..<rowCount).map { _ in UInt32(dice.next() % UInt64(codeCount)) }
    let days = codes.map { _ in 14_245 + Int32(dice.next() % 5844) }
    let mask = Buffer((0..<rowCount).map { !isMissing($0) })
    return [
      Column(.code(Codes(codes, dictionaryCount: codeCount), Self.labels)),
      Column(.ordinal(Buffer(days)), known: mask.trueCount < rowCount ? mask : nil),
    ]
  }

  func years(_ days: Column) -> Column {
    let years = days.ordinals.map { Int32(CivilDate(ordinal: $0).year) }
    return Column(.ordinal(Buffer(years)), known: days.known)
  }

  /// Years of the days from 14,000 on.
  let table = OrdinalTable(
    start: 14_000,
    values: Buffer((0..<8192).map { Int32(CivilDate(ordinal: 14_000 + $0).year) })
  )

  @Test("looked-up keys have the slots of computed ones", arguments: [1, 40, 300], [0, 5, 1000])
  func lookUp(codeCount: Int, rowCount: Int) throws {
    for isMissing in [{ _ in false }, { $0 % 7 == 3 }] as [(Int) -> Bool] {
      let columns = columns(rowCount, codeCount: codeCount, isMissing: isMissing)
      for keys in [[columns[0], columns[1]], [columns[1], columns[0]], [columns[1]]] {
        let computed = keys.map { key in
          if case .ordinal = key.storage { return years(key) }
          return key
        }
        let types: [DataType] = keys.map { _ in .text }
        let empty = try #require(PerfectHash(computed, types, limit: 1 << 18))
        let hash = try #require(empty.including(computed))
        let tables = keys.enumerated().map { place, key -> SlotTable? in
          if case .ordinal = key.storage { return hash.slotTable(table, key: place) }
          return nil
        }
        let none: [SlotTable?] = keys.map { _ in nil }
        let slots = try #require(hash.slots(of: computed, none, rowCount: rowCount))
        let lookedUp = hash.slots(of: keys, tables, rowCount: rowCount)
        #expect(lookedUp.map(Array.init) == Array(slots))
        for (place, key) in computed.enumerated() {
          let values = hash.column(place, of: Array(slots))
          #expect((0..<rowCount).allSatisfy { values[$0] == key[$0] })
        }
      }
    }
  }

  @Test("an ordinal outside the table or the domain has no slot")
  func outside() throws {
    let columns = columns(100, codeCount: 40) { _ in false }
    let computed = [columns[0], years(columns[1])]
    let types: [DataType] = [.text, .period(.year)]
    let empty = try #require(PerfectHash(computed, types, limit: 1 << 18))
    let hash = try #require(empty.including(computed))
    let tables = [nil, hash.slotTable(table, key: 1)]
    for day in [Int32.min, 13_999, 14_000, 22_191, 22_192, .max] {
      var days = Array(columns[1].ordinals)
      days[77] = day
      let keys = [columns[0], Column(.ordinal(Buffer(days)))]
      #expect(hash.slots(of: keys, tables, rowCount: 100) == nil)
    }
  }

  @Test("a wider hash keeps groups apart, and slots sort by values")
  func widening() throws {
    let parts = [[2010, 2012], [1990, 2012], [2040, 2041]].map { years in
      [
        Column(.integer(.int64(Buffer(years.map(Int64.init))))),
        Column(.code(.uint8(Buffer([1, 0])), TextDictionary(["b", "a"]))),
      ]
    }
    let labels = TextDictionary(["b", "a"])
    func keys(_ part: Int) -> [Column] {
      [parts[part][0], Column(.code(.uint8(Buffer([1, 0])), labels))]
    }
    let empty = try #require(PerfectHash(keys(0), [.integer, .text], limit: 4096))
    let narrow = try #require(empty.including(keys(0)))
    let wide = try #require(narrow.including(keys(1))?.including(keys(2)))
    var occupied = Bitmap(wide.slotCount)
    for part in 0..<3 {
      let none: [SlotTable?] = [nil, nil]
      for slot in try #require(wide.slots(of: keys(part), none, rowCount: 2)) {
        occupied.insert(Int(slot))
      }
    }
    let old = try #require(narrow.slots(of: keys(0), [nil, nil], rowCount: 2))
    for slot in old { #expect(occupied[narrow.slot(Int(slot), in: wide)]) }
    let sorted = try wide.sorted(occupied)
    let (first, second) = (wide.column(0, of: sorted), wide.column(1, of: sorted))
    let rows = sorted.indices.map { "\(first[$0]) \(second[$0])" }
    let expected: [(Int64, String)] = [
      (1990, "a"), (2010, "a"), (2012, "b"), (2040, "a"), (2041, "b"),
    ]
    #expect(rows == expected.map { "\(Value.integer($0)) \(Value.text($1))" })
    #expect(narrow.including([Column(.integer(.int64(Buffer([-3000])))), keys(0)[1]]) == nil)
  }
}
