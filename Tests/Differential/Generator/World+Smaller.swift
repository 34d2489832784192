import Catalog
import Columns

extension World {
  /// Worlds with fewer rows or plainer cells in one table.
  var smaller: [World] {
    var found: [World] = []
    if result != nil {
      var copy = self
      copy.result = nil
      found.append(copy)
    }
    for (place, item) in tables.enumerated() {
      for table in item.table.smaller {
        var copy = self
        copy.tables[place].table = table
        found.append(copy)
      }
    }
    for table in result?.smaller ?? [] {
      var copy = self
      copy.result = table
      found.append(copy)
    }
    return found
  }
}

extension Table {
  /// Tables with half the rows, a row less, a column less, or one cell missing.
  fileprivate var smaller: [Table] {
    var found: [Table] = []
    if rowCount > 3 {
      found.append(rows(Array(0..<rowCount / 2)))
      found.append(rows(Array(rowCount / 2..<rowCount)))
    }
    for row in 0..<rowCount { found.append(rows((0..<rowCount).filter { $0 != row })) }
    for place in columns.indices where columns.count > 1 { found.append(without(place)) }
    if rowCount <= 6 {
      for place in columns.indices where !schema.key.contains(schema.fields[place].name) {
        for row in 0..<rowCount where columns[place].isKnown(row) {
          found.append(blanking(row, place))
        }
      }
    }
    return found
  }

  private func rows(_ rows: [Int]) -> Table {
    let places = Buffer(rows.map { Int32($0) })
    let gathered = columns.map { $0.gathered(places) }
    return Table(schema: schema, columns: gathered, rowCount: rows.count)
  }

  private func without(_ place: Int) -> Table {
    var (schema, columns) = (schema, columns)
    let name = schema.fields.remove(at: place).name
    columns.remove(at: place)
    if schema.key.contains(name) { schema.key = [] }
    if schema.notes.date == name { schema.notes.date = nil }
    return Table(schema: schema, columns: columns, rowCount: rowCount)
  }

  private func blanking(_ row: Int, _ place: Int) -> Table {
    var columns = columns
    let values = (0..<rowCount).map { $0 == row ? .missing : columns[place][$0] }
    columns[place] = Column(values, as: schema.fields[place].type).narrowed
    return Table(schema: schema, columns: columns, rowCount: rowCount)
  }
}
