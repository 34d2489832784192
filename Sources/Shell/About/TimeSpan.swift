import Catalog
import Syntax

/// A day or period, as a text names it: `2011-06-01`, `2011-06`, `2011`, `2011Q2`, `FY2011`.
struct TimeSpan {
  /// As queries write it.
  let text: String
  /// Its days.
  let days: ClosedRange<Int32>
  /// The unit of a period; nil for a day.
  let unit: PeriodUnit?

  /// The day or period that a text names; nil if it names none.
  init?(_ written: String, fiscalYearStart start: Int) {
    let text = written.uppercased()
    if let day = CivilDate(text) {
      (self.text, days, unit) = (day.description, day.ordinal...day.ordinal, nil)
      return
    }
    let fiscal: [PeriodUnit] = [.fiscalYear(start: start), .fiscalQuarter(start: start)]
    let units = text.hasPrefix("FY") ? fiscal : [.year, .month, .quarter, .week]
    let found = units.lazy.compactMap { unit in unit.ordinal(of: text).map { (unit, $0) } }.first
    guard let (unit, ordinal) = found else { return nil }
    (self.text, self.unit) = (unit.text(of: ordinal), unit)
    days = unit.firstDay(of: ordinal)...unit.lastDay(of: ordinal)
  }

  /// What it is, in a sentence.
  func sentence(fiscalYearStart start: Int) -> String {
    let (first, last) = (CivilDate(ordinal: days.lowerBound), CivilDate(ordinal: days.upperBound))
    if let unit { return "A \(unit.word), from \(first.description) to \(last.description)." }
    let fiscal = PeriodUnit.fiscalYear(start: start)
    return "A day, in \(fiscal.text(of: fiscal.ordinal(of: days.lowerBound)))."
  }

  /// The condition that a date column lies within it, as a query writes it.
  func condition(on column: String) -> String {
    "\(Spelling.column(column)) \(unit == nil ? "=" : "in") \(text)"
  }

  /// Whether the value of a date or period column has a day within it.
  func overlaps(_ value: Int32, _ type: DataType) -> Bool {
    guard case .period(let unit) = type else { return days.contains(value) }
    return unit.firstDay(of: value) <= days.upperBound && unit.lastDay(of: value) >= days.lowerBound
  }
}

extension Schema {
  /// The column by which a table is asked for the rows of a time: a period of a table that declares
  /// what it covers, else its date, else its first date or period.
  var timeColumn: Field? {
    let temporal = fields.filter(\.type.isTemporal)
    let periods = temporal.filter { if case .period = $0.type { true } else { false } }
    if notes.coverage != nil || notes.partial != nil, let period = periods.first { return period }
    return notes.date.flatMap { name in fields.first { $0.name == name } } ?? temporal.first
  }
}
