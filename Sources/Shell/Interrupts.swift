@preconcurrency import Glibc
import IO
import Synchronization

private let interruptCount = Atomic<Int>(0)
private let resizeCount = Atomic<Int>(0)
private let resumeCount = Atomic<Int>(0)
private let acknowledgedCount = Atomic<Int>(0)
private let isInstalled = Atomic<Bool>(false)
private let hasRung = Atomic<Bool>(false)
private let endsProcess = Atomic<Bool>(false)
private let hasSaidStopped = Atomic<Bool>(false)
private let saysJSON = Atomic<Bool>(false)
/// How often the timer went off since the time of the statement was over.
private let ringCount = Atomic<Int>(0)
/// What is written where the handler ends the process after the end of its time, and how many bytes.
private nonisolated(unsafe) let lastWords = UnsafeMutableRawPointer.allocate(
  byteCount: mostLastWords,
  alignment: 1
)
private let lastWordsCount = Atomic<Int>(0)
private let mostLastWords = 1 << 14

private func countSignal(_ signal: Int32) {
  switch signal {
  case SIGINT:
    let isFirst = interruptCount.wrappingAdd(1, ordering: .relaxed).oldValue == 0
    if isFirst, endsProcess.load(ordering: .relaxed) {
      Interrupts.setTimer(Interrupts.grace, again: 0.02)
    }
  case SIGALRM:
    if endsProcess.load(ordering: .relaxed), Interrupts.count > 0 { Interrupts.endProcess() }
    hasRung.store(true, ordering: .relaxed)
    let rings = ringCount.wrappingAdd(1, ordering: .relaxed).newValue
    if rings > Interrupts.mostRings { Interrupts.endProcessOverTime() }
  case SIGWINCH: resizeCount.wrappingAdd(1, ordering: .relaxed)
  default: resumeCount.wrappingAdd(1, ordering: .relaxed)
  }
}

/// The counts of signals, which handlers raise and running work polls.
public enum Interrupts {
  /// How often Ctrl-C came since `install()`; a query is canceled when this grows while it runs.
  public static var count: Int { interruptCount.load(ordering: .relaxed) }

  /// Whether Ctrl-C came since `acknowledge()`: what is being read is to stop.
  public static var hasPending: Bool { count != acknowledgedCount.load(ordering: .relaxed) }

  /// Counts every Ctrl-C so far as heeded: something new begins.
  public static func acknowledge() { acknowledgedCount.store(count, ordering: .relaxed) }

  /// Whether the time is over that `startTimer` began.
  public static var isOverTime: Bool { hasRung.load(ordering: .relaxed) }

  /// Whether what is being read is to stop: after Ctrl-C, or when its time is over.
  public static var stopReading: Bool { hasPending || isOverTime }

  /// Begins the time of a statement, in place of what was begun before; nil is without end.
  ///
  /// When it is over, the timer goes off again and again: a wait that began just then ends, too. There
  /// is none before `install()`.
  public static func startTimer(_ seconds: Double?) {
    if !isInstalled.load(ordering: .relaxed) { return }
    if endsProcess.load(ordering: .relaxed), count > 0 { return }
    setTimer(0, again: 0)
    hasRung.store(false, ordering: .relaxed)
    ringCount.store(0, ordering: .relaxed)
    if let seconds { setTimer(max(seconds, 1e-6), again: 0.02) }
  }

  /// Ends the time of a statement, so that `isOverTime` is false.
  public static func stopTimer() { startTimer(nil) }

  /// Makes Ctrl-C end the process, as is right for all but a shell at its prompt: what runs is asked
  /// to stop, and ended where it does not within `grace`.
  public static func endProcessSoon() {
    // Globals that handlers use are made here, as in `install()`.
    _ = (hasSaidStopped.load(ordering: .relaxed), endsProcess.load(ordering: .relaxed), grace)
    _ = saysJSON.load(ordering: .relaxed)
    DraftFile.removeAll()
    endsProcess.store(true, ordering: .relaxed)
  }

  /// Ends the process with these words where what runs does not stop soon after the end of its time;
  /// nil leaves it to what runs.
  ///
  /// Some loops, such as those that copy one text of hundreds of megabytes, do not look at the time.
  static func endProcessOverTime(saying words: String?) {
    lastWordsCount.store(0, ordering: .sequentiallyConsistent)
    guard let words = words.map({ Array($0.utf8) }), words.count <= mostLastWords else { return }
    lastWords.copyMemory(from: words, byteCount: words.count)
    lastWordsCount.store(words.count, ordering: .sequentiallyConsistent)
  }

  /// How often the timer goes off before the handler ends the process.
  fileprivate static let mostRings = 1

  /// Ends the process from within a handler, if that was prepared.
  fileprivate static func endProcessOverTime() {
    let count = lastWordsCount.load(ordering: .sequentiallyConsistent)
    if count == 0 { return }
    DraftFile.removeAll()
    _ = write(STDERR_FILENO, lastWords, count)
    _exit(Exit.file.rawValue)
  }

  /// Lets the end by Ctrl-C be told as an error in JSON.
  static func tellAsJSON(_ isJSON: Bool) { saysJSON.store(isJSON, ordering: .relaxed) }

  /// Leaves Ctrl-C to what runs, which goes on with something else.
  public static func spareProcess() { endsProcess.store(false, ordering: .relaxed) }

  /// How many seconds what runs has to end by itself.
  fileprivate static let grace = 0.01

  /// Whether it is still to be said that Ctrl-C stopped what ran; true once.
  static func takeStopped() -> Bool {
    !endsProcess.load(ordering: .relaxed)
      || !hasSaidStopped.exchange(true, ordering: .relaxed)
  }

  /// Ends the process from within a handler, which allocates nothing.
  fileprivate static func endProcess() {
    DraftFile.removeAll()
    if takeStopped() {
      let words: StaticString =
        saysJSON.load(ordering: .relaxed)
        ? "{\"severity\":\"error\",\"code\":\"stopped\",\"message\":\"Stopped.\"}\n" : "Stopped.\n"
      _ = write(STDERR_FILENO, words.utf8Start, words.utf8CodeUnitCount)
    }
    _exit(Exit.interrupted.rawValue)
  }

  fileprivate static func setTimer(_ seconds: Double, again: Double) {
    func interval(_ seconds: Double) -> timeval {
      timeval(tv_sec: Int(seconds), tv_usec: Int(seconds.truncatingRemainder(dividingBy: 1) * 1e6))
    }
    var timer = itimerval(it_interval: interval(again), it_value: interval(seconds))
    setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
  }

  /// How often the terminal changed its size since `install()`.
  public static var resizes: Int { resizeCount.load(ordering: .relaxed) }

  /// How often the program went on after Ctrl-Z since `install()`.
  public static var resumes: Int { resumeCount.load(ordering: .relaxed) }

  /// Takes over SIGINT, SIGALRM, SIGWINCH and SIGCONT, and ignores SIGPIPE and SIGXFSZ, so that a
  /// closed pipe is an `EPIPE`, and a file beyond the limit an `EFBIG`.
  ///
  /// System calls do not go on by themselves after Ctrl-C and when the time is over: a wait for
  /// another program ends.
  public static func install() {
    // A global is made on first use, which must not be inside a handler.
    _ = (count, resizes, resumes, stopReading, ringCount.load(ordering: .relaxed), lastWords)
    endProcessOverTime(saying: nil)
    DraftFile.removeAll()
    handle(SIGINT, flags: 0)
    handle(SIGALRM, flags: 0)
    isInstalled.store(true, ordering: .relaxed)
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
