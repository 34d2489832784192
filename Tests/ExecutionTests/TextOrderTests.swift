import Columns
import Parallel
import TestSupport
import Testing

@Suite("Order of texts")
struct TextOrderTests {
  /// Texts of one kind each, all different.
  static let kinds = [
    "identifiers", "shared heads", "equal up to the twelfth byte", "any bytes", "one byte",
    "long", "nothing but ties", "prefixes", "no text", "one text", "in order",
  ]

  static func texts(_ kind: String) -> [[UInt8]] {
    var dice = Dice(seed: 11)
    func random(_ count: Int, _ bytes: ClosedRange<Int>) -> [UInt8] {
      (0..<count).map { _ in UInt8(dice.within(bytes)) }
    }
    func many(_ count: Int, _ text: () -> [UInt8]) -> [[UInt8]] {
      Array(Set((0..<count).map { _ in text() } + [[]])).shuffled(using: &dice)
    }
    switch kind {
    case "identifiers": return many(20_000) { Array("A".utf8) + random(10, 48...57) }
    case "shared heads":
      let heads = ["https://example.com/a/", "https://example.com/", "https://b.example/x"]
      return many(9_000) { Array((dice.pick(heads) ?? "").utf8) + random(dice.below(9), 97...122) }
    case "equal up to the twelfth byte":
      return many(5_000) { Array("twelve bytes".utf8) + random(3, 0...255) }
    case "any bytes": return many(30_000) { random(dice.below(14), 0...255) }
    case "one byte": return many(3_000) { random(1, 0...255) }
    case "long":
      let body = random(10_000, 0...255)
      return many(60) {
        Array(body.prefix(dice.within(9_980...10_000))) + random(dice.below(3), 0...1)
      }
    case "nothing but ties":
      // More than have their place by comparisons.
      let heads = (0..<2).map { _ in random(80, 0...255) }
      return many(140_000) { (dice.pick(heads) ?? []) + random(4, 0...255) }
    case "prefixes":
      return (0..<700).map { Array(repeating: UInt8(0), count: $0) }.shuffled(using: &dice)
    case "no text": return []
    case "one text": return [Array("x".utf8)]
    default: return (0..<500).map { Array("\($0 + 1000)".utf8) }
    }
  }

  @Test("Ranks and codes agree with a plain sort by bytes", arguments: kinds, [1, 3])
  func order(kind: String, workers: Int) throws {
    let texts = Self.texts(kind)
    let labels = TextDictionary(
      bytes: Buffer(texts.flatMap { $0 }),
      offsets: Buffer(texts.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) })
    )
    let pool = WorkerPool(count: workers, chunkSize: 1000, check: {}, onThread: { $0() })
    let ranks = try labels.ranks(by: pool)
    let expected = texts.indices.sorted { texts[$0].lexicographicallyPrecedes(texts[$1]) }
    #expect(Array(try labels.sortedCodes()) == expected.map { UInt32($0) })
    #expect(expected.enumerated().allSatisfy { ranks[$1] == UInt32($0) })
    let again = TextDictionary(bytes: labels.bytes, offsets: labels.offsets)
    #expect(Array(try again.sortedCodes()) == expected.map { UInt32($0) })
  }

  @Test("A check that throws stops the sorting, and nothing is kept of it")
  func stopped() throws {
    struct Stopped: Error {}
    let labels = TextDictionary((0..<50_000).map { "text \($0 * 7919 % 50_000)" })
    #expect(throws: Stopped.self) { try labels.ranks { throw Stopped() } }
    #expect(try labels.ranks()[0] == 0)
  }
}
