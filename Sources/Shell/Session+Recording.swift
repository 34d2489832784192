import Functions
import IO

/// How what is asked and answered is written down: as it is said when it is played again, whatever
/// the screen or the options of the session are.
struct RecordState {
  /// The style of its texts.
  let style: NotebookStyle
  /// The caveats that it holds already, and the tables of which it says what a row is.
  var told: (caveats: Set<String>, grains: Set<String>) = ([], [])
  /// The file in which the input stands that is written down; nil at the prompt.
  var file: String?

  /// A record without entries.
  init(style: NotebookStyle) { self.style = style }
}

extension Session {
  /// Whether what is asked and answered is written down, so that it must be the same when it is
  /// played again.
  var isRecorded: Bool { transcript != nil || notebook != nil }

  /// Runs an input, which stands in a file or at the prompt, and writes it down with what it gave, in
  /// the transcript or notebook that is being kept, if one is.
  func recording(_ input: String, in file: String?, _ body: () -> Exit?) -> Exit? {
    // What a file that is read runs is part of what `.read` says.
    guard isRecorded, console.copy == nil else { return body() }
    let (transcript, notebook) = (transcript, notebook)
    let style = record?.style ?? NotebookStyle(words: [])
    let copy = Console.Recording(isASCII: style.isASCII, isSpoken: style.isPlain)
    console.flush()
    console.copy = copy
    record?.file = file
    notebook?.begin(input, copy)
    let exit = body()
    console.flush()
    console.copy = nil
    notebook?.end(exit ?? .fine)
    do throws(FileProblem) {
      try transcript?.append(input, copy.text, exit ?? .fine)
      try notebook?.write()
    } catch {
      endTranscript()
      endNotebook()
      return refuse(error.text, .file)
    }
    return exit
  }

  /// Writes something as the options ask, and once more into the record that is being kept, as that
  /// lays it out; what fails is not written down.
  @discardableResult
  func writing(_ body: () -> Exit) -> Exit {
    guard let record, console.copy != nil, !console.writesCopyOnly else { return body() }
    let exit = console.withoutCopy(body)
    if exit != .fine { return exit }
    let (asked, shown) = (options, (shownCaveats, shownGrains))
    options = asked.ofReplay
    options.take(record.style)
    (shownCaveats, shownGrains) = record.told
    console.toCopyOnly { _ = body() }
    self.record?.told = (shownCaveats, shownGrains)
    (shownCaveats, shownGrains) = shown
    options = asked
    return exit
  }

  /// What `body` gives while pages are laid out as those of the record that is being kept, if one is,
  /// which are the same on the screen.
  func withRecordedLayout<Made>(_ body: () -> Made) -> Made {
    guard record != nil else { return body() }
    let layout = options.layout
    options.layout = Transcript.layout
    defer { options.layout = layout }
    return body()
  }

  /// A place as an error names it: none in a record, which is played again from a file of its own.
  func place(_ origin: Origin) -> Origin? {
    console.writesCopyOnly && origin.file == record?.file ? nil : origin
  }
}
