import Catalog
import Columns

extension PackageTable {
  /// Checks a column as the file has it against the constraints of its field.
  func check(_ column: Column, _ field: Int, in file: DelimitedState) throws(TableFailure) {
    guard readings.indices.contains(field),
      let found = readings[field].constraints.violation(in: column)
    else { return }
    var problem = " is"
    if let earlier = found.earlier {
      problem = " stands already in line \(try file.line(of: earlier)), which is"
    }
    throw try failure(
      at: found.row,
      [field],
      in: file,
      "\(problem) against the constraint \(found.constraint); "
        + "correct the cell, or the constraint in datapackage.json"
    )
  }

  /// Checks that each row has a primary key, which is made of these fields.
  func checkPresence(of key: [Int], in file: DelimitedState) throws(TableFailure) {
    for field in key {
      guard let row = columns(of: [field], in: file)[0].known?.firstIndex(of: false) else {
        continue
      }
      throw try failure(
        at: row,
        [field],
        in: file,
        " is the key of \(name), which every row must have; fill it in"
      )
    }
  }

  /// Checks that no two rows have one key, of those besides the primary one.
  func checkUniqueKeys(in file: DelimitedState) throws(TableFailure) {
    for key in try declaration().uniqueKeys {
      let numbers = KeyNumbers(columns: key.count)
      if let rows = numbers.add(columns(of: key, in: file)) {
        throw try repeatFailure(rows, key, file)
      }
    }
  }

  /// What is wrong with two rows of the file that have one key.
  func repeatFailure(
    _ rows: (first: Int, second: Int),
    _ key: [Int],
    _ file: DelimitedState
  ) throws(TableFailure) -> TableFailure {
    try failure(
      at: rows.second,
      key,
      in: file,
      " stands already in line \(try file.line(of: rows.first)), but is the key of \(name); "
        + "a key names one row"
    )
  }

  func checkForeignKeys(
    joining pairs: [(column: String, other: Field.Origin)],
    in catalog: Catalog
  ) throws(TableFailure) {
    let declared = try declaration()
    for (number, key) in declared.foreignKeys.enumerated() {
      let isJoined = zip(key.places, key.targets).allSatisfy { place, target in
        let (own, other) = (
          declared.schema.fields[place].name, Field.Origin(table: key.table, column: target)
        )
        return pairs.contains { $0.column == own && $0.other == other }
      }
      guard isJoined, !checkedForeignKeys.contains(number),
        let other = catalog.table(key.table) as? PackageTable,
        other.resource.package.files.folder == resource.package.files.folder
      else { continue }
      if let row = try firstAbsent(load(key.places).columns, from: other, key.targets) {
        throw try failure(
          at: fileRow(row),
          key.places,
          in: read(key.places),
          " is no \(key.targets.joined(separator: ", ")) of \(key.table), where its link points; "
            + "correct the cell, or add the row to \(key.table)"
        )
      }
      checkedForeignKeys.insert(number)
    }
  }

  private func columns(of fields: [Int], in file: DelimitedState) -> [Column] {
    fields.compactMap { file.columns[places[$0]]?.column }
  }

  /// A failure at a row of the file: what it has in these fields, and what is wrong with that.
  private func failure(
    at row: Int,
    _ fields: [Int],
    in file: DelimitedState,
    _ problem: String
  ) throws(TableFailure) -> TableFailure {
    let schema = try schema()
    let values = zip(fields, columns(of: fields, in: file)).map { field, column in
      let text = CellText(column, schema.fields[field].type)[row]
      return "\(schema.fields[field].name) " + (text.map { "\"\(shown($0))\"" } ?? "(missing)")
    }
    return file.source.failure(
      at: try file.offset(of: row, field: places[fields[0]]),
      values.joined(separator: ", ") + problem
    )
  }
}
