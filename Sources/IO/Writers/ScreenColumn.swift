import Diagnostics
import Catalog
import Columns
import Functions

/// A column as a screen shows it: headings and cells as text, numbers with one precision.
package struct ScreenColumn {
  /// The column's name.
  let name: String
  /// What kind of values it has, in words.
  let typeWord: String
  /// The same without what the values show by themselves.
  var shortTypeWord: String {
    ["ordered category": "category", "fiscal year": "year"][typeWord] ?? ""
  }
  /// Whether the cells stand on the right: numbers do.
  let isRight: Bool
  /// Whether long cells may be shortened.
  let isText: Bool
  /// The cells of the rows shown; nil where the value is missing.
  let cells: [String?]
  /// How many columns of the screen the widest cell takes.
  let cellWidth: Int

  /// The `rows` of `column`; those of periods that `layout` marks get a star.
  ///
  /// `isYear` says of a row whether its number is a year, which has no commas.
  init(
    _ column: Column,
    _ field: Field,
    rows: [Int],
    layout: FormatOptions,
    isYear: (Int) -> Bool = { _ in false }
  ) throws {
    name = layout.heading(field)
    typeWord = field.type.word
    isRight = field.type.isNumeric
    isText = field.type.isTextual
    let texts = zip(try ScreenColumn.cells(column, field, rows, layout), rows).map { text, row in
      isYear(row) ? text?.filter { $0 != "," } : text
    }
    let marked = isRight ? layout.markedRows[field.name, default: []].intersection(rows) : []
    cells =
      marked.isEmpty
      ? texts
      : zip(texts, rows).map { text, row in text.map { $0 + (marked.contains(row) ? "*" : " ") } }
    cellWidth = cells.map { displayWidth(of: $0 ?? missingWord) }.max() ?? 0
  }

  /// How many columns of the screen the cells and headings take.
  var width: Int { max(displayWidth(of: name), displayWidth(of: typeWord), cellWidth) }

  /// How many columns of the screen the longest word in a cell takes; a few where words are so long
  /// that they are cut anyway, as addresses on the web are.
  var wordWidth: Int {
    let words = cells.flatMap { wordParts(of: $0 ?? missingWord) }
    let longest = words.map { displayWidth(of: $0) }.max() ?? 0
    return longest > 28 ? 12 : longest
  }

  /// The texts of the `rows` of a column as a screen shows them, numbers with one precision; nil
  /// where the value is missing.
  package static func cells(
    _ column: Column,
    _ field: Field,
    _ rows: [Int],
    _ layout: FormatOptions
  ) throws -> [String?] {
    switch (column.storage, field.type) {
    case (.integer(let values), _):
      let isGrouped = groups(field, rows.map { values[$0] })
      return try rows.map { row in
        try Cancellation.check(at: row)
        guard column.isKnown(row) else { return nil }
        return isGrouped ? groupedText(of: values[row]) : String(values[row])
      }
    case (.real(let values), let type):
      let known = rows.map { column.isKnown($0) ? values[$0] : nil }
      return try reals(known, isPercent: type == .percent)
    default:
      let text = layout.screenText(column, field)
      return try rows.map { row in
        try Cancellation.check(at: row)
        return text(row)
      }
    }
  }

  /// Whether integers get commas: keys do not, and neither do years.
  private static func groups(_ field: Field, _ values: [Int64]) -> Bool {
    if field.role == .key { return false }
    let isYear = field.name.lowercased().hasSuffix("year")
    return !isYear || !values.allSatisfy { (0...2999).contains($0) }
  }

  private static func reals(_ values: [Double?], isPercent: Bool) throws -> [String?] {
    let numbers = try values.enumerated().map { place, value -> DecimalDigits? in
      try Cancellation.check(at: place)
      guard let value, value.isFinite, value != 0 else { return nil }
      var digits = DecimalDigits(value)
      if isPercent { digits.pointPlace += 2 }
      return digits
    }
    let decimals = precision(of: numbers.compactMap { $0 }, significant: isPercent ? 3 : 6)
    let sign = isPercent ? "%" : ""
    return try zip(values, numbers).enumerated().map { place, pair in
      try Cancellation.check(at: place)
      let (value, digits) = pair
      guard let value else { return nil }
      if isPercent, let digits, !isShown(digits.fixed(decimals)) {
        let least = fixedText(of: 0, decimals: decimals).dropLast() + "1%"
        return value < 0 ? ">-\(least)" : "<\(least)"
      }
      let text =
        digits.map { self.text(of: $0, decimals: decimals) }
        ?? fixedText(of: value.magnitude, decimals: decimals)
      return (value < 0 ? "-" : "") + text + sign
    }
  }

  /// The digits after the point that a column needs: what its numbers have, but no more significant
  /// ones than asked for in the largest, and two where they have them.
  private static func precision(of numbers: [DecimalDigits], significant: Int) -> Int {
    let needed = numbers.map { $0.decimals(significant: significant) }.max() ?? 0
    let largest = numbers.map(\.pointPlace).max() ?? 1
    let least = significant == 3 ? 1 : 2
    return min(needed, max(significant - max(largest, 1), least))
  }

  /// Whether a number with so many digits is more than zeros.
  private static func isShown(_ text: String) -> Bool {
    text.utf8.contains { $0 >= 0x31 && $0 <= 0x39 }
  }

  private static func text(of digits: DecimalDigits, decimals: Int) -> String {
    let text = digits.fixed(decimals)
    if digits.pointPlace <= 15, isShown(text) { return groupedDigits(text) }
    // Too large or too small for the column: a rounded zero would say that there is nothing.
    var rounded = digits
    rounded.round(to: 3)
    return rounded.scientific
  }
}

extension Table {
  /// The columns of the table as a screen shows their `rows`.
  func screenColumns(of rows: [Int], _ layout: FormatOptions) throws -> [ScreenColumn] {
    try zip(columns, schema.fields).map { column, field in
      let units = field.unitColumn.flatMap(schema.index).map { columns[$0] }
      return try ScreenColumn(column, field, rows: rows, layout: layout) { row in
        guard let units, case .text(let unit) = units[row], ["year", "years"].contains(unit) else {
          return false
        }
        switch column[row] {
        case .integer(let number): return (1000...2999).contains(number)
        case .real(let number): return (1000...2999).contains(number)
        default: return false
        }
      }
    }
  }
}
