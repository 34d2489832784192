import Catalog

/// The chart that the end of a query asks for: its kind, and the columns of the result that its
/// parts show.
///
/// What is not asked for is chosen from the columns of the result.
public struct ChartRequest: Sendable {
  /// The kind as it is called in queries; nil for the one that fits the columns.
  public var kind: String?
  /// The column that goes along the horizontal axis, or that names the bars.
  public var x: String?
  /// The columns of the values; several make a series each.
  public var y: [String] = []
  /// The column of the upper bounds, where the one of the values holds the lower ones.
  public var upper: String?
  /// The column whose values make series, or the parts of a bar.
  public var color: String?
  /// The column whose values choose the mark of a point.
  public var mark: String?
  /// The column whose values make a panel each.
  public var facet: String?
  /// Whether each panel has a scale of its own.
  public var isFree = false
  /// The width of the bins of a histogram.
  public var binWidth: Double?
  /// The classes of a map or of a heat map; nil for as many as can be told apart.
  public var steps: Steps?
  /// Where the places of columns of a map lie, by the columns' names.
  public var places: [String: PlaceTable] = [:]
  /// What the parts of a bar are shares of.
  public var whole: Whole?
  /// A value or moment at which a line is drawn.
  public var reference: Constant?
  /// The title; nil for one made of the columns' names.
  public var title: String?
  /// A line under the chart.
  public var note: String?
  /// The moment that the query's rows lie around, as a civil day.
  public var moment: Int32?
  /// What `lump` called the rest, by the names of its columns.
  public var rests: [String: String] = [:]
  /// The written stage; its place in `BoundQuery.stages`.
  public var stage = 0

  /// The whole that parts belong to: a column that holds it in each row, or the row of one value.
  public enum Whole: Sendable {
    case column(String)
    case value(String)
  }

  /// The most classes that can be told apart.
  public static let mostSteps = 5

  /// Classes of a number.
  public enum Steps: Sendable {
    /// So many, with equally many values in each.
    case count(Int)
    /// Classes that begin at these limits, and one below the first.
    case limits([Double])
  }

  /// A table whose rows are places.
  public struct PlaceTable: Sendable {
    /// Its name.
    public var table: String
    /// Its key column.
    public var key: String
    /// Where its rows lie.
    public var notes: PlaceNotes

    /// The rows of `table`, which lie where `notes` say.
    public init(table: String, key: String, notes: PlaceNotes) {
      (self.table, self.key, self.notes) = (table, key, notes)
    }
  }

  /// A request in which all is left to the columns.
  public init() {}
}

/// The reason why a chart is not drawn, with what to do instead.
public struct ChartRefusal: Error, Sendable {
  /// The option of the stage that is to blame, such as `y`; nil for the stage as a whole.
  public var part: String?
  /// A short name of the kind of mistake.
  public var code: String
  /// The reason, and the remedy.
  public var text: String
  /// What may be written in place of the part.
  public var remedy: String?

  /// A refusal.
  public init(_ code: String, _ text: String, part: String? = nil, remedy: String? = nil) {
    (self.code, self.text, self.part, self.remedy) = (code, text, part, remedy)
  }
}
