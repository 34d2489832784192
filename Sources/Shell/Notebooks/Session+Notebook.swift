import Catalog
import Diagnostics
import Functions
import IO
import Planner

extension Session {
  /// Shows a result by `body`, and takes it up into the notebook that is being kept, if one is.
  func keeping(
    _ answer: Answer,
    _ display: BoundQuery.Display,
    _ body: () -> Exit
  ) -> Exit {
    guard let notebook, notebook.isOpen else { return body() }
    let lines = notebookLines(of: answer, display)
    let start = notebook.writtenCount
    let exit = body()
    if exit != .fine { return exit }
    return guarded(until: cancellation) {
      let result =
        try answer.scene.map { NotebookEntry.Part.chart($0) } ?? .table(pageTable(of: answer))
      let parts = [result] + (lines.isEmpty ? [] : [.lines(lines)])
      notebook.add(parts, inPlaceOfTextFrom: start)
      do {
        try cite(answer, in: notebook)
      } catch let failure as TableFailure {
        throw RunFailure(failure.text, .table)
      }
    }
  }

  private func pageTable(of answer: Answer) throws -> PageTable {
    var layout = Transcript.layout
    layout.markedPeriods = Set(answer.partialPeriods)
    layout.markedRows = answer.markedRows
    let table = answer.table.withTotals(of: answer.bound.totaled)
    return try PageTable(table, layout, mostRows: NotebookEntry.mostRows)
  }

  /// What stands under a result in a notebook, whatever the options leave out on the screen.
  private func notebookLines(of answer: Answer, _ display: BoundQuery.Display) -> [String] {
    guard let notebook else { return [] }
    let (options, shown) = (options, (shownCaveats, shownGrains))
    defer {
      self.options = options
      (shownCaveats, shownGrains) = shown
    }
    (self.options.isQuiet, self.options.ledgerAsJSON) = (false, false)
    self.options.saysCaveatsOnce = true
    self.options.layout.width = nil
    (shownCaveats, shownGrains) = notebook.told
    var ledger = answer.ledger
    ledger.pointsToCommands = false
    let lines = lines(of: ledger)
    notebook.told = (shownCaveats, shownGrains)
    guard case .save(let path, _) = display else { return lines }
    return lines + ["saved as \(path)"]
  }

  /// Takes the documents behind a result up into the sources of the notebook.
  private func cite(_ answer: Answer, in notebook: Notebook) throws {
    let tables = environment.catalog.documentTables
    let documents = Set(
      answer.ledger.sources.flatMap { key in tables.map { Document(table: $0, key: key) } }
    ).filter { !notebook.cites($0) }
    let found = zip(documents.sorted(), try citations(of: documents)).filter { _, citation in
      // A key that several tables of documents may hold is that of the table which has it.
      tables.count == 1 || !citation.parts.isEmpty
    }
    let others = answer.bound.tables.compactMap { name -> String? in
      guard environment.queries[name] == nil, let table = environment.catalog.table(name),
        table.package == nil
      else { return nil }
      let file = environment.catalog.file(of: name).map { "the file \($0)" }
      return "\(name): \(file ?? answer.ledger.engine ?? "made here")"
    }
    notebook.note(Dictionary(found) { one, _ in one }, others)
  }
}

// MARK: - Beginning and ending

extension Session {
  /// Begins a notebook in a new file.
  func beginNotebook(_ path: String) -> Exit {
    if options.writesNothing {
      return refuse("\(path): no notebook is begun while one is verified.", .query)
    }
    guard let form = NotebookMark.form(forFile: path) else {
      return refuse("\(path): a notebook is a page; write .notebook FILE.html or FILE.md.", .usage)
    }
    do throws(FileProblem) {
      let file = try NotebookFile(creating: path)
      var style = NotebookStyle(words: [])
      (style.isPlain, style.isASCII) = (options.isPlain, console.isASCII)
      style.isQuiet = options.isQuiet
      let begun = Notebook(form, style, file: file)
      begun.head = notebookHead(path, style)
      try begun.write()
      confirm(
        "The notebook \(path) is begun: what you ask is kept in it, and lines that begin with \" are "
          + "sentences of your own; .notebook off ends it."
      )
      (notebook, record) = (begun, RecordState(style: style))
      return .fine
    } catch {
      return refuse(error.text, .file)
    }
  }

  /// Ends the notebook, which is whole as it is.
  func endNotebook() {
    if notebook != nil { (notebook, record) = (nil, nil) }
  }

  private func notebookHead(_ path: String, _ style: NotebookStyle) -> NotebookHead {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let package = environment.catalog.package
    let hash = try? package?.hash()
    var data = package.map { package in
      let version = package.version.map { ", version \($0)" } ?? ""
      return ["Data: \(package.words)\(version)" + (hash.map { ", hash \($0)" } ?? "")]
    }
    if server != nil { data = ["Data: the tables of another engine"] }
    return NotebookHead(
      title: Notebook.title(ofFile: name),
      file: name,
      data: data ?? [],
      hash: server == nil ? hash : nil,
      day: today().description,
      version: options.programVersion,
      style: style
    )
  }

  /// Takes a line that begins with a quotation mark as a sentence of the author's own.
  func keep(sentence line: String) -> Exit {
    if notebook == nil, takesReply(line) { return run(bytes: Array(line.utf8), from: .prompt) }
    var text = line.dropFirst()
    if text.last == "\"" { text = text.dropLast() }
    let words = text.split(whereSeparator: \.isWhitespace)
    let sentence = visibleText(words.joined(separator: " "))
    if let notebook, !notebook.isOpen {
      if sentence.isEmpty { return .fine }
      notebook.add(sentence: sentence)
      do throws(FileProblem) {
        try notebook.write()
        return .fine
      } catch {
        endNotebook()
        return refuse(error.text, .file)
      }
    }
    let isGiven = commandPlace?.file == "-c"
    if transcript != nil || !options.isInteractive && !isGiven {
      return recording(line, in: commandPlace?.file) { .fine } ?? .fine
    }
    let reason = "A line that begins with \" is for a notebook: .notebook FILE.html begins one."
    return refuse(reason, .query)
  }
}
