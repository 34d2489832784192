import Tables

/// A file of delimited text whose rows have been found: as RFC 4180 has it, in UTF-8.
///
/// Reading has two steps that could each be split among threads: finding the rows, which checks the
/// file's structure once, and parsing columns of them, which relies on it.
struct CSVReader: Sendable {
  let file: FileBytes
  let delimiter: UInt8
  /// The columns' names, as the first row has them.
  let header: [String]
  /// Where each row begins.
  let starts: Buffer<Int>

  /// The number of rows under the header.
  var rowCount: Int { starts.count }

  /// Finds the rows of a file.
  ///
  /// Throws where a quote is not closed, a row has not the header's number
  /// of fields, or a byte is not UTF-8.
  init(_ file: FileBytes, delimiter: UInt8) throws(TableFailure) {
    self.file = file
    self.delimiter = delimiter
    if let offset = file.firstInvalidByte() {
      throw file.failure(at: offset, CSVProblem.encoding(file.bytes.base[offset]))
    }
    var scanner = CSVScanner(file, delimiter: delimiter)
    header = try scanner.header()
    starts = try scanner.rows(of: header.count)
  }

  /// Writes where the cells of `rows` lie: for each of `columns`, which ascend, those of all rows.
  func find(
    _ columns: [Int],
    in rows: Range<Int>,
    into cells: UnsafeMutablePointer<CSVCell>
  ) {
    let scanner = FieldScanner(
      bytes: file.bytes.base,
      end: file.bytes.count,
      delimiter: delimiter
    )
    let first = starts.base + rows.lowerBound
    let rowCount = rows.count
    columns.withUnsafeBufferPointer { columns in
      var row = 0
      while row < rowCount {
        var place = first[row]
        var column = 0
        var slot = row
        var next = 0
        while next < columns.count {
          while column < columns[next] {
            place = scanner.skip(from: place) &+ 1
            column &+= 1
          }
          place = scanner.read(from: place, into: &cells[slot]) &+ 1
          column &+= 1
          slot &+= rowCount
          next &+= 1
        }
        row &+= 1
      }
    }
  }

  /// Columns of the file's places `columns`, each parsed as the builder beside it does.
  ///
  /// Throws at the first cell that is not of its column's type.
  func parse(_ builders: [(column: Int, builder: any ColumnBuilder)]) throws(TableFailure) {
    let sorted = builders.sorted { $0.column < $1.column }
    let step = 1024
    let cells = Slab<CSVCell>(capacity: step * sorted.count)
    var first = 0
    while first < rowCount {
      let rows = first..<min(first + step, rowCount)
      find(sorted.map(\.column), in: rows, into: cells.start)
      for (place, entry) in sorted.enumerated() {
        let mine = UnsafeBufferPointer(
          start: cells.start + place * rows.count,
          count: rows.count
        )
        if let bad = entry.builder.append(mine, of: file.bytes.base) {
          throw failure(mine[bad], entry.builder, column: entry.column)
        }
      }
      first = rows.upperBound
    }
  }

  private func failure(
    _ cell: CSVCell,
    _ builder: any ColumnBuilder,
    column: Int
  ) -> TableFailure {
    var scratch: [UInt8] = []
    let text = cell.withText(of: file.bytes.base, &scratch) { String(decoding: $0, as: UTF8.self) }
    let offset = cell.isQuoted ? cell.start - 1 : cell.start
    return file.failure(
      at: offset,
      "\"\(shown(text))\" is not \(builder.expectation), which \(shown(header[column])) holds; "
        + builder.remedy
    )
  }
}
