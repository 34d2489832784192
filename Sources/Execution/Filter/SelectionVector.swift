import Columns

extension Buffer<Bool> {
  /// The selection vector: the rows whose value is true, or is false, in their order; `count` of
  /// them, where that is known.
  func selected(wanted: Bool = true, count known: Int? = nil) -> Buffer<Int32> {
    let selectedCount = known ?? (wanted ? trueCount : count - trueCount)
    return Buffer<Int32>(count: selectedCount) { target in
      var (row, next) = (0, 0)
      while next < selectedCount {
        // Written always and kept only if wanted: no branch to mispredict.
        target[next] = Int32(truncatingIfNeeded: row)
        next &+= base[row] == wanted ? 1 : 0
        row &+= 1
      }
    }
  }
}

extension Column {
  /// For each row of a Boolean column, whether it is known and true.
  var certain: Buffer<Bool> {
    let values = booleans
    guard let known else { return values }
    return .tabulate(values.count) { row in
      // As bytes of 0 and 1, which combine many at once.
      let bits = unsafeBitCast(values.base[row], to: UInt8.self)
      return unsafeBitCast(bits & unsafeBitCast(known.base[row], to: UInt8.self), to: Bool.self)
    }
  }
}
