import Catalog
import Columns
import Functions
import IO

/// A value of a result, as answers are compared.
enum Cell: Hashable {
  case missing
  /// A whole number.
  case whole(Int64)
  case real(Double)
  /// A percentage as its ratio.
  case percent(Double)
  /// A text, truth value, day or period, as data formats write it.
  case text(String)

  /// The number, if it is one.
  var number: Double? {
    switch self {
    case .whole(let value): Double(value)
    case .real(let value), .percent(let value): value
    case .missing, .text: nil
    }
  }

  /// Whether two values that should be equal must be so exactly: texts, and whole numbers.
  var isExact: Bool {
    switch self {
    case .missing, .whole, .text: true
    case .real, .percent: false
    }
  }

  /// The value as people read it.
  var words: String {
    switch self {
    case .missing: "(missing)"
    case .whole(let value): groupedText(of: value)
    case .real(let value):
      fixedText(of: value, decimals: value.magnitude < 10 ? 2 : 1, grouped: true)
    case .percent(let value): fixedText(of: value * 100, decimals: 1) + "%"
    case .text(let text): text
    }
  }
}

extension Table {
  /// The values of the column at a place.
  ///
  /// Throws when the query is stopped.
  func cells(_ place: Int) throws -> [Cell] {
    let (column, type) = (columns[place], schema.fields[place].type)
    let text = cellTexts(column, type)
    return try (0..<rowCount).map { row in
      try Cancellation.check(at: row)
      guard column.isKnown(row) else { return .missing }
      switch column.storage {
      case .integer(let values): return .whole(values[row])
      case .real(let values): return type == .percent ? .percent(values[row]) : .real(values[row])
      case .boolean, .ordinal, .code: return text(row).map { .text($0) } ?? .missing
      }
    }
  }
}

/// A comparison of two values, of which the first is the model's.
struct CellComparison {
  /// How far two numbers may be apart; nil for what the rounding of a screen leaves.
  var tolerance: Double?
  /// By what the second number is multiplied first: a percentage may be given as a number.
  var scale = 1.0
  /// How far two percentages may be apart: half of the last digit that a screen shows of them.
  var percentRoom = 0.0005

  /// Whether the values count as one.
  ///
  /// Whole numbers are equal exactly; others within half of the last digit that a screen shows, or
  /// one part in 2,000. Missing is neither zero nor an empty text.
  func agree(_ model: Cell, _ other: Cell) -> Bool {
    switch (model, other) {
    case (.missing, .missing): return true
    case (.missing, _), (_, .missing): return false
    case (.text(let one), .text(let two)): return one == two
    case (.text(let text), .whole(let number)), (.whole(let number), .text(let text)):
      return text == String(number)
    case (.whole(let one), .whole(let two)) where scale == 1:
      if one == two { return true }
      return tolerance.map { abs(Double(one) - Double(two)) <= $0 } ?? false
    default: break
    }
    guard let one = model.number, let two = other.number else { return false }
    let distance = abs(one - two * scale)
    if let tolerance { return distance <= tolerance }
    var room = max(one.magnitude, (two * scale).magnitude) / 2000
    if case .percent = model { room = max(room, percentRoom) }
    if case .whole = model, case .real = other, scale == 1 { room = min(room, 0.005) }
    if case .real = model, case .whole = other, scale == 1 { room = min(room, 0.5) }
    return distance <= room
  }
}
