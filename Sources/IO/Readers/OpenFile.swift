@preconcurrency import Glibc
import Catalog

/// The tables in a file that one of the readers takes, in a folder with a data package, or in CSV
/// on standard input (`-`).
///
/// The types of columns are found from all their values. Without `name` a table is called by the
/// file's base name, turned into a name that queries can write; several tables keep their own
/// names, after `name` and an underscore if it is given.
public func openFile(
  _ path: String,
  name: String?,
  options: LoadOptions = LoadOptions()
) throws(TableFailure) -> [any TableSource] {
  if isFolder(path) { return try openDataPackage(folder: path).tables }
  let input = ReaderInput(path: path, givenName: name, options: options)
  guard let reader = Reader.reader(ending: ending(of: path), beginning: input.beginning) else {
    throw try unknownEnding(path)
  }
  return try reader.open(input)
}

/// Whether a path names tables: a folder, or a file with an ending that a reader takes.
public func namesTables(_ path: String) -> Bool {
  path == "-" || isFolder(path) || Reader.reader(ending: ending(of: path)) { [] } != nil
}

private func unknownEnding(_ path: String) throws(TableFailure) -> TableFailure {
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

/// The part after the last point, in small letters; standard input counts as CSV.
private func ending(of path: String) -> String {
  if path == "-" { return "csv" }
  let name = path.split(separator: "/").last ?? ""
  guard let point = name.lastIndex(of: ".") else { return "" }
  return name[name.index(after: point)...].lowercased()
}

func baseName(of path: String) -> String {
  if path == "-" { return "input" }
  let name = path.split(separator: "/").last ?? "table"
  guard let point = name.lastIndex(of: "."), point != name.startIndex else { return String(name) }
  return String(name[..<point])
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
