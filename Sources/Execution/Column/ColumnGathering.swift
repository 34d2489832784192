import Columns

extension Column {
  /// The rows at `indices`, in their order, gathered by several workers; an index below zero gives
  /// a missing row, of which there are some if `hasAbsent`.
  func gathered(
    _ indices: Buffer<Int32>,
    hasAbsent: Bool,
    by workers: Workers
  ) throws -> Column {
    if workers.count == 1 || indices.count <= workers.chunkSize { return gathered(indices) }
    var mask = try known?.gathered(indices, absent: false, by: workers)
    if mask == nil && hasAbsent { mask = indices.areRows }
    return Column(try storage.gathered(indices, by: workers), known: mask)
  }
}

extension Column.Storage {
  fileprivate func gathered(_ indices: Buffer<Int32>, by workers: Workers) throws -> Self {
    switch self {
    case .boolean(let values):
      return .boolean(try values.gathered(indices, absent: false, by: workers))
    case .integer(.byte(let values)):
      return .integer(.byte(try values.gathered(indices, absent: 0, by: workers)))
    case .integer(.short(let values)):
      return .integer(.short(try values.gathered(indices, absent: 0, by: workers)))
    case .integer(.middle(let values)):
      return .integer(.middle(try values.gathered(indices, absent: 0, by: workers)))
    case .integer(.wide(let values)):
      return .integer(.wide(try values.gathered(indices, absent: 0, by: workers)))
    case .real(let values):
      return .real(try values.gathered(indices, absent: 0, by: workers))
    case .ordinal(let values):
      return .ordinal(try values.gathered(indices, absent: 0, by: workers))
    case .code(.narrow(let codes), let labels):
      return .code(.narrow(try codes.gathered(indices, absent: 0, by: workers)), labels)
    case .code(.middle(let codes), let labels):
      return .code(.middle(try codes.gathered(indices, absent: 0, by: workers)), labels)
    case .code(.wide(let codes), let labels):
      return .code(.wide(try codes.gathered(indices, absent: 0, by: workers)), labels)
    }
  }
}

extension Buffer {
  /// The values at `indices`, gathered by several workers; an index below zero gives `absent`.
  func gathered(_ indices: Buffer<Int32>, absent: Element, by workers: Workers) throws -> Buffer {
    let chunks = workers.chunks(of: 0..<indices.count)
    return try Buffer(count: indices.count) { target in
      _ = try workers.map(chunks.count) { chunk in
        var row = chunks[chunk].lowerBound
        while row < chunks[chunk].upperBound {
          let index = Int(indices.base[row])
          target[row] = index < 0 ? absent : base[index]
          row &+= 1
        }
      }
    }
  }
}
