import Catalog
import Columns
import Functions

/// A search of tables for a phrase: of every cell, and of what tables and columns are called.
struct Finder: Sendable {
  /// What is looked for.
  let phrase: Phrase
  /// What was found so far.
  private(set) var findings: [Finding] = []

  /// A place where the phrase stands.
  struct Finding: Sendable {
    /// How good it is; the least is the best.
    let rank: Int
    /// The table, or its column.
    let place: String
    /// The key of the row; nil for a name or description.
    let row: String?
    /// The text around the phrase, or the number with its unit.
    let text: String
  }

  /// A search for a phrase.
  init(_ phrase: Phrase) { self.phrase = phrase }

  /// The findings, the best first; equal ones in the order of tables, columns and rows.
  var ranked: [Finding] {
    findings.enumerated().sorted {
      ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset)
    }.map(\.element)
  }

  /// Takes over what another search found, behind what was found here.
  mutating func add(_ other: Finder) { findings += other.findings }

  /// Looks through a table.
  ///
  /// Throws where it cannot be read, and when the search is stopped.
  mutating func search(_ table: any TableSource) throws {
    let schema = try table.schema()
    note(table.name, summary: table.title, at: table.name)
    for field in schema.fields {
      note(field.name, summary: field.summary, at: "\(table.name).\(field.name)")
    }
    for caveat in schema.notes.caveats { note("", summary: caveat.text, at: table.name) }
    let rows = try table.load(Array(schema.fields.indices))
    let keys = schema.key.compactMap(schema.index).map {
      (rows.columns[$0], schema.fields[$0].type)
    }
    for (place, field) in schema.fields.enumerated() {
      try Cancellation.check()
      let found = fits(in: rows.columns[place], field, rows)
      for (row, fit, text) in found {
        let key = keys.map { $0[row].text(as: $1) }.joined(separator: " ")
        findings.append(
          Finding(
            rank: fit == .whole ? 1 : fit == .words ? 2 : 4,
            place: "\(table.name).\(field.name)",
            row: keys.isEmpty ? "row \(row + 1)" : key,
            text: text
          )
        )
      }
    }
  }

  private mutating func note(_ name: String, summary: String, at place: String) {
    let named = phrase.fit(of: name)
    guard let fit = [named, phrase.fit(of: summary)].compactMap({ $0 }).min() else { return }
    let rank = named == .whole ? 0 : fit <= .words ? 3 : 5
    findings.append(Finding(rank: rank, place: place, row: nil, text: phrase.excerpt(of: summary)))
  }

  /// The rows of a column that hold the phrase.
  private func fits(in column: Column, _ field: Field, _ rows: Table) -> [(Int, Phrase.Fit, String)]
  {
    switch column.storage {
    case .code(let codes, let texts): return fits(in: codes, texts, column)
    case .ordinal(let values): return fits(in: values, column, field.type)
    case .boolean: return []
    case .integer(let values):
      return numbers(in: column, field, rows) { Double(values[$0]) }
    case .real(let values): return numbers(in: column, field, rows) { values[$0] }
    }
  }

  private func fits(in codes: Codes, _ texts: TextDictionary, _ column: Column)
    -> [(Int, Phrase.Fit, String)]
  {
    let fits = (0..<texts.count).map { phrase.fit(of: texts.utf8($0)) }
    if fits.allSatisfy({ $0 == nil }) { return [] }
    var excerpts: [Int: String] = [:]
    return (0..<codes.count).compactMap { row in
      let code = codes[row]
      guard let fit = fits[code], column.isKnown(row) else { return nil }
      let text = excerpts[code] ?? phrase.excerpt(of: texts[code])
      excerpts[code] = text
      return (row, fit, text)
    }
  }

  private func fits(in values: Buffer<Int32>, _ column: Column, _ type: DataType)
    -> [(Int, Phrase.Fit, String)]
  {
    var fitting: [Int32: (fit: Phrase.Fit, text: String)] = [:]
    for value in distinctValues(of: values, column) {
      let text = Value.ordinal(value).text(as: type)
      fitting[value] = phrase.fit(of: text).map { ($0, text) }
    }
    if fitting.isEmpty { return [] }
    return (0..<values.count).compactMap { row in
      if !column.isKnown(row) { return nil }
      return fitting[values[row]].map { (row, $0.fit, $0.text) }
    }
  }

  /// The values that known rows have, each once.
  private func distinctValues(of values: Buffer<Int32>, _ column: Column) -> [Int32] {
    var (least, most) = (Int32.max, Int32.min)
    for row in 0..<values.count where column.isKnown(row) {
      (least, most) = (min(least, values[row]), max(most, values[row]))
    }
    if least > most { return [] }
    // Days of a century have a place each; of a longer time, a set is smaller.
    let width = Int(most) - Int(least) + 1
    if width > 1 << 16 {
      return Array(Set((0..<values.count).lazy.filter(column.isKnown).map { values[$0] }))
    }
    var isThere = [Bool](repeating: false, count: width)
    for row in 0..<values.count where column.isKnown(row) {
      isThere[Int(values[row] - least)] = true
    }
    return isThere.indices.filter { isThere[$0] }.map { least + Int32($0) }
  }

  private func numbers(
    in column: Column,
    _ field: Field,
    _ rows: Table,
    _ value: (Int) -> Double
  ) -> [(Int, Phrase.Fit, String)] {
    if phrase.number == nil { return [] }
    let units = field.unitColumn.flatMap(rows.schema.index)
    let isPercent = field.type == .percent
    if units == nil, !phrase.fits(unit: field.unit, isPercent: isPercent) { return [] }
    return (0..<column.count).compactMap { row in
      guard column.isKnown(row), phrase.fits(value(row), isPercent: isPercent)
      else { return nil }
      var unit = field.unit
      if let units, case .text(let text) = rows.columns[units][row] { unit = text }
      guard phrase.fits(unit: unit, isPercent: isPercent) else { return nil }
      let text = column[row].text(as: field.type)
      return (
        row, .whole, isPercent ? text : [text, unit].compactMap { $0 }.joined(separator: " ")
      )
    }
  }
}
