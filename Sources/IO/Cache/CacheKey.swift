@preconcurrency import Glibc

/// A secret of the user, with which the hashes of the column cache begin.
///
/// So a file that was made elsewhere, such as one in an archive, is not taken for one of the cache.
/// It is no defense against those who can read the key.
struct CacheKey: Sendable {
  /// The secret; zeros for none.
  private(set) var words: (UInt64, UInt64) = (0, 0)

  /// No secret.
  init() {}

  /// The secret in the file at `path`, which is made if there is none; nil if it cannot be made, or
  /// others may read it.
  init?(file path: String) {
    guard let key = CacheKey(reading: path) ?? CacheKey.made(at: path) else { return nil }
    self = key
  }

  private init?(reading path: String) {
    let file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.isOwn, status.st_mode & 0o077 == 0,
      withUnsafeMutableBytes(of: &words, { read(file, $0.baseAddress, $0.count) == $0.count })
    else { return nil }
  }

  /// A new secret, whole in its file from the beginning, or the one that another process made.
  private static func made(at path: String) -> CacheKey? {
    guard let slash = path.lastIndex(of: "/"), makeFolders(String(path[..<slash])),
      let draft = DraftFile(in: String(path[..<slash]))
    else { return nil }
    var key = CacheKey()
    key.words = (UInt64.random(in: 1...UInt64.max), UInt64.random(in: 1...UInt64.max))
    guard withUnsafeBytes(of: &key.words, { draft.write($0, at: 0) }) else { return nil }
    return link(draft.path, path) == 0 || errno == EEXIST ? CacheKey(reading: path) : nil
  }
}

extension stat {
  /// Whether it belongs to the user, and no other may write to it.
  var isOwn: Bool { st_uid == geteuid() && st_mode & 0o022 == 0 }
}

/// Makes a folder for the user alone, with those that it lies in; false if the system cannot.
package func makeFolders(_ path: String) -> Bool {
  if mkdir(path, 0o700) == 0 || errno == EEXIST { return true }
  guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
    return false
  }
  return makeFolders(String(path[..<slash])) && (mkdir(path, 0o700) == 0 || errno == EEXIST)
}
