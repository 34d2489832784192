import Catalog
import Columns
import Functions

/// A comparison of a result with that of the model: as bags of rows, by names or values of columns.
struct TableComparison {
  /// The model's result.
  let model: Table
  /// The places of the model's columns that are compared.
  let compared: [Int]
  let parts: ComparedParts
  /// The columns by which the model's rows are ordered.
  let order: [String]
  /// The model's result with all rows that equal the last one taken, where it cuts some of them.
  let withTies: Table?

  /// What the comparison found.
  enum Outcome {
    /// The rows are the same, with what is worth a remark.
    case same(remarks: [String])
    case different(Difference)
  }

  /// A comparison with `model`, of which only the columns named by `parts` count.
  init(_ model: LessonResult, _ parts: ComparedParts, withTies: Table? = nil) {
    self.model = model.table
    self.parts = parts
    self.withTies = withTies
    order = model.bound.order.map(\.column)
    let named = parts.columns.compactMap { model.table.schema.index(of: $0) }
    compared = named.isEmpty ? Array(model.table.columns.indices) : named
  }

  /// A column of the student's that holds the values of one of the model's.
  private struct Candidate {
    var place: Int
    var comparison: CellComparison
    var remark: String?
  }

  /// Compares a result.
  ///
  /// Throws when the query is stopped.
  func outcome(of table: Table) throws -> Outcome {
    guard table.rowCount == model.rowCount else {
      return .different(try rowDifference(table))
    }
    if let withTies, let outcome = try tiedOutcome(of: table, withTies) { return outcome }
    let columns = try compared.map { try model.cells($0) }
    let others = try table.columns.indices.map { try table.cells($0) }
    let candidates = try compared.indices.map { place in
      try self.candidates(for: columns[place], at: compared[place], in: table, others)
    }
    let lacking = compared.indices.filter { candidates[$0].isEmpty }
    if !lacking.isEmpty {
      return .different(try valueDifference(table, lacking.map { compared[$0] }))
    }
    var trials = TableComparison.mostTrials
    let found = try assign(candidates, [], &trials) { chosen in
      try goTogether(columns, chosen.map { others[$0.place] }, chosen.map(\.comparison))
    }
    guard let found else { return .different(.rowsApart) }
    if parts.order, !isInOrder(columns, found.map { others[$0.place] }, found.map(\.comparison)) {
      return .different(.order)
    }
    return .same(remarks: remarks(found, table))
  }

  private static let mostTrials = 60

  /// The columns that hold the values of one of the model's, the one of its name first.
  private func candidates(
    for cells: [Cell],
    at place: Int,
    in table: Table,
    _ others: [[Cell]]
  ) throws -> [Candidate] {
    let name = model.schema.fields[place].name
    let sameName = table.schema.fields.indices.filter { table.schema.fields[$0].name == name }
    let rest = table.schema.fields.indices.filter { table.schema.fields[$0].name != name }
    return try (sameName + rest).compactMap { other in
      try Cancellation.check()
      return try candidate(cells, place, others[other], other, table)
    }
  }

  /// The candidate at a place, with the scale at which its values are the model's.
  private func candidate(
    _ cells: [Cell],
    _ place: Int,
    _ others: [Cell],
    _ other: Int,
    _ table: Table
  ) throws -> Candidate? {
    let isPercent = model.schema.fields[place].type == .percent
    let isOtherPercent = table.schema.fields[other].type == .percent
    if parts.exact, isPercent != isOtherPercent { return nil }
    var scales = [1.0]
    if isPercent, !isOtherPercent { scales.append(0.01) }
    if model.schema.fields[place].type == .real, isOtherPercent { scales.append(100) }
    for scale in scales {
      var comparison = CellComparison(tolerance: parts.tolerance, scale: scale)
      // A column of small percentages is shown with a digit more.
      let isSmall = cells.allSatisfy { ($0.number ?? 0).magnitude < 0.1 }
      comparison.percentRoom = isSmall ? 0.00005 : 0.0005
      guard try isSameBag(cells, others, comparison) else { continue }
      let name = table.schema.fields[other].name
      let differs = isPercent != isOtherPercent && table.schema.fields[other].type.isNumeric
      let unit =
        scale == 1
        ? "is a ratio: 0.303 is 30.3 percent" : "is in percent points: 30.3 is 30.3 percent"
      return Candidate(
        place: other,
        comparison: comparison,
        remark: differs && isPercent ? "Your \(name) \(unit)." : nil
      )
    }
    return nil
  }

  /// Finds one column for each of the model's such that `body` holds of them all.
  private func assign(
    _ candidates: [[Candidate]],
    _ chosen: [Candidate],
    _ trials: inout Int,
    _ body: ([Candidate]) throws -> Bool
  ) throws -> [Candidate]? {
    if trials <= 0 { return nil }
    if chosen.count == candidates.count {
      trials -= 1
      return try body(chosen) ? chosen : nil
    }
    for candidate in candidates[chosen.count] {
      if chosen.contains(where: { $0.place == candidate.place }) { continue }
      if let found = try assign(candidates, chosen + [candidate], &trials, body) { return found }
    }
    return nil
  }

  /// What is worth saying of an answer that is right: columns of other names, other units.
  private func remarks(_ found: [Candidate], _ table: Table) -> [String] {
    var remarks: [String] = []
    for (place, candidate) in zip(compared, found) {
      let (name, own) = (
        model.schema.fields[place].name, table.schema.fields[candidate.place].name
      )
      if name != own { remarks.append("Your column \(own) is what the answer calls \(name).") }
      if let remark = candidate.remark { remarks.append(remark) }
    }
    return remarks
  }
}

extension TableComparison {
  /// The outcome where the model's last row equals others that it cut: any of these may stand in its
  /// place; nil where that does not make the answer right.
  private func tiedOutcome(of table: Table, _ withTies: Table) throws -> Outcome? {
    guard withTies.rowCount > model.rowCount, !order.isEmpty else { return nil }
    let names = compared.map { model.schema.fields[$0].name }
    guard let own = try cells(of: table, names), let all = try cells(of: withTies, names),
      let ranks = try cells(of: table, order.filter(names.contains)),
      let wanted = try cells(of: model, order.filter(names.contains)), !ranks.isEmpty
    else { return nil }
    let comparison = CellComparison(tolerance: parts.tolerance)
    var left = rows(all)
    for row in rows(own) {
      guard let place = left.firstIndex(where: { zip($0, row).allSatisfy(comparison.agree) })
      else { return nil }
      left.remove(at: place)
    }
    let isRanked =
      parts.order
      ? zip(rows(wanted), rows(ranks)).allSatisfy { zip($0, $1).allSatisfy(comparison.agree) }
      : try zip(wanted, ranks).allSatisfy { try isSameBag($0, $1, comparison) }
    return isRanked ? .same(remarks: []) : nil
  }

  /// The columns of these names; nil where one is not there.
  private func cells(of table: Table, _ names: [String]) throws -> [[Cell]]? {
    let places = names.compactMap { table.schema.index(of: $0) }
    return places.count == names.count ? try places.map { try table.cells($0) } : nil
  }

  /// Whether rows are in the order of the model's, where rows of one rank may change places if that is
  /// allowed.
  private func isInOrder(
    _ columns: [[Cell]],
    _ others: [[Cell]],
    _ comparisons: [CellComparison]
  ) -> Bool {
    let ranks = compared.indices.filter { order.contains(model.schema.fields[compared[$0]].name) }
    let places = parts.anyTies && !ranks.isEmpty ? ranks : Array(columns.indices)
    return (0..<model.rowCount).allSatisfy { row in
      places.allSatisfy { comparisons[$0].agree(columns[$0][row], others[$0][row]) }
    }
  }
}

/// Whether two lists hold the same values, each as often.
func isSameBag(_ model: [Cell], _ other: [Cell], _ comparison: CellComparison) throws -> Bool {
  guard model.count == other.count else { return false }
  if model.count == 1 { return comparison.agree(model[0], other[0]) }
  func parted(_ cells: [Cell]) -> (numbers: [Cell], texts: [String], missing: Int) {
    (
      cells.filter { $0.number != nil }.sorted { ($0.number ?? 0) < ($1.number ?? 0) },
      cells.compactMap { if case .text(let text) = $0 { text } else { nil } }.sorted(),
      cells.count { $0 == .missing }
    )
  }
  let (one, two) = (parted(model), parted(other))
  try Cancellation.check()
  return one.missing == two.missing && one.texts == two.texts
    && one.numbers.count == two.numbers.count
    && zip(one.numbers, two.numbers).allSatisfy(comparison.agree)
}

/// Whether the rows that columns make are the same in both, each as often.
///
/// Rows are looked up by what is compared exactly, and one by one within those that agree in that.
func goTogether(
  _ columns: [[Cell]],
  _ others: [[Cell]],
  _ comparisons: [CellComparison]
) throws -> Bool {
  let exact = columns.indices.filter { place in
    comparisons[place].tolerance == nil && comparisons[place].scale == 1
      && columns[place].allSatisfy(\.isExact) && others[place].allSatisfy(\.isExact)
  }
  var left: [[Cell]: [Int]] = [:]
  for row in others.first?.indices ?? 0..<0 {
    try Cancellation.check(at: row)
    left[exact.map { lookedUp(others[$0][row]) }, default: []].append(row)
  }
  for row in columns.first?.indices ?? 0..<0 {
    try Cancellation.check(at: row)
    let key = exact.map { lookedUp(columns[$0][row]) }
    let place = left[key]?.firstIndex { other in
      columns.indices.allSatisfy { comparisons[$0].agree(columns[$0][row], others[$0][other]) }
    }
    guard let place else { return false }
    left[key]?.remove(at: place)
  }
  return true
}

/// A value as it is looked up: a whole number like the text that spells it.
private func lookedUp(_ cell: Cell) -> Cell {
  if case .whole(let value) = cell { .text(String(value)) } else { cell }
}

/// Columns as rows.
private func rows(_ columns: [[Cell]]) -> [[Cell]] {
  (columns.first?.indices ?? 0..<0).map { row in columns.map { $0[row] } }
}
