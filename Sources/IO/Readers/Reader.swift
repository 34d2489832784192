@preconcurrency import Glibc
import Catalog
import Columns

/// A file format that tables are read from: the files that it takes, and how it opens one.
public struct Reader: Sendable {
  /// The endings of file names that it takes, in small letters without the point, as messages list
  /// them.
  public let extensions: [String]
  /// Further endings that mean the same.
  let aliases: [String]
  /// The first bytes of its files, where the format fixes them: they decide among readers of one
  /// ending.
  let signature: [UInt8]
  /// Gives the tables of a file.
  let open: @Sendable (ReaderInput) throws(TableFailure) -> [any TableSource]

  init(
    extensions: [String],
    aliases: [String] = [],
    signature: String = "",
    open: @escaping @Sendable (ReaderInput) throws(TableFailure) -> [any TableSource]
  ) {
    (self.extensions, self.aliases, self.open) = (extensions, aliases, open)
    self.signature = Array(signature.utf8)
  }

  /// All readers, in the order in which messages list their endings.
  public static let all: [Reader] = [csv, tsv, json, jsonLines, sqlite]

  /// The endings that messages name, with the point.
  public static var endings: [String] { all.flatMap(\.extensions).map { "." + $0 } }

  /// The first of `readers` that takes files of this ending; if several do, one whose signature
  /// `beginning` starts with goes first.
  static func reader(
    among readers: [Reader] = all,
    ending: String,
    beginning: () -> [UInt8]
  ) -> Reader? {
    let fitting = readers.filter { ($0.extensions + $0.aliases).contains(ending) }
    if fitting.count < 2 { return fitting.first }
    let bytes = beginning()
    return fitting.first { !$0.signature.isEmpty && bytes.starts(with: $0.signature) }
      ?? fitting.first { $0.signature.isEmpty } ?? fitting.first
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

  /// The name of a table of which the file holds one: as given, else made of the file's name.
  var tableName: String { givenName ?? legalName(baseName(of: path)) }

  /// Its bytes at any offset: of a file in place, of a stream from memory.
  func source() throws(TableFailure) -> ByteSource { try ByteSource(reading: path) }

  /// All of its bytes in memory, or mapped.
  func bytes() throws(TableFailure) -> FileBytes { try FileBytes(reading: path) }

  /// Its first sixteen bytes, or fewer; none of a stream, which cannot be read twice.
  func beginning() -> [UInt8] {
    guard path != "-", let source = try? source() else { return [] }
    let count = min(16, source.count)
    let window = UninitializedBuffer<UInt8>(capacity: count)
    guard (try? source.read(0..<count, into: window.base)) != nil else { return [] }
    return Array(window.buffer(count: count))
  }
}
