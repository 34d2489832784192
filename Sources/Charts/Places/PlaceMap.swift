import Catalog
import Columns
import Planner

/// The places of a table, by their keys: what they are called, and where they lie.
public struct PlaceMap: Sendable {
  let table: String
  /// The places, in the order of the table.
  let places: [Place]
  /// The place of each key.
  let numbers: [Value: Int]
  /// What is drawn over the places.
  let outlines: [PlaceShape]

  /// A place: what its key is called, what people call it, and where it lies.
  struct Place: Sendable {
    var key: String
    var label: String
    var tile: Tile?
    var shape: PlaceShape?

    var isOnMap: Bool { tile != nil || shape != nil }
  }

  /// A place in a grid of tiles, counted from the top left.
  struct Tile: Hashable, Sendable {
    var (row, column): (Int, Int)
  }

  /// The most rows and columns of a grid of tiles.
  private static let mostTiles = 100

  /// The columns of a table of places that a map reads.
  public static func columns(of places: ChartRequest.PlaceTable) -> [String] {
    let notes = places.notes
    let tiles = [notes.tiles?.row, notes.tiles?.column].compactMap { $0 }
    let shapes = notes.tiles == nil ? notes.shapes.map { [$0.column] } ?? [] : []
    return [places.key] + [notes.label].compactMap { $0 } + tiles + shapes
  }

  /// The places of `table`, which has the columns that a map reads, with the outlines in the files
  /// that are declared.
  ///
  /// Throws `ChartRefusal` where tiles cannot be drawn as they are declared.
  public init(
    _ places: ChartRequest.PlaceTable,
    _ table: Table,
    shapes: [String: PlaceShape] = [:],
    outlines: [PlaceShape] = []
  ) throws(ChartRefusal) {
    func value(_ name: String?, _ row: Int) -> Value {
      name.flatMap(table.schema.index).map { table.columns[$0][row] } ?? .missing
    }
    func text(_ name: String?, _ row: Int) -> String? {
      if case .text(let text) = value(name, row) { text } else { nil }
    }
    var (found, numbers): ([Place], [Value: Int]) = ([], [:])
    var taken: [Tile: String] = [:]
    for row in 0..<table.rowCount {
      let key = text(places.key, row) ?? "\(value(places.key, row))"
      var place = Place(key: key, label: text(places.notes.label, row) ?? key)
      if let tiles = places.notes.tiles, case .integer(let line) = value(tiles.row, row),
        case .integer(let column) = value(tiles.column, row)
      {
        let most = Int64(PlaceMap.mostTiles)
        guard (0..<most).contains(line), (0..<most).contains(column) else {
          throw ChartRefusal(
            "tile-too-far",
            "\(key) of \(places.table) has its tile in row \(line) and column \(column); tiles lie "
              + "from 0 to \(most - 1)."
          )
        }
        let tile = Tile(row: Int(line), column: Int(column))
        if let other = taken.updateValue(key, forKey: tile) {
          throw ChartRefusal(
            "tile-twice",
            "\(other) and \(key) of \(places.table) have the same tile, row \(line) and column "
              + "\(column): one would hide the other."
          )
        }
        place.tile = tile
      }
      if let identifier = text(places.notes.shapes?.column, row) {
        place.shape = shapes[identifier]
      }
      numbers[value(places.key, row)] = found.count
      found.append(place)
    }
    (self.table, self.places, self.numbers) = (places.table, found, numbers)
    self.outlines = outlines
  }
}

/// The table whose rows are the places of a chart of `table`; nil where it is no map.
public func placeTable(of request: ChartRequest, over schema: Schema) -> ChartRequest.PlaceTable? {
  guard let columns = try? ChartColumns(request, schema), columns.kind.name == "map",
    let x = columns.x
  else { return nil }
  return request.places[schema.fields[x].name]
}
