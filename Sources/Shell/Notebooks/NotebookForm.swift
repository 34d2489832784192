import Diagnostics

/// A form of notebooks: how a page of one is written, and how its inputs are read back.
protocol NotebookForm: Sendable {
  /// What the mark of a page calls it.
  var name: String { get }
  /// The endings of its files, without the point.
  var endings: [String] { get }
  /// The line above the entries.
  var start: String { get }
  /// The line below the entries.
  var end: String { get }
  /// The page above the entries.
  func head(_ head: NotebookHead) -> String
  /// A sentence of the author's own.
  func sentence(_ text: String) -> String
  /// A sentence that was read back, as it stands in a page.
  func sentence(readBack text: String) -> String
  /// An input with what it gave.
  func entry(_ entry: NotebookEntry) -> String
  /// The list of sources behind all results, and of other tables with where they lie.
  func sources(_ citations: [Citation], _ others: [String]) -> String
  /// The page below the entries: how to verify it.
  func foot(_ head: NotebookHead) -> String
  /// The inputs and sentences in lines of a page that stand between `start` and `end`.
  func items(in lines: ArraySlice<Substring>) -> [NotebookItem]
}

/// What the head of a notebook's page tells.
struct NotebookHead {
  /// The page's title.
  var title: String
  /// The name of the file.
  let file: String
  /// The data, in lines.
  let data: [String]
  /// The data's hash, if they have one.
  let hash: String?
  /// The day on which it was begun.
  let day: String
  /// The program's version.
  let version: String
  /// How the texts in it were written.
  let style: NotebookStyle
}

/// How texts of a session are written that a notebook holds.
struct NotebookStyle: Equatable {
  /// Whether a screen reader reads them.
  var isPlain = false
  /// Whether they have ASCII characters alone.
  var isASCII = false
  /// Whether notes are left out.
  var isQuiet = false

  /// Its words in the mark of a page.
  var words: [String] {
    [("plain", isPlain), ("ascii", isASCII), ("quiet", isQuiet)].filter(\.1).map(\.0)
  }

  /// The style of these words.
  init(words: some Sequence<String>) {
    for word in words {
      switch word {
      case "plain": isPlain = true
      case "ascii": isASCII = true
      case "quiet": isQuiet = true
      default: continue
      }
    }
  }
}

extension NotebookEntry {
  /// The input as pages show it.
  var shownInput: String { visibleLines(input.replacing("\r\n", with: "\n")) }
  /// The input in one line of ASCII, where it is not what pages show; else nil.
  var hiddenInput: String? { shownInput == input ? nil : ExactText.escaped(input) }
}

/// An input or sentence that was read back from a page.
struct NotebookItem: Equatable {
  enum Kind: Equatable { case input, sentence }
  let kind: Kind
  let text: String
}

/// The mark of a notebook's page, a comment in one of its first lines: its form, the hash of the data,
/// and the style of its texts.
struct NotebookMark {
  let form: any NotebookForm
  var hash: String?
  var style: NotebookStyle

  /// The forms that there are.
  static let forms: [any NotebookForm] = [HTMLNotebook(), MarkdownNotebook()]
  private static let beginning = "<!-- scomm notebook "

  /// The form that the ending of a file's name asks for.
  static func form(forFile path: String) -> (any NotebookForm)? {
    let name = path.lowercased()
    return forms.first { $0.endings.contains { name.hasSuffix("." + $0) } }
  }

  /// The mark as a line.
  static func line(_ form: any NotebookForm, _ head: NotebookHead) -> String {
    let hash = head.hash.map { ["hash=" + $0] } ?? []
    return beginning + ([form.name] + hash + head.style.words).joined(separator: " ") + " -->\n"
  }

  /// The mark of a page; nil of another text.
  init?(ofLines lines: [Substring]) {
    guard let line = lines.prefix(5).first(where: { $0.hasPrefix(NotebookMark.beginning) }) else {
      return nil
    }
    let words = line.dropFirst(NotebookMark.beginning.count).split(separator: " ").map(String.init)
    guard let form = NotebookMark.forms.first(where: { $0.name == words.first }) else { return nil }
    self.form = form
    hash = words.first { $0.hasPrefix("hash=") }.map { String($0.dropFirst(5)) }
    style = NotebookStyle(words: words)
  }
}
