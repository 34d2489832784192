import Tables

/// Where a field lies in its file, without its quotes.
struct CSVCell: BitwiseCopyable, Sendable {
  /// Its first byte.
  var start: Int
  /// Its length in bytes, times four, plus its kind: plain, quoted, or quoted with doubled quotes.
  var shape: Int

  /// Its length in bytes as written.
  @inline(__always) var count: Int { shape >> 2 }
  /// Whether it stands in quotes.
  var isQuoted: Bool { shape & 3 != 0 }
  /// Whether it has doubled quotes that stand for one.
  @inline(__always) var isDoubled: Bool { shape & 3 == 2 }

  /// Calls `body` with the text; doubled quotes are undone in `scratch`.
  @inline(__always)
  func withText<Result>(
    of bytes: UnsafePointer<UInt8>,
    _ scratch: inout [UInt8],
    _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    let written = UnsafeBufferPointer(start: bytes + start, count: count)
    if !isDoubled { return body(written) }
    scratch.removeAll(keepingCapacity: true)
    var place = 0
    while place < written.count {
      scratch.append(written[place])
      place += written[place] == 0x22 ? 2 : 1
    }
    return scratch.withUnsafeBufferPointer(body)
  }
}

/// Goes over the fields of delimited text.
struct CSVScanner {
  private let file: FileBytes
  private let bytes: UnsafePointer<UInt8>
  private let end: Int
  private let delimiter: UInt8
  private var place: Int

  /// A scanner at the beginning of `file`, after its byte-order mark if it has one.
  init(_ file: FileBytes, delimiter: UInt8) {
    (self.file, self.delimiter) = (file, delimiter)
    bytes = file.bytes.base
    end = file.bytes.count
    place = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The place behind the field that begins at `start`: of a delimiter, a newline, or the end.
  ///
  /// A quoted field that is malformed gives −1.
  @inline(__always)
  func skip(from start: Int) -> Int {
    var cell = CSVCell(start: 0, shape: 0)
    return read(from: start, into: &cell)
  }

  /// Finds the field that begins at `start`, and gives the place behind it as `skip` does.
  @inline(__always)
  func read(from start: Int, into cell: inout CSVCell) -> Int {
    if start < end, bytes[start] == 0x22 { return readQuoted(from: start, into: &cell) }
    var place = start
    while place < end, bytes[place] != delimiter, bytes[place] != 0x0A { place &+= 1 }
    var last = place
    if last > start, bytes[last &- 1] == 0x0D, place == end || bytes[place] == 0x0A { last &-= 1 }
    cell = CSVCell(start: start, shape: (last &- start) << 2)
    return place
  }

  private func readQuoted(from start: Int, into cell: inout CSVCell) -> Int {
    var place = start &+ 1
    var kind = 1
    while true {
      while place < end, bytes[place] != 0x22 { place &+= 1 }
      if place == end { return -1 }
      guard place &+ 1 < end, bytes[place &+ 1] == 0x22 else { break }
      kind = 2
      place &+= 2
    }
    cell = CSVCell(start: start &+ 1, shape: (place &- start &- 1) << 2 | kind)
    place &+= 1
    if place < end, bytes[place] == 0x0D, place &+ 1 == end || bytes[place &+ 1] == 0x0A {
      place &+= 1
    }
    let isClosed = place == end || bytes[place] == delimiter || bytes[place] == 0x0A
    return isClosed ? place : -1
  }

  /// The names in the first row.
  mutating func header() throws(TableFailure) -> [String] {
    var names: [String] = []
    var scratch: [UInt8] = []
    if place >= end {
      throw file.failure(at: 0, "the file is empty; its first line must name the columns")
    }
    while true {
      var cell = CSVCell(start: 0, shape: 0)
      let stop = read(from: place, into: &cell)
      if stop < 0 { throw malformed(at: place) }
      names.append(cell.withText(of: bytes, &scratch) { String(decoding: $0, as: UTF8.self) })
      place = stop + 1
      if stop >= end || bytes[stop] != delimiter { return names }
    }
  }

  /// Where the rows begin that follow, each of `fieldCount` fields; empty lines are no rows, unless
  /// there is a single column, whose value they lack.
  mutating func rows(of fieldCount: Int) throws(TableFailure) -> Buffer<Int> {
    var starts = Slab<Int>(capacity: max(64, (end - place) / 32))
    var count = 0
    while place < end {
      let start = place
      let fields = try fieldsOfRow()
      if fields == 1, fieldCount > 1, isEmptyLine(start) { continue }
      guard fields == fieldCount else {
        throw file.failure(
          at: start,
          "this row has \(fields == 1 ? "1 field" : "\(fields) fields"), "
            + "but the header names \(fieldCount == 1 ? "1 column" : "\(fieldCount) columns"); "
            + "write what is missing as empty fields, and quote fields that hold the delimiter"
        )
      }
      if count == starts.capacity { starts = starts.grown(keeping: count) }
      starts.start[count] = start
      count += 1
    }
    return starts.buffer(count: count)
  }

  private func isEmptyLine(_ start: Int) -> Bool {
    bytes[start] == 0x0A
      || (bytes[start] == 0x0D && (start + 1 == end || bytes[start + 1] == 0x0A))
  }

  /// Goes to the next row, and counts the fields of this one.
  private mutating func fieldsOfRow() throws(TableFailure) -> Int {
    var fields = 0
    while true {
      let stop = skip(from: place)
      if stop < 0 { throw malformed(at: place) }
      fields &+= 1
      place = stop &+ 1
      if stop >= end || bytes[stop] != delimiter { return fields }
    }
  }

  private func malformed(at start: Int) -> TableFailure {
    var place = start + 1
    while place < end {
      if bytes[place] != 0x22 {
        place += 1
      } else if place + 1 < end, bytes[place + 1] == 0x22 {
        place += 2
      } else {
        return file.failure(
          at: place + 1,
          "there is text after a closing quote; double the quotes inside a quoted field"
        )
      }
    }
    return file.failure(at: start, "a quoted field begins here and never ends; close it with \"")
  }
}
