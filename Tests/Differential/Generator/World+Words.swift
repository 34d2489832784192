import Catalog
import Columns

extension World {
  /// The tables as literal rows, for the report of a failure.
  public var words: String {
    var lines = tables.filter { !$0.table.columns.isEmpty }.map { "\($0.name) " + $0.table.words }
    if let result { lines.append("_ " + result.words) }
    for (name, constant) in parameters.sorted(by: { $0.key < $1.key }) {
      lines.append("$\(name) = \(shown(constant.value, constant.type))")
    }
    return lines.joined(separator: "\n")
  }
}

extension Table {
  /// The columns with their types, then a line a row.
  public var words: String {
    let heading = schema.fields.map { field -> String in
      var words = "\(field.name): \(field.type.word)"
      if case .category(let category) = field.type {
        words += " \(category.labels.strings)"
      }
      if let link = field.link { words += " → \(link.table).\(link.key)" }
      if field.role == .additive { words += " +" }
      return words
    }
    let key = schema.key.isEmpty ? "" : " key \(schema.key)"
    var lines = ["(\(heading.joined(separator: ", ")))\(key), \(rowCount) rows"]
    for row in 0..<rowCount {
      let cells = zip(schema.fields, columns).map { shown($1[row], $0.type) }
      lines.append("  (\(cells.joined(separator: ", ")))")
    }
    return lines.joined(separator: "\n")
  }
}

/// A value as a query would write it, or nearly.
func shown(_ value: Value, _ type: DataType) -> String {
  switch (value, type) {
  case (.missing, _): "missing"
  case (.boolean(let truth), _): "\(truth)"
  case (.integer(let number), _): "\(number)"
  case (.real(let number), _): "\(number)"
  case (.text(let text), _): text.debugDescription
  case (.ordinal(let ordinal), .period(let unit)): unit.text(of: ordinal)
  case (.ordinal(let day), _): CivilDate(ordinal: day).description
  }
}
