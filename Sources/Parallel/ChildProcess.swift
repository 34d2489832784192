import CThreads
@preconcurrency import Glibc

/// A child process that lives no longer than this one, however this one ends.
///
/// The system tells a child that its parent ended when the *thread* that started it does. So each
/// has a thread of its own here, which starts it, waits for its end, and then ends what else is left
/// of its group.
public final class ChildProcess: Sendable {
  /// Its process identifier, which is that of its group, too.
  public let identifier: pid_t
  private let life: Life

  /// What the thread and the starter share.
  private final class Life: Sendable {
    let result = Lock<Int32>(0)
    let isStarted = Semaphore()
    let hasEnded = Lock(false)
    let ended = Semaphore()
  }

  /// A failure to start a program, with the system's code.
  public struct Failure: Error {
    /// The code, as in `errno`.
    public let code: Int32
  }

  /// Starts the program at `path` in a session of its own; only the three streams go along.
  ///
  /// Throws where the system does not start it.
  public init(
    _ path: String,
    arguments: [String],
    streams: (input: Int32, output: Int32, errors: Int32)
  ) throws(Failure) {
    let life = Life()
    let isRunning = Background.start {
      let started = ChildProcess.start(path, [path] + arguments, streams)
      life.result.withLock { $0 = started }
      life.isStarted.signal()
      if started > 0 { ChildProcess.attend(started, life) }
    }
    guard isRunning else { throw Failure(code: EAGAIN) }
    life.isStarted.wait()
    let started = life.result.withLock { $0 }
    guard started > 0 else { throw Failure(code: -started) }
    (identifier, self.life) = (started, life)
  }

  private static func start(
    _ path: String,
    _ arguments: [String],
    _ streams: (input: Int32, output: Int32, errors: Int32)
  ) -> Int32 {
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
    words.append(nil)
    defer { for word in words { free(word) } }
    return scomm_start_child(path, words, environ, [streams.input, streams.output, streams.errors])
  }

  /// Waits for the end of a process.
  private static func attend(_ process: pid_t, _ life: Life) {
    var information = siginfo_t()
    while waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT) != 0 && errno == EINTR {}
    // Until it is waited for, no other process gets its number.
    life.hasEnded.withLock { hasEnded in
      kill(-process, SIGKILL)
      hasEnded = true
      while waitpid(process, nil, 0) < 0 && errno == EINTR {}
    }
    life.ended.signal()
  }

  /// Sends a signal to it and what it started, unless it ended.
  public func signal(_ signal: Int32) {
    life.hasEnded.withLock { hasEnded in if !hasEnded { kill(-identifier, signal) } }
  }

  /// Returns when it has ended.
  public func waitForEnd() {
    life.ended.wait()
    life.ended.signal()
  }
}
