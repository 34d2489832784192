import Columns

extension Buffer {
  /// A buffer of `count` values that `fill` writes, each of them once; inlined into kernels' loops.
  @inline(__always)
  init(
    filling count: Int,
    _ fill: (UnsafeMutablePointer<Element>) throws -> Void
  ) rethrows {
    try self.init(overdrawing: count, fill)
  }
}
