import Catalog

/// The inferred type of the fields of a column so far, from the most special to text.
enum FieldKind: UInt8, CaseIterable, Sendable {
  /// There was no value.
  case none
  case boolean, integer, real, date, month, quarter, week, fiscalYear, fiscalQuarter
  case text
  /// Found from texts alone.
  case percent

  /// The type of a column all of whose values are of this kind; one without values holds texts.
  var type: DataType {
    switch self {
    case .boolean: .boolean
    case .integer: .integer
    case .real: .real
    case .percent: .percent
    case .date: .date
    default: unit.map(DataType.period) ?? .text
    }
  }

  /// The unit of a kind of period.
  var unit: PeriodUnit? {
    switch self {
    case .month: .month
    case .quarter: .quarter
    case .week: .week
    case .fiscalYear: .fiscalYear(start: 10)
    case .fiscalQuarter: .fiscalQuarter(start: 10)
    default: nil
    }
  }

  /// How many bytes a value takes; texts are stored as codes whose width varies.
  var width: Int {
    switch self {
    case .none, .boolean: 1
    case .integer, .real, .percent: 8
    default: 4
    }
  }
}
