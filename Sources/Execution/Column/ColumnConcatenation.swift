import Columns

extension Column {
  /// The rows of `parts`, one part after the other, put there by several workers.
  ///
  /// To write to fresh memory takes the system longer than to copy: so workers share it, and look
  /// between the parts whether anybody still waits.
  static func joined(_ parts: [Column], by workers: Workers) throws -> Column {
    let count = parts.reduce(0) { $0 + $1.count }
    guard parts.count > 1, count > workers.chunkSize,
      let storage = try Storage.joined(parts.map(\.storage), by: workers)
    else { return Column.joined(parts, as: .integer) }
    if parts.allSatisfy({ $0.known == nil }) { return Column(storage) }
    let masks = parts.map { $0.known ?? Buffer(repeating: true, count: $0.count) }
    return Column(storage, known: try .joined(masks, by: workers))
  }
}

extension Column.Storage {
  /// The same of their storage; nil unless all parts are stored alike.
  fileprivate static func joined(_ parts: [Self], by workers: Workers) throws -> Self? {
    func join<Element>(_ buffer: (Self) -> Buffer<Element>?) throws -> Buffer<Element>? {
      let buffers = parts.compactMap(buffer)
      return buffers.count == parts.count ? try .joined(buffers, by: workers) : nil
    }
    switch parts[0] {
    case .boolean:
      return try join { if case .boolean(let values) = $0 { values } else { nil } }
        .map { .boolean($0) }
    case .integer(.byte):
      return try join { if case .integer(.byte(let values)) = $0 { values } else { nil } }
        .map { .integer(.byte($0)) }
    case .integer(.short):
      return try join { if case .integer(.short(let values)) = $0 { values } else { nil } }
        .map { .integer(.short($0)) }
    case .integer(.middle):
      return try join { if case .integer(.middle(let values)) = $0 { values } else { nil } }
        .map { .integer(.middle($0)) }
    case .integer(.wide):
      return try join { if case .integer(.wide(let values)) = $0 { values } else { nil } }
        .map { .integer(.wide($0)) }
    case .real:
      return try join { if case .real(let values) = $0 { values } else { nil } }
        .map { .real($0) }
    case .ordinal:
      return try join { if case .ordinal(let values) = $0 { values } else { nil } }
        .map { .ordinal($0) }
    case .code(_, let labels):
      return try joined(codes: parts, of: labels, by: workers).map { .code($0, labels) }
    }
  }

  private static func joined(
    codes parts: [Self],
    of labels: TextDictionary,
    by workers: Workers
  ) throws -> Codes? {
    let codes = parts.compactMap { part -> Codes? in
      if case .code(let codes, let others) = part, others === labels { codes } else { nil }
    }
    guard codes.count == parts.count else { return nil }
    func join<Code>(_ buffer: (Codes) -> Buffer<Code>?) throws -> Buffer<Code>? {
      let buffers = codes.compactMap(buffer)
      return buffers.count == codes.count ? try .joined(buffers, by: workers) : nil
    }
    switch codes[0] {
    case .narrow:
      return try join { if case .narrow(let codes) = $0 { codes } else { nil } }
        .map { .narrow($0) }
    case .middle:
      return try join { if case .middle(let codes) = $0 { codes } else { nil } }
        .map { .middle($0) }
    case .wide:
      return try join { if case .wide(let codes) = $0 { codes } else { nil } }
        .map { .wide($0) }
    }
  }
}

extension Buffer {
  /// The values of `parts`, one part after the other, put there by several workers.
  static func joined(_ parts: [Buffer], by workers: Workers) throws -> Buffer {
    var ends: [Int] = []
    for part in parts { ends.append((ends.last ?? 0) + part.count) }
    return try Buffer(count: ends.last ?? 0) { target in
      _ = try workers.map(parts.count) { place in
        let start = target + ends[place] - parts[place].count
        start.update(from: parts[place].base, count: parts[place].count)
      }
    }
  }
}
