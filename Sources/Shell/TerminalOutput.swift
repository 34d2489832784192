@preconcurrency import Glibc

/// A failure to write.
public enum OutputFailure: Error, Equatable, Sendable {
  /// The reader closed the pipe: the program ends quietly, with exit status 0.
  case closed
  /// Writing failed with this `errno`.
  case failed(Int32)
}

/// A buffered writer to a file descriptor.
///
/// Nothing is written behind one's back: call `flush()` before reading a line and before exiting.
public final class Output {
  private let descriptor: Int32
  private let capacity: Int
  private var pending: [UInt8] = []

  /// The output to `descriptor`, which stays open; `capacity` is in bytes.
  public init(descriptor: Int32, capacity: Int = 1 << 16) {
    self.descriptor = descriptor
    self.capacity = capacity
    pending.reserveCapacity(capacity)
  }

  /// Standard output.
  public static func standard() -> Output { Output(descriptor: STDOUT_FILENO) }

  /// Standard error, for notes, warnings and errors.
  public static func standardError() -> Output { Output(descriptor: STDERR_FILENO) }

  /// Writes `text` as UTF-8.
  public func write(_ text: String) throws(OutputFailure) {
    pending.append(contentsOf: text.utf8)
    if pending.count >= capacity { try flush() }
  }

  /// Writes `bytes` as they are.
  public func write(_ bytes: [UInt8]) throws(OutputFailure) {
    pending.append(contentsOf: bytes)
    if pending.count >= capacity { try flush() }
  }

  /// Hands everything written so far to the system; after a failure it is dropped.
  public func flush() throws(OutputFailure) {
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
      case EAGAIN: waitUntilWritable(descriptor)
      case EPIPE: throw .closed
      case let code: throw .failed(code)
      }
    }
  }

  /// Another program may have left the terminal that it shared with us in non-blocking mode.
  private static func waitUntilWritable(_ descriptor: Int32) {
    var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    _ = poll(&wanted, 1, -1)
  }
}
