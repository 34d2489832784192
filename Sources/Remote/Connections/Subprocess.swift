import Functions
import IO
import Parallel
@preconcurrency import Glibc

/// A subprocess with pipes to its standard input, output and error.
///
/// It has a session of its own: Ctrl-C at the terminal reaches this program alone, which then
/// decides, and a program that asks the terminal for its settings, as Spark's does, is not stopped
/// for that. It ends when its input is closed, when this object goes, or when this program ends in
/// whatever way.
final class Subprocess {
  /// Its name in messages.
  let title: String
  /// Whether it runs, as far as is known.
  private(set) var isRunning = true
  private let process: ChildProcess?
  private var input: Int32
  private let output: Int32
  private let errors: Int32
  private var errorBytes: [UInt8] = []
  private var block = [UInt8](repeating: 0, count: 1 << 16)
  private var filled = 0..<0

  /// Starts the program at `path`.
  ///
  /// Throws when it cannot be started.
  init(_ title: String, path: String, arguments: [String]) throws(EngineFailure) {
    self.title = title
    if let text = SafeMode.refusal(of: path) { throw EngineFailure(text, .lost) }
    guard let toChild = Pipe(), let fromChild = Pipe(), let complaints = Pipe() else {
      throw EngineFailure("\(title) cannot be started: \(systemMessage()).", .lost)
    }
    let streams = (toChild.readEnd, fromChild.writeEnd, complaints.writeEnd)
    (input, output, errors) = (toChild.writeEnd, fromChild.readEnd, complaints.readEnd)
    var code: Int32 = 0
    do throws(ChildProcess.Failure) {
      process = try ChildProcess(path, arguments: arguments, streams: streams)
    } catch {
      (process, code) = (nil, error.code)
    }
    for end in [toChild.readEnd, fromChild.writeEnd, complaints.writeEnd] { close(end) }
    for end in [input, output, errors] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    if process == nil {
      isRunning = false
      let reason = strerror(code).map { String(cString: $0) } ?? "error \(code)"
      throw EngineFailure("\(title) cannot be started: \(path): \(reason).", .lost)
    }
  }

  deinit {
    for end in [input, output, errors] where end >= 0 { close(end) }
    if isRunning { process?.signal(SIGTERM) }
  }

  private struct Pipe {
    var readEnd: Int32
    var writeEnd: Int32

    init?() {
      var ends: [Int32] = [0, 0]
      guard pipe(&ends) == 0 else { return nil }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      (readEnd, writeEnd) = (ends[0], ends[1])
    }
  }

  /// Sends bytes to the program's input.
  func send(_ bytes: [UInt8], until cancellation: Cancellation) throws(EngineFailure) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { all in
        all.baseAddress.map { write(input, $0 + sent, all.count - sent) } ?? 0
      }
      if count > 0 {
        sent += count
      } else if count < 0, errno == EAGAIN || errno == EINTR {
        try wait(for: [(input, POLLOUT)], until: cancellation)
      } else {
        throw ended()
      }
    }
  }

  /// Ends the program's input.
  func endInput() {
    close(input)
    input = -1
  }

  /// The next line of the program's output, without its end; what stands before the end of all
  /// output counts as a line.
  ///
  /// Throws when the output ended, or the line has no end within the size of a cell.
  func line(
    endedBy end: UInt8 = 10,
    until cancellation: Cancellation
  ) throws(EngineFailure) -> ArraySlice<UInt8> {
    var line: ArraySlice<UInt8> = []
    while true {
      let bytes = try receive(until: cancellation)
      if bytes.isEmpty {
        if line.isEmpty { throw ended() }
        return line
      }
      let stop = bytes.firstIndex(of: end)
      let own = bytes[..<(stop ?? bytes.endIndex)]
      if line.isEmpty { line = own } else { line += own }
      if line.count > ResultBuilder.mostCellBytes { throw ResultBuilder.tooLongCell }
      if let stop {
        filled = (stop + 1)..<bytes.endIndex
        return line
      }
    }
  }

  /// The next bytes of the program's output; empty at its end.
  func receive(until cancellation: Cancellation) throws(EngineFailure) -> ArraySlice<UInt8> {
    while filled.isEmpty {
      if cancellation.isCancelled { throw .stopped }
      let count = read(output, &block, block.count)
      if count == 0 { return [] }
      if count > 0 {
        filled = 0..<count
      } else if errno == EAGAIN || errno == EINTR {
        try wait(for: [(output, POLLIN), (errors, POLLIN)], until: cancellation)
      } else {
        throw ended()
      }
    }
    defer { filled = 0..<0 }
    return block[filled]
  }

  /// Waits until one of the pipes is ready; standard error is read meanwhile.
  private func wait(
    for pipes: [(end: Int32, event: Int32)],
    until cancellation: Cancellation
  ) throws(EngineFailure) {
    if cancellation.isCancelled { throw .stopped }
    var list = pipes.map { pollfd(fd: $0.end, events: Int16($0.event), revents: 0) }
    // A signal ends the wait at once; other reasons to stop are asked for now and then.
    _ = poll(&list, nfds_t(list.count), 10)
    if list.last?.fd == errors, list.last?.revents != 0 { readStandardError() }
    if cancellation.isCancelled { throw .stopped }
  }

  private func readStandardError() {
    var block = [UInt8](repeating: 0, count: 1 << 12)
    while true {
      let count = read(errors, &block, block.count)
      if count == 0 {
        // Nothing comes any more; the pipe would be ready forever.
        usleep(1000)
        return
      }
      if count < 0 { return }
      errorBytes += block[..<count]
      if errorBytes.count > 1 << 18 { errorBytes.removeFirst(1 << 17) }
    }
  }

  /// The standard error of the program since the last call.
  func takeStandardError() -> String {
    readStandardError()
    defer { errorBytes = [] }
    return String(decoding: errorBytes, as: UTF8.self)
  }

  /// Asks the program to stop what it does, as Ctrl-C would.
  func interrupt() { if isRunning { process?.signal(SIGINT) } }

  /// Ends the program at once; freeing its memory may take it longer, which is not waited for.
  func kill() {
    guard isRunning else { return }
    isRunning = false
    process?.signal(SIGKILL)
  }

  /// The failure of a program that ended, with the end of its standard error.
  func ended() -> EngineFailure {
    kill()
    process?.waitForEnd()
    let words = takeStandardError().split(separator: "\n").prefix(3).joined(separator: " ")
    return EngineFailure(
      words.isEmpty
        ? "\(title) ended; the next query starts it again."
        : "\(title) ended: \(words.ended)",
      .lost
    )
  }
}
