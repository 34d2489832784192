import Catalog

/// Reads what a data package declares of one resource, a table.
struct ResourceReader {
  let package: DataPackage
  let resource: JSON
  let name: String
  let keys: [String: ResourceKey]

  /// What the table is, in a line.
  var title: String { resource["title"]?.text ?? resource["description"]?.text ?? "" }

  /// The texts that stand for a missing value.
  var missing: MissingTexts { MissingTexts(resource["schema"]?["missingValues"]?.texts ?? []) }

  /// The resource's one file, within the package's folder.
  func path() throws(TableFailure) -> String {
    let value = resource["path"] ?? resource
    guard let paths = resource["path"]?.texts, paths.count == 1, let path = paths.first else {
      throw failure(value, "\(name) must have a path that names one file")
    }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    if path.contains("://") || parts.first == "" || parts.contains("..") {
      throw failure(value, "the path of \(name) must lie within the package's folder")
    }
    return package.folder + (package.folder.hasSuffix("/") ? "" : "/") + path
  }

  /// The character between fields.
  func delimiter() throws(TableFailure) -> UInt8 {
    if let dialect = resource["dialect"]?["delimiter"] {
      guard let bytes = dialect.text.map({ Array($0.utf8) }), bytes.count == 1, bytes[0] < 0x80,
        bytes[0] != 0x22, bytes[0] != 0x0A, bytes[0] != 0x0D
      else { throw failure(dialect, "the delimiter must be a single ASCII character") }
      return bytes[0]
    }
    let path = resource["path"]?.texts?.first ?? ""
    let format = resource["format"]?.text ?? String(path.split(separator: ".").last ?? "")
    switch format {
    case "csv": return UInt8(ascii: ",")
    case "tsv": return UInt8(ascii: "\t")
    default:
      throw failure(
        resource["format"] ?? resource,
        "\(name) has the format \"\(shown(format))\"; "
          + "the formats of tables in a package are csv and tsv"
      )
    }
  }

  /// The columns that are declared; nil where none are.
  func schema() throws(TableFailure) -> Schema? {
    guard let declared = resource["schema"] else { return nil }
    guard let list = declared["fields"]?.elements else {
      throw failure(declared, "the schema of \(name) must have a list of fields")
    }
    var fields: [Field] = []
    for value in list {
      let field = try field(value)
      if fields.contains(where: { $0.name == field.name }) {
        throw failure(value, "\(name) has two fields called \(shown(field.name))")
      }
      fields.append(field)
    }
    for field in fields {
      if let unit = field.unitColumn, !fields.contains(where: { $0.name == unit }) {
        throw failure(
          declared,
          "\(name).\(field.name) takes its units from \(unit), which is not there"
        )
      }
    }
    var schema = Schema(fields)
    try addKey(declared, to: &schema)
    try addLinks(declared, to: &schema)
    schema.notes = try notes(of: schema)
    try package.addDeclarations(of: resource, to: &schema, table: name)
    return schema
  }

  private func addKey(_ declared: JSON, to schema: inout Schema) throws(TableFailure) {
    guard let value = declared["primaryKey"] else { return }
    guard let key = value.texts else {
      throw failure(value, "the primary key of \(name) must be a list of column names")
    }
    for column in key { schema.fields[try place(of: column, in: schema, value)].role = .key }
    schema.key = key
  }

  private func addLinks(_ declared: JSON, to schema: inout Schema) throws(TableFailure) {
    for value in declared["foreignKeys"]?.elements ?? [] {
      let reference = value["reference"] ?? value
      guard let columns = value["fields"]?.texts, let targets = reference["fields"]?.texts,
        columns.count == targets.count
      else {
        throw failure(value, "a foreign key must name its fields and as many of its reference")
      }
      for column in columns { schema.fields[try place(of: column, in: schema, value)].role = .key }
      let named = reference["resource"]?.text ?? ""
      let table = named.isEmpty ? name : named
      guard let target = keys[table] else {
        throw failure(reference, "\(name) links to the table \(shown(table)), which is not there")
      }
      for column in targets where !target.columns.contains(column) {
        throw failure(
          reference,
          "\(name) links to \(shown(table)).\(shown(column)), which is not there"
        )
      }
      guard columns.count == 1, targets.count == 1 else { continue }
      if target.key != targets[0] {
        throw failure(
          reference,
          "\(name) links to \(table).\(targets[0]), which is not that table's primary key; "
            + "a link must find at most one row"
        )
      }
      let place = try place(of: columns[0], in: schema, value)
      schema.fields[place].link = Field.Link(table: table, key: targets[0])
    }
  }

  private func place(
    of column: String,
    in schema: Schema,
    _ value: JSON
  ) throws(TableFailure) -> Int {
    if let place = schema.index(of: column) { return place }
    throw failure(value, "\(name) has no field \(shown(column)), which is named here")
  }

  func failure(_ value: JSON, _ text: String) -> TableFailure {
    package.failure(value, text)
  }
}
