import Catalog
import Columns
import Planner

extension Executor {
  /// The rows among which the first or last ones in the order of `keys` are, in the order of `input`,
  /// found by a coarse key: the first keys, or the beginnings of texts; nil where so many rows
  /// compete that all may be sorted as well.
  func leadingRows(
    _ limit: RowLimit,
    _ keys: [SortKey],
    of input: Chunk,
    _ plan: LogicalPlan
  ) throws -> Buffer<Int32>? {
    let (rowCount, count) = (input.rowCount, limit.count)
    guard count > 0, rowCount > workers.chunkSize, count <= rowCount / 16 else { return nil }
    var encoders: [KeyEncoder] = []
    for key in keys {
      let column = input[key.column]
      let type = plan.type(of: key.column, column)
      // Few texts are put in order soon enough.
      if type == .text, case .code(.uint32(let codes), let labels) = column.storage,
        !labels.isSorted
      {
        if !encoders.isEmpty { break }
        // Missing is last in either direction.
        if limit.isFromEnd, column.known != nil { return nil }
        let heads = TextHeads(labels, descending: key.isDescending != limit.isFromEnd)
        return try leadingRows(count, heads, codes, column.known)
      }
      encoders += try KeyEncoder.encoders(column, type, descending: key.isDescending, by: workers)
      // A first key of many values mostly decides alone.
      if encoders.count < keys.count, encoders.contains(where: { $0.last > rowCount / 16 }),
        let rows = try leadingRows(limit, of: rowCount, encoders)
      {
        return rows
      }
    }
    return try leadingRows(limit, of: rowCount, encoders)
  }

  /// The rows among which the first or last ones in the order of these encoders are.
  private func leadingRows(_ limit: RowLimit, of rowCount: Int, _ encoders: [KeyEncoder]) throws
    -> Buffer<Int32>?
  {
    guard let key = NormalizedKey.words(of: encoders).first else { return nil }
    return limit.isFromEnd
      ? try leadingRows(limit.count, of: rowCount, ReversedCodes(key))
      : try leadingRows(limit.count, of: rowCount, key)
  }

  /// The rows whose codes are among the smallest `count`; nil where they are too many.
  private func leadingRows(_ count: Int, of rowCount: Int, _ key: some CodeSource) throws
    -> Buffer<Int32>?
  {
    let last = try smallest(count, of: rowCount, key).last ?? .max
    let rows = try rows(upTo: last, of: rowCount, key, nil)
    return rows.count > rowCount / 4 ? nil : Buffer(rows.map(\.row))
  }

  /// The rows whose texts are among the first `count` of those that occur; nil where these are
  /// fewer, or have too many rows.
  private func leadingRows(
    _ count: Int,
    _ heads: TextHeads,
    _ codes: Buffer<UInt32>,
    _ known: Buffer<Bool>?
  ) throws -> Buffer<Int32>? {
    let textCount = heads.labels.count
    let occurs = try occurring(codes, known, of: textCount)
    let first = try smallest(count, of: textCount, heads, occurs)
    guard let last = first.last, first.count == count else { return nil }
    var leading = Bitmap(textCount)
    for text in try rows(upTo: last, of: textCount, heads, occurs) { leading.insert(Int(text.row)) }
    let isLeading = leading
    let runs = workers.runs(of: codes.count)
    let rows = try workers.map(runs.count) { [workers] run in
      var rows: [Int32] = []
      for chunk in workers.chunks(of: runs[run]) {
        try workers.check()
        for row in chunk where (known?.base[row] ?? true) && isLeading[Int(codes.base[row])] {
          rows.append(Int32(truncatingIfNeeded: row))
        }
      }
      return rows
    }.joined()
    return rows.count > codes.count / 4 ? nil : Buffer(Array(rows))
  }

  /// Which of `count` codes known rows have.
  private func occurring(
    _ codes: Buffer<UInt32>,
    _ known: Buffer<Bool>?,
    of count: Int
  ) throws -> Buffer<Bool> {
    let runs = workers.runs(of: codes.count)
    let parts = try workers.map(runs.count) { [workers] run in
      var met = Bitmap(count)
      for rows in workers.chunks(of: runs[run]) {
        try workers.check()
        met.insert(known.map { codes[rows].picked(at: $0[rows].selected()) } ?? codes[rows])
      }
      return met
    }
    var all = parts[0]
    for part in parts.dropFirst() { all.formUnion(part) }
    let occurs = all
    return try workers.tabulate(count) { occurs[$0] }
  }
}

/// The codes of a source in the opposite order.
private struct ReversedCodes<Source: CodeSource>: CodeSource {
  private let source: Source

  init(_ source: Source) { self.source = source }

  func write(_ rows: Range<Int>, to target: UnsafeMutablePointer<UInt64>) {
    source.write(rows, to: target)
    for row in 0..<rows.count { target[row] = ~target[row] }
  }
}
