import IO
import Shell

/// The settings of one run, as the command line gives them.
struct Arguments {
  /// Queries, files and paths, in the order in which they are written.
  var inputs: [Input] = []
  var data: [String] = []
  var set: [String] = []
  var format: String?
  var color = ColorChoice.automatic
  var errors = ErrorForm.text
  var ledger = ErrorForm.text
  var datasets: String?
  var requireData: String?
  var engine: String?
  var dataPackage: String?
  var emitDDL: String?
  var badRows = MalformedRowPolicy.error
  var missing: MissingWords?
  var noCache = false
  var verifyCache = false
  var check = false
  var params = false
  var teacher = false
  var selfTest = false
  var ascii = false
  var plain = false
  var noRC = false
  var csvSafe = false
  var safe = false
  var helpAll = false
  var version = false
  var completions: CompletionScript?
  /// The settings that go to the session as they are.
  var session = SessionOptions(layout: FormatOptions())

  /// What a run works on: a query of `-c`, a file of `-f` or of an option that says what is done
  /// with it, or a path without an option.
  enum Input {
    case query(String)
    case file(String)
    case job(Job, String)
    case path(String)
  }

  /// The settings of a command line without arguments.
  init() {}

  /// The settings of a command line: options as `--name value`, `--name=value`, `-n value` or
  /// `-n=value`, and paths.
  ///
  /// Nil for all others, which are left to ArgumentParser: a request for help, and errors.
  init?(reading words: some Sequence<String>) {
    var words = words.makeIterator()
    while let word = words.next() {
      if word == "--" {
        while let path = words.next() { inputs.append(.path(path)) }
      } else if word.hasPrefix("-"), word != "-" {
        guard read(option: word, next: { words.next() }) else { return nil }
      } else {
        inputs.append(.path(word))
      }
    }
  }

  /// Fills the setting of the option that begins with `word`; false unless it is right.
  private mutating func read(option word: String, next: () -> String?) -> Bool {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let isJoined = parts.count == 2
    guard let option = CommandOption.all.first(where: { $0.isCalled(parts[0]) }),
      !isJoined || option.takesValue
    else { return false }
    guard option.takesValue else { return option.set(&self, "") }
    guard let value = isJoined ? String(parts[1]) : next(), !value.isEmpty,
      isJoined || value == "-" || !value.hasPrefix("-")
    else { return false }
    return option.set(&self, value)
  }
}
