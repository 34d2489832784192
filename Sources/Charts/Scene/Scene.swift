/// A picture of a table, independent of where it is drawn: panels with marks and scales, a legend,
/// and lines of text.
public struct Scene: Sendable {
  /// What it shows, in a line.
  public var title: String
  /// What the query chose, in phrases: conditions, cuts, and how numbers are computed.
  public var phrases: [String] = []
  /// Where it comes from: the query.
  public var subtitle: String?
  /// The panels, one beside the other.
  var panels: [Panel] = []
  /// What the signs mean, each once.
  var legend: [LegendEntry] = []
  /// What must be known of the picture, in lines.
  public var notes: [String] = []
  /// The line that the query puts under the picture.
  var note: String?
  /// The picture in at most four sentences made from the data.
  public var words: [String] = []
  /// Where the numbers come from, and what happened to the rows, in lines.
  public var sources: [String] = []
  /// What is drawn, as `explain` says it.
  public var summary = ""

  /// A scene without panels.
  init(title: String) { self.title = title }

  /// Gives all panels the same scales.
  mutating func shareScales() {
    guard panels.count > 1 else { return }
    let rows = panels.compactMap { if case .rows(let plot) = $0.body { plot.scale } else { nil } }
    let planes = panels.compactMap { panel -> PlanePlot? in
      guard case .plane(let plot) = panel.body,
        plot.series.contains(where: { !$0.points.isEmpty })
      else { return nil }
      return plot
    }
    for place in panels.indices {
      switch panels[place].body {
      case .rows(var plot):
        plot.scale = rows.reduce(plot.scale) { $0.union($1) }
        panels[place].body = .rows(plot)
      case .map, .grid: continue
      case .plane(var plot):
        guard let first = planes.first else { continue }
        plot.x = planes.reduce(first.x) { $0.union($1.x) }
        plot.y = planes.reduce(first.y) { $0.union($1.y) }
        panels[place].body = .plane(plot)
      }
    }
  }
}

/// One panel of a scene.
struct Panel: Sendable {
  /// What sets it apart from the other panels; nil for the only one.
  var title: String?
  var body: Body
  var legend: [LegendEntry] = []
  var notes: [String] = []

  enum Body: Sendable {
    /// Bars or points on lines of their own, one below the other.
    case rows(RowPlot)
    /// Points and lines between two axes.
    case plane(PlanePlot)
    /// Places of a map.
    case map(MapPlot)
    /// Cells in columns and rows.
    case grid(GridPlot)
  }

  init(_ body: Body) { self.body = body }
}

/// A sign with its meaning.
struct LegendEntry: Hashable, Sendable {
  var sign: Sign
  var text: String

  enum Sign: Hashable, Sendable {
    case fill(Fill)
    /// The mark of a series, hollow or not.
    case mark(Int, isHollow: Bool)
    /// Two and more points in one place.
    case count
    /// A class of so many.
    case step(Int, of: Int)
    /// A cell whose value is missing, and one without a row.
    case unknown, absent
  }
}

/// The way in which a stretch of a bar is filled.
enum Fill: Hashable, Sendable {
  /// The series of this number.
  case series(Int)
  /// What does not compare with the others, or is several drawn together.
  case hatched
  /// Rows whose value on the axis is missing.
  case missing
  /// What parts fall short of their whole.
  case short
}

/// Bars or points, each on a line of its own.
struct RowPlot: Sendable {
  var rows: [PlotRow]
  var scale: Scale
  /// A value at which a line is drawn.
  var reference: Double?
  /// Whether the end of the scale is drawn, since it is a whole.
  var isClosed = false
  /// The first and the last place of sparklines.
  var ends: (first: String, last: String)?
  /// The places of sparklines that are not whole or not comparable.
  var doubtful: Set<Int> = []
  /// How many rows at the end stay whatever is left out: the rest, and missing.
  var pinned = 0
}

/// A line of a row plot.
struct PlotRow: Sendable {
  /// What stands before it.
  var label: String
  /// Its stretches, from the left to the right, or from zero to the left.
  var segments: [Segment] = []
  /// Its points, each with the number of its mark.
  var points: [(value: Double, mark: Int)] = []
  /// From where to where it reaches; nil at a side without a bound.
  var span: (low: Double?, high: Double?)?
  /// The heights of a sparkline, from 0 to 1; nil for a gap.
  var levels: [Double?] = []
  /// What stands behind it, in columns.
  var texts: [String] = []
}

/// A stretch of a bar.
struct Segment: Sendable {
  var low: Double
  var high: Double
  var fill: Fill
}

/// Points and lines between two axes.
struct PlanePlot: Sendable {
  var x: Scale
  var y: Scale
  var series: [Series]
  /// A place on the horizontal axis at which a line is drawn, with its text.
  var moment: (x: Double, text: String)?
  /// A value at which a line is drawn.
  var reference: Double?
  /// Means over a stretch of the horizontal axis.
  var means: [Mean] = []
  /// Whether points that fall together are counted rather than drawn over one another.
  var countsPoints = false
}

/// A mean over a stretch of the horizontal axis.
struct Mean: Sendable {
  var low: Double
  var high: Double
  var value: Double
  var text: String
}

/// Points that belong together.
struct Series: Sendable {
  /// The number of its mark and color.
  var mark: Int
  /// The points from the left to the right.
  var points: [SeriesPoint]
  /// Whether lines join the points.
  var isLine: Bool
}

/// A point of a series.
struct SeriesPoint: Sendable {
  var x: Double
  /// The value; nil for a gap.
  var y: Double?
  /// Whether it is not whole, or not comparable.
  var isHollow = false
  /// Whether no line joins it to the point before, since periods between them are absent.
  var isAfterGap = false
  /// The value as a text.
  var text = ""
}
