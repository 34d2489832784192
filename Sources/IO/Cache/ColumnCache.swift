@preconcurrency import Glibc
import Columns
import Parallel

/// The columns of one large file as they were read before, each in a file of its own that is
/// mapped.
///
/// A column is taken only if the file it was read from is the same by device, inode, size, times
/// and samples of its bytes, and if what is stored has the hash it was stored with and is what a
/// column may be. Everything else is as if nothing had been kept; the folder may be deleted at any
/// time. One that is not the user's alone is not used.
struct ColumnCache: Sendable {
  /// Where the columns of this file lie.
  let folder: String
  /// Whether what is kept may be used; it is written anew in any case.
  var isTrusted = true
  private let identity: FileIdentity
  private let sample: UInt64
  private let key: CacheKey

  /// The kept columns of the file that `source` reads; nil where nothing of it is kept.
  init?(_ source: ByteSource, delimiter: UInt8, options: LoadOptions) {
    guard let base = options.cacheFolder, source.isSettled, let identity = source.identity,
      source.count >= options.smallestKept, let path = resolvedPath(source.path),
      let key = options.cacheKeyFile.map({ CacheKey(file: $0) }) ?? CacheKey()
    else { return nil }
    self.key = key
    var named = Array(path.utf8)
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
    guard let kept = CachedColumn(mapping: folder + "/table", key: key), isCurrent(kept) else {
      return nil
    }
    // What was used last is deleted last.
    utimensat(AT_FDCWD, folder + "/table", nil, 0)
    return (kept.header.rowCount, kept.header.fileDigest)
  }

  /// A column that is kept, of so many rows.
  func column(_ place: Int, rowCount: Int) -> (column: Column, kind: FieldKind, Mapping)? {
    guard isTrusted, let kept = CachedColumn(mapping: "\(folder)/\(place)", key: key),
      isCurrent(kept), kept.header.place == place, kept.header.rowCount == rowCount,
      let (column, kind) = kept.column
    else { return nil }
    return (column, kind, kept.mapping)
  }

  /// Why nothing is kept, in a line: the folder, or that of this file, is not the user's alone; nil
  /// where that is right.
  var problem: String? {
    guard let slash = folder.lastIndex(of: "/") else { return nil }
    for folder in [String(folder[..<slash]), folder] {
      var status = stat()
      if lstat(folder, &status) != 0 || status.st_mode & S_IFMT == S_IFDIR && status.isOwn {
        continue
      }
      return
        "\(folder): no columns are kept there, since it is not a folder that only you may write "
        + "to; remove it, or give --no-cache"
    }
    return nil
  }

  private func isCurrent(_ kept: CachedColumn) -> Bool {
    kept.header.identity == identity && kept.header.sample == sample
  }

  /// Keeps the number of rows and the hash of the file.
  func keep(rowCount: Int, digest: UInt64) {
    write(header(rowCount: rowCount, digest: digest), [], to: "table")
  }

  /// Keeps a column; texts with a sorted dictionary, so that no later query has to put them in order.
  func keep(_ column: Column, _ kind: FieldKind, place: Int) {
    let workers = WorkerPool(
      count: ProcessLimits.processors,
      chunkSize: 1 << 16,
      check: {},
      onThread: { $0() }
    )
    let column = kind == .text ? (try? column.sortingDictionary(by: workers)) ?? column : column
    var header = header(rowCount: column.count, digest: 0)
    (header.place, header.kind) = (place, kind)
    let none = UnsafeRawBufferPointer(start: nil, count: 0)
    var sections = [column.storage.values.bytes, column.known?.bytes ?? none]
    if case .code(_, let labels) = column.storage {
      sections += [labels.offsets.bytes, labels.bytes.bytes]
      header.isSorted = labels.isSorted
    }
    withExtendedLifetime(column) { write(header, sections, to: "\(place)") }
  }

  private func header(rowCount: Int, digest: UInt64) -> CacheHeader {
    CacheHeader(identity: identity, sample: sample, rowCount: rowCount, fileDigest: digest)
  }

  /// Writes a file whole or not at all; failures are ignored, since the cache only saves time.
  private func write(_ header: CacheHeader, _ sections: [UnsafeRawBufferPointer], to name: String) {
    guard makeFolders(folder) else { return }
    guard let draft = DraftFile(in: folder) else { return }
    var header = header
    if header.write(sections, to: draft, key: key) { _ = draft.move(to: "\(folder)/\(name)") }
  }
}
