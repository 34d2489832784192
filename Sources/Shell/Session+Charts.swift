import Catalog
import Charts
import Columns
import Diagnostics
import Functions
import IO
import Planner
import Remote

extension Environment {
  /// Lets queries ask for the kinds and formats of charts that there are.
  mutating func offerCharts() {
    charts = ChartKind.all.names
    chartFormats = (
      ["box", "plain", "spoken", chartFormat], ["." + chartFormat, ".txt", pictureEnding]
    )
    chartChecker = { request, schema in refusal(of: request, over: schema) }
  }
}

extension Session {
  /// Draws the chart that the query of a result asks for.
  ///
  /// Throws `ChartRefusal` where its rows do not allow it.
  func drawChart(of answer: inout Answer) throws {
    guard let request = answer.bound.chart else { return }
    var data = ChartData(answer.table, request)
    data.query = answer.query.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for period in answer.partialPeriods { data.partial[period] = "covered only in part" }
    let labels = keyLabels
    data.selections = answer.bound.selections.map { (text: $0.text(labels), column: $0.column) }
    if !answer.bound.selections.contains(where: \.isOfTime) {
      data.coverage = answer.bound.coverage(in: environment.catalog)
    }
    let counts = answer.bound.knownValues(of: request).flatMap {
      try? backend.run($0, until: cancellation).0
    }
    var scene: Scene?
    try MemoryBudget.with(memory) {
      try Cancellation.with(cancellation) {
        if let counts { data.thin = try thinPeriods(counts, in: answer.table) }
        data.places = try placeMap(of: request, over: answer.table.schema)
        scene = try Charts.scene(of: data)
      }
    }
    answer.scene = scene
  }

  /// The places of a map, from the table whose rows they are; nil for other charts.
  private func placeMap(of request: ChartRequest, over schema: Schema) throws -> PlaceMap? {
    guard let places = placeTable(of: request, over: schema),
      let source = environment.catalog.table(places.table)
    else { return nil }
    let loaded: (Table, [String: PlaceShape], [PlaceShape])
    do throws(TableFailure) {
      let own = try source.schema()
      let table = try source.load(PlaceMap.columns(of: places).compactMap(own.index))
      var (shapes, outlines): ([String: PlaceShape], [PlaceShape]) = ([:], [])
      if places.notes.tiles == nil, let file = places.notes.shapes {
        shapes = try source.shapes(in: file.path)
        // In the order of their identifiers, so that a page is the same each time.
        outlines =
          try file.outlines.map { path throws(TableFailure) in
            try source.shapes(in: path).sorted { $0.key < $1.key }.map(\.value)
          } ?? []
      }
      loaded = (table, shapes, outlines)
    } catch {
      throw RunFailure(error.text, .table)
    }
    return try PlaceMap(places, loaded.0, shapes: loaded.1, outlines: loaded.2)
  }

  /// The periods of a chart's axis whose sums rest on fewer than half as many known values as that
  /// of the fullest one, with what is known of each.
  ///
  /// Sums that a period has for each of several groups are compared with those of the same group.
  private func thinPeriods(_ counts: Table, in shown: Table) throws -> [String: String] {
    guard case .period(let unit)? = counts.schema.fields.first?.type else { return [:] }
    let groups = try shownGroups(of: counts, in: shown)
    var (thin, sums): ([Int32: Int], [Int32: Int64]) = ([:], [:])
    for group in groups {
      let most = group.values.max() ?? 0
      for (ordinal, count) in group {
        sums[ordinal, default: 0] += count
        if count * 2 < most && count > 0 { thin[ordinal, default: 0] += 1 }
      }
    }
    let most = sums.values.max() ?? 0
    let reasons = thin.map { ordinal, thinGroups in
      let count = sums[ordinal] ?? 0
      let known =
        "sums of \(count) known \(count == 1 ? "value" : "values"), the fullest of \(most)"
      let some =
        "\(thinGroups) of \(groups.count) sums are of less than half as many known values "
        + "as the fullest"
      return (unit.text(of: ordinal), thinGroups == groups.count ? known : some)
    }
    return Dictionary(reasons, uniquingKeysWith: { first, _ in first })
  }

  /// The known values of each period, of each group whose other keys the result has.
  private func shownGroups(of counts: Table, in shown: Table) throws -> [[Int32: Int64]] {
    let keys = counts.schema.fields.indices.dropFirst().dropLast()
    let own = keys.compactMap { place in
      shown.schema.index(of: counts.schema.fields[place].name).map { (place, $0) }
    }
    var wanted: Set<[Value]> = []
    for row in 0..<shown.rowCount {
      try Cancellation.check(at: row)
      wanted.insert(own.map { shown.columns[$0.1][row] })
    }
    var groups: [[Value]: [Int32: Int64]] = [:]
    for row in 0..<counts.rowCount {
      try Cancellation.check(at: row)
      guard case .ordinal(let ordinal) = counts.columns[0][row],
        case .integer(let count)? = counts.columns.last?[row],
        wanted.contains(own.map { counts.columns[$0.0][row] })
      else { continue }
      groups[keys.map { counts.columns[$0][row] }, default: [:]][ordinal] = count
    }
    return Array(groups.values)
  }

  /// Writes a chart on the data stream, or into a file.
  func show(
    _ scene: Scene,
    of answer: Answer,
    _ display: BoundQuery.Display,
    _ ledger: Ledger
  ) -> Exit {
    var scene = scene
    // Hints at commands mean nothing outside of the shell.
    scene.sources = summary(of: ledger, width: nil).filter { !$0.hasPrefix(".about ") }
    if case .save(let path, let withSources) = display {
      return save(answer, to: path, withSources: withSources, scene)
    }
    return writing { write(scene, display) }
  }

  private func write(_ scene: Scene, _ display: BoundQuery.Display) -> Exit {
    var name = options.format
    if case .format(let asked) = display { name = asked }
    console.beginResult()
    return guarded(until: cancellation) {
      switch name {
      case chartFormat: console.data(scene.svg())
      case "plain", "spoken":
        for line in scene.spoken(width: options.layout.width) { console.line(line) }
      default:
        for line in try scene.text(in: frame) {
          console.drawing(line + "\n", styles: Style.tints + [Style.plain])
        }
      }
    }
  }

  /// The room that a chart has on the screen.
  private var frame: ChartFrame {
    let layout = options.layout
    var frame = ChartFrame(width: layout.width ?? 80, height: layout.height, ascii: layout.ascii)
    if layout.color {
      frame.paint = { Style.tints[$0 % Style.tints.count] + $1 + Style.plain }
    }
    return frame
  }

  /// A chart in the format that the ending of a file's name asks for.
  func chartBytes(_ scene: Scene, for path: String) throws -> [UInt8] {
    if path.lowercased().hasSuffix("." + chartFormat) { return Array(scene.svg().utf8) }
    if path.lowercased().hasSuffix(pictureEnding) { return try picture(of: scene, for: path) }
    let lines = try scene.text(in: ChartFrame(width: 80, ascii: options.layout.ascii))
    return Array((lines + scene.sources).map { $0 + "\n" }.joined().utf8)
  }

  /// The page of a chart as PNG, which another program makes of it.
  private func picture(of scene: Scene, for path: String) throws -> [UInt8] {
    if let text = SafeMode.refusal(of: path) { throw RunFailure(text, .refused) }
    let (name, remedy) = ("rsvg-convert", "Save the chart as \(chartFormat.uppercased()) instead.")
    guard let program = FilterProgram(name) else {
      throw RunFailure(
        "\(path): a PNG is made by the program \(name), which is not on the PATH; Debian has it in "
          + "librsvg2-bin. \(remedy)",
        .refused
      )
    }
    do throws(FilterProgram.Failure) {
      let arguments = ["--format", "png", "--zoom", "2"]
      let page = Array(scene.svg().utf8)
      let made = try program.output(of: page, arguments: arguments, until: cancellation)
      if made.bytes.starts(with: pictureSignature) { return made.bytes }
      throw FilterProgram.Failure(text: "\(name) made no PNG. \(made.words)")
    } catch {
      if let failure = cancellation.failure { throw failure }
      throw RunFailure("\(path): \(visibleText(error.text)) \(remedy)", .refused)
    }
  }
}

/// The ending of files that hold a chart as pixels, and the bytes with which they begin.
private let (pictureEnding, pictureSignature): (String, [UInt8]) = (
  ".png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
)
