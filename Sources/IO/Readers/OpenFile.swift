@preconcurrency import Glibc
import Catalog

/// The tables in a file that one of the readers takes, in a folder with a data package, or in CSV
/// on standard input (`-`).
///
/// The types of columns are found from all their values. Without `name` a table is called by the
/// file's base name, turned into a name that queries can write; several tables keep their own
/// names, after `name` and an underscore if it is given. A file that is given a name may have any
/// ending.
public func openFile(
  _ path: String,
  name: String?,
  options: LoadOptions = LoadOptions()
) throws(TableFailure) -> [any TableSource] {
  if path != "-", let text = SafeMode.refusal(of: path) { throw TableFailure(text) }
  if let paths = filesMatching(path) { return try openFiles(paths, pattern: path, name, options) }
  if isFolder(path) {
    guard access(path + "/datapackage.json", F_OK) == 0 else {
      throw TableFailure(
        "\(path): is a folder without a datapackage.json; open its files one by one"
      )
    }
    return try openDataPackage(folder: path).tables
  }
  var input = ReaderInput(path: path, givenName: name, options: options)
  let known = Reader.reader(forFile: fileName(of: path), beginning: input.beginning)
  if let (reader, ending) = known {
    input.ending = ending
    return try reader.open(input)
  }
  guard name != nil, access(path, F_OK) == 0 else { throw unknownEnding(path) }
  return try Reader.reader(ofContent: input.beginning()).open(input)
}

/// Opens the files that match a pattern as one table.
private func openFiles(
  _ paths: [String],
  pattern: String,
  _ name: String?,
  _ options: LoadOptions
) throws(TableFailure) -> [any TableSource] {
  if pattern.contains("**") {
    throw TableFailure("\(pattern): ** is not read as folders within folders; name the folder")
  }
  if paths.isEmpty {
    throw TableFailure("\(pattern): matches no file; check the folder and the pattern")
  }
  guard let name else {
    throw TableFailure("\(pattern): is a pattern; name the table of its files: --data NAME=FILE")
  }
  var parts: [any TableSource] = []
  for path in paths {
    let tables = try openFile(path, name: name, options: options)
    guard tables.count == 1, let table = tables.first, table.package == nil else {
      throw TableFailure(
        "\(path): holds \(tables.count) tables; a pattern is for files of one table each"
      )
    }
    parts.append(table)
  }
  return [UnitedTable(parts, paths: paths, name: name, pattern: pattern)]
}

/// Whether a path names tables: a folder, or a file with an ending that a reader takes.
public func namesTables(_ path: String) -> Bool {
  path == "-" || isFolder(path) || Reader.reader(forFile: fileName(of: path)) { [] } != nil
}

/// Whether a path names a file of delimited text, by its ending.
public func isDelimited(_ path: String) -> Bool {
  let name = fileName(of: path).lowercased()
  let endings = [Reader.csv, .tsv].flatMap { $0.extensions + $0.aliases }
  return !isFolder(path) && endings.contains { name.hasSuffix("." + $0) }
}

private func unknownEnding(_ path: String) -> TableFailure {
  if access(path, F_OK) != 0 {
    return TableFailure("\(path): cannot be opened: \(systemMessage()); check the path")
  }
  return TableFailure(
    "\(path): is no kind of table that can be opened; "
      + "the endings that are known: \(Reader.endings.joined(separator: " "))"
  )
}

private func isFolder(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// The path of a file without symbolic links; nil where there is none.
func resolvedPath(_ path: String) -> String? {
  guard let resolved = realpath(path, nil) else { return nil }
  defer { free(resolved) }
  return String(cString: resolved)
}

/// How many bytes a file has; none where it cannot be asked.
func fileSize(_ path: String) -> Int {
  var status = stat()
  return stat(path, &status) == 0 ? Int(status.st_size) : 0
}

/// The last part of a path; standard input counts as CSV.
private func fileName(of path: String) -> String {
  path == "-" ? "input.csv" : path.split(separator: "/").last.map(String.init) ?? "table"
}

/// The name of a file without its ending, unless nothing would be left.
func baseName(of path: String, ending: String) -> String {
  let name = fileName(of: path)
  return ending.isEmpty || name.utf8.count <= ending.utf8.count + 1
    ? name : String(name.dropLast(ending.count + 1))
}

/// `text` as a name that queries can write bare: ASCII letters, digits, underscores, no digit
/// first.
func legalName(_ text: String) -> String {
  var name = ""
  for scalar in text.unicodeScalars {
    let isDigit = ("0"..."9").contains(scalar)
    let isLetter = ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    if isDigit && name.isEmpty { name = "_" }
    if isDigit || isLetter {
      name.unicodeScalars.append(scalar)
    } else if !name.hasSuffix("_") {
      name += "_"
    }
  }
  while name.hasSuffix("_") && name.count > 1 { name.removeLast() }
  return name.isEmpty || name == "_" ? "table" : name
}
