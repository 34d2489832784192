import Tables

/// The table of a JSON file: a list of flat objects, one a row.
func jsonTable(_ file: FileBytes, name: String) throws(TableFailure) -> any TableSource {
  let root = try JSON.read(file)
  guard let rows = root.elements else {
    throw file.failure(
      at: root.offset,
      "a table must be a list of objects, but this is \(root.word); see .jsonl for one a line"
    )
  }
  var gatherer = RowGatherer(file: file)
  for row in rows { try gatherer.add(row) }
  return gatherer.table(name: name)
}

/// The table of a file with one flat object a line.
func jsonLinesTable(_ file: FileBytes, name: String) throws(TableFailure) -> any TableSource {
  var reader = JSONReader(file)
  var gatherer = RowGatherer(file: file)
  while !reader.isAtEnd() { try gatherer.add(try reader.value()) }
  return gatherer.table(name: name)
}

/// Gathers objects into columns, in the order in which their names are first met.
private struct RowGatherer {
  let file: FileBytes
  private var columns: [LooseColumn] = []
  private var places: [String: Int] = [:]
  private var rowCount = 0

  init(file: FileBytes) { self.file = file }

  mutating func add(_ row: JSON) throws(TableFailure) {
    guard case .object(let members) = row.content else {
      throw file.failure(at: row.offset, "a row must be an object, but this is \(row.word)")
    }
    for member in members {
      let value = try cell(member)
      let place = places[member.name] ?? newColumn(member.name)
      columns[place].pad(to: rowCount)
      columns[place].append(value)
    }
    rowCount += 1
  }

  private mutating func newColumn(_ name: String) -> Int {
    places[name] = columns.count
    columns.append(LooseColumn(name))
    return columns.count - 1
  }

  private func cell(_ member: JSON.Member) throws(TableFailure) -> Value {
    switch member.value.content {
    case .null: return .missing
    case .boolean(let truth): return .boolean(truth)
    case .integer(let number): return .integer(number)
    case .real(let number): return .real(number)
    case .text(let text): return .text(text)
    case .array, .object:
      throw file.failure(
        at: member.value.offset,
        "\(shown(member.name)) is \(member.value.word), but a cell holds one value; flatten it"
      )
    }
  }

  func table(name: String) -> StoredTable {
    storedTable(name: name, title: file.path, columns: columns, rowCount: rowCount)
  }
}
