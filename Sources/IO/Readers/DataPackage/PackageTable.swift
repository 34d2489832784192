import Catalog
import Columns

/// A table of a data package: a file of delimited text whose columns the package may declare.
///
/// The file is opened when rows are first asked for; a column is read when it is first asked for,
/// and kept. Rows come in the order of the primary key where one is declared, else as in the file.
final class PackageTable: TableSource {
  var name: String { resource.name }
  var title: String { resource.title }
  let resource: ResourceReader
  let package: PackageIdentity?
  private var path = ""
  private var warnings: [String] = []
  private lazy var known = Result(catching: findDeclaration)
  private lazy var opened = Result(catching: open)
  private lazy var order = Result(catching: rowOrder)
  /// For each field of the schema its place in the file.
  private(set) var places: [Int] = []
  /// For each field of the schema how it is read; none where nothing is declared.
  private(set) var readings: [FieldReading] = []
  private var columns: [Int: Column] = [:]
  /// The foreign keys, by their numbers, that were found to hold.
  var checkedForeignKeys: Set<Int> = []

  /// The table of a resource; one that is declared wrongly throws when it is asked for its columns.
  init(_ resource: ResourceReader, of package: PackageIdentity) {
    (self.resource, self.package) = (resource, package)
  }

  var holdsDocuments: Bool { resource.resource["scomm"]?["documents"]?.boolean ?? false }

  func shapes(in path: String) throws(TableFailure) -> [String: PlaceShape] {
    let value = resource.resource["scomm"]?["shapes"] ?? resource.resource
    let file = try resource.file(at: path, value)
    return try PathReader.shapes(in: resource.package.files.bytes(at: file))
  }

  func schema() throws(TableFailure) -> Schema { try known.get().schema }

  /// Takes away the link of a field, which the next warnings tell.
  func removeLink(of place: Int, warning: String) {
    guard var declared = try? known.get() else { return }
    declared.schema.fields[place].link = nil
    known = .success(declared)
    warnings.append(warning)
  }

  func takeWarnings() -> [String] {
    defer { warnings = [] }
    return warnings
  }

  /// What the package declares of it.
  func declaration() throws(TableFailure) -> TableDeclaration { try known.get() }

  func load(_ wanted: [Int]) throws(TableFailure) -> Table {
    let declared = try known.get()
    let absent = wanted.filter { columns[$0] == nil }
    let file = try read(absent + keyFields(of: declared))
    let permutation = try order.get()
    for field in absent {
      guard let column = file.columns[places[field]]?.column else { continue }
      try check(column, field, in: file)
      columns[field] = permutation.map { column.gathered($0) } ?? column
    }
    var schema = declared.schema
    schema.fields = wanted.map { schema.fields[$0] }
    return Table(
      schema: schema,
      columns: wanted.compactMap { columns[$0] },
      rowCount: file.rowCount ?? 0
    )
  }

  /// The file with the columns of these fields read, and its number of rows.
  func read(_ fields: [Int]) throws(TableFailure) -> DelimitedState {
    var file = try opened.get()
    try file.read(fields.map { places[$0] })
    opened = .success(file)
    return file
  }

  private func open() throws(TableFailure) -> DelimitedState {
    try resource.checkProperties()
    // In memory, so that columns that are read later are those of the same file; a large one is
    // read in pieces, and must not change.
    let source = try resource.package.files.source(at: path)
    try resource.checkSize(source.count, of: path)
    var options = LoadOptions()
    if source.count < options.smallestUnawaited { options.workers = 1 }
    let dialect = try DelimitedDialect(of: source, delimiter: resource.delimiter())
    var file = try DelimitedState(dialect, options)
    if resource.resource["schema"] == nil {
      places = Array(file.names.indices)
    } else {
      let schema = try known.get().schema
      readings = try resource.readings(of: schema)
      places = try fieldPlaces(of: schema, in: file.header)
      for (reading, place) in zip(readings, places) { file.declared[place] = reading.column }
    }
    return file
  }

  /// What is declared, else the columns of the file, with types found from all values.
  private func findDeclaration() throws(TableFailure) -> TableDeclaration {
    path = try resource.path()
    _ = try resource.delimiter()
    if let declared = try resource.declaration() { return declared }
    let file = try read(Array(opened.get().names.indices))
    let fields = file.types.map { inferredField($0.name, $0.type ?? nil, table: name) }
    return TableDeclaration(schema: Schema(fields))
  }

  /// For each field of the schema its place in the header, which must have these fields alone.
  private func fieldPlaces(
    of schema: Schema,
    in header: [String]
  ) throws(TableFailure) -> [Int] {
    let named = Dictionary(zip(header, header.indices)) { first, _ in first }
    var places: [Int] = []
    for field in schema.fields {
      guard let place = named[field.name] else {
        throw headerFailure(
          "the header lacks the column \(field.name)",
          "add it, or take it out of"
        )
      }
      places.append(place)
    }
    let taken = Set(places)
    for (place, name) in header.enumerated() where !taken.contains(place) {
      let problem = schema.index(of: name) == nil ? "which is not declared" : "a second time"
      throw headerFailure(
        "the header has the column \(shown(name)), \(problem)",
        "take it out, or declare it in"
      )
    }
    return places
  }

  private func headerFailure(_ problem: String, _ remedy: String) -> TableFailure {
    TableFailure("\(path):1:1: \(problem); \(remedy) the fields of \(name) in datapackage.json")
  }

  /// The columns of the primary key and of others.
  private func keyFields(of declared: TableDeclaration) -> [Int] {
    declared.schema.key.compactMap { declared.schema.index(of: $0) }
      + declared.uniqueKeys.flatMap { $0 }
  }

  /// Where each row of the key's order stands in the file; nil when the file has that order.
  private func rowOrder() throws(TableFailure) -> Buffer<Int32>? {
    let declared = try known.get()
    let file = try read(keyFields(of: declared))
    try checkUniqueKeys(in: file)
    let fields = declared.schema.key.compactMap { declared.schema.index(of: $0) }
    if fields.isEmpty { return nil }
    try checkPresence(of: fields, in: file)
    let keys = fields.compactMap { file.columns[places[$0]]?.column }
    let order = RowOrder(keys, categories: fields.compactMap { readings[$0].column.labels })
    let permutation = order.permutation()
    if let rows = order.duplicate(in: permutation) { throw try repeatFailure(rows, fields, file) }
    return permutation
  }

  /// The row of the file that a row of the table is.
  func fileRow(_ row: Int) throws(TableFailure) -> Int {
    try order.get().map { Int($0[row]) } ?? row
  }
}
