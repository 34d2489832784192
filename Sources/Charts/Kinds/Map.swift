import Catalog
import Columns
import Diagnostics
import Functions
import IO
import Planner

extension ChartKind {
  static let map = ChartKind(
    name: "map",
    summary: "a number of each place in classes; map draws the same with fewer words",
    examples: [
      "deportations | total removals by state "
        + "| add rate = 100_000 * removals / state.foreign_born | chart map y rate"
    ],
    choose: { columns, choice throws(ChartRefusal) in
      let places = choice.request.places
      if let x = columns.x {
        guard places[choice.fields[x].name] != nil else {
          throw ChartRefusal(
            "map-needs-places",
            "The values of \(choice.fields[x].name) are no places that can be drawn. Places are keys "
              + "of a table whose package declares tiles or shapes, and columns that link to one.",
            part: "x"
          )
        }
      } else {
        columns.x = choice.place(besides: columns)
      }
      guard columns.x != nil else {
        throw ChartRefusal(
          "map-needs-places",
          "No column here holds places that can be drawn: keys of a table whose package declares "
            + "tiles or shapes, or links to one. Keep one, or group by it before."
        )
      }
      try choice.takeValue(&columns)
      if columns.y.count > 1 {
        throw ChartRefusal("one-number", "A map shows one number.", part: "y")
      }
      for (part, place) in [("color", columns.color), ("facet", columns.facet)] where place != nil {
        throw ChartRefusal(
          "map-alone",
          "A map shows one number of each place, without \(part). Keep the rows of one value before, "
            + "with where.",
          part: part
        )
      }
    },
    panel: { try Maps(of: $0.data, $0.rows).panel() },
    words: { try Maps(of: $0, Array(0..<$0.table.rowCount)).words() }
  )
}

extension ColumnChoice {
  /// The first column of places, keys first.
  func place(besides columns: ChartColumns) -> Int? {
    let places = fields.indices.filter {
      request.places[fields[$0].name] != nil && !columns.places.contains($0)
    }
    return places.first { schema.key.contains(fields[$0].name) } ?? places.first
  }
}

/// The places of a map with their values.
struct Maps {
  private let data: ChartData
  private let (x, y): (Int, Int)
  private let map: PlaceMap
  /// For each place of the map its row, and whether it has one.
  private var rows: [Int?]
  /// Rows whose place is missing or lies on no map.
  private var unplaced: [(name: String, row: Int)] = []

  init(of data: ChartData, _ rows: [Int]) throws {
    guard let x = data.chosen.x, let y = data.chosen.y.first, let map = data.places else {
      throw ChartRefusal.noNames
    }
    (self.data, self.x, self.y, self.map) = (data, x, y, map)
    self.rows = Array(repeating: nil, count: map.places.count)
    for group in try data.grouped(rows, by: x) {
      try Cancellation.check()
      try data.refuseSeveral(group.rows, called: group.name)
      let row = group.rows[0]
      if let number = map.numbers[data.table.columns[x][row]], data.isKnown(x, row),
        map.places[number].isOnMap
      {
        self.rows[number] = row
      } else {
        let number = map.numbers[data.table.columns[x][row]]
        unplaced.append((number.map { map.places[$0].label } ?? group.name, row))
      }
    }
  }

  private var values: [Double] { rows.compactMap { $0.flatMap { data.number(y, $0) } } }
  private var classes: Classes {
    Classes(values, data.request.steps, isPercent: data.fields[y].type == .percent)
  }

  func panel() throws -> Panel {
    let classes = classes
    var (cells, unknown, absent): ([(place: PlaceMap.Place, cell: PlotCell)], Int, Int) = ([], 0, 0)
    for (number, place) in map.places.enumerated() where place.isOnMap {
      guard let row = rows[number] else {
        cells.append((place, .absent))
        absent += 1
        continue
      }
      if let value = data.number(y, row) {
        let cell = PlotCell.known(step: classes.place(of: value), text: data.text(y, row))
        cells.append((place, cell))
      } else {
        cells.append((place, .unknown))
        unknown += 1
      }
    }
    let plot = MapPlot(
      places: cells,
      classes: classes,
      outlines: map.outlines,
      isTiled: cells.contains { $0.place.tile != nil }
    )
    var panel = Panel(.map(plot))
    panel.legend = classes.legend(unknown: unknown, absent: absent)
    panel.notes = notes
    return panel
  }

  private var notes: [String] {
    var notes: [String] = []
    if data.fields[y].role == .additive, data.fields[y].type != .percent {
      notes.append(
        "\(data.fields[y].name == "n" ? "these" : data.name(y)) are counts, which are larger where more people live: a rate, such as for "
          + "100,000 people, compares places"
      )
    }
    if !unplaced.isEmpty {
      let named = unplaced.prefix(4).map { "\($0.name) \(data.text(y, $0.row))" }
      let more = unplaced.count - named.count
      notes.append(
        "not on the map: " + named.joined(separator: ", ")
          + (more > 0 ? " and \(groupedText(of: Int64(more))) more" : "")
      )
    }
    return notes
  }

  /// The map in sentences.
  func words() -> [String] {
    let known = rows.indices.filter { rows[$0].flatMap { data.number(y, $0) } != nil }
    func value(_ place: Int) -> Double { rows[place].flatMap { data.number(y, $0) } ?? 0 }
    func named(_ place: Int) -> String {
      "\(map.places[place].label) with \(rows[place].map { data.text(y, $0) } ?? "")"
    }
    let count = counted(known.count, "place", digits: groupedText(of: Int64(known.count)))
    var words = ["Map of \(data.name(y)) by \(data.name(x)): \(count)."]
    if let most = known.max(by: { value($0) < value($1) }),
      let least = known.min(by: { value($0) < value($1) })
    {
      words.append(
        known.count == 1
          ? "It is \(named(most))." : "The most has \(named(most)), the least \(named(least))."
      )
    }
    let classes = classes
    if !classes.isEmpty {
      words.append(
        "Classes: " + (0..<classes.count).map(classes.label).joined(separator: "; ") + "."
      )
    }
    let unknown = rows.count { $0.map { data.number(y, $0) == nil } ?? false }
    let left = [("not known", unknown), ("not on the map", unplaced.count)].filter { $0.1 > 0 }
    if !left.isEmpty {
      let text = left.map { "\($0.0): \(groupedText(of: Int64($0.1)))" }.joined(separator: "; ")
      words.append(text.prefix(1).uppercased() + text.dropFirst() + ".")
    }
    return words
  }
}

extension Classes {
  /// The signs of the classes, with their limits and how many values each has.
  func legend(unknown: Int, absent: Int) -> [LegendEntry] {
    var legend = (0..<(isEmpty ? 0 : count)).map {
      LegendEntry(sign: .step($0, of: count), text: label($0))
    }
    let unknownText = "not known (\(groupedText(of: Int64(unknown))))"
    legend.append(LegendEntry(sign: .unknown, text: unknownText))
    if absent > 0 {
      let text = "no row (\(groupedText(of: Int64(absent))))"
      legend.append(LegendEntry(sign: .absent, text: text))
    }
    return legend
  }
}
