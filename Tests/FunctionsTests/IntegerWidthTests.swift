import Columns
import Testing

@testable import Functions
@testable import Planner

/// Integers are stored as narrow as they are, which no result shows.
@Suite struct IntegerWidthTests {
  static let bounds: [Int64] = [
    0, 1, -1, 127, 128, -128, -129, 32_767, 32_768, -32_768, -32_769, 1 << 31 - 1, 1 << 31,
    -(1 << 31), -(1 << 31) - 1, .max, .min,
  ]
  /// The values that fit each width.
  static let widths: [[Int64]] = [8, 16, 32, 64].map { bits in
    let most = Int64.max >> Int64(64 - bits)
    return bounds.filter { (~most...most).contains($0) }
  }

  @Test("the narrowest width that holds the known values is taken", arguments: widths)
  func narrowing(values: [Int64]) {
    let column = Column((values + [nil]).map { $0.map { .integer($0) } ?? .missing }, as: .integer)
    let narrow = column.narrowed
    let width =
      switch narrow.integers {
      case .int8: 0
      case .int16: 1
      case .int32: 2
      case .int64: 3
      }
    #expect(width == IntegerWidthTests.widths.firstIndex(of: values))
    #expect((0..<values.count).allSatisfy { narrow.integers[$0] == values[$0] })
    #expect(narrow.integers.widened.dropLast().elementsEqual(values))
    #expect((0...values.count).allSatisfy { narrow[$0] == column[$0] })
  }

  @Test("parts of several widths are joined", arguments: widths)
  func joining(values: [Int64]) {
    let parts = IntegerWidthTests.widths.map { Column($0.map { .integer($0) }, as: .integer) }
    let own = Column(values.map { .integer($0) }, as: .integer).narrowed
    for part in parts.map(\.narrowed) {
      let joined = Column.joined([own, part], as: .integer)
      let expected = (0..<own.count).map { own[$0] } + (0..<part.count).map { part[$0] }
      #expect((0..<joined.count).map { joined[$0] } == expected)
    }
  }

  @Test("comparisons with any constant", arguments: widths, bounds)
  func comparing(values: [Int64], constant: Int64) throws {
    let signs: [(Operators.Comparison, (Int64, Int64) -> Bool)] = [
      (.equal, ==), (.notEqual, !=), (.less, <), (.lessOrEqual, <=), (.greater, >),
      (.greaterOrEqual, >=),
    ]
    let known = values.map { Value.integer($0) } + [.missing]
    var sheet = Sheet().with("n", .integer, known)
    sheet.columns[0].column = sheet.columns[0].column.narrowed
    let (column, literal) = (
      sheet.bound("n"), BoundExpression.literal(.integer(constant), .integer)
    )
    for (sign, holds) in signs {
      let right = values.map { Value.boolean(holds($0, constant)) } + [.boolean(sign == .notEqual)]
      #expect(try sheet.values(Operators.comparison(sign, column, literal)) == right)
      let left = values.map { Value.boolean(holds(constant, $0)) } + [.boolean(sign == .notEqual)]
      #expect(try sheet.values(Operators.comparison(sign, literal, column)) == left)
    }
  }
}
