import Language
import Plans
import Tables

/// Runs the examples of pages, apart from any session's results.
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
    options.isInteractive = false
    options.format = "box"
    options.layout.maximumRows = 8
    if let width { options.layout.width = width }
    self.options = options
  }

  /// The examples, each with what it gives; lines that are no queries stand alone.
  func blocks(_ examples: [String]) -> [Page.Block] {
    examples.map { .example(query: $0, answer: $0.hasPrefix(".") ? "" : answer($0)) }
  }

  private func answer(_ example: String) -> String {
    let paper = Paper()
    let session = Session(
      catalog: catalog,
      options: options,
      console: Console(output: { paper.text += $0 }, errors: { paper.text += $0 })
    )
    _ = session.run(bytes: Array(example.utf8), from: Origin(file: nil))
    return paper.text
  }

  private final class Paper {
    var text = ""
  }
}
