/// A literal value; how it is written stands below.
package enum Literal: Hashable, Sendable {
  case missing
  case boolean(Bool)
  /// A whole number that fits 64 bits.
  case integer(Int64)
  /// Any other number; `digits` is how it was written.
  case real(Double, digits: String)
  /// A percentage, as its ratio; `digits` is how it was written, without the sign.
  case percent(Double, digits: String)
  case text(String)
  /// A day that exists.
  case date(year: Int, month: Int, day: Int)
  case period(PeriodLiteral)
  case interval(IntervalLiteral)

  /// The literal in canonical form.
  var spelling: String {
    switch self {
    case .missing: "missing"
    case .boolean(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .real(_, let digits): digits
    case .percent(_, let digits): digits + "%"
    case .text(let text): Spelling.text(text)
    case .date(let year, let month, let day):
      padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2)
    case .period(let period): period.spelling
    case .interval(let interval): interval.spelling
    }
  }
}

/// A period literal, such as `2011-06` or `FY2011`.
package struct PeriodLiteral: Hashable, Sendable {
  package var unit: Unit
  /// The year, a fiscal one for fiscal periods.
  package var year: Int
  /// The quarter, month or week; 1 for years.
  package var part: Int

  /// The periods that have a literal of their own; a bare year is a number until the binder knows
  /// the type of the other operand.
  package enum Unit: Hashable, Sendable {
    case fiscalYear, fiscalQuarter, quarter, month, week
  }

  init(_ unit: Unit, year: Int, part: Int = 1) {
    (self.unit, self.year, self.part) = (unit, year, part)
  }

  fileprivate var spelling: String {
    let year = padded(year, 4)
    return switch unit {
    case .fiscalYear: "FY" + year
    case .fiscalQuarter: "FY" + year + "Q" + String(part)
    case .quarter: year + "Q" + String(part)
    case .month: year + "-" + padded(part, 2)
    case .week: year + "-W" + padded(part, 2)
    }
  }
}

/// A length of time: `90 days`.
public struct IntervalLiteral: Hashable, Sendable {
  package var count: Int
  package var unit: TimeUnit
  package init(_ count: Int, _ unit: TimeUnit) { (self.count, self.unit) = (count, unit) }

  /// The interval in canonical form.
  var spelling: String { "\(count) \(unit.rawValue)" + (count == 1 ? "" : "s") }
}

/// The units of intervals.
public enum TimeUnit: String, CaseIterable, Hashable, Sendable {
  case day, week, month, quarter, year
}

/// `number` with zeros before it, in at least `count` digits.
private func padded(_ number: Int, _ count: Int) -> String {
  let text = String(number)
  return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
}
