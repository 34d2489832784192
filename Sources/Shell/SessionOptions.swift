import Functions
import IO

/// The options of a session: formats, screen layout, and how errors are handled.
public struct SessionOptions: Sendable {
  /// The format of results that do not name one.
  public var format = "tsv"
  /// How tables are laid out on a screen.
  public var layout: FormatOptions
  /// Whether ledgers and caveats are left out.
  public var isQuiet = false
  /// Whether a statement that fails does not end a script.
  public var keepsGoing = false
  /// Whether ledgers are written as JSON.
  public var ledgerAsJSON = false
  /// Whether data formats hold the totals that a pivot was asked for.
  public var exportsTotals = false
  /// Whether `save` keeps nothing of a file that it writes over.
  public var savesWithoutBackup = false
  /// Whether `save` writes a file where it lies, with its links and owner, and not whole or not at
  /// all.
  public var savesInPlace = false
  /// Whether files are not written, but only said to be: what is verified writes none.
  var writesNothing = false
  /// Whether what was written down is played again, whose errors end nothing but their statement.
  var isReplay = false
  /// The program's version, which notebooks name.
  public var programVersion = ""
  /// Whether a text that no row has is only worth a note.
  public var allowsUnknownValues = false
  /// Values given for parameters on the command line, as written there.
  public var settings: [String: String] = [:]
  /// The number of threads that run a query; nil for as many as the process may use.
  public var threads: Int?
  /// The memory that a query may hold, in bytes; nil for the engine's own limit.
  public var memoryLimit: Int?
  /// The time that a statement may take; nil for no bound.
  public var timeout: Cancellation.Timeout?
  /// Whether a screen reader reads the answers: nothing is drawn, and errors say at which word they
  /// are.
  public var isPlain = false
  /// Whether a caveat is said once a session, not under every result that it belongs to.
  public var saysCaveatsOnce = false
  /// Whether the prompt says how many rows a statement would give, while it is typed.
  public var showsPreview = true
  /// Whether it is said how long each answer took.
  public var showsTime = false
  /// How files are read that `.open` opens.
  public var load = LoadOptions()
  /// How lessons are played.
  public var lessons = LessonOptions()
  /// Whether a person sits at a prompt.
  public var isInteractive = false {
    didSet { saysCaveatsOnce = isInteractive }
  }

  /// Options with the same bounds that play again what was written down.
  var ofReplay: SessionOptions {
    var options = SessionOptions(layout: Transcript.layout)
    options.format = Transcript.format
    (options.threads, options.memoryLimit, options.timeout) = (threads, memoryLimit, timeout)
    (options.writesNothing, options.isReplay) = (writesNothing, true)
    (options.saysCaveatsOnce, options.lessons.areKept) = (true, false)
    options.settings = settings
    return options
  }

  /// Lets results be shown in this style.
  mutating func take(_ style: NotebookStyle) {
    (isPlain, isQuiet) = (style.isPlain, style.isQuiet)
    if style.isPlain { format = "spoken" }
  }

  /// The options of a batch run.
  public init(layout: FormatOptions) { self.layout = layout }
}
