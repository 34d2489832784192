@preconcurrency import Glibc
import Tables

/// The tables in a file of one's own, told by its ending: `.csv .tsv .json .jsonl .sqlite .db`, a
/// folder with a data package, or CSV on standard input (`-`).
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
  let called = name ?? legalName(baseName(of: path))
  switch ending(of: path) {
  case "csv": return [try delimited(path, called, UInt8(ascii: ","), options)]
  case "tsv", "tab": return [try delimited(path, called, UInt8(ascii: "\t"), options)]
  case "json": return [try jsonTable(FileBytes(reading: path), name: called)]
  case "jsonl", "ndjson": return [try jsonLinesTable(FileBytes(reading: path), name: called)]
  case "sqlite", "sqlite3", "db": return try sqliteTables(path, name: name)
  default: throw try unknownEnding(path)
  }
}

/// Whether a path names tables: a folder, or a file with an ending that `openFile` knows.
public func namesTables(_ path: String) -> Bool {
  let endings = [
    "csv", "tsv", "tab", "json", "jsonl", "ndjson", "sqlite", "sqlite3", "db",
  ]
  return path == "-" || isFolder(path) || endings.contains(ending(of: path))
}

private func delimited(
  _ path: String,
  _ name: String,
  _ delimiter: UInt8,
  _ options: LoadOptions
) throws(TableFailure) -> any TableSource {
  try DelimitedTable(
    name: name,
    source: ByteSource(reading: path),
    delimiter: delimiter,
    options: options
  )
}

private func unknownEnding(_ path: String) throws(TableFailure) -> TableFailure {
  if access(path, F_OK) != 0 {
    return TableFailure("\(path): cannot be opened: \(systemMessage()); check the path")
  }
  return TableFailure(
    "\(path): is no kind of table that can be opened; "
      + "the endings that are known: .csv .tsv .json .jsonl .sqlite .db"
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

private func baseName(of path: String) -> String {
  if path == "-" { return "input" }
  let name = path.split(separator: "/").last ?? "table"
  guard let point = name.lastIndex(of: "."), point != name.startIndex else { return String(name) }
  return String(name[..<point])
}

/// `text` as a name that queries can write bare: ASCII letters, digits, underscores, no digit first.
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
