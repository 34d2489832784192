// How a stage is written, for messages and help.

extension Shape {
  /// How a stage of this shape is written: `top COUNT [by EXPR] [per COLUMN, …]`.
  public func usage(_ verb: String) -> String {
    var parts = [verb]
    if !modes.isEmpty { parts.append("[\(modes.joined(separator: "|"))]") }
    parts += head.map { $0.isRequired ? $0.slot.kind.usage : "[\($0.slot.kind.usage)]" }
    parts += options.map { $0.isRequired ? $0.usage : "[\($0.usage)]" }
    return parts.joined(separator: " ")
  }
}

extension Shape.Option {
  /// How the option is written, without the brackets that say it may be left out.
  public var usage: String {
    (words + (slot.kind == .flag ? [] : [slot.kind.usage])).joined(separator: " ")
  }
}

extension AnySlot {
  /// What stands in the slot, in words.
  public var meaning: String {
    kind == .term && label == "condition" ? "a condition, such as COLUMN = VALUE" : kind.meaning
  }
}

extension SlotKind {
  /// How usage lines name what stands in such a slot.
  public var usage: String {
    switch self {
    case .term: "EXPR"
    case .condition: "CONDITION"
    case .constant: "TEXT"
    case .path: "COLUMN"
    case .paths: "COLUMN, …"
    case .columns: "[NAME =] COLUMN, …"
    case .renames: "NEW = OLD, …"
    case .assignments: "NAME = EXPR, …"
    case .aggregates: "[NAME =] AGGREGATE, …"
    case .keys: "[NAME =] KEY, …"
    case .order: "EXPR [desc], …"
    case .joinKeys: "LEFT [= RIGHT], …"
    case .source: "TABLE"
    case .count: "COUNT"
    case .amount: "COUNT or PERCENT"
    case .span: "COUNT UNIT"
    case .unit: "UNIT"
    case .name: "NAME"
    case .namePair: "NAME [= NAME]"
    case .twoNames: "NAME, NAME"
    case .format: "FORMAT"
    case .chart: "KIND"
    case .text: "TEXT"
    case .flag: ""
    }
  }

  /// What stands in such a slot, in words, perhaps with an example.
  public var meaning: String {
    switch self {
    case .term: "an expression"
    case .condition: "a condition, such as count > 0"
    case .constant: "a text in quotes or a parameter"
    case .path: "a column"
    case .paths, .columns: "one column or several, with commas"
    case .renames: "the new name = the old one"
    case .assignments: "a name = an expression"
    case .aggregates: "an aggregate, such as sum(COLUMN)"
    case .keys: "what rows are grouped by, such as a column"
    case .order: "what rows are ordered by, such as COLUMN desc"
    case .joinKeys: "the columns that must agree"
    case .source: "a table"
    case .count: "a count, such as 10"
    case .amount: "a count or a percentage, such as 10 or 5%"
    case .span: "a length of time, such as 90 days"
    case .unit: "a unit: day, week, month, quarter or year"
    case .name: "a name"
    case .namePair: "a column of dates"
    case .twoNames: "two names, with a comma"
    case .format: "a format, such as csv"
    case .chart: "a kind of chart, such as bar"
    case .text: "a text in quotes"
    case .flag: "nothing"
    }
  }
}
