@preconcurrency import Glibc
import Catalog
import Columns

/// A table of the rows of several files, the union by names of their columns, with a last column
/// `file` that names the file of each row.
///
/// Columns of one name become one column: real where some files have integers in it and others
/// reals, text where its types differ otherwise. A file without a column has missing values there.
final class UnitedTable: TableSource {
  let name: String
  let title: String
  /// The tables of the files, in order.
  let parts: [any TableSource]
  private let paths: [String]
  private var merged: [MergedColumn]?

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
    for index in columns.indices {
      columns[index].type = UnitedTable.type(of: columns[index].types.compactMap { $0 })
    }
    return columns
  }

  /// The type that holds the values of all these types; nil of none.
  private static func type(of types: [DataType]) -> DataType? {
    guard let first = types.first else { return nil }
    if types.allSatisfy({ $0 == first }) { return first }
    return types.allSatisfy { $0 == .integer || $0 == .real } ? .real : .text
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
  /// Integers become reals, all others their texts. Throws where a real cannot hold an integer.
  private func converted(
    _ column: Column,
    _ merged: MergedColumn,
    _ own: DataType,
    _ path: String
  ) throws(TableFailure) -> Column {
    guard let type = merged.type, own != type else { return column }
    guard type == .real, case .integer(let numbers) = column.storage else {
      let texts = CellText(column, own)
      return Column((0..<column.count).map { texts[$0].map(Value.text) ?? .missing }, as: .text)
    }
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

  func takeWarnings() -> [String] { parts.flatMap { $0.takeWarnings() } }

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
  guard glob(path, 0, nil, &found) == 0 else { return [] }
  return (0..<Int(found.gl_pathc)).compactMap { place in
    found.gl_pathv[place].map { String(cString: $0) }
  }
}
