/// The places of a table's rows on maps, as its data package declares them.
public struct PlaceNotes: Sendable {
  /// The columns that hold the row and the column of each place in a grid of tiles.
  public var tiles: (row: String, column: String)?
  /// The file that holds the outlines of the places.
  public var shapes: ShapeFile?
  /// The column that names a row for people; nil where its key does.
  public var label: String?

  /// Whether the places can be drawn.
  public var isEmpty: Bool { tiles == nil && shapes == nil }

  /// A file of outlines, within the data package.
  public struct ShapeFile: Sendable {
    /// Its path.
    public var path: String
    /// The column of the table that holds the identifiers of the file.
    public var column: String
    /// The path of a file whose outlines are drawn over the places, such as those of larger ones.
    public var outlines: String?

    /// The file at `path` whose identifiers `column` holds.
    public init(path: String, column: String, outlines: String? = nil) {
      (self.path, self.column, self.outlines) = (path, column, outlines)
    }
  }

  /// No places.
  public init() {}
}

/// The outline of a place on a map, in whole units of the map, the top left first.
public struct PlaceShape: Sendable, Equatable {
  /// Closed rings; what an even number of them surrounds is a hole.
  public var rings: [[Point]]

  /// A corner of a ring.
  public struct Point: Sendable, Equatable {
    /// The distances from the left and from the top.
    public var (x, y): (Int32, Int32)

    /// The corner at these distances.
    public init(_ x: Int32, _ y: Int32) { (self.x, self.y) = (x, y) }
  }

  /// An outline of these rings.
  public init(rings: [[Point]]) { self.rings = rings }
}
