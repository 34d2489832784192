import Catalog
import Columns

/// An order-preserving encoder: turns the values of a column into whole numbers from zero on.
///
/// Missing values have the largest number of all, so that they come last in either direction.
struct KeyEncoder {
  /// The column.
  let column: Column
  /// How its values become numbers.
  let coding: Coding
  /// The largest number of a known value.
  let lastKnown: UInt64
  /// The number of a missing value; nil if there is none, or if it does not matter.
  let missing: UInt64?
  /// Whether the largest value has the smallest number.
  let isInverted: Bool

  /// The ways from a value to a number.
  enum Coding {
    /// Whether the value is missing, as its only content.
    case isMissing
    case boolean
    /// The distance from the least integer.
    case integer(Int64)
    /// The distance from the least date or period.
    case ordinal(Int32)
    /// The distance from the least real in the order of their bits.
    case real(UInt64)
    /// The code itself: a category's.
    case code
    /// What stands at the code's place: a text's rank.
    case rank(Buffer<UInt32>)
  }

  /// The largest number that it gives.
  var last: UInt64 { max(missing ?? 0, lastKnown) }

  /// Coders for a column: one, or two where 64 bits cannot hold all its values and a missing one.
  static func encoders(
    _ column: Column,
    _ type: DataType,
    inverted: Bool = false,
    by workers: Workers
  ) throws -> [KeyEncoder] {
    let (coding, lastKnown) = try coding(of: column, type, by: workers)
    let hasMissing = column.known.map { $0.trueCount < $0.count } ?? false
    func encoder(_ coding: Coding, _ last: UInt64, missing: UInt64?) -> KeyEncoder {
      KeyEncoder(
        column: column,
        coding: coding,
        lastKnown: last,
        missing: missing,
        isInverted: inverted
      )
    }
    if hasMissing && lastKnown == .max {
      return [
        encoder(.isMissing, 0, missing: 1),
        encoder(coding, lastKnown, missing: 0),
      ]
    }
    return [encoder(coding, lastKnown, missing: hasMissing ? lastKnown + 1 : nil)]
  }

  private static func coding(
    of column: Column,
    _ type: DataType,
    by workers: Workers
  ) throws -> (Coding, UInt64) {
    switch column.storage {
    case .boolean: return (.boolean, 1)
    case .integer(let values):
      let (least, most) = try bounds(values, column.known, by: workers)
      return (.integer(least), UInt64(bitPattern: most) &- UInt64(bitPattern: least))
    case .ordinal(let values):
      let (least, most) = try bounds(values, column.known, 0, by: workers) { $0 }
      return (.ordinal(least), UInt64(Int64(most) - Int64(least)))
    case .real(let values):
      let (least, most) = try bounds(values, column.known, 0, by: workers) { orderedBits($0) }
      return (.real(least), most - least)
    case .code(_, let labels):
      let last = UInt64(max(labels.count, 1) - 1)
      if case .category = type { return (.code, last) }
      return (.rank(labels.ranks), last)
    }
  }

  /// The least and the largest of the known integers; both zero if none is known.
  static func bounds(
    _ values: Integers,
    _ known: Buffer<Bool>?,
    by workers: Workers
  ) throws -> (Int64, Int64) {
    switch values {
    case .byte(let values): try bounds(values, known, 0, by: workers) { Int64($0) }
    case .short(let values): try bounds(values, known, 0, by: workers) { Int64($0) }
    case .middle(let values): try bounds(values, known, 0, by: workers) { Int64($0) }
    case .wide(let values): try bounds(values, known, 0, by: workers) { $0 }
    }
  }

  /// The least and the largest of the known values, after `image`; both `none` if none is known.
  static func bounds<Element: Sendable, Image: Comparable>(
    _ values: Buffer<Element>,
    _ known: Buffer<Bool>?,
    _ none: Image,
    by workers: Workers,
    _ image: (Element) -> Image
  ) throws -> (Image, Image) {
    let ranges = workers.chunks(of: 0..<values.count)
    let parts = try workers.map(ranges.count) { part -> (Image, Image)? in
      var row = ranges[part].lowerBound
      let end = ranges[part].upperBound
      if let known {
        while row < end && !known.base[row] { row &+= 1 }
      }
      guard row < end else { return nil }
      let first = row
      var least = image(values.base[row])
      var most = least
      while row < end {
        // A missing row stands for the first known one: no branch.
        let place = known.map { $0.base[row] ? row : first } ?? row
        let value = image(values.base[place])
        least = value < least ? value : least
        most = value > most ? value : most
        row &+= 1
      }
      return (least, most)
    }
    let found = parts.compactMap { $0 }
    guard let first = found.first else { return (none, none) }
    return found.reduce(first) { (min($0.0, $1.0), max($0.1, $1.1)) }
  }
}

/// The bits of a real as a whole number in the order of reals; both zeros are one.
@inline(__always)
func orderedBits(_ value: Double) -> UInt64 {
  let bits = (value + 0.0).bitPattern
  return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
}
