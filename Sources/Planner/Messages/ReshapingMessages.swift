import Diagnostics

// Messages about stages that change the shape of a table, and moments.

extension Message {
  static func evaluationFailed(_ text: String) -> Message { Message("run-failure", text) }

  static func pivotOfMeasure(_ column: String) -> Message {
    """
    pivot-of-measure: \(column) is what the cells would show. Name the column whose values become \
    columns.
    """
  }

  static func lumpNeedsText(_ column: TypedText) -> Message {
    let numbers = column.type.isNumeric ? "For numbers there is bucket(\(column.text), 10). " : ""
    return """
      lump-needs-text: lump draws texts together; \(column.isA). \(numbers)Columns of linked tables \
      are kept first.
      """
  }

  static func lumpNameIsValue(_ name: String) -> Message {
    """
    lump-name-is-value: \(quotedText(name)) is a value already. Call the rest something else: as \
    "the rest".
    """
  }

  static func fillNeeds(_ column: TypedText) -> Message {
    """
    fill-needs-series: \(column.isA), which has no next value. fill adds absent periods, \
    categories and whole numbers; several columns together, every absent pair.
    """
  }

  static func fillNeedsWhole(_ column: String) -> Message {
    "fill-needs-whole: \(column) holds whole numbers. Fill it with one, such as 0."
  }

  static func sameForAll(_ written: String, isKey: Bool = false) -> Message {
    let result = isKey ? "it makes no groups" : "nothing can be ordered by it"
    return "same-for-all: \(written) is the same for every row, so that \(result). Name a column."
  }

  static func literalIsColumn(_ written: String) -> Message {
    """
    literal-is-column: \(written) is read as a value here. The column of that name stands in \
    back-quotes: `\(written)`.
    """
  }

  static func fillTooLong(_ columns: String, rows: UInt64) -> Message {
    let counted = columns.contains(", ") ? "combinations" : "values"
    return """
      fill-too-long: \(columns) would get \(rows) \(counted). Narrow it down first, with where.
      """
  }

  static func fillShowsFirst(_ path: String) -> Message {
    "fill-shows-first: \(path) is not shown here. Keep or group by it first."
  }

  static func fillWithType(_ value: TypedText) -> Message {
    "fill-with-number: fill puts a number into the new rows; \(value.isA)."
  }

  static func noDateColumn(_ table: String, candidates: [String]) -> Message {
    let rest =
      candidates.isEmpty
      ? "There is no column of dates here." : "Write at \(alternatives(candidates))."
    return "no-date-column: \(table) declares no column as its date. \(rest)"
  }

  static func momentNeedsDate(_ moment: TypedText) -> Message {
    """
    moment-needs-date: \(moment.isA); a moment is wanted: a date such as 2011-06-06, a column of \
    dates, or the id of an event.
    """
  }

  static func unknownMoment(_ id: String, near: [String], all: [String]) -> Message {
    let rest =
      !near.isEmpty
      ? " Did you mean \(alternatives(near.map(quotedText)))?"
      : all.isEmpty ? "" : " The ids are in: \(alternatives(all))."
    return "unknown-moment: No event has the id \(quotedText(id)).\(rest)"
  }

  static func notATimeColumn(_ column: TypedText) -> Message {
    "not-a-time-column: \(column.isA); a column of dates or periods is wanted."
  }

  static func intervalTooLarge(_ written: String) -> Message {
    "span-too-large: \(written) is longer than the calendar. Write a shorter span."
  }
}
