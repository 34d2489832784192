@preconcurrency import Glibc
import IO

/// The outcome of writing a file.
enum SavedFile {
  /// Nothing was there before.
  case new
  /// The same was there before.
  case unchanged
  /// Something else was there, which is now under another name.
  case replaced(kept: String?)
}

/// Writes a file; other contents that it had are kept beside it, as `name~`, `name~2` and so on.
///
/// So nothing is lost that a slip of the name would overwrite, and a script that writes the same
/// again leaves nothing behind. Symbolic links are followed. A file that was there keeps its mode,
/// owner and group; one that could not, or that has other names, is refused unless the options say
/// that it is written in place. What is no plain file, such as `/dev/null`, is written to as it is.
func writeKeeping(
  _ bytes: [UInt8],
  to name: String,
  _ options: SessionOptions
) throws(FileProblem) -> SavedFile {
  if let text = SafeMode.refusal(of: name) { throw FileProblem(text: text) }
  if options.writesNothing { return .new }
  var status = stat()
  if stat(name, &status) != 0 {
    guard errno == ENOENT else { throw FileProblem(name) }
    let path = try linkTarget(of: name)
    let draft = try draft(of: path, mode: 0o666)
    try write(bytes, to: draft, path)
    try move(draft, to: path)
    return .new
  }
  guard status.st_mode & S_IFMT == S_IFREG else {
    try writeThrough(bytes, to: name)
    return .new
  }
  let path = try linkTarget(of: name)
  if status.st_size == bytes.count, try holds(path, bytes) { return .unchanged }
  guard access(path, W_OK) == 0 else { throw FileProblem(path) }
  let draft = options.savesInPlace ? nil : try replacement(of: path, status)
  if let draft { try write(bytes, to: draft, path) }
  let kept = options.savesWithoutBackup ? nil : try copy(path, status)
  if let draft { try move(draft, to: path) } else { try overwrite(path, bytes, kept) }
  return .replaced(kept: kept)
}

/// Whether a file holds `bytes` and nothing else.
private func holds(_ path: String, _ bytes: [UInt8]) throws(FileProblem) -> Bool {
  var rest = bytes[...]
  var isSame = true
  try forEachBlock(of: path) { block in
    isSame = isSame && rest.starts(with: block)
    rest = rest.dropFirst(block.count)
  }
  return isSame && rest.isEmpty
}

/// The path at the end of the symbolic links at `path`.
private func linkTarget(of path: String) throws(FileProblem) -> String {
  var path = path
  for _ in 0..<40 {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return path }
    var name = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let count = readlink(path, &name, Int(PATH_MAX))
    guard count > 0 else { throw FileProblem(path) }
    let bytes = name[..<count].map { UInt8(bitPattern: $0) }
    guard let target = String(validating: bytes, as: UTF8.self) else {
      throw FileProblem(text: "\(path): is a link to a name that is not UTF-8; rename the file.")
    }
    path = target.hasPrefix("/") ? target : folder(of: path) + "/" + target
  }
  errno = ELOOP
  throw FileProblem(path)
}

private func draft(of path: String, mode: mode_t) throws(FileProblem) -> DraftFile {
  guard let draft = DraftFile(in: folder(of: path), mode: mode) else { throw FileProblem(path) }
  return draft
}

/// An empty draft with the mode, owner and group of the file at `path`.
private func replacement(of path: String, _ status: stat) throws(FileProblem) -> DraftFile {
  let remedy = "Save under another name, or start scomm with --in-place."
  if status.st_nlink > 1 {
    throw FileProblem(
      text: "\(path): has other names (hard links), which would keep the old contents. \(remedy)"
    )
  }
  let draft = try draft(of: path, mode: 0o600)
  guard draft.takesOwner(of: status), fchmod(draft.descriptor, status.st_mode & 0o7777) == 0 else {
    throw FileProblem(
      text: "\(path): belongs to another user or group, which a new file cannot be given. \(remedy)"
    )
  }
  return draft
}

extension DraftFile {
  /// Gives it the owner and group of another file; false where the system refuses that.
  fileprivate func takesOwner(of other: stat) -> Bool {
    var own = stat()
    guard fstat(descriptor, &own) == 0 else { return false }
    if own.st_uid == other.st_uid, own.st_gid == other.st_gid { return true }
    return fchown(descriptor, other.st_uid, other.st_gid) == 0
  }
}

private func write(
  _ bytes: [UInt8],
  to draft: DraftFile,
  _ path: String
) throws(FileProblem) {
  if !bytes.withUnsafeBytes({ draft.write($0, at: 0) }) { throw FileProblem(path) }
}

/// Moves a draft to its place once the disk has it.
private func move(_ draft: DraftFile, to path: String) throws(FileProblem) {
  if fsync(draft.descriptor) != 0 || !draft.move(to: path) { throw FileProblem(path) }
}

/// Copies a file to the first name beside it that is free, and gives that name.
///
/// The copy has the file's mode; for its owner alone where the group cannot be kept.
private func copy(_ path: String, _ status: stat) throws(FileProblem) -> String {
  let draft = try draft(of: path, mode: 0o600)
  var size = 0
  try forEachBlock(of: path) { (block) throws(FileProblem) in
    if !block.withUnsafeBytes({ draft.write($0, at: size) }) { throw FileProblem(path) }
    size += block.count
  }
  let mode = status.st_mode & (draft.takesOwner(of: status) ? 0o7777 : 0o700)
  guard fchmod(draft.descriptor, mode) == 0 else { throw FileProblem(path) }
  var (kept, number) = (path + "~", 2)
  var other = stat()
  while lstat(kept, &other) == 0 {
    kept = "\(path)~\(number)"
    number += 1
  }
  try move(draft, to: kept)
  return kept
}

/// Writes to a device or pipe, which cannot be replaced.
private func writeThrough(_ bytes: [UInt8], to path: String) throws(FileProblem) {
  let descriptor = open(path, O_WRONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw FileProblem(path) }
  defer { close(descriptor) }
  if (try? Output.writeAll(bytes, to: descriptor)) == nil { throw FileProblem(path) }
}

/// Writes to a file in place of what it holds, which may be kept under another name.
private func overwrite(
  _ path: String,
  _ bytes: [UInt8],
  _ kept: String?
) throws(FileProblem) {
  let descriptor = open(path, O_WRONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw FileProblem(path) }
  defer { close(descriptor) }
  if (try? Output.writeAll(bytes, to: descriptor)) == nil
    || ftruncate(descriptor, off_t(bytes.count)) != 0 || fsync(descriptor) != 0
  {
    let remains = kept.map { " What it held before is in \($0)." } ?? ""
    throw FileProblem(text: FileProblem(path).text + remains)
  }
}
