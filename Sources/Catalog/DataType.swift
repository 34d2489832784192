import Columns

/// The type of the values of a column or an expression.
public enum DataType: Hashable, Sendable {
  case boolean
  case integer
  case real
  /// A ratio that is shown as a percentage: 0.235 is 23.5%.
  case percent
  case text
  /// A text from a closed list that the data package declares.
  case category(Category)
  /// A civil day, without time zone.
  case date
  /// A period of days, such as a fiscal year.
  case period(PeriodUnit)
  /// A length of time, such as 90 days: an integer that counts days (a week is seven) or calendar
  /// months (a quarter is three, a year twelve). Only literals have it.
  case interval(IntervalUnit)

  /// What a length of time counts.
  public enum IntervalUnit: Hashable, Sendable {
    case days, months
  }

  /// Whether values can be added and averaged.
  public var isNumeric: Bool {
    switch self {
    case .integer, .real, .percent: true
    default: false
    }
  }

  /// Whether values are dates or periods.
  public var isTemporal: Bool {
    switch self {
    case .date, .period: true
    default: false
    }
  }

  /// Whether values are text, free or from a closed list.
  public var isTextual: Bool {
    switch self {
    case .text, .category: true
    default: false
    }
  }

  /// The word for the type, as headings and messages say it.
  public var word: String {
    switch self {
    case .boolean: "truth value"
    case .integer: "integer"
    case .real: "real"
    case .percent: "percent"
    case .text: "text"
    case .category(let category): category.isOrdered ? "ordered category" : "category"
    case .date: "date"
    case .period(let unit): unit.word
    case .interval: "span of time"
    }
  }
}

/// A closed list of texts, in the order in which they are shown; ordered ones compare in it.
public final class Category: Sendable {
  /// The texts; a value's code is its place here.
  public let labels: TextDictionary
  /// Whether comparisons such as `<`, `min` and `max` are defined: lowest first.
  public let isOrdered: Bool

  /// A category of these texts.
  public init(_ labels: [String], isOrdered: Bool) {
    self.labels = TextDictionary(labels)
    self.isOrdered = isOrdered
  }
}

extension Category: Hashable {
  /// Whether two categories have the same texts in the same order.
  public static func == (left: Category, right: Category) -> Bool {
    left === right
      || (left.isOrdered == right.isOrdered && left.labels.strings == right.labels.strings)
  }

  /// Hashes what equality compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(isOrdered)
    hasher.combine(labels.count)
  }
}
