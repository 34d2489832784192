import Catalog
import Remote

/// The replay of a notebook's page: its inputs run again in a session of their own, which writes no
/// files, and the page that they give now.
struct NotebookReplay {
  /// The lines of the page as it is.
  let lines: [Substring]
  private let mark: NotebookMark

  /// The replay of a page; nil of a text that is no notebook.
  init?(of page: String) {
    let text = page.replacing("\r\n", with: "\n")
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let mark = NotebookMark(ofLines: lines) else { return nil }
    self.mark = mark
  }

  /// The hash of the data over which the page was made, if it names one.
  var hash: String? { mark.hash }

  /// The lines of the page between those above and below its entries, and theirs; nil where the line
  /// above them is missing.
  var core: ArraySlice<Substring>? {
    guard let start = lines.firstIndex(where: { $0 == mark.form.start }) else { return nil }
    let end = lines[start...].lastIndex { $0 == mark.form.end } ?? lines.endIndex - 1
    return lines[start...end]
  }

  /// The same lines as they are now.
  func played(over catalog: Catalog, _ server: RemoteServer?, limits: SessionOptions) -> String {
    var options = limits.ofReplay
    options.take(mark.style)
    options.writesNothing = true
    let console = Console(into: Console.Recording())
    (console.isASCII, console.isSpoken) = (mark.style.isASCII, mark.style.isPlain)
    let session = Session(catalog: catalog, options: options, console: console, server: server)
    let notebook = Notebook(mark.form, mark.style)
    session.notebook = notebook
    for item in core.map({ mark.form.items(in: $0) }) ?? [] {
      switch item.kind {
      case .sentence: notebook.add(readBack: item.text)
      case .input: session.run(line: item.text)
      }
    }
    return notebook.core
  }
}

extension Session {
  /// Runs a statement or command as the prompt does.
  @discardableResult
  func run(line input: String) -> Exit {
    if let command = Session.command(in: input) {
      return run(command: command.name, command.arguments) ?? .fine
    }
    return run(bytes: Array(input.utf8), from: .prompt)
  }
}
