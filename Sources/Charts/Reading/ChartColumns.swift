import Catalog
import Planner

/// The kind of a chart and the columns that it shows, by their places in the result.
struct ChartColumns: Sendable {
  var kind: ChartKind
  var x: Int?
  var y: [Int] = []
  /// The column of upper bounds.
  var upper: Int?
  var color: Int?
  var mark: Int?
  var facet: Int?
  var whole: Int?
  /// The column of the shares of the values, which stand beside them.
  var share: Int?

  /// The columns that a request names, and those that its kind chooses for the rest.
  init(_ request: ChartRequest, _ schema: Schema) throws(ChartRefusal) {
    func place(_ name: String?) -> Int? { name.flatMap(schema.index) }
    kind = .bar
    (x, color, mark, facet) = (
      place(request.x), place(request.color), place(request.mark), place(request.facet)
    )
    y = request.y.compactMap(place)
    upper = place(request.upper)
    if case .column(let name)? = request.whole { whole = place(name) }
    let choice = ColumnChoice(schema: schema, request: request)
    if let name = request.kind, let asked = ChartKind.all[name] {
      kind = asked
    } else {
      kind = choice.kind(for: self)
    }
    try choice.checkOptions(self)
    try kind.choose(&self, choice)
    try choice.check(self)
    if let y = y.first { share = choice.share(of: y, besides: places) }
  }

  /// The columns that have a part in the chart.
  var places: Set<Int> {
    Set(y + [x, upper, color, mark, facet, whole].compactMap { $0 })
  }
}

/// The choice of columns for the parts of a chart that a query leaves open.
struct ColumnChoice: Sendable {
  let schema: Schema
  let request: ChartRequest

  var fields: [Field] { schema.fields }

  private func free(_ columns: ChartColumns) -> [Int] {
    fields.indices.filter { !columns.places.contains($0) }
  }

  /// Whether a column holds shares of another that is there, too.
  private func isShare(_ place: Int) -> Bool {
    schema.shares.contains { share in
      share.column == fields[place].name && schema.index(of: share.measure) != nil
    }
  }

  /// The numbers that say how much, but not shares of others.
  func measures(besides columns: ChartColumns) -> [Int] {
    free(columns).filter { fields[$0].isMeasure && !isShare($0) }
  }

  /// The columns of dates and periods, keys first.
  func times(besides columns: ChartColumns) -> [Int] {
    keysFirst(free(columns).filter { fields[$0].type.isTemporal })
  }

  /// The columns of names, keys first.
  func names(besides columns: ChartColumns) -> [Int] {
    keysFirst(
      free(columns).filter { fields[$0].type.isTextual || fields[$0].type == .boolean }
    )
  }

  private func keysFirst(_ places: [Int]) -> [Int] {
    let keys = Set(schema.key)
    return places.filter { keys.contains(fields[$0].name) }
      + places.filter { !keys.contains(fields[$0].name) }
  }

  /// The column of the key that has no part yet, if there is just one beside others that have.
  func remainingKey(besides columns: ChartColumns) -> Int? {
    let key = schema.key.compactMap(schema.index)
    let rest = key.filter { !columns.places.contains($0) }
    return rest.count == 1 && key.count > 1 ? rest[0] : nil
  }

  /// The same, if it holds names.
  func remainingNames(besides columns: ChartColumns) -> Int? {
    remainingKey(besides: columns).flatMap { fields[$0].type.isTextual ? $0 : nil }
  }

  /// The column of the shares of a measure.
  func share(of measure: Int, besides places: Set<Int>) -> Int? {
    schema.shares.first { $0.measure == fields[measure].name }
      .flatMap { schema.index(of: $0.column) }.flatMap { places.contains($0) ? nil : $0 }
  }

  /// The kind that fits the columns.
  func kind(for columns: ChartColumns) -> ChartKind {
    if request.whole != nil { return .stack }
    if request.binWidth != nil { return .hist }
    if columns.upper != nil { return .bar }
    if columns.mark != nil { return .dots }
    let hasValues = !columns.y.isEmpty || !measures(besides: columns).isEmpty
    if let x = columns.x {
      if fields[x].type.isTemporal { return .line }
      if fields[x].isMeasure { return columns.y.isEmpty ? .hist : .dots }
      return .bar
    }
    if let time = times(besides: columns).first,
      isKey(time) || names(besides: columns).isEmpty, hasValues
    {
      return .line
    }
    // A distance in time goes along, also where names part its rows.
    if let number = keyNumber(besides: columns), schema.key.contains(fields[number].name),
      hasValues
    {
      return .line
    }
    if !names(besides: columns).isEmpty { return .bar }
    let numbers = measures(besides: columns)
    if numbers.count == 2, columns.y.isEmpty { return .dots }
    if numbers.count == 1, columns.y.isEmpty, keyNumber(besides: columns) == nil { return .hist }
    return keyNumber(besides: columns) == nil ? .bar : .line
  }

  private func isKey(_ place: Int) -> Bool {
    schema.key.contains(fields[place].name) || fields[place].role == .key
  }

  /// A number that says which row it is, such as a distance in time.
  func keyNumber(besides columns: ChartColumns) -> Int? {
    free(columns).first { fields[$0].type.isNumeric && !fields[$0].isMeasure }
  }

  /// Takes the only number for `y`; throws where there is none, or several.
  func takeValue(_ columns: inout ChartColumns) throws(ChartRefusal) {
    if !columns.y.isEmpty { return }
    let found = measures(besides: columns)
    if found.count == 1 {
      columns.y = found
      return
    }
    let names = found.map { fields[$0].name }
    if names.isEmpty {
      throw ChartRefusal(
        "chart-needs-number",
        "There is no number here to draw. Make one first, with count or total."
      )
    }
    throw ChartRefusal(
      "which-number",
      "Which number should the chart show: \(listed(names, "or"))? Write "
        + "\(columns.kind.name == "map" ? "map" : "y") \(names[0])."
    )
  }

  /// Throws where a part is of the wrong type, or is there twice.
  func check(_ columns: ChartColumns) throws(ChartRefusal) {
    let isOfNumbers = columns.upper == nil && !["dots", "heat"].contains(columns.kind.name)
    for place in columns.y where !fields[place].type.isNumeric && isOfNumbers {
      throw ChartRefusal(
        "chart-needs-number",
        "y of a chart is a number; \(fields[place].name) is \(fields[place].type.word).",
        part: "y"
      )
    }
    if let whole = columns.whole, !fields[whole].type.isNumeric {
      throw ChartRefusal(
        "chart-needs-number",
        "whole is a column of numbers, or the value in quotes whose row holds the whole; "
          + "\(fields[whole].name) is \(fields[whole].type.word).",
        part: "whole"
      )
    }
  }

  /// Throws where an option belongs to another kind, or two say the same.
  func checkOptions(_ columns: ChartColumns) throws(ChartRefusal) {
    if columns.mark != nil, columns.kind.name != "dots" {
      throw ChartRefusal("mark-of-dots", "mark is for chart dots; use color here.", part: "mark")
    }
    if columns.color != nil, columns.mark != nil {
      throw ChartRefusal(
        "color-and-mark",
        "color and mark both choose the sign of a point: leave out one of them.",
        part: "mark"
      )
    }
    if columns.upper != nil, columns.kind.name != "bar" {
      throw ChartRefusal("bounds-of-bar", "Bounds, LOW..HIGH, are for chart bar.", part: "y")
    }
    if request.steps != nil, !["map", "heat"].contains(columns.kind.name) {
      throw ChartRefusal(
        "steps-of-map",
        "steps are the classes of a map or of chart heat.",
        part: "steps"
      )
    }
    if request.isFree, columns.facet == nil, columns.kind.name != "spark" {
      throw ChartRefusal(
        "free-needs-facet",
        "free gives each panel a scale of its own: write facet and a column, too."
      )
    }
    if request.binWidth != nil, columns.kind.name != "hist" {
      throw ChartRefusal("by-of-hist", "by sets the bins of chart hist only.", part: "by")
    }
    if request.whole != nil, columns.kind.name != "stack" {
      throw ChartRefusal(
        "whole-of-stack",
        "whole is what the parts of chart stack are shares of.",
        part: "whole"
      )
    }
  }
}
