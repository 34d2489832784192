import Catalog

extension ResourceReader {
  /// What is declared of the places of the rows on maps.
  func places(_ own: JSON, of schema: Schema) throws(TableFailure) -> PlaceNotes {
    var places = PlaceNotes()
    places.label = try column(own["label"], of: schema)
    if let tiles = own["tiles"], !tiles.isToFillIn {
      try package.check(tiles, .tiles, of: name)
      guard let row = try column(tiles["row"], of: schema),
        let column = try column(tiles["column"], of: schema)
      else { throw failure(tiles, "tiles of \(name) must name a row and a column") }
      for tile in [row, column]
      where schema.index(of: tile).map({ schema.fields[$0].type }) != .integer {
        throw failure(tiles, "\(name).\(tile) must hold whole numbers, since it places tiles")
      }
      places.tiles = (row, column)
    }
    if let shapes = own["shapes"], !shapes.isToFillIn {
      try package.check(shapes, .shapes, of: name)
      places.shapes = try shapeFile(shapes, of: schema)
    }
    if !places.isEmpty, schema.key.count != 1 {
      throw failure(own, "\(name) has places, so its primary key must be one column")
    }
    return places
  }

  private func shapeFile(_ value: JSON, of schema: Schema) throws(TableFailure)
    -> PlaceNotes.ShapeFile
  {
    guard let path = value["file"]?.text, !path.isEmpty else {
      throw failure(value, "shapes of \(name) must name a file")
    }
    let key = schema.key.count == 1 ? schema.key[0] : nil
    guard let column = try column(value["column"], of: schema) ?? key else {
      throw failure(value, "shapes of \(name) must name the column of their identifiers")
    }
    let isText = schema.index(of: column).map { schema.fields[$0].type.isTextual } ?? false
    guard isText else {
      throw failure(value, "\(name).\(column) must hold texts, since it identifies shapes")
    }
    if let outlines = value["outlines"], outlines.text == nil {
      throw failure(outlines, "outlines of the shapes of \(name) must be the path of a file")
    }
    return PlaceNotes.ShapeFile(path: path, column: column, outlines: value["outlines"]?.text)
  }

  /// The paths of the files of shapes that are declared.
  func shapePaths() throws(TableFailure) -> [String] {
    guard let value = resource["scomm"]?["shapes"] else { return [] }
    var paths: [String] = []
    for path in [value["file"]?.text, value["outlines"]?.text].compactMap({ $0 }) {
      paths.append(try file(at: path, value))
    }
    return paths
  }
}
