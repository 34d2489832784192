import Tables

/// A table that lies in a file of delimited text.
///
/// Its rows are found when it is first read, and columns are parsed when they are first asked for;
/// both are kept. Rows come in the order of the primary key where one is declared, else as in the
/// file.
public final class CSVTable: TableSource {
  /// What queries call it.
  public let name: String
  /// What it is, in a line.
  public let title: String
  private let path: String
  private let delimiter: UInt8
  private let missing: MissingTexts
  private let declare: (() -> Result<Schema, TableFailure>)?
  private lazy var reader = read()
  private lazy var known = declare?() ?? inferred()
  private lazy var places = fieldPlaces()
  private lazy var order = rowOrder()
  private var columns: [Int: Column] = [:]

  /// A table whose columns a data package declares, which is read when they are first asked for.
  init(
    name: String,
    title: String,
    path: String,
    delimiter: UInt8,
    missing: MissingTexts = MissingTexts(),
    declare: (() -> Result<Schema, TableFailure>)? = nil
  ) {
    (self.name, self.title, self.path) = (name, title, path)
    (self.delimiter, self.missing, self.declare) = (delimiter, missing, declare)
  }

  /// Its columns: as declared, else found from all rows of the file.
  public func schema() throws(TableFailure) -> Schema { try known.get() }

  /// The columns at these places of the schema, in the order asked for.
  public func load(_ wanted: [Int]) throws(TableFailure) -> Table {
    var schema = try known.get()
    let permutation = try order.get()
    let absent = wanted.filter { columns[$0] == nil }
    for (place, column) in zip(absent, try parse(absent, of: schema)) {
      columns[place] = permutation.map { column.gathered($0) } ?? column
    }
    schema.fields = wanted.map { schema.fields[$0] }
    return Table(
      schema: schema,
      columns: wanted.compactMap { columns[$0] },
      rowCount: try reader.get().rowCount
    )
  }

  private func read() -> Result<CSVReader, TableFailure> {
    Result { () throws(TableFailure) in
      try CSVReader(try FileBytes(reading: path), delimiter: delimiter)
    }
  }

  private func inferred() -> Result<Schema, TableFailure> {
    Result { () throws(TableFailure) in try reader.get().inferredSchema(table: name) }
  }

  /// The columns at these places, in file order.
  private func parse(_ wanted: [Int], of schema: Schema) throws(TableFailure) -> [Column] {
    if wanted.isEmpty { return [] }
    let reader = try reader.get()
    let places = try places.get()
    let builders = wanted.map { field in
      let type = schema.fields[field].type
      let builder = type.builder(rowCount: reader.rowCount, missing: missing)
      return (column: places[field], builder: builder)
    }
    try reader.parse(builders)
    return builders.map { $0.builder.finish() }
  }

  /// For each field of the schema, its place in the file.
  private func fieldPlaces() -> Result<[Int], TableFailure> {
    Result { () throws(TableFailure) in
      let reader = try reader.get()
      let schema = try known.get()
      if declare == nil { return Array(schema.fields.indices) }
      var places: [Int] = []
      for field in schema.fields {
        guard let place = reader.header.firstIndex(of: field.name) else {
          throw headerFailure(
            "the header lacks the column \(field.name)",
            "add it, or take it out of"
          )
        }
        places.append(place)
      }
      for (place, name) in reader.header.enumerated() where !places.contains(place) {
        let problem = schema.index(of: name) == nil ? "which is not declared" : "a second time"
        throw headerFailure(
          "the header has the column \(shown(name)), \(problem)",
          "take it out, or declare it in"
        )
      }
      return places
    }
  }

  private func headerFailure(_ problem: String, _ remedy: String) -> TableFailure {
    TableFailure("\(path):1:1: \(problem); \(remedy) the fields of \(name) in datapackage.json")
  }

  /// Where each row of the key's order stands in the file; nil when the file has that order.
  private func rowOrder() -> Result<Buffer<Int32>?, TableFailure> {
    Result { () throws(TableFailure) in
      let schema = try known.get()
      let fields = schema.key.compactMap { schema.index(of: $0) }
      // The header is checked even where no column is asked for.
      let places = try places.get()
      if fields.isEmpty { return nil }
      let keys = try parse(fields, of: schema)
      let categories = fields.compactMap { field -> TextDictionary? in
        guard case .category(let category) = schema.fields[field].type else { return nil }
        return category.labels
      }
      let order = RowOrder(keys, categories: categories)
      let permutation = order.permutation()
      if let (first, second) = order.duplicate(in: permutation) {
        throw try duplicateFailure(first, second, keys, fields.map { schema.fields[$0] }, places)
      }
      for (field, column) in zip(fields, keys) {
        columns[field] = permutation.map { column.gathered($0) } ?? column
      }
      return permutation
    }
  }

  private func duplicateFailure(
    _ first: Int,
    _ second: Int,
    _ keys: [Column],
    _ fields: [Field],
    _ places: [Int]
  ) throws(TableFailure) -> TableFailure {
    let reader = try reader.get()
    let values = zip(keys, fields).map { column, field in
      "\(field.name) \"\(shown(CellText(column, field.type)[first] ?? ""))\""
    }
    let other = reader.file.place(of: reader.starts[first]).split(separator: ":")
    let line = other.count > 1 ? other[other.count - 2] : "?"
    return reader.file.failure(
      at: reader.starts[second],
      "\(values.joined(separator: ", ")) stands already in line \(line), "
        + "but is the key of \(name); a key names one row"
    )
  }
}
