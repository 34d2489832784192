import Catalog

/// A runner of the examples on help pages, with a session of its own for each.
struct Examples {
  /// The tables that the examples ask.
  let catalog: Catalog
  /// How their results are laid out.
  let options: SessionOptions

  /// Examples over `catalog`, at most this wide.
  init(catalog: Catalog, options: SessionOptions, width: Int? = nil) {
    self.catalog = catalog
    var options = options
    options.isQuiet = true
    // Boxes are for screens and the manual, never for a pipe.
    options.format =
      options.isPlain ? "spoken" : options.isInteractive || width != nil ? "box" : "plain"
    options.isInteractive = false
    options.layout.maximumRows = 8
    // A page is shown visibly, with no styles of what it quotes.
    options.layout.color = false
    if let width { options.layout.width = width }
    self.options = options
  }

  /// The examples, each with what it gives; lines that are no queries stand alone.
  func blocks(_ examples: [String]) -> [Page.Block] {
    examples.map { .example(query: $0, answer: $0.hasPrefix(".") ? "" : answer($0)) }
  }

  private func answer(_ example: String) -> String {
    let answer = Console.Recording()
    let session = Session(catalog: catalog, options: options, console: Console(into: answer))
    _ = session.run(bytes: Array(example.utf8), from: .prompt)
    return answer.text
  }
}
