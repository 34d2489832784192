import Catalog
import Columns

/// A table of a data package: a file of delimited text whose columns the package may declare.
///
/// The file is opened when rows are first asked for; a column is read when it is first asked for,
/// and kept. Rows come in the order of the primary key where one is declared, else as in the file.
final class PackageTable: TableSource {
  var name: String { resource.name }
  var title: String { resource.title }
  private let resource: ResourceReader
  private var path = ""
  private lazy var known = Result(catching: findSchema)
  private lazy var opened = Result(catching: open)
  private lazy var order = Result(catching: rowOrder)
  /// For each field of the schema its place in the file.
  private var places: [Int] = []
  private var columns: [Int: Column] = [:]

  /// The table of a resource; one that is declared wrongly throws when it is asked for its columns.
  init(_ resource: ResourceReader) { self.resource = resource }

  func schema() throws(TableFailure) -> Schema { try known.get() }

  func load(_ wanted: [Int]) throws(TableFailure) -> Table {
    var schema = try known.get()
    let absent = wanted.filter { columns[$0] == nil }
    let file = try read(absent + keyFields(of: schema))
    let permutation = try order.get()
    for field in absent {
      guard let column = file.columns[places[field]]?.column else { continue }
      columns[field] = permutation.map { column.gathered($0) } ?? column
    }
    schema.fields = wanted.map { schema.fields[$0] }
    return Table(
      schema: schema,
      columns: wanted.compactMap { columns[$0] },
      rowCount: file.rowCount ?? 0
    )
  }

  /// The file with the columns of these fields read, and its number of rows.
  private func read(_ fields: [Int]) throws(TableFailure) -> DelimitedState {
    var file = try opened.get()
    try file.read(fields.map { places[$0] })
    opened = .success(file)
    return file
  }

  private func open() throws(TableFailure) -> DelimitedState {
    // In memory, so that columns that are read later are those of the same file.
    let source = ByteSource(try FileBytes(reading: path))
    var options = LoadOptions()
    if source.count < options.smallestUnawaited { options.workers = 1 }
    let dialect = try DelimitedDialect(of: source, delimiter: resource.delimiter())
    var file = try DelimitedState(dialect, options)
    if resource.resource["schema"] == nil {
      places = Array(file.names.indices)
    } else {
      let schema = try known.get()
      places = try fieldPlaces(of: schema, in: file.header)
      let missing = resource.missing
      for (field, place) in zip(schema.fields, places) {
        file.declared[place] = DeclaredColumn(name: field.name, type: field.type, missing: missing)
      }
    }
    return file
  }

  /// The columns that are declared, else those of the file, with types found from all values.
  private func findSchema() throws(TableFailure) -> Schema {
    path = try resource.path()
    _ = try resource.delimiter()
    if let declared = try resource.schema() { return declared }
    let file = try read(Array(opened.get().names.indices))
    return Schema(file.types.map { inferredField($0.name, $0.type ?? nil, table: name) })
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

  private func keyFields(of schema: Schema) -> [Int] {
    schema.key.compactMap { schema.index(of: $0) }
  }

  /// Where each row of the key's order stands in the file; nil when the file has that order.
  private func rowOrder() throws(TableFailure) -> Buffer<Int32>? {
    let schema = try known.get()
    let fields = keyFields(of: schema)
    if fields.isEmpty { return nil }
    let file = try read(fields)
    let keys = fields.compactMap { file.columns[places[$0]]?.column }
    let categories = fields.compactMap { file.declared[places[$0]]?.labels }
    let order = RowOrder(keys, categories: categories)
    let permutation = order.permutation()
    if let rows = order.duplicate(in: permutation) {
      throw try duplicateFailure(rows, zip(keys, fields.map { schema.fields[$0] }), file)
    }
    return permutation
  }

  private func duplicateFailure(
    _ rows: (first: Int, second: Int),
    _ keys: some Sequence<(Column, Field)>,
    _ file: DelimitedState
  ) throws(TableFailure) -> TableFailure {
    let values = keys.map { column, field in
      "\(field.name) \"\(shown(CellText(column, field.type)[rows.first] ?? ""))\""
    }
    let source = file.source
    let (first, second) = (try file.offset(of: rows.first), try file.offset(of: rows.second))
    let line = try source.lines(of: [first])[0]
    return source.failure(
      at: second,
      "\(values.joined(separator: ", ")) stands already in line \(line), "
        + "but is the key of \(name); a key names one row"
    )
  }
}
