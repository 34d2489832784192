@preconcurrency import Glibc

/// A failure to write.
enum OutputFailure: Error {
  /// The reader closed the pipe: the program ends quietly, with exit status 0.
  case closed
  /// Writing failed with this `errno`.
  case failed(Int32)
}

/// A buffered writer to a file descriptor.
///
/// Nothing is written behind one's back: call `flush()` before reading a line and before exiting.
final class Output {
  private let descriptor: Int32
  private var pending: [UInt8] = []

  /// How many bytes are gathered before they are written.
  private static let capacity = 1 << 16

  /// The output to `descriptor`, which stays open.
  init(descriptor: Int32) {
    self.descriptor = descriptor
    pending.reserveCapacity(Output.capacity)
  }

  /// Writes `text` as UTF-8.
  func write(_ text: String) throws(OutputFailure) {
    pending.append(contentsOf: text.utf8)
    if pending.count >= Output.capacity { try flush() }
  }

  /// Hands everything written so far to the system; after a failure it is dropped.
  func flush() throws(OutputFailure) {
    defer { pending.removeAll(keepingCapacity: true) }
    try Output.writeAll(pending, to: descriptor)
  }

  /// Writes all of `bytes` at once, however often the system takes only a part of them.
  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws(OutputFailure) {
    var start = 0
    while start < bytes.count {
      let written = bytes.withUnsafeBytes { raw in
        Glibc.write(descriptor, raw.baseAddress?.advanced(by: start), raw.count - start)
      }
      if written >= 0 {
        start += written
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN:
        // Another program may have left the terminal that it shared with us in non-blocking mode.
        var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&wanted, 1, -1)
      case EPIPE: throw .closed
      case let code: throw .failed(code)
      }
    }
  }
}
