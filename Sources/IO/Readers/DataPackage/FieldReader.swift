import Catalog

/// Makes a field of what a data package declares of a column.
struct FieldReader {
  let package: DataPackage
  let table: String
  let value: JSON

  /// The field, without its part in keys and links.
  func field(fiscalYearStart: Int) throws(TableFailure) -> Field {
    guard let name = value["name"]?.text, !name.isEmpty else {
      throw package.failure(value, "a field of \(table) must have a name")
    }
    let type = try type(of: name, fiscalYearStart)
    let isAdditive = type.isNumeric && value["scomm"]?["additive"]?.boolean != false
    var field = Field(
      name,
      type,
      unit: value["unit"]?.text,
      role: isAdditive ? .additive : .other,
      origin: Field.Origin(table: table, column: name),
      summary: value["description"]?.text ?? value["title"]?.text ?? ""
    )
    field.unitColumn = value["scomm"]?["unitColumn"]?.text
    return field
  }

  private func type(of name: String, _ fiscalYearStart: Int) throws(TableFailure) -> DataType {
    let declared = value["type"]?.text ?? "string"
    if let categories = value["categories"], declared == "string" {
      return .category(try category(categories, of: name))
    }
    if let period = value["period"] {
      guard period.text == "fiscal-year", declared == "string" else {
        throw package.failure(
          period,
          "the period of \(table).\(name) is not known; the one there is: fiscal-year, of a string"
        )
      }
      return .period(.fiscalYear(start: fiscalYearStart))
    }
    if let type = FieldReader.types[declared] { return type }
    let known = FieldReader.types.keys.sorted().joined(separator: ", ")
    throw package.failure(
      value["type"] ?? value,
      "\(table).\(name) has the type \"\(shown(declared))\", which is not known; known are \(known)"
    )
  }

  private static let types: [String: DataType] = [
    "string": .text, "integer": .integer, "number": .real, "boolean": .boolean, "date": .date,
    "year": .period(.year), "yearmonth": .period(.month),
  ]

  /// The labels of a category: texts, or objects with a value, as the standard allows.
  private func category(_ list: JSON, of name: String) throws(TableFailure) -> Category {
    let labels = (list.elements ?? []).compactMap { $0.text ?? $0["value"]?.text }
    guard labels.count == list.elements?.count, !labels.isEmpty else {
      throw package.failure(list, "the categories of \(table).\(name) must be a list of texts")
    }
    guard Set(labels.map { Array($0.utf8) }).count == labels.count else {
      throw package.failure(list, "a category of \(table).\(name) is listed twice")
    }
    return Category(labels, isOrdered: value["categoriesOrdered"]?.boolean ?? false)
  }
}
