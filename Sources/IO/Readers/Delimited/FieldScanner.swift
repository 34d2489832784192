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
    if start < end, bytes[start] == 0x22 { return skipQuoted(from: start) }
    var place = start
    while place < end, bytes[place] != delimiter, bytes[place] != 0x0A { place &+= 1 }
    return place
  }

  private func skipQuoted(from start: Int) -> Int {
    guard var place = textAfterQuote(start) else { return -1 }
    if place < end, bytes[place] == 0x0D, place &+ 1 == end || bytes[place &+ 1] == 0x0A {
      place &+= 1
    }
    let isClosed = place == end || bytes[place] == delimiter || bytes[place] == 0x0A
    return isClosed ? place : -1
  }

  /// The place behind the closing quote of the field that begins at `start`; nil if it never ends.
  func textAfterQuote(_ start: Int) -> Int? {
    var place = start &+ 1
    while true {
      while place < end, bytes[place] != 0x22 { place &+= 1 }
      if place == end { return nil }
      if place &+ 1 == end || bytes[place &+ 1] != 0x22 { return place &+ 1 }
      place &+= 2
    }
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

  static func encoding(_ byte: UInt8, of what: String = "file") -> String {
    "byte 0x\(String(byte, radix: 16, uppercase: true)) is not UTF-8; save the \(what) as UTF-8"
  }
}
