import Catalog

extension DataPackage {
  /// Adds to `schema` what `resource` declares of the grain and the sources of its rows, and of the
  /// additivity and the unranked values of its columns.
  func addDeclarations(of resource: JSON, to schema: inout Schema, table: String)
    throws(TableFailure)
  {
    if let row = resource["scomm"]?["row"], !row.isToFillIn {
      guard let text = row.text, !text.isEmpty else {
        throw failure(row, "the row of \(table) must be a text that says what one row is")
      }
      schema.notes.row = text
    }
    if let value = resource["scomm"]?["sourcedBy"] {
      schema.notes.sourcedBy = try sourcing(value, of: table)
    }
    for (place, field) in (resource["schema"]?["fields"]?.elements ?? []).enumerated() {
      if let value = field["scomm"]?["additive"] {
        schema.fields[place].notAlong = try notAlong(value, place, schema, table)
      }
      if let value = field["scomm"]?["citation"] {
        let (part, column) = (try citationPart(value, of: table), schema.fields[place].name)
        if let other = schema.notes.citation.updateValue(column, forKey: part) {
          throw failure(value, "\(table).\(other) is the \(part.rawValue) of a citation already")
        }
      }
      if let value = field["scomm"]?["documentTypes"] {
        guard schema.notes.citation[.kind] == schema.fields[place].name else {
          throw failure(
            value,
            "documentTypes of \(table).\(schema.fields[place].name) must stand beside its citation, kind"
          )
        }
        schema.notes.documentTypes = try documentTypes(value, schema.fields[place], table)
      }
      if let value = field["scomm"]?["unranked"] {
        schema.fields[place].type = try ranking(value, schema.fields[place], table)
      }
    }
  }

  private func citationPart(_ value: JSON, of table: String) throws(TableFailure)
    -> TableNotes.CitationPart
  {
    if let part = value.text.flatMap(TableNotes.CitationPart.init) { return part }
    let parts = TableNotes.CitationPart.allCases.map(\.rawValue).joined(separator: ", ")
    throw failure(value, "citation of a field of \(table) must be one of \(parts)")
  }

  /// The types of documents by the kinds that a field holds.
  private func documentTypes(_ value: JSON, _ field: Field, _ table: String) throws(TableFailure)
    -> [String: DocumentType]
  {
    guard case .object(let members) = value.content else {
      throw failure(
        value,
        "documentTypes of \(table).\(field.name) must be an object of kinds and types"
      )
    }
    var types: [String: DocumentType] = [:]
    for (kind, name) in members {
      guard let type = name.text.flatMap(DocumentType.init) else {
        let all = DocumentType.allCases.map(\.rawValue).joined(separator: ", ")
        throw failure(
          name,
          "\(shown(kind)) of \(table).\(field.name) must be one of the types of CSL: \(all)"
        )
      }
      types[kind] = type
    }
    return types
  }

  private func sourcing(_ value: JSON, of table: String) throws(TableFailure)
    -> TableNotes.Sourcing
  {
    guard let name = value["table"]?.text, let column = value["column"]?.text else {
      throw failure(value, "sourcedBy of \(table) must be an object with a table and a column")
    }
    let resources = root["resources"]?.elements ?? []
    guard let other = resources.first(where: { $0["name"]?.text == name }) else {
      throw failure(value, "\(table) is sourced by the table \(shown(name)), which is not there")
    }
    let fields = other["schema"]?["fields"]?.elements ?? []
    guard fields.contains(where: { $0["name"]?.text == column }) else {
      throw failure(
        value,
        "\(table) is sourced by \(shown(name)).\(shown(column)), which is not there"
      )
    }
    return TableNotes.Sourcing(table: name, column: column)
  }

  /// The columns that an additivity names; none where it is true or false.
  private func notAlong(_ value: JSON, _ place: Int, _ schema: Schema, _ table: String)
    throws(TableFailure) -> [String]
  {
    if value.boolean != nil { return [] }
    guard let columns = value["notAlong"], columns.elements != nil, let names = columns.texts,
      !names.isEmpty
    else {
      throw failure(
        value,
        "additive of \(table).\(schema.fields[place].name) must be true, false or "
          + "{\"notAlong\": [columns]}"
      )
    }
    for name in names where schema.index(of: name) == nil {
      throw failure(columns, "\(table) has no field \(shown(name)), which is named here")
    }
    return names
  }

  /// The type of a category of which some values stand beside its order.
  private func ranking(_ value: JSON, _ field: Field, _ table: String) throws(TableFailure)
    -> DataType
  {
    guard case .category(let category) = field.type, value.elements != nil, let texts = value.texts
    else {
      throw failure(value, "unranked of \(table).\(field.name) must be a list of its categories")
    }
    for text in texts where !category.labels.strings.contains(text) {
      throw failure(value, "\(table).\(field.name) has no category \"\(shown(text))\"")
    }
    let (labels, isOrdered) = (category.labels, category.isOrdered)
    return .category(Category(labels: labels, isOrdered: isOrdered, unranked: Set(texts)))
  }
}
