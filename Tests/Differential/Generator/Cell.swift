import Catalog
import Columns

/// A cell of an answer as another engine gives it.
public enum Cell: Hashable, Sendable {
  case null
  case boolean(Bool)
  case integer(Int64)
  case real(Double)
  case text(String)
}

extension Cell {
  /// How a value of ours stands in a database: dates and most periods as the text of a day, years
  /// as numbers.
  init(_ value: Value, _ type: DataType) {
    switch (value, type) {
    case (.missing, _): self = .null
    case (.boolean(let truth), _): self = .boolean(truth)
    case (.integer(let number), _): self = .integer(number)
    case (.real(let number), _): self = .real(number)
    case (.text(let text), _): self = .text(text)
    case (.ordinal(let ordinal), .period(.year)), (.ordinal(let ordinal), .period(.fiscalYear)):
      self = .integer(Int64(ordinal))
    case (.ordinal(let ordinal), .period(let unit)):
      self = .text(CivilDate(ordinal: unit.firstDay(of: ordinal)).description)
    case (.ordinal(let day), _): self = .text(CivilDate(ordinal: day).description)
    }
  }

  /// Whether another engine's cell says the same: reals to one part in 10⁹, truth values as 0 and
  /// 1, too.
  func agrees(with other: Cell) -> Bool {
    switch (self, other) {
    case (.boolean(let truth), .integer(let number)): return number == (truth ? 1 : 0)
    case (.real(let one), .real(let two)): return Cell.isNear(one, two)
    case (.real(let one), .integer(let two)): return Cell.isNear(one, Double(two))
    case (.text(let one), .text(let two)): return one.utf8.elementsEqual(two.utf8)
    default: return self == other
    }
  }

  private static func isNear(_ one: Double, _ two: Double) -> Bool {
    if one == two { return true }
    let size = max(one.magnitude, two.magnitude)
    return (one - two).magnitude <= max(size * 1e-9, 1e-11)
  }

  /// The cell in words.
  var words: String {
    switch self {
    case .null: "null"
    case .boolean(let truth): "\(truth)"
    case .integer(let number): "\(number)"
    case .real(let number): "\(number)"
    case .text(let text): text.debugDescription
    }
  }
}

extension Table {
  /// The rows as another engine should give them.
  var cells: [[Cell]] {
    (0..<rowCount).map { row in
      zip(schema.fields, columns).map { Cell($1[row], $0.type) }
    }
  }
}

/// In what rows differ from those that were wanted; nil if they agree.
func difference(_ wanted: [[Cell]], _ found: [[Cell]]) -> String? {
  if wanted.count != found.count { return "\(wanted.count) rows and \(found.count)" }
  for (row, (one, two)) in zip(wanted, found).enumerated() where !one.isEmpty {
    if one.count != two.count { return "\(one.count) columns and \(two.count)" }
    for (place, (left, right)) in zip(one, two).enumerated() where !left.agrees(with: right) {
      return "row \(row + 1), column \(place + 1): \(left.words) and \(right.words)"
    }
  }
  return nil
}
