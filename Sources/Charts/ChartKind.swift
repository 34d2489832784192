import Catalog
import Diagnostics
import Planner

/// A kind of chart: which columns it needs, and how a result becomes a scene.
public struct ChartKind: Entry {
  /// What queries call it.
  public let name: String
  /// What it shows, in a line.
  public let summary: String
  /// Queries that show it.
  public let examples: [String]
  /// Chooses the columns that were not asked for; throws what the columns cannot show.
  let choose: @Sendable (inout ChartColumns, ColumnChoice) throws(ChartRefusal) -> Void
  /// Draws the rows of one panel.
  let panel: @Sendable (PanelData) throws -> Panel
  /// Says what all panels together show, in sentences.
  let words: @Sendable (ChartData) throws -> [String]

  /// How it is written in a query.
  public var usage: String { "chart \(name)" }

  /// All kinds, as help lists them.
  public static let all = Registry<ChartKind>([bar, line, hist, dots, stack, map, heat, spark])
}

/// What a chart of a result with these columns cannot show; nil where it can be drawn as far as the
/// columns tell.
public func refusal(of request: ChartRequest, over schema: Schema) -> ChartRefusal? {
  do throws(ChartRefusal) {
    _ = try ChartColumns(request, schema)
    return nil
  } catch {
    return error
  }
}

/// The scene that a chart of `data` is.
///
/// Throws `ChartRefusal` where the rows cannot be shown so, and when the query of this thread is to
/// stop.
public func scene(of data: ChartData) throws -> Scene {
  let columns = try ChartColumns(data.request, data.table.schema)
  var data = data
  data.columns = columns
  // A histogram holds the data, which hold it.
  defer { data.whole.withLock { $0 = nil } }
  try data.read()
  try data.refuseSeveralUnits()
  var scene = Scene(title: data.request.title ?? data.title)
  scene.phrases = data.phrases
  scene.subtitle = data.query
  let groups = try data.panels()
  for group in groups {
    var panel = try columns.kind.panel(group)
    panel.title = group.name
    scene.panels.append(panel)
  }
  if !data.request.isFree { scene.shareScales() }
  scene.legend = scene.panels.reduce(into: []) { legend, panel in
    for entry in panel.legend where !legend.contains(entry) { legend.append(entry) }
  }
  scene.notes = scene.panels.reduce(into: []) { notes, panel in
    for note in panel.notes where !notes.contains(note) { notes.append(note) }
  }
  scene.note = data.request.note
  if let note = scene.note { scene.notes.append(note) }
  scene.words = try columns.kind.words(data)
  if groups.count > 1 {
    let names = groups.compactMap(\.name).joined(separator: ", ")
    scene.words.insert(
      "\(groups.count) panels, one for each value of \(data.facetName): \(names).",
      at: 0
    )
  }
  scene.words = Array(scene.words.prefix(4))
  scene.summary = data.summary
  return scene
}
