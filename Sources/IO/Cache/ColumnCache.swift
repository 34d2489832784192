@preconcurrency import Glibc
import Columns

/// The columns of one large file as they were read before, each in a file of its own that is
/// mapped.
///
/// A column is taken only if the file it was read from is the same by device, inode, size, times
/// and samples of its bytes, and if what is stored has the hash it was stored with. Everything else
/// is as if nothing had been kept; the folder may be deleted at any time.
struct ColumnCache: Sendable {
  /// Where the columns of this file lie.
  let folder: String
  /// Whether what is kept may be used; it is written anew in any case.
  var isTrusted = true
  private let identity: FileIdentity
  private let sample: UInt64

  /// The kept columns of the file that `source` reads; nil where nothing of it is kept.
  init?(_ source: ByteSource, delimiter: UInt8, options: LoadOptions) {
    guard let base = options.cacheFolder, source.isSettled, let identity = source.identity,
      source.count >= options.smallestKept, let path = realpath(source.path, nil)
    else { return nil }
    defer { free(path) }
    var named = Array(String(cString: path).utf8)
    named += [0, delimiter] + Array(options.badRows.rawValue.utf8)
    for word in options.missing.given.texts { named += [0] + word }
    let name = String(digest(named, named.count), radix: 16)
    guard let sample = ColumnCache.sample(of: source) else { return nil }
    (folder, self.identity, self.sample) = (base + "/" + name, identity, sample)
  }

  /// A hash of the first, the last and sixteen spread blocks of a file.
  private static func sample(of source: ByteSource) -> UInt64? {
    let size = min(4096, source.count)
    let window = UninitializedBuffer<UInt8>(capacity: size)
    var sample: UInt64 = 0
    for step in 0...17 {
      let start = (source.count - size) * step / 17
      guard (try? source.read(start..<start + size, into: window.base)) != nil else { return nil }
      sample = (sample ^ digest(window.base, size)) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    }
    return sample
  }

  /// What is kept of the table as a whole: its number of rows, and the hash of its file.
  func table() -> (rowCount: Int, digest: UInt64)? {
    guard let kept = CachedColumn(mapping: folder + "/table"), isCurrent(kept) else { return nil }
    // What was used last is deleted last.
    utimensat(AT_FDCWD, folder + "/table", nil, 0)
    return (kept.header.rowCount, kept.header.fileDigest)
  }

  /// A column that is kept, of so many rows.
  func column(_ place: Int, rowCount: Int) -> (column: Column, kind: FieldKind)? {
    guard isTrusted, let kept = CachedColumn(mapping: "\(folder)/\(place)"), isCurrent(kept),
      kept.header.place == place, kept.header.rowCount == rowCount
    else { return nil }
    return kept.column
  }

  private func isCurrent(_ kept: CachedColumn) -> Bool {
    kept.header.identity == identity && kept.header.sample == sample
  }

  /// Keeps the number of rows and the hash of the file.
  func keep(rowCount: Int, digest: UInt64) {
    write(header(rowCount: rowCount, digest: digest), [], to: "table")
  }

  /// Keeps a column.
  func keep(_ column: Column, _ kind: FieldKind, place: Int) {
    var header = header(rowCount: column.count, digest: 0)
    (header.place, header.kind) = (place, kind)
    let none = UnsafeRawBufferPointer(start: nil, count: 0)
    var sections = [column.storage.values.bytes, column.known?.bytes ?? none]
    if case .code(_, let labels) = column.storage {
      sections += [labels.offsets.bytes, labels.bytes.bytes]
    }
    withExtendedLifetime(column) { write(header, sections, to: "\(place)") }
  }

  private func header(rowCount: Int, digest: UInt64) -> CacheHeader {
    CacheHeader(identity: identity, sample: sample, rowCount: rowCount, fileDigest: digest)
  }

  /// Writes a file whole or not at all; failures are ignored, since the cache only saves time.
  private func write(_ header: CacheHeader, _ sections: [UnsafeRawBufferPointer], to name: String) {
    guard makeFolders(folder) else { return }
    let draft = "\(folder)/\(name).\(getpid())"
    let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { return }
    var header = header
    let isWritten = header.write(sections, to: file)
    close(file)
    if !isWritten || rename(draft, "\(folder)/\(name)") != 0 { unlink(draft) }
  }

  private func makeFolders(_ path: String) -> Bool {
    if mkdir(path, 0o700) == 0 || errno == EEXIST { return true }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
      return false
    }
    return makeFolders(String(path[..<slash])) && (mkdir(path, 0o700) == 0 || errno == EEXIST)
  }
}
