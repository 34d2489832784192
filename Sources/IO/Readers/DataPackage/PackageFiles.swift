@preconcurrency import Glibc
import Catalog
import Columns

/// The files of a data package: those of a folder, or those that are part of the program.
public struct PackageFiles: Sendable {
  /// The folder, as messages name it.
  let folder: String
  private let embedded: [String: Buffer<UInt8>]?

  /// The files of a folder.
  public init(folder: String) { (self.folder, embedded) = (folder, nil) }

  /// Files that are in memory until the program ends, by their paths within the package.
  public init(embedded files: [(path: String, bytes: UnsafeBufferPointer<UInt8>)]) {
    folder = "record"
    var buffers: [String: Buffer<UInt8>] = [:]
    for file in files {
      guard let base = file.bytes.baseAddress else { continue }
      buffers[file.path] = Buffer(base: base, count: file.bytes.count, owner: Program.shared)
    }
    embedded = buffers
  }

  /// The path of a file of the package as messages name it; nil if it is a link that leads out of
  /// the folder.
  func path(of name: String) -> String? {
    let full = folder + (folder.hasSuffix("/") ? "" : "/") + name
    guard embedded == nil, let folder = resolvedPath(folder), let file = resolvedPath(full) else {
      return full
    }
    return file.hasPrefix(folder == "/" ? "/" : folder + "/") ? full : nil
  }

  /// The file at a path that `path(of:)` gave.
  func bytes(at path: String) throws(TableFailure) -> FileBytes {
    guard let embedded else { return try FileBytes(reading: path) }
    guard let bytes = embedded[String(path.dropFirst(folder.utf8.count + 1))] else {
      throw TableFailure("\(path): is not part of the program; name a folder with --datasets")
    }
    return FileBytes(path: path, buffer: bytes)
  }

  /// The same, a large one to be read in pieces.
  func source(at path: String) throws(TableFailure) -> ByteSource {
    if embedded == nil, fileSize(path) > FileBytes.mappedSize {
      return try ByteSource(reading: path)
    }
    return ByteSource(try bytes(at: path))
  }

  /// What keeps the memory of embedded files: the program itself.
  private final class Program: Sendable { static let shared = Program() }
}
