import Columns

/// Logic over whole buffers of truth values, byte by byte.
enum BooleanKernels {
  /// Whether both are true; nil stands for true everywhere.
  static func both(_ left: Buffer<Bool>?, _ right: Buffer<Bool>?) -> Buffer<Bool>? {
    guard let left else { return right }
    guard let right else { return left }
    return combined(left, right) { $0 & $1 }
  }

  /// Whether `values` is true and known.
  static func and(_ values: Buffer<Bool>, _ known: Buffer<Bool>?) -> Buffer<Bool> {
    guard let known else { return values }
    return combined(values, known) { $0 & $1 }
  }

  static func or(_ left: Buffer<Bool>, _ right: Buffer<Bool>) -> Buffer<Bool> {
    combined(left, right) { $0 | $1 }
  }

  static func neither(_ left: Buffer<Bool>, _ right: Buffer<Bool>) -> Buffer<Bool> {
    combined(left, right) { ($0 | $1) ^ 1 }
  }

  static func not(_ values: Buffer<Bool>) -> Buffer<Bool> {
    combined(values, values) { left, _ in left ^ 1 }
  }

  static func count(_ values: Buffer<Bool>) -> Int {
    let source = bytes(values.base)
    var (row, sum) = (0, 0)
    while row < values.count {
      sum &+= Int(source[row])
      row &+= 1
    }
    return sum
  }

  @inline(__always)
  private static func combined(
    _ left: Buffer<Bool>,
    _ right: Buffer<Bool>,
    _ operation: (UInt8, UInt8) -> UInt8
  ) -> Buffer<Bool> {
    let count = left.count
    return Buffer(filling: count) { start in
      let target = UnsafeMutableRawPointer(start).assumingMemoryBound(to: UInt8.self)
      let (first, second) = (bytes(left.base), bytes(right.base))
      var row = 0
      while row < count {
        target[row] = operation(first[row], second[row])
        row &+= 1
      }
    }
  }

  /// A Boolean is stored as a byte of 0 or 1, and bytes combine many at once.
  static func bytes(_ values: UnsafePointer<Bool>) -> UnsafePointer<UInt8> {
    UnsafeRawPointer(values).assumingMemoryBound(to: UInt8.self)
  }
}
