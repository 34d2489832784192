import Catalog
import Testing

@testable import Functions

/// Integers at the ends of 64 bits, held against arithmetic in 128.
@Suite struct WideArithmeticTests {
  static let numbers: [Int64] = [
    .min, .min + 1, -5_000_000_000_000_000_000, -1000, -1, 0, 1, 7, 999,
    4_999_999_999_999_999_999, 5_000_000_000_000_000_000, .max - 1, .max,
  ]

  /// The value of a formula over one row, or a failure where that is beyond 64 bits.
  private func check(_ bound: BoundExpression, _ sheet: Sheet, is wide: Int128, _ words: String) {
    let value = try? sheet.values(bound)[0]
    #expect(value == Int64(exactly: wide).map { .integer($0) }, "\(words)")
  }

  private func literal(_ number: Int64) -> Argument { .literal(.integer(number), .integer) }

  @Test(arguments: numbers)
  func operators(_ left: Int64) throws {
    for right in Self.numbers {
      let sheet = Sheet().with("x", .integer, .integers(left)).with("y", .integer, .integers(right))
      let results: [(Operators.Arithmetic, Int128)] = [
        (.plus, Int128(left) + Int128(right)), (.minus, Int128(left) - Int128(right)),
        (.times, Int128(left) * Int128(right)),
      ]
      for (op, wide) in results {
        let bound = try #require(Operators.arithmetic(op, sheet.bound("x"), sheet.bound("y")))
        check(bound, sheet, is: wide, "\(left) \(op.rawValue) \(right)")
      }
      if right != 0 {
        let rest = Int128(left) % Int128(right)
        let bound = try sheet.call("mod", .name("x"), .name("y"))
        check(bound, sheet, is: rest, "mod(\(left), \(right))")
      }
      if right > 0 {
        let rest = (Int128(left) % Int128(right) + Int128(right)) % Int128(right)
        let bound = try sheet.call("bucket", .name("x"), literal(right))
        check(bound, sheet, is: Int128(left) - rest, "bucket(\(left), \(right))")
      }
      let sum = try? sheet.value(sheet.aggregate("sum", [.name("x")]))
      #expect(sum == .integer(left))
      let both = Sheet().with("x", .integer, .integers(left, right))
      let total = try? both.value(both.aggregate("sum", [.name("x")]))
      #expect(total == Int64(exactly: Int128(left) + Int128(right)).map { .integer($0) })
    }
  }

  @Test(arguments: numbers)
  func roundings(_ number: Int64) throws {
    let sheet = Sheet().with("x", .integer, .integers(number))
    let negative = try #require(Operators.negative(sheet.bound("x")))
    check(negative, sheet, is: -Int128(number), "-\(number)")
    check(try sheet.call("abs", .name("x")), sheet, is: Int128(number.magnitude), "abs(\(number))")
    for digits in 0...25 {
      let unit = (0..<digits).reduce(Int128(1)) { unit, _ in unit * 10 }
      let size = (Int128(number.magnitude) + unit / 2) / unit * unit
      let bound = try sheet.call("round", .name("x"), literal(Int64(-digits)))
      let words = "round(\(number), -\(digits))"
      check(bound, sheet, is: number < 0 ? -size : size, words)
    }
  }
}
