import Columns

extension Codes {
  /// The codes as 64-bit numbers.
  var widened: Buffer<Int64> {
    func wide(_ codes: Buffer<some FixedWidthInteger>) -> Buffer<Int64> {
      Kernels.values(codes) { Int64(truncatingIfNeeded: $0) }
    }
    switch self {
    case .uint8(let codes): return wide(codes)
    case .uint16(let codes): return wide(codes)
    case .uint32(let codes): return wide(codes)
    }
  }

  /// For each row what `table` holds at the row's code.
  func looked<Target: BitwiseCopyable & Sendable>(up table: Buffer<Target>) -> Buffer<Target> {
    @inline(__always)
    func look(_ codes: Buffer<some FixedWidthInteger>) -> Buffer<Target> {
      Kernels.values(codes) { table.base[Int(truncatingIfNeeded: $0)] }
    }
    if table.isEmpty { return Buffer(filling: 0) { _ in } }
    switch self {
    case .uint8(let codes): return look(codes)
    case .uint16(let codes): return look(codes)
    case .uint32(let codes): return look(codes)
    }
  }
}
