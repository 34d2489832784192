@preconcurrency import Glibc
import Catalog
import Columns

/// A file format that tables are read from: the files that it takes, and how it opens one.
public struct Reader: Sendable {
  /// The endings of file names that it takes, in small letters without the first point, such as
  /// `csv` or `csv.gz`, as messages list them.
  public let extensions: [String]
  /// Further endings that mean the same.
  var aliases: [String] = []
  /// The first bytes of its files, where the format fixes them: they decide among readers of one
  /// ending.
  var signature = ""
  /// Gives the tables of a file.
  let open: @Sendable (ReaderInput) throws(TableFailure) -> [any TableSource]

  /// All readers, in the order in which messages list their endings.
  public static let all: [Reader] = [csv, tsv, json, jsonLines, sqlite]

  /// The endings that messages name, with the point.
  public static var endings: [String] { all.flatMap(\.extensions).map { "." + $0 } }

  /// The reader, among `readers`, of the files called `name`, and the ending that it goes by.
  ///
  /// The longest ending decides; among several readers of it, the one whose signature `beginning`
  /// starts with goes first, then the first without one.
  static func reader(
    among readers: [Reader] = all,
    forFile name: String,
    beginning: () -> [UInt8]
  ) -> (reader: Reader, ending: String)? {
    var name = name.lowercased()
    let packing = Compression.endings.first { name.hasSuffix($0) } ?? ""
    name.removeLast(packing.count)
    let fitting = readers.flatMap { reader in
      (reader.extensions + reader.aliases).filter { name.hasSuffix("." + $0) }.map { (reader, $0) }
    }
    guard let ending = fitting.map(\.1).max(by: { $0.utf8.count < $1.utf8.count }) else {
      return nil
    }
    let longest = fitting.filter { $0.1 == ending }.map(\.0)
    let bytes = longest.count > 1 ? beginning() : []
    let found =
      longest.first { !$0.signature.isEmpty && bytes.starts(with: $0.signature.utf8) }
      ?? longest.first { $0.signature.isEmpty } ?? longest.first
    return found.map { ($0, ending + packing) }
  }

  /// The reader of a file that has no ending which tells, by its first bytes: SQLite by its
  /// signature, JSON by its first bracket, else delimited text.
  static func reader(ofContent beginning: [UInt8]) -> Reader {
    if beginning.starts(with: sqlite.signature.utf8), !sqlite.signature.isEmpty { return sqlite }
    switch beginning.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) {
    case UInt8(ascii: "["): return json
    case UInt8(ascii: "{"): return jsonLines
    default: return csv
    }
  }
}

/// A file, or standard input, that a reader opens.
struct ReaderInput {
  /// Its path; `-` for standard input.
  let path: String
  /// The name that the user gave to its table, if any.
  let givenName: String?
  /// How it is read.
  let options: LoadOptions
  /// The ending of its name that its reader goes by.
  var ending = ""

  /// The name of a table of which the file holds one: as given, else made of the file's name.
  var tableName: String { givenName ?? legalName(baseName(of: path, ending: ending)) }

  /// Its bytes at any offset: of a file in place, of a stream or a packed file from memory.
  func source() throws(TableFailure) -> ByteSource {
    if isStream || Compression(beginning: stored()) != nil { return ByteSource(try bytes()) }
    return try ByteSource(reading: path, options: options)
  }

  /// All of its bytes in memory, or mapped; of a packed file what it holds.
  func bytes() throws(TableFailure) -> FileBytes {
    let file = try FileBytes(reading: path, options: options)
    return try Compression(beginning: file.bytes)?.unpacked(file, options) ?? file
  }

  /// Whether it can be read only once, such as a pipe.
  var isStream: Bool {
    var status = stat()
    return path == "-" || stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
  }

  /// The first sixteen bytes of what it holds, or fewer; none of a stream, which cannot be read
  /// twice.
  func beginning() -> [UInt8] {
    let stored = stored()
    if Compression(beginning: stored) == nil { return stored }
    return (try? bytes()).map { Array($0.bytes.prefix(16)) } ?? []
  }

  private func stored() -> [UInt8] {
    guard !isStream, let source = try? ByteSource(reading: path, options: options) else {
      return []
    }
    let count = min(16, source.count)
    let window = UninitializedBuffer<UInt8>(capacity: count)
    guard (try? source.read(0..<count, into: window.base)) != nil else { return [] }
    return Array(window.buffer(count: count))
  }
}
