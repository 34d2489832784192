import Catalog
import Columns

/// The state of a table in a file of delimited text: its header, and what was read so far.
struct DelimitedState: Sendable {
  let source: ByteSource
  /// The columns' names as the first record has them.
  let header: [String]
  /// The columns' names, without repetitions.
  let names: [String]
  /// The columns that a data package declares, by their places.
  var declared: [Int: DeclaredColumn] = [:]
  private let shape: TableShape
  /// The columns that are to be read with the first.
  private var expected: Set<Int> = []
  /// How many passes were made to find a type.
  private var typePasses = 0
  /// The number of rows, once the file was read.
  private(set) var rowCount: Int?
  private(set) var columns: [Int: LoadedColumn] = [:]
  private(set) var rejects: [Reject] = []
  private var hasToldRejects = false
  private var cache: ColumnCache?
  private var isTableKept = false
  private var digest: UInt64?

  /// A column that was read, or kept.
  struct LoadedColumn: Sendable {
    var column: Column
    var kind: FieldKind
    /// Whether it came from the cache or went there.
    var isKept: Bool
    /// How many rows have each code of a column of texts, once that was counted.
    var counts: [Int]?

    /// What its values are.
    var type: DataType { kind.type }
  }

  init(
    _ source: ByteSource,
    _ delimiter: UInt8,
    _ options: LoadOptions
  ) throws(TableFailure) {
    self.source = source
    let first = try DelimitedHeader(of: source, delimiter: delimiter)
    (header, names) = (first.names, distinctNames(first.names))
    shape = TableShape(
      source: source,
      delimiter: delimiter,
      fieldCount: header.count,
      dataStart: first.end,
      options: options
    )
    cache = ColumnCache(source, delimiter: delimiter, options: options)
  }

  /// Each column's name, and its type as far as it is known.
  var types: [(name: String, type: DataType?)] {
    names.enumerated().map { ($1, columns[$0]?.type) }
  }

  /// Notes which columns a query text may name.
  mutating func prefetch(_ text: String) {
    let words = Set(
      text.utf8.split { !isPartOfName($0) }.map { String(decoding: $0, as: UTF8.self) }
    )
    for (place, name) in names.enumerated() where columns[place] == nil {
      let isWord = name.utf8.allSatisfy(isPartOfName)
      if isWord ? words.contains(name) : mentions(text, name) { expected.insert(place) }
    }
  }

  /// The type of a column; nil if it cannot be read.
  ///
  /// After some passes that found one type each, a pass reads twice as many columns as the one
  /// before: so the types of all columns take few passes.
  mutating func type(of place: Int) -> DataType? {
    if columns[place] == nil {
      typePasses += 1
      let width = 1 << min(max(0, typePasses - 8), 20)
      let lacking = names.indices[place...].filter { columns[$0] == nil }
      try? read(Array(lacking.prefix(width)))
    }
    return columns[place]?.type
  }

  /// Reads the columns at these places, unless that was done; quietly if it is read in the
  /// background.
  mutating func read(_ wanted: [Int], isQuiet: Bool = false) throws(TableFailure) {
    if rowCount == nil { try recallTable() }
    var lacking = Set(wanted).union(expected).filter { columns[$0] == nil }
    if rowCount != nil { lacking = lacking.filter { !recall($0) } }
    if rowCount != nil, lacking.isDisjoint(with: wanted) { return }
    let places = lacking.sorted()
    let result = try scan(
      places.map { WantedColumn(place: $0, declared: declared[$0]) },
      isQuiet
    )
    let mixed = zip(places, result.columns).filter { $0.1 == nil }.map(\.0)
    if !mixed.isEmpty { _ = try scan(mixed.map { WantedColumn(place: $0, kind: .text) }, isQuiet) }
    expected = []
  }

  private mutating func scan(
    _ wanted: [WantedColumn],
    _ isQuiet: Bool
  ) throws(TableFailure) -> ScanResult {
    var shape = self.shape
    if isQuiet { shape.options.progress = nil }
    (shape.columns, shape.digests) = (wanted, cache != nil && digest == nil)
    let result = try DelimitedScan(shape).run()
    for (entry, found) in zip(wanted, result.columns) {
      guard let (column, kind) = found else { continue }
      columns[entry.place] = LoadedColumn(column: column.zoned, kind: kind, isKept: false)
      if shape.options.countsValues { _ = codeCounts(entry.place) }
    }
    (rowCount, rejects) = (result.rowCount, result.rejects)
    digest = digest ?? result.digest
    return result
  }

  /// Finds the number of rows among what was kept, if it is of this very file.
  private mutating func recallTable() throws(TableFailure) {
    guard let kept = cache?.table() else { return }
    if shape.options.verifiesCache {
      var shape = shape
      shape.digests = true
      let whole = try DelimitedScan(shape).run()
      digest = whole.digest
      if whole.digest != kept.digest {
        cache?.isTrusted = false
        return
      }
    }
    (rowCount, digest, isTableKept) = (kept.rowCount, kept.digest, true)
  }

  /// Takes a column from what was kept; false if it is not there.
  private mutating func recall(_ place: Int) -> Bool {
    guard let rowCount, let kept = cache?.column(place, rowCount: rowCount) else { return false }
    columns[place] = LoadedColumn(column: kept.column.zoned, kind: kept.kind, isKept: true)
    return true
  }

  /// How many rows have each code of a column that was read.
  mutating func codeCounts(_ place: Int) -> [Int]? {
    guard let loaded = columns[place] else { return nil }
    if let counts = loaded.counts { return counts }
    let counts = loaded.column.codeCounts
    columns[place]?.counts = counts
    return counts
  }

  /// How many rejects there are, the first time that it is asked after the file was read; then
  /// zero.
  mutating func takeUntoldRejects() -> Int {
    if hasToldRejects || rejects.isEmpty { return 0 }
    hasToldRejects = true
    return rejects.count
  }

  /// Keeps the columns that were read for the next time.
  mutating func keep() {
    guard let cache, let rowCount, let digest, rejects.isEmpty else { return }
    let fresh = columns.filter { !$0.value.isKept }
    if fresh.isEmpty, isTableKept { return }
    for (place, entry) in fresh {
      cache.keep(entry.column, entry.kind, place: place)
      columns[place]?.isKept = true
    }
    cache.keep(rowCount: rowCount, digest: digest)
    isTableKept = true
    cache.makeRoom(shape.options.largestCache)
  }

  /// The line of the source in which a row begins, for messages.
  func line(of row: Int) throws(TableFailure) -> Int {
    try source.lines(of: [offset(of: row, field: 0)])[0]
  }

  /// Where a field of a row begins in the source; for messages: all rows before it are looked
  /// through.
  func offset(of row: Int, field: Int) throws(TableFailure) -> Int {
    let window = UninitializedBuffer<UInt8>(capacity: source.count)
    try source.read(0..<source.count, into: window.base)
    let fields = FieldScanner(bytes: window.base, end: source.count, delimiter: shape.delimiter)
    var (place, rows) = (shape.dataStart, 0)
    while place < source.count {
      var starts = [place]
      var isOver = false
      while !isOver {
        let stop = fields.skip(from: place)
        isOver = stop < 0 || stop >= source.count || window.base[stop] == 0x0A
        place = stop < 0 ? source.count : stop + 1
        starts.append(place)
      }
      if names.count > 1, fields.isEmptyLine(starts[0]) { continue }
      if rows == row { return starts[min(field, starts.count - 1)] }
      rows += 1
    }
    return source.count
  }
}
