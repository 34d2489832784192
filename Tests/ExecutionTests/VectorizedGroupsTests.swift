import Catalog
import Columns
import TestSupport
import Testing

@testable import Execution
@testable import Functions
@testable import Planner

/// Sums, means and counts of vectorized groups, against plain sums.
@Suite("Vectorized groups")
struct VectorizedGroupsTests {
  @Test("many rows at once give what one by one gives", arguments: 1...MaskedGroups.most)
  func kernels(groupCount: Int) throws {
    // So many rows that sums are carried over on the way.
    for rowCount in [0, 1, 15, 16, 17, 300, 8192 * 16 + 5, 300_000] {
      var dice = Dice(seed: rowCount + groupCount)
      let codes = (0..<rowCount).map { _ in UInt8(dice.next() % UInt64(groupCount)) }
      let shorts = codes.map { _ in dice.next() % 3 == 0 ? Int16.min : Int16.max }
      let bytes = codes.map { _ in Int8(truncatingIfNeeded: dice.next()) }
      let few = try #require(MaskedGroups(Buffer(codes), count: groupCount))
      var (counts, sums, small) = (
        [Int64](repeating: 7, count: groupCount), [Int64](repeating: -3, count: groupCount),
        [Int64](repeating: 0, count: groupCount)
      )
      let expected = (0..<groupCount).map { group in
        let rows = codes.indices.filter { codes[$0] == group }
        return [
          7 + Int64(rows.count), rows.reduce(-3) { $0 + Int64(shorts[$1]) },
          rows.reduce(0) { $0 + Int64(bytes[$1]) },
        ]
      }
      add(few, to: &counts, .rows)
      add(few, to: &sums, .integers(.int16(Buffer(shorts))))
      add(few, to: &small, .integers(.int8(Buffer(bytes))))
      #expect((0..<groupCount).map { [counts[$0], sums[$0], small[$0]] } == expected)
    }
  }

  enum Addend {
    case rows
    case integers(Integers)
  }

  func add(_ groups: any VectorizedGroups, to totals: inout [Int64], _ addend: Addend) {
    totals.withUnsafeMutableBufferPointer { totals in
      guard let first = totals.baseAddress else { return }
      switch addend {
      case .rows: groups.addRows(to: first)
      case .integers(let integers): groups.add(integers, to: first)
      }
    }
  }

  @Test("groups by codes and looked-up ordinals", arguments: [3, 300, 60_000])
  func lookedUp(codeCount: Int) throws {
    let labels = TextDictionary((0..<codeCount).map { "\($0)" })
    var dice = Dice(seed: codeCount)
    let codes = (0..<1000).map { _ in UInt32(dice.below(codeCount)) }
    let days = codes.map { _ in Int32(100 + dice.below(50)) }
    let indices = (0..<64).map { $0 < 50 ? UInt8($0 / 10) : IndexTable.outside }
    func groups(_ days: [Int32], known: Buffer<Bool>? = nil) -> LookupTableGroups? {
      LookupTableGroups(
        Column(.code(Codes(codes, dictionaryCount: codeCount), labels), known: known),
        stride: 5,
        Column(.ordinal(Buffer(days))),
        IndexTable(Buffer(indices), from: 100),
        stride: 1,
        count: 5 * codeCount
      )
    }
    let numbers = codes.map { Int8(truncatingIfNeeded: $0) }
    var (counts, sums) = (
      [Int64](repeating: 0, count: 5 * codeCount), [Int64](repeating: 2, count: 5 * codeCount)
    )
    var (expectedCounts, expectedSums) = (counts, sums)
    for row in codes.indices {
      let slot = Int(codes[row]) * 5 + Int(days[row] - 100) / 10
      expectedCounts[slot] += 1
      expectedSums[slot] += Int64(numbers[row])
    }
    let found = try #require(groups(days))
    add(found, to: &counts, .rows)
    add(found, to: &sums, .integers(.int8(Buffer(numbers))))
    #expect(counts == expectedCounts)
    #expect(sums == expectedSums)
    // An ordinal without an index, one outside the table on either side, and a missing value.
    for day in [150, 99, 164] as [Int32] { #expect(groups([day] + days.dropFirst()) == nil) }
    #expect(groups(days, known: Buffer(repeating: false, count: 1000)) == nil)
  }

  @Test("years of days are a line, other steps are not")
  func lines() throws {
    func outcome(_ indices: [UInt8]) -> Bool { IndexTable(Buffer(indices), from: 0).line != nil }
    let days = (Int32(13_000)..<17_000).map { PeriodUnit.year.ordinal(of: $0) }
    let years = days.map { UInt8($0 - days[0]) }
    let table = IndexTable(Buffer([IndexTable.outside] + years), from: 0)
    let line = try #require(table.line)
    for (place, year) in years.enumerated() {
      let value = (place + 1 + line.shift) * Int(line.slope) + Int(line.offset)
      #expect(value >> 23 == Int(year))
    }
    #expect(!outcome(Array(years.reversed())))
    #expect(!outcome(years.map { $0 * 2 }))
    #expect(!outcome((0..<90).map { UInt8($0 * $0 / 100) }))
    #expect(!outcome([IndexTable.outside]) && !outcome([]))
  }

  @Test("groups by stored codes", arguments: [9, 255, 256, 257, 5000])
  func codes(codeCount: Int) throws {
    let labels = TextDictionary((0..<codeCount).map { "\($0)" })
    for rowCount in [0, 1, 4, 7, 200_003] {
      var dice = Dice(seed: rowCount + codeCount)
      let codes = (0..<rowCount).map { _ in UInt32(dice.next() % UInt64(codeCount)) }
      let shorts = codes.map { _ in Int16(truncatingIfNeeded: dice.next()) }
      let bytes = shorts.map { Int8(truncatingIfNeeded: $0) }
      let column = Column(.code(Codes(codes, dictionaryCount: codeCount), labels)).zoned
      var expected = [[Int64]](repeating: [0, 0, 0], count: codeCount)
      for (row, code) in codes.enumerated() {
        let addends = [1, Int64(shorts[row]), Int64(bytes[row])]
        for place in 0..<3 { expected[Int(code)][place] += addends[place] }
      }
      // From the third time on, counts may be those that were noted.
      for _ in 1...3 {
        var totals = [[Int64]](repeating: [Int64](repeating: 0, count: codeCount), count: 3)
        for start in stride(from: 0, to: max(rowCount, 1), by: 65_536) {
          let rows = start..<min(start + 65_536, rowCount)
          let groups = try #require(CodeGroups(column[rows], count: codeCount))
          let addends: [Addend] = [
            .rows, .integers(.int16(Buffer(shorts[rows]))), .integers(.int8(Buffer(bytes[rows]))),
          ]
          for place in 0..<3 { add(groups, to: &totals[place], addends[place]) }
        }
        #expect((0..<codeCount).map { code in totals.map { $0[code] } } == expected)
      }
    }
    #expect(CodeGroups(Column(.boolean(Buffer([true]))), count: 2) == nil)
    let wide = Column(.code(.uint32(Buffer([70_000])), labels))
    #expect(CodeGroups(wide, count: 80_000) == nil)
  }

  @Test("all rows in one group", arguments: [0, 1, 32_768, 100_001])
  func single(rowCount: Int) {
    let shorts = (0..<rowCount).map { $0 % 5 == 0 ? Int16.max : Int16.min }
    let bytes = (0..<rowCount).map { Int8(truncatingIfNeeded: $0) }
    var totals: [Int64] = [5]
    add(SingleGroup(rowCount), to: &totals, .rows)
    add(SingleGroup(rowCount), to: &totals, .integers(.int16(Buffer(shorts))))
    add(SingleGroup(rowCount), to: &totals, .integers(.int8(Buffer(bytes))))
    let values = shorts.map { Int64($0) } + bytes.map { Int64($0) }
    #expect(totals == [values.reduce(5 + Int64(rowCount), +)])
  }

  /// Rows of three levels, of which one never occurs, or only late, with narrow numbers.
  static let shapes: [@Sendable (Int) -> (level: Int, number: Int64)] = [
    { ($0 % 2, Int64($0 % 90) - 30) },
    { ($0 > 4000 ? 2 : 0, Int64($0 % 7 == 0 ? 32_767 : -32_768)) },
    { (1, Int64($0 % 100)) },
  ]

  @Test("aggregates of streamed rows", arguments: shapes.indices)
  func aggregates(shape: Int) throws {
    let rows = (0..<5000).map(Self.shapes[shape])
    let labels = Category(["a", "b", "c"], isOrdered: false)
    let fields = [Field("level", .category(labels)), Field("number", .integer)]
    let codes = Buffer(rows.map { UInt8($0.level) })
    let stored = [
      Column(.code(.uint8(codes), labels.labels)),
      Column(.integer(.int64(Buffer(rows.map(\.number))))).narrowed,
    ]
    let table = Table(schema: Schema(fields), columns: stored, rowCount: rows.count)
    let columns = fields.enumerated().map { PlanColumn(ColumnID($0), $1) }
    let scan = LogicalPlan(.scan(Scan(.rows(table), places: [0, 1])), columns: columns, stage: 0)
    let number = BoundExpression.column(ColumnID(1), .integer)
    let makers: [(DataType, @Sendable () -> any Accumulator)] = [
      (.integer, { IntegerSumAccumulator(label: "number") }), (.integer, { CountAccumulator() }),
      (.real, { MeanAccumulator(ofIntegers: true) }),
    ]
    let calls = makers.enumerated().map { place, maker in
      AggregateCall(
        "f\(place)",
        [number],
        type: maker.0,
        output: ColumnID(10 + place),
        makeAccumulator: maker.1
      )
    }
    let outputs = calls.map { PlanColumn($0.output, Field($0.name, $0.type)) }
    let plan = LogicalPlan(
      .aggregate(scan, keys: [ColumnID(0)], calls: calls),
      columns: [columns[0]] + outputs,
      stage: 1
    )
    let expected = (0..<3).compactMap { level -> [Value]? in
      let numbers = rows.filter { $0.level == level }.map(\.number)
      if numbers.isEmpty { return nil }
      let sum = numbers.reduce(0, +)
      return [
        .text(labels.labels[level]), .integer(sum), .integer(Int64(numbers.count)),
        .real(Double(sum) / Double(numbers.count)),
      ]
    }
    for chunkSize in [16, 100, 1000] {
      let engine = Engine(catalog: Catalog(), workers: 2, chunkSize: chunkSize)
      let query = BoundQuery(plan: plan, stages: stages(2), tables: [], caveats: [])
      let (found, _) = try engine.run(query, until: Cancellation())
      #expect((0..<found.rowCount).map { row in found.columns.map { $0[row] } } == expected)
    }
  }
}
