import Columns
import TestSupport
import Testing

@testable import Functions

@Suite("Distinct values of many groups")
struct DistinctTests {
  /// A dictionary of so many texts, a number of groups, and rows a chunk: flags at once, flags once
  /// rows are many enough, and a hash table.
  static let cases = [
    (200, 3, 50), (30_000, 7, 4_096), (600_000, 60, 4_096), (600_000, 60, 65_536),
    (600_000, 70, 4_096), (600_000, 5_000, 30_000),
  ]

  private func rows(_ labels: TextDictionary, _ groups: Int, _ count: Int, _ dice: inout Dice)
    -> (Column, Buffer<UInt32>)
  {
    var (codes, numbers, known): ([UInt32], [UInt32], [Bool]) = ([], [], [])
    for _ in 0..<count {
      codes.append(UInt32(dice.below(labels.count)))
      numbers.append(UInt32(dice.below(groups)))
      known.append(dice.below(10) > 0)
    }
    let storage = Column.Storage.code(Codes(codes, dictionaryCount: labels.count), labels)
    return (Column(storage, known: Buffer(known)), Buffer(numbers))
  }

  @Test("Counts agree with sets, however rows come", arguments: cases, [false, true])
  func counts(_ size: (texts: Int, groups: Int, chunk: Int), isCombined: Bool) {
    var dice = Dice(seed: 5)
    let labels = TextDictionary((0..<size.texts).map { "\($0)" })
    var expected = [Set<Int>](repeating: [], count: size.groups)
    // Combined, groups have other numbers in the later part.
    let (whole, later) = (DistinctAccumulator(), DistinctAccumulator())
    let last = UInt32(size.groups - 1)
    for chunk in 0..<max(2, 80_000 / size.chunk) {
      let (column, groups) = rows(labels, size.groups, size.chunk, &dice)
      for row in 0..<size.chunk where column.isKnown(row) {
        expected[Int(groups[row])].insert(column.texts.codes[row])
      }
      if isCombined && chunk % 2 == 1 {
        let turned = Buffer<UInt32>.tabulate(groups.count) { last - groups[$0] }
        later.add([.column(column)], groups: turned, groupCount: size.groups)
      } else {
        whole.add([.column(column)], groups: groups, groupCount: size.groups)
      }
    }
    let turned = Buffer<UInt32>.tabulate(size.groups) { last - UInt32($0) }
    if isCombined { whole.combine(later, groups: turned, groupCount: size.groups) }
    let counts = whole.finish(groupCount: size.groups)
    #expect((0..<size.groups).allSatisfy { counts[$0] == .integer(Int64(expected[$0].count)) })
  }

  @Test("Texts of two dictionaries are the same where their bytes are")
  func dictionaries() {
    let first = TextDictionary((0..<500).map { "\($0)" })
    let second = TextDictionary((100..<700).reversed().map { "\($0)" })
    let accumulator = DistinctAccumulator()
    for labels in [first, second, first] {
      let codes = Codes((0..<UInt32(labels.count)).map { $0 }, dictionaryCount: labels.count)
      let groups = Buffer(repeating: UInt32(0), count: labels.count)
      accumulator.add(
        [.column(Column(.code(codes, labels)))],
        groups: groups,
        groupCount: 1
      )
    }
    #expect(accumulator.finish(groupCount: 1)[0] == .integer(700))
  }
}
