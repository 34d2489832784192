import Catalog

/// A table as a page shows it to people: headings with types, and cells as a screen has them, numbers
/// with one precision.
package struct PageTable {
  /// A column's heading.
  package struct Heading {
    /// The column's name.
    package let name: String
    /// What kind of values it has, in words.
    package let type: String
    /// Whether its cells stand on the right: numbers do.
    package let isRight: Bool
  }

  /// The headings of the columns.
  package let headings: [Heading]
  /// The cells of the rows that are shown; nil where a value is missing.
  package let rows: [[String?]]
  /// Whether the cells of the first column name the rows.
  package let namesRows: Bool
  /// The place in `rows` before which rows are left out; nil where none are.
  package let gap: Int?
  /// Which rows are left out, in words.
  package let leftOut: String?

  /// The rows of `table`, at most so many: the first and the last where there are more.
  ///
  /// Throws when the query of this thread is to stop or out of memory.
  package init(_ table: Table, _ layout: FormatOptions, mostRows: Int) throws {
    let shown = ShownRows(count: table.rowCount, most: mostRows)
    let columns = try table.screenColumns(of: shown.rows, layout)
    headings = columns.map { Heading(name: $0.name, type: $0.typeWord, isRight: $0.isRight) }
    rows = shown.rows.indices.map { row in columns.map { $0.cells[row] } }
    namesRows = table.schema.fields.first?.role == .key && table.schema.fields.count > 1
    gap = shown.gap
    leftOut = shown.gap.map { gap in
      "rows \(number(gap + 1)) to \(number(shown.rows[gap])) of \(number(shown.count)) "
        + "are left out"
    }
  }

  /// What stands for a missing value.
  package static let missing = missingWord
}
