import Catalog
import Columns
import Diagnostics
import Functions
import IO
import Syntax

extension Command {
  static let package = Command(
    name: ".package",
    usage: ".package init FILE [as NAME]",
    summary:
      "writes a draft of a data package beside a file: the types, formats, missing values, key and "
      + "links that are found in it, and entries for what is to be filled in",
    examples: [".package init removals.csv", ".package init removals.csv as removals"],
    argument: .fileBehind("init")
  ) { session, arguments in
    guard arguments.first == "init", let file = FileArgument.named(Array(arguments.dropFirst()))
    else { return session.refuse("Write .package init FILE [as NAME].", .usage) }
    if let name = file.name, Spelling.table(name) != name {
      let reason = "A table cannot be called \(name): take letters, digits and underscores."
      return session.refuse(reason, .usage)
    }
    return session.draftPackage(file.path, as: file.name)
  }
}

extension Session {
  /// Writes the draft of a data package beside a file.
  fileprivate func draftPackage(_ named: String, as name: String?) -> Exit {
    var path = named
    if !fileExists(path), let file = environment.catalog.file(of: path) { path = file }
    if path == "-" {
      return refuse("A data package describes a file; standard input is none.", .usage)
    }
    var (draft, problem) = (nil as PackageDraft?, nil as FileProblem?)
    let exit = tracing {
      do {
        let options = draftOptions()
        let file = try delimitedFile(path, options)
        draft = try PackageDraft(
          of: file,
          name: name,
          in: environment.catalog,
          options
        )
      } catch let failure as FileProblem {
        problem = failure
      }
    }
    if let problem { return refuse(problem.text, .file) }
    guard exit == .fine, let draft else { return exit }
    return write(draft)
  }

  /// How a file is read whose package is drafted: as `--data` reads it, but whole or not at all.
  private func draftOptions() -> LoadOptions {
    var load = options.load
    (load.badRows, load.cacheFolder) = (.error, nil)
    return load
  }

  /// The file itself if it is delimited text, else one beside it with the rows of its only table.
  private func delimitedFile(_ path: String, _ options: LoadOptions) throws -> String {
    if let refusal = SafeMode.refusal(of: path) { throw FileProblem(text: refusal) }
    if isDelimited(path) { return path }
    let tables = try openFile(path, name: nil, options: options)
    guard tables.count == 1, tables[0].package == nil else {
      throw FileProblem(
        text: "\(path): a data package is drafted for one CSV file; write the table that is meant "
          + "into one with save."
      )
    }
    let schema = try tables[0].schema()
    let table = try tables[0].load(Array(schema.fields.indices))
    let file = withoutEndings(path) + ".csv"
    let text = try text(of: table, for: file)
    let outcome = try writeKeeping(Array(text.utf8), to: file, self.options)
    note(outcome, counted(table.rowCount, "row"), path: file)
    return file
  }

  /// A path without the ending of its format, and that of its packing if it is packed.
  private func withoutEndings(_ path: String) -> String {
    let dot = path.lastIndex(of: ".") ?? path.endIndex
    let base = String(path[..<dot])
    let packed = Reader.endings.first { base.lowercased().hasSuffix($0) }
    return packed.map { String(base.dropLast($0.count)) } ?? base
  }

  /// Writes a draft to its place, and tells what was found.
  private func write(_ draft: PackageDraft) -> Exit {
    let folder = draft.folder == "." ? "" : draft.folder == "/" ? "/" : draft.folder + "/"
    let path = folder + "datapackage.json"
    do throws(FileProblem) {
      let bytes = Array(draft.text.utf8)
      let outcome = try writeKeeping(bytes, to: path, options)
      let rows = draft.findings.map { finding -> [Value] in
        [.text(finding.column), .text(finding.type), .text(finding.found)]
      }
      list([("column", .text), ("type", .text), ("what was found", .text)], rows)
      console.flush()
      let count = draft.rowCount == 1 ? "1 row" : "\(draft.rowCount) rows"
      note(outcome, "a draft for \(draft.table), \(count),", path: path)
      if !options.isQuiet {
        let key = draft.key.isEmpty ? "no column or pair of columns names each row; " : ""
        let next = "fill in what says \"to be filled in\", and open it with --data \(draft.folder)"
        console.note(key + next)
      }
      return .fine
    } catch {
      return refuse(error.text, .file)
    }
  }
}
