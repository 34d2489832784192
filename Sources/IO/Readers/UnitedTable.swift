@preconcurrency import Glibc
import Catalog
import Columns

/// A table of the rows of several files, the union by names of their columns, with a last column
/// `file` that names the file of each row.
///
/// Columns of one name become one column, which is real where some files have integers in it and
/// others reals; other types must agree, since a number among texts would be no number. A file without
/// a column has missing values there, which is told.
final class UnitedTable: TableSource {
  let name: String
  let title: String
  /// The tables of the files, in order.
  let parts: [any TableSource]
  private let paths: [String]
  private var merged: [MergedColumn]?
  private var hasToldGaps = false

  /// A column of the union: its name and type, and its place in each file that has it.
  private struct MergedColumn {
    var name: String
    var type: DataType?
    var places: [Int?]
    var types: [DataType?]
  }

  /// The union of `parts`, tables of the files at these paths, which match `pattern`.
  init(_ parts: [any TableSource], paths: [String], name: String, pattern: String) {
    (self.name, title, self.paths, self.parts) = (name, pattern, paths, parts)
  }

  func schema() throws(TableFailure) -> Schema {
    let fields = try columns().map { inferredField($0.name, $0.type, table: name) }
    let file = UnitedTable.fileName(beside: fields)
    return Schema(fields + [inferredField(file, .text, table: name)])
  }

  /// The name of the column of files: `file`, or the first of `file_2`, `file_3` … that is free.
  private static func fileName(beside fields: [Field]) -> String {
    let taken = Set(fields.map { $0.name.lowercased() })
    let names = ["file"] + (2...(fields.count + 2)).map { "file_\($0)" }
    return names.first { !taken.contains($0) } ?? "file"
  }

  /// The columns of the union, in the order of their first file.
  private func columns() throws(TableFailure) -> [MergedColumn] {
    if let merged { return merged }
    let found = try union()
    merged = found
    return found
  }

  private func union() throws(TableFailure) -> [MergedColumn] {
    var columns: [MergedColumn] = []
    var places: [String: Int] = [:]
    for (number, part) in parts.enumerated() {
      for (place, field) in try part.schema().fields.enumerated() {
        let index = places[field.name] ?? columns.count
        if index == columns.count {
          places[field.name] = index
          let none = [Int?](repeating: nil, count: parts.count)
          let noType = [DataType?](repeating: nil, count: parts.count)
          columns.append(MergedColumn(name: field.name, type: nil, places: none, types: noType))
        }
        columns[index].places[number] = place
        columns[index].types[number] = field.isValueless ? nil : field.type
      }
    }
    for index in columns.indices { columns[index].type = try type(of: columns[index]) }
    return columns
  }

  /// The type of a column in all files; nil where no row has a value in it.
  private func type(of column: MergedColumn) throws(TableFailure) -> DataType? {
    let found = zip(paths, column.types).compactMap { path, type in type.map { (path, $0) } }
    guard let (path, first) = found.first else { return nil }
    if found.allSatisfy({ $0.1 == first }) { return first }
    let numbers: [DataType] = [.integer, .real]
    let unlike = found.first { _, type in
      type != first && !(numbers.contains(first) && numbers.contains(type))
    }
    guard let (other, type) = unlike else { return .real }
    throw TableFailure(
      "\(title): \(column.name) is \(first.word) in \(path) and \(type.word) in \(other); words that mean "
        + "missing are named by --missing WORDS, otherwise open the files apart"
    )
  }

  /// The columns that some files lack, in a line each.
  private func gaps() -> [String] {
    guard let merged, !hasToldGaps else { return [] }
    hasToldGaps = true
    return merged.compactMap { column in
      let lacking = zip(paths, column.places).filter { $0.1 == nil }.map(\.0)
      guard let first = lacking.first else { return nil }
      let others = lacking.count > 1 ? " and \(lacking.count - 1) more" : ""
      return "\(name): \(column.name) is missing in the rows of \(first)\(others), which lack it"
    }
  }

  func load(_ wanted: [Int]) throws(TableFailure) -> Table {
    let columns = try columns()
    let inFiles = wanted.filter { $0 < columns.count }
    var loaded: [[Column]] = Array(repeating: [], count: inFiles.count)
    var counts: [Int] = []
    for (number, part) in parts.enumerated() {
      let present = inFiles.compactMap { columns[$0].places[number] }
      let table = try part.load(present)
      counts.append(table.rowCount)
      var next = 0
      for (place, index) in inFiles.enumerated() {
        let type = columns[index].type ?? .text
        var column = Column(repeating: .missing, as: type, count: table.rowCount)
        if columns[index].places[number] != nil {
          if let own = columns[index].types[number] {
            column = try converted(table.columns[next], columns[index], own, paths[number])
          }
          next += 1
        }
        loaded[place].append(column)
      }
    }
    return try table(wanted, loaded, counts)
  }

  /// The values of a file's column of type `own` as those of the union.
  ///
  /// Integers become reals; throws where a real cannot hold one.
  private func converted(
    _ column: Column,
    _ merged: MergedColumn,
    _ own: DataType,
    _ path: String
  ) throws(TableFailure) -> Column {
    guard own != merged.type, case .integer(let numbers) = column.storage else { return column }
    let reals = (0..<column.count).map { Double(numbers[$0]) }
    if let row = reals.indices.first(where: {
      column.isKnown($0) && Int64(exactly: reals[$0]) != numbers[$0]
    }) {
      throw TableFailure(
        "\(path): \(merged.name) holds the integer \(numbers[row]), and another file that matches "
          + "\(title) has decimals in that column, beside which its digits cannot be kept; open the "
          + "files apart"
      )
    }
    return Column(.real(Buffer(reals)), known: column.known)
  }

  /// The columns at these places, of which those of the files are the parts in `loaded`.
  private func table(
    _ wanted: [Int],
    _ loaded: [[Column]],
    _ counts: [Int]
  ) throws(TableFailure) -> Table {
    let schema = try schema()
    var next = 0
    let all = wanted.map { place -> Column in
      if place == schema.fields.count - 1 {
        let parts = zip(paths, counts).map { Column(repeating: .text($0), as: .text, count: $1) }
        return .joined(parts, as: .text)
      }
      defer { next += 1 }
      return .joined(loaded[next], as: schema.fields[place].type)
    }
    let fields = wanted.map { schema.fields[$0] }
    return Table(schema: Schema(fields), columns: all, rowCount: counts.reduce(0, +))
  }

  func prefetch(_ text: String) { for part in parts { part.prefetch(text) } }

  func keep() { for part in parts { part.keep() } }

  func takeWarnings() -> [String] { parts.flatMap { $0.takeWarnings() } + gaps() }

  var malformedRows: (skipped: Int, completed: Int) {
    parts.map(\.malformedRows).reduce((0, 0)) { ($0.0 + $1.skipped, $0.1 + $1.completed) }
  }
}

/// The files that match a pattern with `*`, `?` or `[…]`, in the order of their names; nil where
/// `path` is no pattern, or is the name of a file.
func filesMatching(_ path: String) -> [String]? {
  guard path.contains(where: { "*?[".contains($0) }), access(path, F_OK) != 0 else { return nil }
  var found = glob_t()
  defer { globfree(&found) }
  guard glob(path, GLOB_MARK, nil, &found) == 0 else { return [] }
  let names = (0..<Int(found.gl_pathc)).compactMap { place in
    found.gl_pathv[place].map { String(cString: $0) }
  }
  // A slash marks folders, which are no parts of a table.
  return names.filter { !$0.hasSuffix("/") }
}
