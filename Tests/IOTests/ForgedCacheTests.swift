@preconcurrency import Glibc
import Catalog
import Columns
import TestSupport
import Testing

@testable import FuzzTargets
@testable import IO

/// Files of the cache that something else wrote: each is refused, or is a column that can be used.
@Suite("Forged and damaged files of the cache")
struct ForgedCacheTests {
  private let folder = TemporaryFolder()
  private let path: String

  /// The sections of a column as they stand in a file.
  private typealias Sections = (kind: FieldKind, rowCount: Int, bytes: [[UInt8]])

  init() { path = folder.reserve("column") }

  /// A column of each kind, with missing values and without.
  private func samples() throws -> [Sections] {
    let texts = ["true", "7", "-300", "70000", "5000000000", "1.5", "2011-06-17", "2011-06"]
    let more = ["2011Q2", "2011-W23", "FY2011", "FY2011Q1", "x", "Zürich", ""]
    return try (texts + more).flatMap { text in
      try [["0", text, text], [text, "", text]].map { cells -> Sections in
        let first = text.isEmpty ? "" : cells[0] == "0" ? text : cells[0]
        let csv = "a,b\n" + ([first] + cells.dropFirst()).map { $0 + ",1\n" }.joined()
        let table = try csvTable(csv)
        let column = table.columns[0]
        var sections = [
          Array(column.storage.values.bytes),
          Array(column.known?.bytes ?? .init(start: nil, count: 0)),
        ]
        if case .code(_, let labels) = column.storage {
          sections += [Array(labels.offsets.bytes), Array(labels.bytes.bytes)]
        }
        let type = table.schema.fields[0].type
        let kind = FieldKind.allCases.first { $0.type == type && ($0 != .none || text.isEmpty) }
        return (kind ?? .text, column.count, sections)
      }
    }
  }

  /// Writes a file with these sections, and with the hash that belongs to them.
  private func write(_ sections: Sections, key: CacheKey = CacheKey()) throws {
    let identity = FileIdentity(words: [1, 2, 3, 4, 5])
    var header = CacheHeader(
      identity: identity,
      sample: 1,
      rowCount: sections.rowCount,
      fileDigest: 0
    )
    (header.kind, header.place) = (sections.kind, 0)
    let draft = try #require(DraftFile(in: folder.path))
    let starts = sections.bytes.map { bytes -> UnsafeMutableRawBufferPointer in
      let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 8)
      copy.copyBytes(from: bytes)
      return copy
    }
    defer { for start in starts { start.deallocate() } }
    let isWritten = header.write(starts.map { UnsafeRawBufferPointer($0) }, to: draft, key: key)
    #expect(isWritten)
    #expect(draft.move(to: path))
  }

  /// Reads the file and uses all of what it holds; gives whether it was taken.
  @discardableResult
  private func use(key: CacheKey = CacheKey()) -> Bool {
    guard let kept = CachedColumn(mapping: path, key: key), let (column, kind) = kept.column else {
      return false
    }
    let zoned = column.zoned
    let schema = Schema([Field("a", kind.type)])
    let table = Table(schema: schema, columns: [zoned], rowCount: zoned.count)
    #expect(cells(table).count == kept.header.rowCount)
    if case .code(let codes, let labels) = zoned.storage {
      #expect((try? labels.ranks().count) == labels.count && codes.count == zoned.count)
      _ = (zoned.codeCounts, labels.strings)
    }
    return true
  }

  @Test("what was written is taken, and with another secret is not")
  func taken() throws {
    for sample in try samples() {
      try write(sample)
      #expect(use(), "\(sample)")
      var other = LoadOptions()
      other.cacheKeyFile = folder.reserve("key")
      let key = try #require(other.cacheKeyFile.flatMap { CacheKey(file: $0) })
      #expect(!use(key: key))
      try write(sample, key: key)
      #expect(use(key: key) && !use())
    }
  }

  @Test("a file with any byte changed is refused")
  func damaged() throws {
    var tried = 0
    for (number, sample) in try samples().enumerated() where number % 2 == 0 {
      try write(sample)
      let whole = Array(try FileBytes(reading: path).bytes)
      let sections = try #require(CachedColumn(mapping: path)).header.sections
      for place in whole.indices where place < 128 || sections.contains(where: { $0 ~= place }) {
        for bits in (place % 8 == 0 ? [0x01, 0x80] : [0xFF]) as [UInt8] {
          var bytes = whole
          bytes[place] ^= bits
          folder.write("column", bytes)
          #expect(!use(), "\(sample.kind) byte \(place)")
          tried += 1
        }
      }
    }
    #expect(tried > 2000)
  }

  @Test("a forged file whose hash is right is refused, or is a column")
  func forged() throws {
    var dice = Dice(seed: 7)
    var (taken, refused) = (0, 0)
    for sample in try samples() {
      for turn in 0..<100 {
        var forged = sample
        for _ in 0...(turn % 3) {
          let section = dice.below(forged.bytes.count)
          switch dice.below(6) {
          case 0: forged.kind = dice.pick(FieldKind.allCases) ?? .text
          case 1: forged.rowCount = dice.pick([0, 1, 2, 3, 4, -1, .max, .min, 1 << 33]) ?? 0
          case 2: forged.bytes[section] += [UInt8](repeating: 1, count: dice.below(20))
          case 3: forged.bytes[section] = Array(forged.bytes[section].dropLast(dice.below(9)))
          default:
            if forged.bytes[section].isEmpty { break }
            let place = dice.below(forged.bytes[section].count)
            forged.bytes[section][place] = UInt8(dice.below(256))
          }
        }
        try write(forged)
        if use() { taken += 1 } else { refused += 1 }
      }
    }
    #expect(taken > 100 && refused > 1000, "\(taken) \(refused)")
  }

  @Test("forged sizes with the right hash are refused")
  func forgedSizes() throws {
    for sample in try samples() {
      try write(sample)
      let whole = Array(try FileBytes(reading: path).bytes)
      for word in 8...14 {
        for value in [0, 1, 2, 3, 8, 127, 128, 1 << 31, 1 << 62, .max, -1, .min] as [Int] {
          var bytes = whole
          withUnsafeBytes(of: value) { bytes.replaceSubrange(word * 8..<word * 8 + 8, with: $0) }
          ForgedColumn.sign(&bytes)
          folder.write("column", bytes)
          use()
        }
      }
    }
  }

  @Test("a file that others may write, a link and a pipe are refused")
  func notOwn() throws {
    let sample = try #require(try samples().first)
    try write(sample)
    for mode in [0o620, 0o602, 0o666] as [mode_t] {
      chmod(path, mode)
      #expect(!use())
    }
    chmod(path, 0o600)
    #expect(use())
    let link = folder.reserve("link")
    #expect(symlink(path, link) == 0)
    #expect(CachedColumn(mapping: link) == nil)
    let pipe = folder.reserve("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(CachedColumn(mapping: pipe) == nil)
  }

  @Test("the secret is made once, for the user alone")
  func key() throws {
    let file = folder.reserve("key")
    let first = try #require(CacheKey(file: file))
    let again = try #require(CacheKey(file: file))
    #expect(first.words == again.words && first.words != (0, 0))
    var status = stat()
    #expect(stat(file, &status) == 0 && status.st_mode & 0o777 == 0o600 && status.st_size == 16)
    chmod(file, 0o640)
    #expect(CacheKey(file: file) == nil)
    chmod(file, 0o600)
    truncate(file, 15)
    #expect(CacheKey(file: file) == nil)
    #expect(CacheKey(file: "/proc/no/such/key") == nil)
  }

  @Test("a file that is cut short under its column reads as zeros, and is told")
  func cut() throws {
    let rows = (0..<40_000).map { "t\($0 % 300),1\n" }.joined()
    let column = try csvTable("a,b\n" + rows).columns[0]
    guard case .code(_, let labels) = column.storage else { return }
    let sections = [
      Array(column.storage.values.bytes), [], Array(labels.offsets.bytes),
      Array(labels.bytes.bytes),
    ]
    try write((.text, column.count, sections))
    let kept = try #require(CachedColumn(mapping: path))
    let (taken, _) = try #require(kept.column)
    #expect(taken[399] == .text("t99") && !kept.mapping.isDamaged)
    #expect(truncate(path, 0) == 0)
    #expect(taken[39_999] == taken[39_998])
    #expect(kept.mapping.isDamaged)
    #expect(ChangedFiles.takeProblem()?.hasPrefix(path) == true)
    #expect(ChangedFiles.takeProblem() == nil)
  }
}
