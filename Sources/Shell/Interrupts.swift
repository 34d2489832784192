@preconcurrency import Glibc
import Synchronization

private let interruptCount = Atomic<Int>(0)
private let resizeCount = Atomic<Int>(0)
private let resumeCount = Atomic<Int>(0)
private let acknowledgedCount = Atomic<Int>(0)

private func countSignal(_ signal: Int32) {
  switch signal {
  case SIGINT: interruptCount.wrappingAdd(1, ordering: .relaxed)
  case SIGWINCH: resizeCount.wrappingAdd(1, ordering: .relaxed)
  default: resumeCount.wrappingAdd(1, ordering: .relaxed)
  }
}

/// The counts of signals, which handlers raise and running work polls.
public enum Interrupts {
  /// How often Ctrl-C came since `install()`; a query is canceled when this grows while it runs.
  public static var count: Int { interruptCount.load(ordering: .relaxed) }

  /// Whether Ctrl-C came since `heed()`: what is being read is to stop.
  public static var hasPending: Bool { count != acknowledgedCount.load(ordering: .relaxed) }

  /// Counts every Ctrl-C so far as heeded: something new begins.
  public static func heed() { acknowledgedCount.store(count, ordering: .relaxed) }

  /// How often the terminal changed its size since `install()`.
  public static var resizes: Int { resizeCount.load(ordering: .relaxed) }

  /// How often the program went on after Ctrl-Z since `install()`.
  public static var resumes: Int { resumeCount.load(ordering: .relaxed) }

  /// Takes over SIGINT, SIGWINCH and SIGCONT, and ignores SIGPIPE and SIGXFSZ, so that a
  /// closed pipe is an `EPIPE`, and a file beyond the limit an `EFBIG`.
  ///
  /// System calls do not go on by themselves after Ctrl-C: a wait for another program ends.
  public static func install() {
    // A global is made on first use, which must not be inside a handler.
    _ = (count, resizes, resumes, hasPending)
    handle(SIGINT, flags: 0)
    handle(SIGWINCH, flags: SA_RESTART)
    handle(SIGCONT, flags: SA_RESTART)
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }

  private static func handle(_ signal: Int32, flags: Int32) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = countSignal
    action.sa_flags = flags
    sigemptyset(&action.sa_mask)
    sigaction(signal, &action, nil)
  }
}
