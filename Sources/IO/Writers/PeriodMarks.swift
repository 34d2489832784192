import Catalog

/// The stars of a table on a screen: periods that are covered only in part have one.
struct PeriodMarks {
  /// The columns' names; one that a pivot made of such a period has a star.
  let names: [String]
  private let isPeriod: [Bool]
  private let marked: Set<String>

  init(_ fields: [Field], _ marked: Set<String>) {
    names = fields.map { field in
      let isMarked = field.spread != nil && marked.contains(field.name)
      return visibleText(field.name) + (isMarked ? "*" : "")
    }
    isPeriod = fields.map { if case .period = $0.type { true } else { false } }
    self.marked = marked
  }

  /// The star behind a cell of a column, if it has one.
  func behind(_ text: String, in column: Int) -> String {
    isPeriod[column] && marked.contains(text) ? "*" : ""
  }
}

extension FormatOptions {
  /// The stars that a screen shows in `table`.
  func marks(in table: Table) -> PeriodMarks {
    PeriodMarks(table.schema.fields, markedPeriods)
  }
}
