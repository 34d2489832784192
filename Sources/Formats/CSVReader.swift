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
      let byte = String(file.bytes.base[offset], radix: 16, uppercase: true)
      throw file.failure(at: offset, "byte 0x\(byte) is not UTF-8; save the file as UTF-8")
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
    let scanner = CSVScanner(file, delimiter: delimiter)
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

extension FileBytes {
  /// The place of the first byte that no UTF-8 text has there, if there is one.
  func firstInvalidByte() -> Int? {
    let base = UnsafeRawPointer(bytes.base)
    var place = 0
    while place &+ 8 <= bytes.count {
      let word = base.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      if word & 0x8080_8080_8080_8080 != 0 {
        guard let next = validated(upTo: place &+ 8, from: place) else {
          return firstInvalidByte(from: place)
        }
        place = next
      } else {
        place &+= 8
      }
    }
    while place < bytes.count {
      guard let next = validated(upTo: bytes.count, from: place) else {
        return firstInvalidByte(from: place)
      }
      place = next
    }
    return nil
  }

  /// The first place at or after `limit` where a character begins, if all until there are valid.
  private func validated(upTo limit: Int, from start: Int) -> Int? {
    var place = start
    while place < limit {
      let length = sequenceLength(at: place)
      if length == 0 { return nil }
      place &+= length
    }
    return place
  }

  private func firstInvalidByte(from start: Int) -> Int {
    var place = start
    while place < bytes.count {
      let length = sequenceLength(at: place)
      if length == 0 { return place }
      place &+= length
    }
    return place
  }

  /// How many bytes the character at `place` has; zero if they are not one (Unicode, table 3-7).
  private func sequenceLength(at place: Int) -> Int {
    let first = bytes.base[place]
    if first < 0x80 { return 1 }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC2, first <= 0xF4, place + length <= bytes.count else { return 0 }
    let second = bytes.base[place + 1]
    let least: UInt8 = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80
    let most: UInt8 = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF
    guard second >= least && second <= most else { return 0 }
    for later in 2..<max(length, 2) where bytes.base[place + later] & 0xC0 != 0x80 { return 0 }
    return length
  }
}
