import Syntax
import Columns

/// Columns of generated rows.
enum Columns {
  /// Integers, one a row.
  static func integers(_ count: Int, _ value: () -> Int) -> Column {
    let values = Buffer<Int64>(count: count) { target in
      for row in 0..<count { target[row] = Int64(value()) }
    }
    return Column(.integer(.int64(values))).narrowed
  }

  /// Reals, one a row.
  static func reals(_ count: Int, _ value: () -> Double) -> Column {
    Column(
      .real(
        Buffer(count: count) { target in
          for row in 0..<count { target[row] = value() }
        }
      )
    )
  }

  /// Dates as civil days, one a row.
  static func dates(_ count: Int, _ value: () -> Int) -> Column {
    Column(
      .ordinal(
        Buffer(count: count) { target in
          for row in 0..<count { target[row] = Int32(value()) }
        }
      )
    )
  }

  /// Integers of which some are missing.
  static func gaps(_ count: Int, _ value: () -> Int?) -> Column {
    var known: [Bool] = []
    known.reserveCapacity(count)
    let values = Buffer<Int64>(count: count) { target in
      for row in 0..<count {
        let number = value()
        known.append(number != nil)
        target[row] = Int64(number ?? 0)
      }
    }
    return Column(.integer(.int64(values)), known: Buffer(known)).narrowed
  }

  /// Texts of a dictionary, one a row.
  static func texts(_ count: Int, of labels: TextDictionary, _ code: () -> Int) -> Column {
    func codes<Code: FixedWidthInteger & BitwiseCopyable & Sendable>() -> Buffer<Code> {
      Buffer(count: count) { target in
        for row in 0..<count { target[row] = Code(truncatingIfNeeded: code()) }
      }
    }
    if labels.count <= 1 << 8 { return Column(.code(.uint8(codes()), labels)) }
    if labels.count <= 1 << 16 { return Column(.code(.uint16(codes()), labels)) }
    return Column(.code(.uint32(codes()), labels))
  }

  /// The texts `prefix` and a number of `digits` digits, for the numbers from one to `count`, in an
  /// order that chance gives: as they come when a file is read.
  static func names(
    _ prefix: String,
    _ count: Int,
    digits: Int,
    _ dice: inout Dice
  ) -> TextDictionary {
    let width = prefix.utf8.count + digits
    let numbers = dice.shuffled(count)
    let bytes = Buffer<UInt8>(count: count * width) { target in
      for (place, number) in numbers.enumerated() {
        let start = target + place * width
        for (offset, byte) in prefix.utf8.enumerated() { start[offset] = byte }
        var rest = number
        for digit in (prefix.utf8.count..<width).reversed() {
          start[digit] = UInt8(48 + rest % 10)
          rest /= 10
        }
      }
    }
    return TextDictionary(bytes: bytes, offsets: Buffer((0...count).map { $0 * width }))
  }
}
