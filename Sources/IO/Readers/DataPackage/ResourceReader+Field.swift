import Catalog

extension ResourceReader {
  /// The field that `value` declares, without its part in keys and links.
  func field(_ value: JSON) throws(TableFailure) -> Field {
    guard let column = value["name"]?.text, !column.isEmpty else {
      throw failure(value, "a field of \(name) must have a name")
    }
    let type = try type(of: column, value)
    let isAdditive = type.isNumeric && value["scomm"]?["additive"]?.boolean != false
    var field = Field(
      column,
      type,
      unit: value["unit"]?.text,
      role: isAdditive ? .additive : .other,
      origin: Field.Origin(table: name, column: column),
      summary: value["description"]?.filledIn ?? value["title"]?.filledIn ?? ""
    )
    field.unitColumn = value["scomm"]?["unitColumn"]?.text
    return field
  }

  private func type(of column: String, _ value: JSON) throws(TableFailure) -> DataType {
    let declared = value["type"]?.text ?? "string"
    if let categories = value["categories"] {
      guard declared == "string" else {
        throw failure(categories, "\(name).\(column) has categories, but is no string")
      }
      return .category(try category(value, of: column))
    }
    if let period = value["period"] {
      guard period.text == "fiscal-year", declared == "string" else {
        throw failure(
          period,
          "the period of \(name).\(column) is not known; the one there is: fiscal-year, of a string"
        )
      }
      return .period(.fiscalYear(start: try package.fiscalYearStart()))
    }
    if let type = ResourceReader.types[declared] { return type }
    let known = ResourceReader.types.keys.sorted().joined(separator: ", ")
    throw failure(
      value["type"] ?? value,
      "\(name).\(column) has the type \"\(shown(declared))\", which is not known; known are \(known)"
    )
  }

  private static let types: [String: DataType] = [
    "string": .text, "integer": .integer, "number": .real, "boolean": .boolean, "date": .date,
    "year": .period(.year), "yearmonth": .period(.month),
  ]

  /// The labels of a category: texts, or objects with a value, as the standard allows.
  private func category(_ field: JSON, of column: String) throws(TableFailure) -> Category {
    let list = field["categories"] ?? field
    let labels = (list.elements ?? []).compactMap { $0.text ?? $0["value"]?.text }
    guard labels.count == list.elements?.count, !labels.isEmpty else {
      throw failure(list, "the categories of \(name).\(column) must be a list of texts")
    }
    guard Set(labels.map { Array($0.utf8) }).count == labels.count else {
      throw failure(list, "a category of \(name).\(column) is listed twice")
    }
    return Category(labels, isOrdered: field["categoriesOrdered"]?.boolean ?? false)
  }
}
