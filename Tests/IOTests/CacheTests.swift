@preconcurrency import Glibc
import Columns
import Testing

@testable import IO

@Suite("Columns kept for the next time")
struct CacheTests {
  private let folder = TemporaryFolder()
  private let cache: String

  init() { cache = folder.path + "/cache" }

  private func table(_ path: String, verifies: Bool = false) throws -> DelimitedTable {
    var options = LoadOptions()
    (options.cacheFolder, options.smallestKept, options.verifiesCache) = (cache, 0, verifies)
    (options.blockSize, options.workers) = (512, 2)
    return try DelimitedTable(
      name: "t",
      source: ByteSource(reading: path),
      delimiter: 0x2C,
      options: options
    )
  }

  /// A file with columns of all kinds that was written a while ago.
  private func write(_ rows: Int = 700) -> String {
    let text = (0..<rows).map { row in
      "\(row),\(row).5,t\(row % 400),2011-06-17,FY2011,\(row % 2 == 0),\(row % 3 == 0 ? "" : "x"),\n"
    }
    let path = folder.write("big.csv", "i,r,t,d,f,b,m,n\n" + text.joined())
    settle(path)
    return path
  }

  /// Waits until the file's times are in the past.
  private func settle(_ path: String) {
    while let source = try? ByteSource(reading: path), !source.isSettled { usleep(5000) }
  }

  private func kept() -> [String] {
    files(cache).flatMap { own in files(cache + "/" + own).map { cache + "/" + own + "/" + $0 } }
  }

  private func files(_ path: String) -> [String] {
    fileNames(in: path).filter { !$0.hasPrefix(".") }.sorted()
  }

  private func clean() {
    for path in kept() { unlink(path) }
    for own in files(cache) { rmdir(cache + "/" + own) }
    rmdir(cache)
  }

  /// Whether the table's columns came from the cache: its folder is read, and nothing is written
  /// again.
  private func expectSame(_ path: String, verifies: Bool = false) throws {
    var plain = LoadOptions()
    plain.cacheFolder = nil
    let fresh = try DelimitedTable(
      name: "t",
      source: ByteSource(reading: path),
      delimiter: 0x2C,
      options: plain
    )
    let table = try table(path, verifies: verifies)
    let (one, other) = (try whole(table), try whole(fresh))
    #expect(one.schema.fields.map(\.type) == other.schema.fields.map(\.type))
    #expect(cells(one) == cells(other))
    table.keep()
  }

  @Test("what was kept reads as the file does, for the user alone")
  func same() throws {
    defer { clean() }
    let path = write()
    try expectSame(path)
    #expect(kept().count == 9)
    for path in kept() {
      var status = stat()
      #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    }
    try expectSame(path)
    try expectSame(path, verifies: true)
  }

  @Test("texts are kept with a sorted dictionary")
  func sortedDictionaries() throws {
    defer { clean() }
    let path = write()
    try expectSame(path)
    let dictionaries = kept().compactMap { path -> TextDictionary? in
      guard case .code(_, let labels)? = CachedColumn(mapping: path)?.column?.column.storage else {
        return nil
      }
      return labels
    }
    #expect(dictionaries.contains { $0.count > 100 })
    for labels in dictionaries where labels.count > 1 {
      let texts = labels.strings
      #expect(
        labels.isSorted
          && texts == texts.sorted { Array($0.utf8).lexicographicallyPrecedes($1.utf8) }
      )
      #expect(try Array(labels.ranks()) == (0..<UInt32(labels.count)).map { $0 })
      for (code, text) in texts.enumerated() { #expect(labels.code(of: text) == code) }
      #expect(labels.code(of: "no such text") == nil && labels.code(of: "\u{10FFFF}") == nil)
    }
  }

  @Test("columns come from what was kept, not from the file")
  func used() throws {
    defer { clean() }
    let path = write()
    try expectSame(path)
    // With every hash right and one value changed, only a reader of the cache can see the change.
    let column = try #require(kept().first { $0.hasSuffix("/0") })
    let cached = try #require(CachedColumn(mapping: column))
    #expect(cached.column?.column.integers[5] == 5)
    let source = try ByteSource(reading: path)
    var options = LoadOptions()
    (options.cacheFolder, options.smallestKept) = (cache, 0)
    let own = try #require(ColumnCache(source, delimiter: 0x2C, options: options))
    own.keep(Column(.integer(.int64(Buffer(repeating: 7, count: 700)))), .integer, place: 0)
    #expect(try table(path).load([0]).columns[0].integers[5] == 7)
  }

  @Test("a changed file is read again, wherever it was changed")
  func changed() throws {
    defer { clean() }
    let path = write(3000)
    try expectSame(path)
    for offset in [20, 60_001, 100_003] {
      let bytes = try FileBytes(reading: path).bytes
      let digit = try #require(bytes[offset..<bytes.count].firstIndex(of: UInt8(ascii: "1")))
      let file = open(path, O_RDWR)
      #expect(pwrite(file, "7", 1, off_t(offset + digit)) == 1)
      close(file)
      settle(path)
      try expectSame(path)
    }
    // The same bytes at a later time are read again, too.
    utimensat(AT_FDCWD, path, nil, 0)
    settle(path)
    try expectSame(path)
    folder.write("big.csv", "i,r,t,d,f,b,m,n\n1,2,3,4,5,6,7,8\n")
    settle(path)
    try expectSame(path)
  }

  @Test("damage to what was kept is noticed, wherever it is")
  func damaged() throws {
    defer { clean() }
    let path = write()
    try expectSame(path)
    for kept in kept() {
      var status = stat()
      #expect(stat(kept, &status) == 0)
      let size = Int(status.st_size)
      for offset in stride(from: 0, to: size, by: max(1, size / 23)) {
        let file = open(kept, O_RDWR)
        var byte: UInt8 = 0
        #expect(pread(file, &byte, 1, off_t(offset)) == 1)
        byte ^= 0x10
        #expect(pwrite(file, &byte, 1, off_t(offset)) == 1)
        close(file)
        try expectSame(path)
      }
      for length in [0, 1, 127, 128, size / 2, size - 1] where length < size {
        #expect(truncate(kept, off_t(length)) == 0)
        try expectSame(path)
      }
      #expect(truncate(kept, off_t(size + 4096)) == 0)
      try expectSame(path)
      unlink(kept)
      try expectSame(path)
    }
  }

  @Test("a folder that cannot be written costs nothing but time")
  func unwritable() throws {
    let path = write(50)
    folder.write("cache", "a file, not a folder")
    try expectSame(path)
    try expectSame(path)
  }

  @Test("what was used longest ago makes room")
  func room() throws {
    defer { clean() }
    let first = write()
    try expectSame(first)
    #expect(files(cache).count == 1)
    let other = folder.write("other.csv", "a\n1\n2\n")
    settle(other)
    try expectSame(other)
    #expect(files(cache).count == 2)
    var options = LoadOptions()
    (options.cacheFolder, options.smallestKept) = (cache, 0)
    let own = ColumnCache(try ByteSource(reading: other), delimiter: 0x2C, options: options)
    own?.makeRoom(1 << 30)
    #expect(files(cache).count == 2)
    own?.makeRoom(100)
    #expect(files(cache).count == 1)
    try expectSame(other)
  }

  @Test("two programs may keep the same file at once")
  func together() throws {
    defer { clean() }
    let path = write()
    let (one, other) = (try table(path), try table(path))
    _ = try (whole(one), whole(other))
    one.keep()
    other.keep()
    try expectSame(path)
  }
}
