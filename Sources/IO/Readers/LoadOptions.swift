import Catalog
import Columns
import Parallel

/// Options of reading files: threads, block size, progress, cancellation and cache.
public struct LoadOptions: Sendable {
  /// What is done with rows that are not as the header says.
  public var badRows = MalformedRowPolicy.error
  /// Which words stand for missing values.
  public var missing = MissingWords()
  /// How many threads read a file.
  public var workers = ProcessLimits.processors
  /// How many bytes are read at a time.
  public var blockSize = 1 << 18
  /// Told from time to time how many bytes of how many were read, by whichever thread reads.
  public var progress: (@Sendable (_ path: String, _ done: Int, _ all: Int) -> Void)?
  /// What may be held while a stream, or rows of unknown number, are read.
  public var memory = MemoryBudget.ofProcess()
  /// Whether reading is to stop.
  public var isStopped: @Sendable () -> Bool = { false }
  /// Whether the rows of each text are counted at once, for completion.
  public var countsValues = false
  /// The folder in which columns of large files are kept; nil where they are not.
  public var cacheFolder: String?
  /// The file with the secret of the cache's hashes; nil where they have none.
  public var cacheKeyFile: String?
  /// Whether a whole file is compared with what was kept of it, and not samples alone.
  public var verifiesCache = false
  /// How many bytes may be kept in all before those used longest ago are deleted.
  public var largestCache = 4 << 30
  /// Files below this size are not kept: reading them takes no time.
  public var smallestKept = 8 << 20
  /// Files from this size on, in bytes, are read in the background while a query is typed.
  public var smallestUnawaited = 1 << 20

  /// Files read whole or not at all, by all processors, and not kept.
  public init() {}

  /// Whether the process may hold so many bytes more.
  func fits(_ byteCount: Int) -> Bool { (try? memory.reserve(byteCount)) != nil }

  /// The failure of a file at `path` of which not all was read.
  func stopped(_ path: String) -> TableFailure { .stopped(path) }

  /// Throws that failure where reading is to stop.
  func check(_ path: String) throws(TableFailure) { if isStopped() { throw stopped(path) } }
}

extension TableFailure {
  /// The failure of a file at `path` of which not all was read; after Ctrl-C it is not shown.
  static func stopped(_ path: String) -> TableFailure {
    TableFailure(
      "\(path): reading was stopped, since it took longer than it may; set another bound with "
        + "--timeout"
    )
  }
}
