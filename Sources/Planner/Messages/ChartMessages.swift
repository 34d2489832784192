import Catalog
import Diagnostics

// Messages about charts.

extension Message {
  static func unknownChart(_ name: String, near: [String], all: [String]) -> Message {
    if let hint = foreignCharts[name.lowercased()]?.hint {
      return "unknown-chart: \(hint)"
    }
    let rest =
      near.isEmpty ? "The kinds are \(listed(all))." : "Did you mean \(alternatives(near))?"
    return "unknown-chart: There is no kind of chart \(name). \(rest)"
  }

  /// The kinds of charts of other programs: what takes their place here, and why.
  static let foreignCharts: [String: (kind: String, hint: String)] = {
    let pie = """
      A pie is not drawn: angles are hard to compare. chart bar shows the values, chart stack the \
      parts of a whole.
      """
    let bar = "Bars are drawn by bar, lying, so that their names can be read."
    let hist = "Histograms are drawn by hist."
    let dots = "Points are drawn by dots."
    let line = "Lines are drawn by line."
    return [
      "pie": ("bar", pie), "donut": ("bar", pie), "doughnut": ("bar", pie),
      "column": ("bar", bar), "columns": ("bar", bar), "bars": ("bar", bar),
      "barchart": ("bar", bar), "col": ("bar", bar),
      "histogram": ("hist", hist), "scatter": ("dots", dots), "points": ("dots", dots),
      "point": ("dots", dots), "dot": ("dots", dots), "lines": ("line", line),
      "linechart": ("line", line), "timechart": ("line", line),
      "area": ("line", "Areas are not drawn: chart line shows the course, chart stack the parts."),
      "stacked": ("stack", "The parts of a whole are drawn by stack."),
      "heatmap": ("heat", "Heat maps are drawn by heat."),
      "matrix": ("heat", "Heat maps are drawn by heat."),
      "sparkline": ("spark", "Sparklines are drawn by spark."),
      "sparklines": ("spark", "Sparklines are drawn by spark."),
      "choropleth": ("map", "Maps are drawn by map."), "tiles": ("map", "Maps are drawn by map."),
      "range": ("bar", "Bounds are drawn by bar: y LOW..HIGH."),
    ]
  }()

  static func chartNeedsColumn(_ part: String, _ written: String) -> Message {
    """
    chart-needs-column: \(written) is the same for every row; \(part) of a chart is a column, or a \
    term over columns.
    """
  }

  static func chartNeedsText(_ part: String) -> Message {
    "chart-needs-text: \(part) of a chart is a text in quotes or a parameter that holds one."
  }

  static func chartNeedsNumber(_ part: String, _ example: String) -> Message {
    "chart-needs-number: \(part) of a chart is a number above zero, such as \(example)."
  }

  static func chartNeedsSteps(most: Int) -> Message {
    """
    chart-needs-steps: steps of a chart is a number of classes from 2 to \(most), such as steps 4, or \
    2 to \(most - 1) limits, each above the one before, such as steps 10, 100, 1_000.
    """
  }

  static let boundsStandAlone: Message = """
    bounds-alone: Bounds, LOW..HIGH after y, are drawn alone: leave out the other columns.
    """

  static let chartNeedsReference: Message = """
    chart-needs-constant: ref of a chart is a number, date or period, such as ref 50.
    """

  static func noChartFormat(_ name: String, all: [String]) -> Message {
    """
    no-chart-format: A chart is written as \(alternatives(all)); \(name) is for tables. For the \
    table, leave out chart.
    """
  }

  static func noChart(_ name: String) -> Message {
    "no-chart: \(name) is for charts. Draw one first: chart, then as \(name)."
  }

  static func chartEnding(_ endings: [String]) -> Message {
    """
    chart-ending: A chart is saved in a file that ends in \(alternatives(endings)). To save the \
    table, leave out chart.
    """
  }

  static func endingNeedsChart(_ ending: String) -> Message {
    "ending-needs-chart: A file that ends in \(ending) holds a chart: write chart before save."
  }
}
