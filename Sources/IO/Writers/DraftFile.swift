@preconcurrency import Glibc
import Synchronization

/// A file that is written under a name of its own, and moved to its place once it is whole.
///
/// Its name is one that no file had, and no link is followed. It is removed with its last user
/// unless it was moved, also where a signal ends the process. A call that fails leaves `errno`.
package final class DraftFile {
  /// The open file.
  package let descriptor: Int32
  /// Its path.
  package let path: String
  private let slot: Int?

  /// A new file in `folder`, with what the umask leaves of `mode`; nil if it cannot be made.
  package init?(in folder: String, mode: mode_t = 0o600) {
    DraftSignals.install()
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    var (path, opened, tries) = ("", Int32(-1), 0)
    repeat {
      path = "\(folder)/.scomm-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
      opened = open(path, flags, mode)
      tries += 1
    } while opened < 0 && (errno == EEXIST || errno == EINTR) && tries < 100
    guard opened >= 0 else { return nil }
    (self.path, descriptor) = (path, opened)
    slot = DraftSignals.add(path)
  }

  deinit {
    let code = errno
    close(descriptor)
    unlink(path)
    if let slot { DraftSignals.forget(slot) }
    errno = code
  }

  /// Writes `bytes` at `offset`, however often the system takes only a part of them; false if it
  /// fails.
  package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool {
    var done = 0
    while done < bytes.count, let base = bytes.baseAddress {
      let written = pwrite(descriptor, base + done, bytes.count - done, off_t(offset + done))
      if written < 0, errno == EINTR { continue }
      if written <= 0 { return false }
      done += written
    }
    return true
  }

  /// Moves it to `target`, in place of what is there; false if it fails.
  package func move(to target: String) -> Bool { rename(path, target) == 0 }

  /// Removes all drafts; may be called within a handler of a signal that ends the process.
  package static func removeAll() { DraftSignals.removeAll() }
}

/// The removal of drafts by signals that end the process.
private enum DraftSignals {
  /// The addresses of the drafts' paths as C strings; zero where there is none.
  ///
  /// The thread that swaps an address for zero owns the string.
  nonisolated(unsafe) private static let slots: UnsafeMutablePointer<Atomic<UInt>> = {
    let slots = UnsafeMutablePointer<Atomic<UInt>>.allocate(capacity: count)
    for place in 0..<count { (slots + place).initialize(to: Atomic(0)) }
    return slots
  }()
  private static let count = 8

  private static let isInstalled: Bool = {
    _ = slots
    for signal in [SIGTERM, SIGHUP, SIGQUIT, SIGXCPU] {
      var action = sigaction()
      // What is ignored, as under nohup, stays ignored.
      guard sigaction(signal, nil, &action) == 0, action.__sigaction_handler.sa_handler == nil
      else { continue }
      action.__sigaction_handler.sa_handler = { DraftSignals.removeAll(before: $0) }
      sigaction(signal, &action, nil)
    }
    return true
  }()

  static func install() { _ = isInstalled }

  /// Notes a draft; nil if too many are open.
  static func add(_ path: String) -> Int? {
    guard let name = strdup(path) else { return nil }
    let address = UInt(bitPattern: name)
    for slot in 0..<count {
      let swap = slots[slot].compareExchange(expected: 0, desired: address, ordering: .relaxed)
      if swap.exchanged { return slot }
    }
    free(name)
    return nil
  }

  static func forget(_ slot: Int) {
    free(UnsafeMutablePointer<CChar>(bitPattern: slots[slot].exchange(0, ordering: .relaxed)))
  }

  /// Runs within a handler: it allocates nothing.
  static func removeAll() {
    for slot in 0..<count {
      let address = slots[slot].exchange(0, ordering: .relaxed)
      if let name = UnsafePointer<CChar>(bitPattern: address) { unlink(name) }
    }
  }

  private static func removeAll(before signal: Int32) {
    removeAll()
    Glibc.signal(signal, SIG_DFL)
    raise(signal)
  }
}
