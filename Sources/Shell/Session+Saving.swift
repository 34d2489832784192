import Catalog
import Charts
import Diagnostics
import Functions
import IO
import Planner

extension Session {
  /// Writes a result into a file in the format of its ending, and where its numbers come from beside
  /// it or in a comment, if that is asked for.
  func save(
    _ answer: Answer,
    to path: String,
    withSources: Bool,
    _ scene: Scene? = nil
  ) -> Exit {
    let totaled = options.exportsTotals ? answer.bound.totaled : []
    let table = answer.table.withTotals(of: totaled)
    do throws(FileProblem) {
      var (bytes, sources) = ([UInt8](), nil as String?)
      let exit = guarded(until: cancellation) {
        bytes =
          try scene.map { try chartBytes($0, for: path) }
          ?? Array(self.text(of: table, for: path).utf8)
        if !withSources { return }
        let bibliography = try bibliography(of: answer)
        if scene == nil, let comment = Format.format(forFile: path)?.comment {
          let lines = CitationStyle.plain.text(bibliography).split(separator: "\n")
          bytes += comment(lines.map(String.init)).utf8
        } else {
          sources = CitationStyle.markdown.text(bibliography)
        }
      }
      if exit != .fine { return exit }
      let outcome = try save(bytes, to: homeExpanded(path), isChart: scene != nil)
      let rows = table.rowCount == 1 ? "1 row" : "\(table.rowCount) rows"
      note(outcome, scene == nil ? rows : "chart", path: path)
      if let sources {
        let beside = path + ".sources.md"
        let file = homeExpanded(beside)
        let outcome = try writeKeeping(Array(sources.utf8), to: file, options)
        note(outcome, "sources", path: beside)
      }
      return .fine
    } catch {
      // The runner of the statement says where that stands.
      writeFailure = RunFailure(error.text, .table)
      return .file
    }
  }

  /// Says where something was written; what is written down is the same whatever was there before.
  func note(_ outcome: SavedFile, _ what: String, path: String) {
    writing {
      let outcome = options.isReplay ? .new : outcome
      if !options.isQuiet || outcome.isWorthSaying {
        console.note(outcome.words(what, path: path))
      }
      return .fine
    }
  }

  /// A table in the format that the ending of a file's name asks for.
  func text(of table: Table, for path: String) throws -> String {
    var text = ""
    var layout = options.layout
    (layout.width, layout.height, layout.maximumRows) = (nil, nil, nil)
    layout.color = false
    try Format.format(forFile: path)?.write(table, layout) { text += $0 }
    return text
  }

  /// Writes bytes to a file, whole or not at all.
  ///
  /// A file that is there already with other contents is kept under another name.
  private func save(
    _ bytes: [UInt8],
    to path: String,
    isChart: Bool
  ) throws(FileProblem) -> SavedFile {
    guard isChart || Format.format(forFile: path) != nil else {
      let endings = Format.all.entries.flatMap(\.extensions).map { "." + $0 }.joined(separator: " ")
      let isWorkbook = [".xlsx", ".xls", ".ods", ".numbers"].contains(where: path.hasSuffix)
      let way = isWorkbook ? ", and spreadsheets open .csv" : ""
      let text = "\(path): no format has this ending\(way); the endings are \(endings)."
      throw FileProblem(text: text)
    }
    if let problem = ChangedFiles.takeProblem() { throw FileProblem(text: problem) }
    return try writeKeeping(bytes, to: path, options)
  }
}

extension SavedFile {
  /// Whether a file that was there before was moved.
  var isWorthSaying: Bool { if case .replaced(_?) = self { true } else { false } }

  func words(_ what: String, path: String) -> String {
    switch self {
    case .new: "\(what) written to \(path)"
    case .unchanged: "\(what) written to \(path), which held the same already"
    case .replaced(let kept?): "\(what) written to \(path); what it held before is in \(kept)"
    case .replaced(nil): "\(what) written to \(path) in place of what it held"
    }
  }
}
