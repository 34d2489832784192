import Catalog

/// Reads what a data package declares of one resource, a table.
struct ResourceReader {
  let package: DataPackage
  let resource: JSON
  let name: String

  /// What the table is, in a line.
  var title: String { resource["title"]?.filledIn ?? resource["description"]?.filledIn ?? "" }

  /// The name of the table that a foreign key points to: its own where none is named.
  private func target(of key: JSON) -> String {
    let named = (key["reference"] ?? key)["resource"]?.text ?? ""
    return named.isEmpty ? name : named
  }

  /// The resource's one file, within the package's folder.
  func path() throws(TableFailure) -> String {
    let value = resource["path"] ?? resource
    guard let paths = resource["path"]?.texts, paths.count == 1, let path = paths.first else {
      throw failure(value, "\(name) must have a path that names one file")
    }
    return try file(at: path, value)
  }

  /// A file within the package's folder, which a value of the package names.
  func file(at path: String, _ value: JSON) throws(TableFailure) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    if path.contains("://") || parts.first == "" || parts.contains("..") {
      throw failure(value, "the path of \(name) must lie within the package's folder")
    }
    if let full = package.files.path(of: path) { return full }
    throw failure(
      value,
      "the path of \(name) is a link that leads out of the package's folder; "
        + "put the file itself there"
    )
  }

  /// Checks that the file has as many bytes as are declared, if that is.
  func checkSize(_ count: Int, of path: String) throws(TableFailure) {
    guard let declared = resource["bytes"], declared.integer != Int64(count) else { return }
    throw failure(
      declared,
      "\(path) has \(count) bytes, not as many as are declared here; is it the right file?"
    )
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

  /// Checks that what is declared of the table as a whole can be heeded.
  func checkProperties() throws(TableFailure) {
    try package.check(resource, .resource, of: name)
    try package.check(resource["dialect"], .dialect, of: name)
    try package.check(resource["schema"], .schema, of: name)
    try package.check(resource["scomm"], .ownOfResource, of: name)
  }

  /// How each field is read, and what its values must be: what only matters once the file is opened.
  func readings(of schema: Schema) throws(TableFailure) -> [FieldReading] {
    guard let declared = resource["schema"] else { return [] }
    var readings: [FieldReading] = []
    for (field, value) in zip(schema.fields, try list("fields", of: declared)) {
      try package.check(value, .field, of: "\(name).\(field.name)")
      try package.check(value["scomm"], .ownOfField, of: "\(name).\(field.name)")
      let column = try declaredColumn(field, value, declared)
      let constraints = try FieldConstraints(value["constraints"], of: column, in: self)
      readings.append((column, constraints))
    }
    return readings
  }

  /// What is declared of the table; nil where nothing is.
  func declaration() throws(TableFailure) -> TableDeclaration? {
    guard let declared = resource["schema"] else { return nil }
    var table = TableDeclaration()
    for value in try list("fields", of: declared) {
      let field = try field(value)
      if table.schema.index(of: field.name) != nil {
        throw failure(value, "\(name) has two fields called \(shown(field.name))")
      }
      table.schema.fields.append(field)
    }
    for field in table.schema.fields {
      if let unit = field.unitColumn, table.schema.index(of: unit) == nil {
        throw failure(
          declared,
          "\(name).\(field.name) takes its units from \(unit), which is not there"
        )
      }
    }
    try addKeys(declared, to: &table)
    try addLinks(declared, to: &table)
    for (place, value) in try list("fields", of: declared).enumerated() {
      if let link = value["scomm"]?["link"] { try add(link, to: place, of: &table) }
    }
    table.schema.notes = try notes(of: table.schema)
    try package.addDeclarations(of: resource, to: &table.schema, table: name)
    return table
  }

  /// The elements of a list that an object may have, or must, if it is that of the fields.
  private func list(_ property: String, of declared: JSON) throws(TableFailure) -> [JSON] {
    guard let value = declared[property] else {
      if property != "fields" { return [] }
      throw failure(declared, "the schema of \(name) must have a list of fields")
    }
    guard let elements = value.elements else {
      throw failure(value, "\(property) of \(name) must be a list")
    }
    return elements
  }

  private func addKeys(_ declared: JSON, to table: inout TableDeclaration) throws(TableFailure) {
    func places(_ value: JSON, _ what: String) throws(TableFailure) -> [Int] {
      guard let key = value.texts else {
        throw failure(value, "\(what) of \(name) must be a list of column names")
      }
      var places: [Int] = []
      for column in key { places.append(try place(of: column, in: table.schema, value)) }
      return places
    }
    for value in try list("uniqueKeys", of: declared) {
      table.uniqueKeys.append(try places(value, "a unique key"))
    }
    guard let value = declared["primaryKey"] else { return }
    for place in try places(value, "the primary key") {
      table.schema.fields[place].role = .key
      table.schema.key.append(table.schema.fields[place].name)
    }
  }

  private func addLinks(_ declared: JSON, to table: inout TableDeclaration) throws(TableFailure) {
    for value in try list("foreignKeys", of: declared) {
      let reference = value["reference"] ?? value
      guard let columns = value["fields"]?.texts, let targets = reference["fields"]?.texts,
        columns.count == targets.count, !columns.isEmpty
      else {
        throw failure(value, "a foreign key must name its fields and as many of its reference")
      }
      var places: [Int] = []
      for column in columns { places.append(try place(of: column, in: table.schema, value)) }
      for place in places { table.schema.fields[place].role = .key }
      let other = target(of: value)
      guard let target = package.target(other) else {
        throw failure(reference, "\(name) links to the table \(shown(other)), which is not there")
      }
      for column in targets where !target.columns.contains(column) {
        throw failure(
          reference,
          "\(name) links to \(shown(other)).\(shown(column)), which is not there"
        )
      }
      table.foreignKeys.append(.init(places: places, table: other, targets: targets))
      guard columns.count == 1, targets.count == 1 else { continue }
      if target.key != targets[0] {
        throw failure(
          reference,
          "\(name) links to \(other).\(targets[0]), which is not that table's primary key; "
            + "a link must find at most one row"
        )
      }
      table.schema.fields[places[0]].link = Field.Link(table: other, key: targets[0])
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

/// How a field is read from its file, and what its values must be.
typealias FieldReading = (column: DeclaredColumn, constraints: FieldConstraints)

/// What a data package declares of a table.
struct TableDeclaration {
  /// Its columns, and what is known of it as a whole.
  var schema = Schema([])
  /// The columns of keys besides the primary one.
  var uniqueKeys: [[Int]] = []
  var foreignKeys: [ForeignKey] = []

  /// Columns whose values must stand in those of another table, unless they are missing.
  struct ForeignKey {
    let places: [Int]
    let table: String
    let targets: [String]
  }
}
