import Catalog
import IO

/// A notebook that is being kept: inputs with what they gave, sentences of the author's own, and the
/// sources of all results.
final class Notebook {
  /// How its page is written.
  let form: any NotebookForm
  /// How texts in it are written.
  let style: NotebookStyle
  /// What its head tells; nil of one that is only compared with a page.
  var head: NotebookHead?
  /// Its file; nil of one that is only compared with a page.
  let file: NotebookFile?
  /// The caveats that it holds already, and the tables of which it says what a row is.
  var told: (caveats: Set<String>, grains: Set<String>) = ([], [])
  private var entries = ""
  private var inputCount = 0
  private var citations: [Document: Citation] = [:]
  private var others: [String] = []
  private var open: (entry: NotebookEntry, copy: Console.Recording, start: Int)?

  /// The most bytes of a page.
  private static let mostBytes = 64 << 20

  /// A notebook without entries.
  init(
    _ form: any NotebookForm,
    _ style: NotebookStyle,
    file: NotebookFile? = nil
  ) {
    (self.form, self.style, self.file) = (form, style, file)
  }

  /// The lines of its page from those above the entries to those below.
  var core: String {
    let cited = citations.sorted { $0.key < $1.key }.map(\.value)
    return form.start + "\n" + entries + form.sources(cited, others) + form.end + "\n"
  }

  /// Writes the page as it is now into its file.
  func write() throws(FileProblem) {
    guard let file, let head else { return }
    let page = form.head(head) + core + form.foot(head)
    guard page.utf8.count <= Notebook.mostBytes else {
      throw FileProblem(text: "\(file.path): is full; end it by .notebook off, and begin another.")
    }
    try file.write(page)
  }
}

// MARK: - Entries

extension Notebook {
  /// Adds a sentence of the author's own; the page's title is the first one, if it stands above all
  /// inputs.
  func add(sentence text: String) {
    if entries.isEmpty, let title = Notebook.title(of: text) { head?.title = title }
    entries += form.sentence(text)
  }

  /// The title that a paragraph gives: its first sentence, without the point; nil where that is long.
  static func title(of text: String) -> String? {
    let ends = [". ", "? ", "! ", ": "].compactMap { text.firstRange(of: $0)?.lowerBound }
    var title = ends.min().map { String(text[...$0]) } ?? text
    while let last = title.last, ".:".contains(last) { title.removeLast() }
    return title.isEmpty || title.count > 80 ? nil : title
  }

  /// The title that the name of a file gives: `removals-2012.html` is called Removals 2012.
  static func title(ofFile name: String) -> String {
    let base = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    let words = base.split { $0 == "-" || $0 == "_" || $0 == " " }.joined(separator: " ")
    if words.count < 3 { return "Notebook \(base)" }
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  /// Adds a sentence that was read from a page.
  func add(readBack sentence: String) { entries += form.sentence(readBack: sentence) }

  /// Begins the entry of an input, whose texts are copied to `copy`.
  func begin(_ input: String, _ copy: Console.Recording) {
    inputCount += 1
    open = (NotebookEntry(number: inputCount, input: input), copy, copy.text.utf8.count)
  }

  /// Whether an input is running.
  var isOpen: Bool { open != nil }

  /// Adds parts of the entry that stand for what was written from `start` on.
  func add(_ parts: [NotebookEntry.Part], inPlaceOfTextFrom start: Int) {
    guard let (_, copy, place) = open else { return }
    let text = copy.text.utf8
    open?.entry.add(text: text.dropFirst(place).prefix(max(0, start - place)))
    open?.entry.parts += parts
    open?.start = text.count
  }

  /// How much was written of what the entry copies.
  var writtenCount: Int { open?.copy.text.utf8.count ?? 0 }

  /// Ends the entry of an input, which ended so.
  func end(_ exit: Exit) {
    add([], inPlaceOfTextFrom: .max)
    guard var entry = open?.entry else { return }
    entry.hasFailed = exit != .fine
    open = nil
    entries += form.entry(entry)
  }

  /// Takes up the documents behind a result, and tables that have none with where they lie.
  func note(_ documents: [Document: Citation], _ tables: [String]) {
    citations.merge(documents) { one, _ in one }
    for table in tables where !others.contains(table) { others.append(table) }
  }

  /// Whether a document is among its sources.
  func cites(_ document: Document) -> Bool { citations[document] != nil }
}
