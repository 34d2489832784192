import Catalog
import Columns

extension Reader {
  /// A list of flat objects, one a row.
  static let json = Reader(extensions: ["json"]) { input throws(TableFailure) in
    let file = try input.bytes()
    return try file.unchanged { () throws(TableFailure) in
      var reader = JSONReader(file)
      reader.skipSpace()
      guard reader.byte == UInt8(ascii: "[") else {
        let root = try JSON.read(file)
        throw file.failure(
          at: root.offset,
          "a table must be a list of objects, but this is \(root.word); see .jsonl for one a line"
        )
      }
      var gatherer = RowGatherer(file: file, missing: input.options.missing)
      try reader.forEachElement { (reader) throws(TableFailure) in try gatherer.addNext(&reader) }
      try reader.checkEnd()
      return [try gatherer.table(name: input.tableName, input.options)]
    }
  }

  /// A flat object a line, one a row.
  static let jsonLines = Reader(extensions: ["jsonl"], aliases: ["ndjson"]) {
    input throws(TableFailure) in
    let file = try input.bytes()
    return try file.unchanged { () throws(TableFailure) in
      [try jsonLinesTable(file, name: input.tableName, input.options)]
    }
  }
}

/// The table of a file with one flat object a line.
func jsonLinesTable(
  _ file: FileBytes,
  name: String,
  _ options: LoadOptions = LoadOptions()
) throws(TableFailure) -> any TableSource {
  var reader = JSONReader(file)
  var gatherer = RowGatherer(file: file, missing: options.missing)
  while !reader.isAtEnd() {
    try gatherer.addNext(&reader)
  }
  return try gatherer.table(name: name, options)
}

/// Gathers objects into columns, in the order in which their names are first met.
private struct RowGatherer {
  let file: FileBytes
  let missing: MissingWords
  private var columns: [VariantColumnBuilder] = []
  private var places: [String: Int] = [:]
  private(set) var rowCount = 0

  init(file: FileBytes, missing: MissingWords) { (self.file, self.missing) = (file, missing) }

  /// Adds the object at the reader's place.
  mutating func addNext(_ reader: inout JSONReader) throws(TableFailure) {
    if rowCount & 0xFFF == 0, file.isStopped() { throw .stopped(file.path) }
    if !addQuickly(&reader) { try add(try reader.value()) }
  }

  private mutating func add(_ row: JSON) throws(TableFailure) {
    guard case .object(let members) = row.content else {
      throw file.failure(at: row.offset, "a row must be an object, but this is \(row.word)")
    }
    for member in members {
      guard let value = member.value.scalar else {
        throw file.failure(
          at: member.value.offset,
          "\(shown(member.name)) is \(member.value.word), but a cell holds one value; flatten it"
        )
      }
      let place = places[member.name] ?? newColumn(member.name)
      columns[place].pad(to: rowCount)
      if case .wideNumber(let text) = member.value.content {
        columns[place].append(wideNumber: text)
      } else {
        columns[place].append(value)
      }
    }
    rowCount += 1
  }

  /// Adds the object at the reader's place, if it is a plain one; else leaves the reader where it
  /// was.
  ///
  /// Plain are names and texts without escapes, and scalars. What is wrong is left to `add`, which
  /// says so.
  private mutating func addQuickly(_ reader: inout JSONReader) -> Bool {
    let start = reader.place
    if addMembers(&reader) {
      rowCount += 1
      return true
    }
    for column in columns { column.truncate(to: rowCount) }
    reader.place = start
    return false
  }

  private mutating func addMembers(_ reader: inout JSONReader) -> Bool {
    guard reader.takes(UInt8(ascii: "{")) else { return false }
    if reader.takes(UInt8(ascii: "}")) { return true }
    var number = 0
    repeat {
      reader.skipSpace()
      guard let name = reader.plainText() else { return false }
      let column = column(name, expected: number)
      guard column.count <= rowCount, reader.takes(UInt8(ascii: ":")) else { return false }
      column.pad(to: rowCount)
      reader.skipSpace()
      if let text = reader.plainText(), let base = text.baseAddress {
        if reader.place + 8 <= reader.end {
          column.append(text: base, count: text.count)
        } else {
          column.append(copying: text)
        }
      } else if let value = reader.plainValue() {
        column.append(value)
      } else {
        return false
      }
      number += 1
    } while reader.takes(UInt8(ascii: ","))
    return reader.takes(UInt8(ascii: "}"))
  }

  /// The column of this name, which in most rows is the one at the place `expected`.
  private mutating func column(
    _ name: UnsafeBufferPointer<UInt8>,
    expected: Int
  ) -> VariantColumnBuilder {
    if expected < columns.count, columns[expected].name.utf8.elementsEqual(name) {
      return columns[expected]
    }
    let text = String(decoding: name, as: UTF8.self)
    return columns[places[text] ?? newColumn(text)]
  }

  private mutating func newColumn(_ name: String) -> Int {
    places[name] = columns.count
    columns.append(VariantColumnBuilder(name, missing))
    return columns.count - 1
  }

  /// The table of all rows; called last.
  ///
  /// Of rows with names of their own each column has a place in every row, which may be far more
  /// than the file has bytes.
  func table(
    name: String,
    _ options: LoadOptions
  ) throws(TableFailure) -> InMemoryTable {
    let missing = columns.reduce(0) { $0 + rowCount - $1.count }
    if !options.fits(missing * VariantColumnBuilder.bytesPerValue) {
      throw TableFailure(
        "\(file.path): its \(rowCount) rows have \(columns.count) different names in all, and a table "
          + "of so many columns does not fit into the memory that may be held; make rows of the names, "
          + "or set another bound with --memory"
      )
    }
    for column in columns { column.pad(to: rowCount) }
    let names = distinctNames(columns.map(\.name))
    let read = try columns.map { (column) throws(TableFailure) in
      try column.finish(file.path) { () throws(TableFailure) in try options.check(file.path) }
    }
    let fields = zip(names, read).map { inferredField($0, $1.type, table: name) }
    let warnings = renamings(columns.map(\.name), names, file.path) + read.flatMap(\.warnings)
    let stored = read.map(\.column)
    let table = Table(schema: Schema(fields), columns: stored, rowCount: rowCount)
    return InMemoryTable(name: name, title: file.path, table: table, warnings: warnings)
  }
}
