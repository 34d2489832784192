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

/// Finds the fields of delimited text one by one, as RFC 4180 has them.
struct FieldScanner {
  let bytes: UnsafePointer<UInt8>
  let end: Int
  let delimiter: UInt8

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

  /// Where the quoted field that begins at `start` goes wrong: the text after its closing quote, or nil if
  /// it never ends.
  func textAfterQuote(_ start: Int) -> Int? {
    var place = start + 1
    while place < end {
      if bytes[place] != 0x22 {
        place += 1
      } else if place + 1 < end, bytes[place + 1] == 0x22 {
        place += 2
      } else {
        return place + 1
      }
    }
    return nil
  }

  /// Whether the line that begins at `start` has nothing in it.
  func isEmptyLine(_ start: Int) -> Bool {
    bytes[start] == 0x0A
      || (bytes[start] == 0x0D && (start + 1 == end || bytes[start + 1] == 0x0A))
  }
}

/// What is wrong with the structure of delimited text, in words.
enum CSVProblem {
  static let unclosed = "a quoted field begins here and never ends; close it with \""
  static let textAfterQuote =
    "there is text after a closing quote; double the quotes inside a quoted field"
  static let empty = "the file is empty; its first line must name the columns"

  static func ragged(_ fields: Int, header: Int) -> String {
    "this row has \(fields == 1 ? "1 field" : "\(fields) fields"), "
      + "but the header names \(header == 1 ? "1 column" : "\(header) columns"); "
      + "write what is missing as empty fields, and quote fields that hold the delimiter"
  }

  static func encoding(_ byte: UInt8) -> String {
    "byte 0x\(String(byte, radix: 16, uppercase: true)) is not UTF-8; save the file as UTF-8"
  }
}

/// Goes over the rows of delimited text.
struct CSVScanner {
  private let file: FileBytes
  private let fields: FieldScanner
  private var place: Int

  /// A scanner at the beginning of `file`, after its byte-order mark if it has one.
  init(_ file: FileBytes, delimiter: UInt8) {
    self.file = file
    fields = FieldScanner(bytes: file.bytes.base, end: file.bytes.count, delimiter: delimiter)
    place = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// Where the scanner stands.
  var offset: Int { place }

  /// The names in the first row.
  mutating func header() throws(TableFailure) -> [String] {
    var names: [String] = []
    var scratch: [UInt8] = []
    if place >= fields.end { throw file.failure(at: 0, CSVProblem.empty) }
    while true {
      var cell = CSVCell(start: 0, shape: 0)
      let stop = fields.read(from: place, into: &cell)
      if stop < 0 { throw malformed(at: place) }
      names.append(
        cell.withText(of: fields.bytes, &scratch) { String(decoding: $0, as: UTF8.self) }
      )
      place = stop + 1
      if stop >= fields.end || fields.bytes[stop] != fields.delimiter { return names }
    }
  }

  /// Where the rows begin that follow, each of `fieldCount` fields; empty lines are no rows, unless
  /// there is a single column, whose value they lack.
  mutating func rows(of fieldCount: Int) throws(TableFailure) -> Buffer<Int> {
    let end = fields.end
    var starts = Slab<Int>(capacity: max(64, (end - place) / 32))
    var count = 0
    while place < end {
      let start = place
      let found = try fieldsOfRow()
      if found == 1, fieldCount > 1, fields.isEmptyLine(start) { continue }
      guard found == fieldCount else {
        throw file.failure(at: start, CSVProblem.ragged(found, header: fieldCount))
      }
      if count == starts.capacity { starts = starts.grown(keeping: count) }
      starts.start[count] = start
      count += 1
    }
    return starts.buffer(count: count)
  }

  /// Goes to the next row, and counts the fields of this one.
  private mutating func fieldsOfRow() throws(TableFailure) -> Int {
    var found = 0
    while true {
      let stop = fields.skip(from: place)
      if stop < 0 { throw malformed(at: place) }
      found &+= 1
      place = stop &+ 1
      if stop >= fields.end || fields.bytes[stop] != fields.delimiter { return found }
    }
  }

  private func malformed(at start: Int) -> TableFailure {
    if let place = fields.textAfterQuote(start) {
      return file.failure(at: place, CSVProblem.textAfterQuote)
    }
    return file.failure(at: start, CSVProblem.unclosed)
  }
}
