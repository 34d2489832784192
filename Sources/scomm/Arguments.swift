import Formats
import Shell

/// What the command line asks for, whoever read it.
struct Arguments {
  var query: [String] = []
  var files: [String] = []
  var data: [String] = []
  var set: [String] = []
  var format: String?
  var color = ColorChoice.automatic
  var errors = ErrorForm.text
  var ledger = ErrorForm.text
  var datasets: String?
  var engine: String?
  var dataPackage: String?
  var emitDDL: String?
  var badRows = BadRows.error
  var noCache = false
  var verifyCache = false
  var check = false
  var params = false
  var verify: String?
  var record: String?
  var fmt: String?
  var quiet = false
  var keepGoing = false
  var allowUnknownValues = false
  var totals = false
  var ascii = false
  var helpAll = false
  var version = false
  var paths: [String] = []

  /// Arguments that ask for nothing.
  init() {}

  /// The few plain forms that most runs have, read at once; nil for everything else, which is left to
  /// ArgumentParser: whatever is wrong, help, joined values, and options that are not named here.
  init?(quick words: some Sequence<String>) {
    var words = words.makeIterator()
    func value() -> String? { words.next().flatMap { $0.hasPrefix("-") ? nil : $0 } }
    while let word = words.next() {
      switch word {
      case "--quiet": quiet = true
      case "--no-cache": noCache = true
      case "--data":
        guard let item = value() else { return nil }
        data.append(item)
      case "-c":
        guard let text = value() else { return nil }
        query.append(text)
      case "-f":
        guard let path = value() else { return nil }
        files.append(path)
      case "--format":
        guard let name = value() else { return nil }
        format = name
      default:
        if word.hasPrefix("-") { return nil }
        paths.append(word)
      }
    }
  }
}
