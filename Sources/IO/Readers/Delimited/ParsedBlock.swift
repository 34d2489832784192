import Catalog

/// What reading a table needs to know of it: where its records lie, and what is wanted of them.
struct TableShape: Sendable {
  let source: ByteSource
  let delimiter: UInt8
  let fieldCount: Int
  /// Where the first record begins, behind the header.
  let dataStart: Int
  /// How they are read.
  var options: LoadOptions
  /// The columns that are read.
  var columns: [WantedColumn] = []
  /// Whether a hash is made of everything behind the header.
  var digests = false

  /// How many bytes are read at a time.
  var blockSize: Int { max(1, options.blockSize) }

  /// How many blocks there are.
  var blockCount: Int {
    (max(source.count - dataStart, 0) + blockSize - 1) / blockSize
  }
}

/// A column that a scan reads, and what is known of it before.
struct WantedColumn: Sendable {
  /// Its place in the file.
  let place: Int
  /// What its values are; `none` where that is to be found.
  let kind: FieldKind
  /// What a data package declares of it.
  let declared: DeclaredColumn?

  init(place: Int, kind: FieldKind = .none, declared: DeclaredColumn? = nil) {
    (self.place, self.kind, self.declared) = (place, declared?.kind ?? kind, declared)
  }
}

/// What one block of a file gave: the records that begin in it; one thread at a time has it.
final class ParsedBlock {
  /// The block's place among all.
  var number = 0
  /// The number of the thread that read it.
  var worker = 0
  /// Where its first record begins, and the one behind its last.
  var start = 0
  var next = 0
  var rowCount = 0
  /// Whether all of its records were found; else it must be read again once its start is known.
  var isWhole = false
  var failure: (offset: Int, text: String)?
  var systemFailure: TableFailure?
  var rejects: [Reject] = []
  var chunks: [ColumnChunk] = []
  /// A hash of its bytes, if that was asked for.
  var digest: UInt64 = 0
}
