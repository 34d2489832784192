import Diagnostics
@preconcurrency import Glibc
import IO

/// The output streams of a session: data on one, everything else on the other.
///
/// All that is written for people goes through `visibleText` here; `LineEditor` and `LoadProgress`,
/// which move the cursor themselves, do the same. `data` alone keeps every byte, unless it goes to a
/// terminal.
public final class Console {
  private let isTerminal: Bool
  private let write: (String) -> Void
  private let complain: (String) -> Void
  private let flushing: () -> Void
  private var hasResult = false
  /// How many lines were written so far, of both streams.
  private(set) var lineCount = 0
  /// To what all that is written is copied, if it is.
  var copy: Recording?
  private var isHeld = false
  /// Whether only the copy gets what is written, in its own form.
  private(set) var writesCopyOnly = false
  private var writesErrorsAsJSON = false
  /// In which form it is told that the streams cannot be written.
  private let failures: FailureForm
  /// Whether every error is a line of JSON, which it never is in a copy.
  public var errorsAsJSON: Bool {
    get { writesErrorsAsJSON && !writesCopyOnly }
    set {
      writesErrorsAsJSON = newValue
      failures.areJSON = newValue
      Interrupts.tellAsJSON(newValue)
    }
  }
  /// Whether what is written for people has ASCII characters alone.
  public var isASCII = false
  /// Whether a screen reader reads what is written for people: signs are words.
  public var isSpoken = false

  /// A console over two functions that take text; the first writes to a terminal if `isTerminal`.
  public convenience init(
    isTerminal: Bool = false,
    output: @escaping (String) -> Void,
    errors: @escaping (String) -> Void,
    flush: @escaping () -> Void = {}
  ) {
    self.init(isTerminal, output, errors, flush, FailureForm())
  }

  private init(
    _ isTerminal: Bool,
    _ output: @escaping (String) -> Void,
    _ errors: @escaping (String) -> Void,
    _ flush: @escaping () -> Void,
    _ failures: FailureForm
  ) {
    (self.isTerminal, write, complain, flushing) = (isTerminal, output, errors, flush)
    self.failures = failures
  }

  /// The form of what ends the program.
  private final class FailureForm {
    var areJSON = false
  }

  /// The console over the standard streams.
  ///
  /// A reader that closed the pipe ends the program quietly; another failure to write ends it with
  /// a message.
  public static func standard() -> Console {
    let data = Output(descriptor: STDOUT_FILENO)
    let notes = Output(descriptor: STDERR_FILENO)
    let form = FailureForm()
    return Console(
      isatty(STDOUT_FILENO) == 1,
      { text in endOnFailure(form) { () throws(OutputFailure) in try data.write(text) } },
      { text in
        // There is no place to report lost notes: the data go on.
        try? notes.write(text)
        try? notes.flush()
      },
      { endOnFailure(form) { () throws(OutputFailure) in try data.flush() } },
      form
    )
  }

  private static func endOnFailure(
    _ form: FailureForm,
    _ write: () throws(OutputFailure) -> Void
  ) {
    do throws(OutputFailure) {
      try write()
    } catch {
      switch error {
      case .closed: exit(0)
      case .failed(let code):
        let reason = String(cString: strerror(code))
        let notes = Output(descriptor: STDERR_FILENO)
        let words = "The result could not be written: \(reason)."
        try? notes.write((form.areJSON ? errorJSON(words, code: "table-failure") : words) + "\n")
        try? notes.flush()
        exit(Exit.file.rawValue)
      }
    }
  }

  /// The console that appends both streams to the text of `recording`.
  convenience init(into recording: Recording) {
    self.init(output: { recording.text += $0 }, errors: { recording.text += $0 })
  }

  /// A text that a console writes.
  final class Recording {
    var text = ""
    /// Whether it has ASCII characters alone, and whether a screen reader reads it.
    let (isASCII, isSpoken): (Bool, Bool)
    fileprivate var hasResult = false

    init(isASCII: Bool = false, isSpoken: Bool = false) {
      (self.isASCII, self.isSpoken) = (isASCII, isSpoken)
    }
  }

  /// Writes a text to one of the streams, and to the copy; of what is `readable` each has the
  /// characters that its readers can see or hear.
  private func put(_ text: String, _ write: (String) -> Void, isReadable: Bool = true) {
    if let copy {
      copy.text += isReadable ? readable(text, copy.isASCII, copy.isSpoken) : text
    }
    if writesCopyOnly { return }
    let text = isReadable ? readable(text) : text
    lineCount &+= text.utf8.count { $0 == 10 }
    if !isHeld { write(text) }
  }

  /// A text with the characters that those who read the streams can see or hear.
  func readable(_ text: String) -> String { readable(text, isASCII, isSpoken) }

  private func readable(_ text: String, _ isASCII: Bool, _ isSpoken: Bool) -> String {
    let text = isSpoken ? spokenText(text) : text
    return isASCII ? asciiText(text) : text
  }

  /// What `body` writes, in place of writing it.
  func held(_ body: () -> Void) -> String {
    let (recording, outer) = (Recording(isASCII: isASCII, isSpoken: isSpoken), copy)
    (copy, isHeld) = (recording, true)
    body()
    (copy, isHeld) = (outer, false)
    return recording.text
  }

  /// What `body` gives, of which the copy gets nothing.
  func withoutCopy<Made>(_ body: () -> Made) -> Made {
    let outer = copy
    copy = nil
    defer { copy = outer }
    return body()
  }

  /// Lets only the copy have what `body` writes.
  func toCopyOnly(_ body: () -> Void) {
    let outer = hasResult
    (writesCopyOnly, hasResult) = (true, copy?.hasResult ?? false)
    body()
    copy?.hasResult = hasResult
    (writesCopyOnly, hasResult) = (false, outer)
  }

  /// Writes what was held back, whose lines are counted already.
  func release(_ text: String) {
    copy?.text += text
    if !isHeld, !writesCopyOnly { write(text) }
  }

  /// Writes a piece of what programs read: a result in a data format, SQL, a query file.
  public func data(_ text: String) {
    if !isTerminal { return put(text, write, isReadable: false) }
    let text = visibleLines(text)
    put(isASCII ? asciiText(text) : text, write, isReadable: false)
  }

  /// Writes what people read, with its line ends.
  public func page(_ text: String) { put(visibleLines(text), write) }

  /// Writes a line that people read; an end of a line within it is a symbol.
  func line(_ text: String) { put(visibleText(text) + "\n", write) }

  /// Writes a piece of a table or chart drawn for a screen, with its styles.
  func drawing(_ text: String, styles: [String] = FormatOptions.styles) {
    put(visibleLines(text, styles: styles), write)
  }

  /// Begins a result: it is apart from the one before by an empty line.
  public func beginResult() {
    if hasResult { put("\n", write) }
    hasResult = true
  }

  /// Makes the next result the first, with nothing above it to be apart from.
  func startAfresh() { hasResult = false }

  /// Writes a line that is worth knowing, but is no data.
  public func note(_ line: String) { put(visibleText(line) + "\n", complain) }

  /// Writes an error, with its line ends; where errors are JSON, as that, with a code of its kind.
  public func error(_ text: String, code: String = "failure") {
    if !errorsAsJSON { return put(visibleLines(text), complain) }
    copy?.text += visibleLines(text)
    let text = text.hasSuffix("\n") ? String(text.dropLast()) : text
    let leading = FilePlace.leading(text)
    let place = leading?.place ?? FilePlace.file(leading: text)
    json(errorJSON(leading?.text ?? text, code: code, place: place))
  }

  /// Writes a line of JSON beside the data, an error or a ledger, of which no copy gets anything.
  func json(_ line: String) {
    withoutCopy { put(visibleText(line) + "\n", complain, isReadable: false) }
  }

  /// Hands all data to the system, so that what is written to the other stream comes after it.
  public func flush() { flushing() }
}
