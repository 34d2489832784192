extension Column {
  /// For each code of a column of texts or categories, how many rows have it; empty for other
  /// columns.
  ///
  /// Missing rows are not counted.
  public var codeCounts: [Int] {
    guard case .code(let codes, let labels) = storage else { return [] }
    var counts = [Int](repeating: 0, count: labels.count)
    switch codes {
    case .uint8(let codes): count(codes, into: &counts)
    case .uint16(let codes): count(codes, into: &counts)
    case .uint32(let codes): count(codes, into: &counts)
    }
    return counts
  }

  private func count(_ codes: Buffer<some FixedWidthInteger & Sendable>, into counts: inout [Int]) {
    counts.withUnsafeMutableBufferPointer { counts in
      guard let counts = counts.baseAddress else { return }
      let mask = known?.base
      var row = 0
      while row < codes.count {
        counts[Int(truncatingIfNeeded: codes.base[row])] &+= mask?[row] ?? true ? 1 : 0
        row &+= 1
      }
    }
  }
}
