import Catalog
import Columns

/// The first record of delimited text, which names the columns.
struct DelimitedHeader {
  /// The names as they stand there.
  let names: [String]
  /// Where the second record begins.
  let end: Int

  /// The header of the text that `dialect` lays out, behind a byte-order mark if it has one.
  init(_ dialect: DelimitedDialect) throws(TableFailure) {
    let source = dialect.source
    var size = dialect.start + 1 << 14
    while true {
      let count = min(size, source.count)
      let window = UninitializedBuffer<UInt8>(capacity: count + 8)
      try source.read(0..<count, into: window.base)
      // The last field ends as it would before a line feed.
      window.base[count] = 0x0A
      let file = FileBytes(path: source.path, bytes: window.buffer(count: count))
      let found = Result { () throws(TableFailure) in
        try DelimitedHeader.fields(of: file, dialect)
      }
      let end = (try? found.get())?.last.map { Int($0) + 1 } ?? .max
      if count == source.count || end < count {
        let header = TextCheck(base: file.bytes.base, count: min(end, count))
        if let bad = header.firstInvalid() {
          throw file.failure(at: bad, CSVProblem.encoding(file.bytes.base[bad]))
        }
        let ends = try found.get()
        // The bytes of the file end where those of the window have the line feed.
        names = withExtendedLifetime(window) {
          ends.withUnsafeBufferPointer { DelimitedHeader.texts(window.base, $0) }
        }
        self.end = min(end, source.count)
        return
      }
      size *= 8
    }
  }

  /// The place before the first field, then the place behind each.
  private static func fields(
    of file: FileBytes,
    _ dialect: DelimitedDialect
  ) throws(TableFailure) -> [Int32] {
    let (bytes, delimiter) = (file.bytes, dialect.delimiter)
    let scanner = FieldScanner(bytes: bytes.base, end: bytes.count, delimiter: delimiter)
    var place = max(dialect.start, bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
    if place >= bytes.count { throw file.failure(at: 0, CSVProblem.empty) }
    var ends = [Int32(place - 1)]
    while true {
      let stop = scanner.skip(from: place)
      if stop < 0 {
        let after = scanner.textAfterQuote(place)
        throw file.failure(
          at: after ?? place,
          after == nil ? CSVProblem.unclosed : CSVProblem.textAfterQuote
        )
      }
      ends.append(Int32(truncatingIfNeeded: stop))
      place = stop + 1
      if stop >= bytes.count || bytes[stop] != delimiter { return ends }
    }
  }

  private static func texts(
    _ bytes: UnsafePointer<UInt8>,
    _ ends: UnsafeBufferPointer<Int32>
  ) -> [String] {
    guard let base = ends.baseAddress else { return [] }
    let count = ends.count - 1
    let fields = ChunkFields(bytes: bytes, ends: base, stride: 1, rowCount: count, endsLine: true)
    var scratch: [UInt8] = []
    return (0..<count).map { place in
      fields.withText(place, &scratch) { String(decoding: $0, as: UTF8.self) }
    }
  }
}

/// `names` as queries can write them: line breaks and control characters are spaces, names that
/// repeat get a number, and empty ones their place.
func distinctNames(_ names: [String]) -> [String] {
  var taken: Set<String> = []
  // The number to try next for a name: all before it are taken.
  var numbers: [String: Int] = [:]
  return names.enumerated().map { place, given in
    let clean = withoutControls(given)
    let name = clean.isEmpty ? "column_\(place + 1)" : clean
    if taken.insert(name).inserted { return name }
    var number = numbers[name] ?? 2
    while !taken.insert("\(name)_\(number)").inserted { number += 1 }
    numbers[name] = number + 1
    return "\(name)_\(number)"
  }
}

/// `name` with a space for each run of control characters, and none at its ends.
private func withoutControls(_ name: String) -> String {
  let isControl = { (byte: UInt8) in byte < 0x20 || byte == 0x7F }
  if !name.utf8.contains(where: isControl) { return name }
  let words = name.utf8.split(whereSeparator: isControl).map { String(decoding: $0, as: UTF8.self) }
  return words.joined(separator: " ")
}

/// What is to be said of the columns of the file at `path` that queries call otherwise than it does.
func renamings(_ given: [String], _ names: [String], _ path: String) -> [String] {
  let renamed = zip(given, names).enumerated().filter { $1.0 != $1.1 }
  let told = renamed.prefix(renamed.count > mostRenamings ? 1 : mostRenamings).map { place, name in
    let header = name.0.isEmpty ? "column \(place + 1) has no name and" : "\(shown(name.0))"
    return "\(path): \(header) is called \(name.1) here"
  }
  let more = renamed.count - told.count
  let others = more == 1 ? "so is 1 more column" : "so are \(more) more columns"
  return more == 0 ? told : told.map { "\($0), and \(others) with other names" }
}

/// The most renamed columns that are told one by one.
private let mostRenamings = 10
