import Columns

/// For which codes of a dictionary something is true.
///
/// Where that is one stretch of codes, as "at least so grave" is of an ordered category, rows need
/// no look-up: a subtraction and a comparison decide.
struct DictionaryMask: Sendable {
  private let truths: Buffer<Bool>
  private let stretch: (first: UInt32, count: UInt32)?

  init(_ count: Int, _ isTrue: (Int) -> Bool) {
    let truths = (0..<count).map(isTrue)
    let first = truths.firstIndex(of: true) ?? 0
    let last = truths.lastIndex(of: true) ?? -1
    let total = truths.count { $0 }
    stretch = total == last + 1 - first ? (UInt32(first), UInt32(total)) : nil
    self.truths = Buffer(truths)
  }

  /// The true codes, if they are one stretch.
  var codes: CodeRange? {
    stretch.map { CodeRange(Int64($0.first), Int64($0.first) + Int64($0.count) - 1) }
  }

  /// For each row whether its text is known and its code among the true ones.
  func column(_ column: Column) -> Column {
    let (codes, _) = column.texts
    let values: Buffer<Bool> =
      if truths.isEmpty {
        Buffer(repeating: false, count: codes.count)
      } else if let stretch {
        switch codes {
        case .uint8(let codes): within(codes, stretch)
        case .uint16(let codes): within(codes, stretch)
        case .uint32(let codes): within(codes, stretch)
        }
      } else {
        codes.looked(up: truths)
      }
    return Column(.boolean(BooleanKernels.and(values, column.known)))
  }

  @inline(__always)
  private func within<Code: FixedWidthInteger & BitwiseCopyable & Sendable>(
    _ codes: Buffer<Code>,
    _ stretch: (first: UInt32, count: UInt32)
  ) -> Buffer<Bool> {
    if stretch.count == 0 { return Buffer(repeating: false, count: codes.count) }
    let first = Code(truncatingIfNeeded: stretch.first)
    let last = Code(truncatingIfNeeded: stretch.count - 1)
    return Kernels.values(codes) { $0 &- first <= last }
  }
}
