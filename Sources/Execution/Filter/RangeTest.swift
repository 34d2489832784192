import Columns
import Functions

/// One range test over the values of a chunk; it points into them and owns nothing.
struct RangeTest {
  /// The values as numbers of their width, whatever their sign.
  private enum Values {
    case int8(UnsafePointer<Int8>)
    case int16(UnsafePointer<Int16>)
    case int32(UnsafePointer<Int32>)
    case int64(UnsafePointer<Int64>)
  }

  private let values: Values
  private let known: UnsafePointer<Bool>?
  /// A value less `shift`, in its width and going around, is not above `bound` if it is in the
  /// stretch.
  private let shift: Int64
  private let bound: Int64
  private let isEmpty: Bool

  /// The test whether values lie in a range; nil for columns that are not stored as whole numbers.
  init?(_ column: Column, _ stretch: CodeRange) {
    let whole: (Values, ClosedRange<Int64>, bits: Int64)? =
      switch column.storage {
      case .integer(.int8(let values)): (.int8(values.base), -128...127, 8)
      case .integer(.int16(let values)): (.int16(values.base), -0x8000...0x7fff, 16)
      case .integer(.int32(let values)): (.int32(values.base), -0x8000_0000...0x7fff_ffff, 32)
      case .integer(.int64(let values)): (.int64(values.base), .min...(.max), 64)
      case .ordinal(let values): (.int32(values.base), -0x8000_0000...0x7fff_ffff, 32)
      case .code(.uint8(let codes), _):
        (.int8(UnsafeRawPointer(codes.base).assumingMemoryBound(to: Int8.self)), 0...0xff, 8)
      case .code(.uint16(let codes), _):
        (.int16(UnsafeRawPointer(codes.base).assumingMemoryBound(to: Int16.self)), 0...0xffff, 16)
      case .code(.uint32(let codes), _):
        (
          .int32(UnsafeRawPointer(codes.base).assumingMemoryBound(to: Int32.self)),
          0...0xffff_ffff, 32
        )
      case .boolean, .real: nil
      }
    guard let (values, domain, bits) = whole else { return nil }
    let first = max(stretch.first, domain.lowerBound)
    let last = min(stretch.last, domain.upperBound)
    (self.values, known, isEmpty) = (values, column.known?.base, first > last)
    // The least signed number of the width.
    let least = Int64.min >> (64 - bits)
    (shift, bound) = (first &- least, last &- first &+ least)
  }

  /// Marks the rows that pass by one, the others by zero; unless it is the first test, only among
  /// those that are marked already.
  func mark(_ rows: Range<Int>, in marks: UnsafeMutablePointer<UInt8>, isFirst: Bool) {
    if isEmpty { return marks.update(repeating: 0, count: rows.count) }
    switch values {
    case .int8(let values): mark(values + rows.lowerBound, rows.count, marks, isFirst)
    case .int16(let values): mark(values + rows.lowerBound, rows.count, marks, isFirst)
    case .int32(let values): mark(values + rows.lowerBound, rows.count, marks, isFirst)
    case .int64(let values): mark(values + rows.lowerBound, rows.count, marks, isFirst)
    }
    guard let known else { return }
    let mask = UnsafeRawPointer(known + rows.lowerBound).assumingMemoryBound(to: UInt8.self)
    var row = 0
    while row < rows.count {
      marks[row] &= mask[row]
      row &+= 1
    }
  }

  /// How many of the marked rows, or of all, have a value.
  func knownCount(_ rows: Range<Int>, of marks: UnsafePointer<UInt8>?) -> Int {
    guard let known else { return rows.count }
    let mask = UnsafeRawPointer(known + rows.lowerBound).assumingMemoryBound(to: UInt8.self)
    return marks.map { bothSum($0, mask, rows.count) } ?? byteSum(mask, rows.count)
  }

  /// Whether one row passes.
  func holds(_ row: Int) -> Bool {
    func isInside<Value: FixedWidthInteger>(_ value: Value) -> Bool {
      value &- Value(truncatingIfNeeded: shift) <= Value(truncatingIfNeeded: bound)
    }
    if isEmpty || known?[row] == false { return false }
    return
      switch values
    {
    case .int8(let values): isInside(values[row])
    case .int16(let values): isInside(values[row])
    case .int32(let values): isInside(values[row])
    case .int64(let values): isInside(values[row])
    }
  }

  @inline(__always)
  private func mark<Value: FixedWidthInteger & SignedInteger>(
    _ values: UnsafePointer<Value>,
    _ count: Int,
    _ marks: UnsafeMutablePointer<UInt8>,
    _ isFirst: Bool
  ) {
    let shift = Value(truncatingIfNeeded: shift)
    let bound = Value(truncatingIfNeeded: bound)
    var row = 0
    if isFirst {
      while row < count {
        marks[row] = values[row] &- shift <= bound ? 1 : 0
        row &+= 1
      }
      return
    }
    while row < count {
      marks[row] &= values[row] &- shift <= bound ? 1 : 0
      row &+= 1
    }
  }
}
