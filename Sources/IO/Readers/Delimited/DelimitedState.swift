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
  /// The notations in which columns of texts may write another type.
  private let notations: [TextNotation]
  /// What was guessed and not told yet, a line each: of each column, and before them of the file.
  private var warnings: [Int: [String]]
  private var cache: ColumnCache?
  private var isTableKept = false
  private var digest: UInt64?

  /// A column that was read, or kept.
  struct LoadedColumn: Sendable {
    var column: Column
    var kind: FieldKind
    /// The texts that were converted to it, which are what the cache keeps.
    var texts: Column?
    /// Whether it came from the cache or went there.
    var isKept: Bool
    /// The file of the cache that it lies in.
    var mapping: Mapping?
    /// How many rows have each code of a column of texts, once that was counted.
    var counts: [Int]?

    /// What its values are; nil where there is none.
    var type: DataType? { kind == .none ? nil : kind.type }
  }

  init(_ dialect: DelimitedDialect, _ options: LoadOptions) throws(TableFailure) {
    source = dialect.source
    let first = try DelimitedHeader(dialect)
    (header, names) = (first.names, distinctNames(first.names))
    notations = dialect.isGuessed ? TextNotation.all(besides: dialect.delimiter) : []
    warnings = [-1: dialect.warnings + renamings(header, names, source.path)]
    shape = TableShape(
      source: source,
      delimiter: dialect.delimiter,
      fieldCount: header.count,
      dataStart: first.end,
      options: options
    )
    cache = ColumnCache(source, delimiter: dialect.delimiter, options: options)
    if let problem = cache?.problem {
      warnings[-1, default: []].append(problem)
      cache = nil
    }
  }

  /// Each column's name, and its type as far as it is known.
  var types: [(name: String, type: DataType??)] {
    names.enumerated().map { ($1, columns[$0].map(\.type)) }
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

  /// The type of a column, nil where it has no value; text if it cannot be read.
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
    return columns[place].map(\.type) ?? .text
  }

  /// Reads the columns at these places, unless that was done; quietly if it is read in the
  /// background.
  mutating func read(_ wanted: [Int], isQuiet: Bool = false) throws(TableFailure) {
    for (place, entry) in columns where entry.mapping?.isDamaged == true { columns[place] = nil }
    if rowCount == nil { try recallTable() }
    var lacking = Set(wanted).union(expected).filter { columns[$0] == nil }.sorted()
    if rowCount != nil {
      let unread = lacking
      lacking = []
      for place in unread where try !recall(place) { lacking.append(place) }
    }
    if rowCount != nil, Set(lacking).isDisjoint(with: wanted) { return }
    let places = lacking
    let result = try scan(
      places.map { WantedColumn(place: $0, declared: declared[$0]) },
      isQuiet
    )
    let mixed = zip(places, result.columns).filter { $0.1 == nil }.map(\.0)
    if !mixed.isEmpty { _ = try scan(mixed.map { WantedColumn(place: $0, kind: .text) }, isQuiet) }
    expected = []
  }

  /// The columns at these places as texts, whatever they write, and the number of rows; nothing is
  /// kept of them.
  func texts(of places: [Int], _ missing: MissingWords) throws(TableFailure)
    -> (columns: [Column], rowCount: Int)
  {
    var shape = shape
    shape.columns = places.map { WantedColumn(place: $0, kind: .text) }
    shape.options.missing = missing
    let result = try DelimitedScan(shape).run()
    return (result.columns.compactMap { $0?.column }, result.rowCount)
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
      try take(column, kind, entry, isKept: false)
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
  private mutating func recall(_ place: Int) throws(TableFailure) -> Bool {
    guard let rowCount, let kept = cache?.column(place, rowCount: rowCount) else { return false }
    try take(kept.column, kept.kind, WantedColumn(place: place), isKept: true)
    columns[place]?.mapping = kept.2
    return true
  }

  /// Takes a column that was read, or kept; texts that all write another type become values of it.
  private mutating func take(
    _ column: Column,
    _ kind: FieldKind,
    _ entry: WantedColumn,
    isKept: Bool
  ) throws(TableFailure) {
    let place = entry.place
    let read = LoadedColumn(column: column.zoned, kind: kind, isKept: isKept)
    columns[place] = read
    guard entry.declared == nil, !notations.isEmpty else { return }
    if kind == .real, shape.delimiter == UInt8(ascii: ";"), mayBeThousands(column) {
      warnings[place] = [
        "\(source.path): \(names[place]) is read with a decimal point; if its points stand between "
          + "thousands, its numbers are a thousand times larger: a data package says so by groupChar"
      ]
    }
    guard kind == .text else { return }
    let labels = column.texts.labels
    // Without its conversion the column is not one that was read.
    columns[place] = nil
    let conversion = try TextConversion(labels, shape.options.missing, among: notations) {
      () throws(TableFailure) in try shape.options.check(source.path)
    }
    columns[place] = read
    if let conversion {
      let values = conversion.column(column).zoned
      let texts = cache == nil ? nil : column
      let kind = conversion.kind
      columns[place] = LoadedColumn(column: values, kind: kind, texts: texts, isKept: isKept)
      warnings[place] = conversion.warnings(column, names[place], source.path)
    } else if let problem = wideNumbers(labels) {
      warnings[place] = ["\(source.path): \(names[place]) is text, since \(problem)"]
    } else if let problem = oddTexts(column, shape.options.missing) {
      warnings[place] = ["\(source.path): \(names[place]) is text, since \(problem)"]
    }
  }

  /// How many rows have each code of a column that was read.
  mutating func codeCounts(_ place: Int) -> [Int]? {
    guard let loaded = columns[place] else { return nil }
    if let counts = loaded.counts { return counts }
    let counts = loaded.column.codeCounts
    columns[place]?.counts = counts
    return counts
  }

  /// What was guessed, or not taken as it stands, since this was asked last.
  mutating func takeWarnings() -> [String] {
    var lines = warnings.sorted { $0.key < $1.key }.flatMap(\.value)
    warnings = [:]
    if !hasToldRejects, !rejects.isEmpty {
      hasToldRejects = true
      let rows = rejects.count == 1 ? "1 row is" : "\(rejects.count) rows are"
      lines.append("\(source.path): \(rows) not as the header says; the table rejects tells which")
    }
    return lines
  }

  /// Keeps the columns that were read for the next time.
  mutating func keep() {
    guard let cache, let rowCount, let digest, rejects.isEmpty else { return }
    let fresh = columns.filter { !$0.value.isKept }
    if fresh.isEmpty, isTableKept { return }
    for (place, entry) in fresh {
      let kind = entry.texts == nil ? entry.kind : .text
      cache.keep(entry.texts ?? entry.column, kind, place: place)
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

/// Whether real numbers may be whole ones with a point between thousands: all have three decimals at
/// most and lie below a thousand, and one needs the three.
private func mayBeThousands(_ column: Column) -> Bool {
  guard case .real(let numbers) = column.storage else { return false }
  var needsThree = false
  for row in 0..<column.count where column.isKnown(row) {
    let number = numbers[row]
    let thousandths = (number * 1000).rounded()
    if abs(number) >= 1000 || thousandths / 1000 != number { return false }
    if thousandths.truncatingRemainder(dividingBy: 10) != 0 { needsThree = true }
  }
  return needsThree
}
