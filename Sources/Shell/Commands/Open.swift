import Catalog
import Columns
import Diagnostics
import IO
import Syntax

// Commands that open, run and write files.

extension Command {
  static let open = Command(
    name: ".open",
    usage: ".open FILE [as NAME]",
    summary: "opens a file or folder as tables, as --data does",
    examples: [".open removals.csv", ".open 2012.csv as fy2012"],
    argument: .file
  ) { session, arguments in
    guard let (path, name) = FileArgument.named(arguments) else {
      return session.refuse("Which file? Write .open FILE or .open FILE as NAME.", .usage)
    }
    return session.open(path, as: name)
  }

  static let read = Command(
    name: ".read",
    usage: ".read FILE",
    summary: "runs a file of queries and commands, whose results and names stay",
    examples: [".read examples/tour.scq"],
    argument: .file
  ) { session, arguments in
    guard let path = FileArgument.path(arguments) else {
      return session.refuse("Which file? Write .read FILE.", .usage)
    }
    guard session.filesBeingRead.count < 20, !session.filesBeingRead.contains(path) else {
      return session.refuse("\(path): reads itself; take the .read out.", .query)
    }
    session.filesBeingRead.append(path)
    defer { session.filesBeingRead.removeLast() }
    return session.run([.file(path)])
  }

  static let save = Command(
    name: ".save",
    usage: ".save FILE.scq",
    summary: "writes the queries so far that ran without an error as a query file",
    examples: [".save analysis.scq"],
    argument: .file
  ) { session, arguments in
    let path = FileArgument.path(arguments)
    guard let path, path.hasSuffix(".scq") else {
      let written = path ?? ""
      let ending = Format.format(forFile: written) == nil
      let way = ending ? "" : " A result is written by a query: | save \"\(written)\"."
      return session.refuse("Write .save FILE.scq, with that ending.\(way)", .usage)
    }
    if session.script.isEmpty {
      return session.refuse("No query has run without an error yet.", .query)
    }
    do throws(FileProblem) {
      let bytes = Array(session.script.utf8)
      let outcome = try writeKeeping(bytes, to: path, session.options)
      session.note(outcome, "queries", path: path)
      return .fine
    } catch {
      return session.refuse(error.text, .file)
    }
  }
}

extension Session {
  fileprivate func open(_ path: String, as name: String?) -> Exit {
    do throws(TableFailure) {
      var opened: [any TableSource] = []
      for table in try openFile(path, name: name, options: options.load) {
        try environment.catalog.add(table, from: path, isMeant: false)
        opened.append(table)
      }
      settleLinks(in: environment.catalog)
      let line = ".open " + path + (name.map { " as " + $0 } ?? "")
      log.append(LoggedInput(text: line, exit: .fine))
      var sizes: [String] = []
      for table in opened { sizes.append(try size(of: table)) }
      for line in wrapped("Opened: " + sizes.joined(separator: ", "), to: options.layout.width) {
        console.note(line)
      }
      showFileNotes()
      if let first = opened.first?.name {
        let query = "\(Spelling.table(first)) | first 5"
        confirm("Try \(query), or .describe \(first).")
      }
      return .fine
    } catch {
      let text = error.text.replacing("--data NAME=FILE", with: ".open FILE as NAME")
      return refuse(text, .file)
    }
  }
}

extension Session {
  /// A table with the numbers of its rows and columns; a script, which may not need its rows, does
  /// not wait until they are counted.
  private func size(of table: any TableSource) throws(TableFailure) -> String {
    let columns = try table.schema().fields.count
    let width = "\(columns) \(columns == 1 ? "column" : "columns")"
    if !options.isInteractive { return "\(table.name) (\(width))" }
    let rows = try table.counts(of: []).rows
    return "\(table.name) (\(groupedText(of: Int64(rows))) \(rows == 1 ? "row" : "rows"), \(width))"
  }
}

/// The name of a file behind a command, as its words give it: with or without quotes, `~/` for the
/// home folder.
enum FileArgument {
  /// The path; nil where there is none.
  static func path(_ words: [String]) -> String? {
    var text = words.joined(separator: " ")
    for quote in ["\"", "'"] where text.count > 1 && text.hasPrefix(quote) && text.hasSuffix(quote)
    {
      text = String(text.dropFirst().dropLast())
    }
    return text.isEmpty ? nil : homeExpanded(text)
  }

  /// The path, and the name behind `as` if there is one; nil where there is no path.
  static func named(_ words: [String]) -> (path: String, name: String?)? {
    guard words.count > 2, words[words.count - 2] == "as" else {
      return path(words).map { ($0, nil) }
    }
    return path(words.dropLast(2)).map { ($0, words.last) }
  }
}
