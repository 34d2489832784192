import Catalog
import Columns
import Diagnostics
import Functions
import Syntax

extension Binder {
  /// The value of a literal, a parameter, or a negative number; nil for other terms.
  func constant(_ expression: Expression) -> Constant? {
    switch expression.kind {
    case .literal(.interval(let interval)) where interval.count > 1_000_000:
      return report(.intervalTooLarge(text(expression.span)), at: expression.span)
    case .literal(let literal): return constant(literal)
    case .parameter(let name): return parameter(name)
    case .bracketed(let inner): return constant(inner)
    case .prefix(let sign, let operand): return constant(sign, operand)
    default: return nil
    }
  }

  /// A negative number.
  func constant(_ sign: PrefixOperator, _ operand: Expression) -> Constant? {
    guard sign == .negative, case .literal(let literal) = operand.kind,
      let constant = constant(literal)
    else { return nil }
    switch constant.value {
    case .integer(let number) where constant.type == .integer:
      return Constant(.integer(-number), .integer)
    case .real(let number): return Constant(.real(-number), constant.type)
    default: return nil
    }
  }

  /// What a parameter holds; an unknown one is reported.
  func parameter(_ name: Name) -> Constant? {
    if let constant = environment.parameters[name.text] { return constant }
    let known = environment.parameters.keys.sorted()
    let near = nearest(name.text, in: known)
    let message = Message.unknownParameter(name.text, near: near, known: known)
    return report(message, at: name.span, writing: near.sole.map { "$" + $0 })
  }

  private func constant(_ literal: Literal) -> Constant? {
    switch literal {
    case .missing: Constant(.missing, .text)
    case .boolean(let truth): Constant(.boolean(truth), .boolean)
    case .integer(let number): Constant(.integer(number), .integer)
    case .real(let number, _): Constant(.real(number), .real)
    case .percent(let ratio, _): Constant(.real(ratio), .percent)
    case .text(let text): Constant(.text(text), .text)
    case .date(let year, let month, let day):
      Constant(.ordinal(CivilDate(year: year, month: month, day: day).ordinal), .date)
    case .period(let period): constant(period)
    case .interval(let interval):
      Constant(
        .integer(Int64(interval.count * interval.unit.size)),
        .interval(interval.unit.counted)
      )
    }
  }

  private func constant(_ period: PeriodLiteral) -> Constant {
    let start = environment.catalog.fiscalYearStart
    let unit: PeriodUnit =
      switch period.unit {
      case .fiscalYear: .fiscalYear(start: start)
      case .fiscalQuarter: .fiscalQuarter(start: start)
      case .quarter: .quarter
      case .month: .month
      case .week: .week
      }
    let ordinal = unit.ordinal(year: period.year, part: period.part)
    return Constant(.ordinal(ordinal), .period(unit))
  }
}

extension CalendarInterval {
  /// A written interval: a week is seven days, a quarter three months, a year twelve.
  ///
  /// A count beyond any calendar stays one, whatever its unit.
  public init(_ literal: IntervalLiteral) {
    let count = max(-1 << 40, min(1 << 40, literal.count))
    self.init(count * literal.unit.size, literal.unit.counted)
  }
}

extension TimeUnit {
  /// What a length of time in this unit counts.
  var counted: DataType.IntervalUnit { self == .day || self == .week ? .days : .months }

  /// How many days or months the unit has.
  var size: Int {
    switch self {
    case .day, .month: 1
    case .week: 7
    case .quarter: 3
    case .year: 12
    }
  }
}

extension Constant {
  /// A bare number of four digits as the year that it is beside dates and periods.
  var asYear: Constant {
    guard type == .integer, case .integer(let number) = value, (1000...9999).contains(number)
    else { return self }
    return Constant(.ordinal(Int32(number)), .period(.year))
  }

  /// The value as messages show it.
  var described: String {
    switch (value, type) {
    case (.missing, _): "missing"
    case (.real(let number), .percent): shortNumber(number * 100) + "%"
    case (.real(let number), _): String(number)
    case (.text(let text), _): quotedText(text)
    case (.integer(let count), .interval(let unit)): intervalText(count, unit)
    case (.boolean, _), (.integer, _), (.ordinal, _): value.text(as: type)
    }
  }
}

/// A length of time as a query writes it: `6 months`, `1 year`, `30 days`.
private func intervalText(_ count: Int64, _ unit: DataType.IntervalUnit) -> String {
  let isYears = unit == .months && count != 0 && count % 12 == 0
  let count = isYears ? count / 12 : count
  let name = isYears ? "year" : unit == .months ? "month" : "day"
  return "\(count) \(name)\(abs(count) == 1 ? "" : "s")"
}

/// `text` as a query writes it: in quotes.
func quotedText(_ text: String) -> String { Spelling.text(text) }
