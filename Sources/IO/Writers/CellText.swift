import Catalog
import Columns

/// The cells of a column as data formats write them: in full precision, missing ones as nil.
///
/// A percentage is its ratio, a day is ISO 8601, a period as its unit prints it.
struct CellText {
  private let column: Column
  private let text: (Int) -> String

  /// The cells of `column`, whose values are of `type`.
  init(_ column: Column, _ type: DataType) {
    self.column = column
    text = CellText.writer(column, type)
  }

  /// The text of a row's cell; nil where the value is missing.
  subscript(row: Int) -> String? { column.isKnown(row) ? text(row) : nil }

  private static func writer(_ column: Column, _ type: DataType) -> (Int) -> String {
    switch column.storage {
    case .boolean(let values): return { values[$0] ? "true" : "false" }
    case .integer(let values): return { String(values[$0]) }
    case .real(let values): return { exactText(of: values[$0]) }
    case .ordinal(let values):
      if case .period(let unit) = type { return { unit.text(of: values[$0]) } }
      return { CivilDate(ordinal: values[$0]).description }
    case .code(let codes, let labels):
      // Texts that come again and again are made once.
      if labels.count > codes.count / 4 { return { labels[codes[$0]] } }
      let strings = labels.strings
      return { strings[codes[$0]] }
    }
  }
}

/// The texts of a column's cells by row, as data formats write them; nil where a value is missing.
package func cellTexts(_ column: Column, _ type: DataType) -> (Int) -> String? {
  let cells = CellText(column, type)
  return { cells[$0] }
}
