import Syntax
import Catalog
import Columns
import TestSupport

/// Makes one random table: columns of any type, a key, a link, notes.
struct TableMaker {
  let name: String
  var isResult = false
  private var columns: [Maker] = []
  private var key: [Int] = []
  private var rowCount: Int
  private let texts: [String]

  /// A column under way.
  private struct Maker {
    var field: Field
    var missing: Int
    var values: [Value]?
  }

  private static let names: [String] = [
    "whole", "ratio", "portion", "word", "grade", "day", "term", "flag", "count", "rank", "size",
    "by", "two words", "naïve", "größe", "next", "title", "sum", "point", "mark", "left", "order",
    "select", "note", "group",
  ]

  init(name: String, _ dice: inout Dice) {
    self.name = name
    rowCount = dice.among(0, 1, 2, 3, 5, 8, 12, 20, 40, dice.within(0...40))
    texts = dice.some(RandomValues.texts, atMost: 9)
    var names = Array(TableMaker.names.shuffled(using: &dice))
    for _ in 0..<dice.within(2...6) {
      let type = RandomValues.type(&dice)
      let missing = dice.among(0, 10, 10, 30, 30, 60, 100)
      add(
        names.removeLast(),
        type,
        missing: missing == 100 && dice.chance(80) ? 20 : missing,
        &dice
      )
    }
  }

  private mutating func add(
    _ column: String,
    _ type: DataType,
    missing: Int,
    _ dice: inout Dice
  ) {
    var field = Field(column, type, role: type.isNumeric ? .additive : .other)
    if type == .percent || (type.isNumeric && dice.chance(20)) { field.role = .other }
    if type == .real, dice.chance(10) { field.unit = "percent points" }
    columns.append(Maker(field: field, missing: missing))
  }

  /// Gives the table a key of one column, or of two.
  mutating func makeKey(_ dice: inout Dice) {
    let first: DataType = dice.among(
      .text,
      .integer,
      .text,
      .date,
      .period(.fiscalYear(start: 10)),
      .category(RandomValues.categories[1])
    )
    columns.insert(Maker(field: Field("id", first, role: .key), missing: 0), at: 0)
    key = [0]
    if name != "alpha", dice.chance(60) {
      let second: DataType = dice.among(.period(.month), .period(.year), .text, .date)
      columns.insert(Maker(field: Field("part", second, role: .key), missing: 0), at: 1)
      key = [0, 1]
    }
    fillKey(&dice)
  }

  private mutating func fillKey(_ dice: inout Dice) {
    var seen: Set<[KeyPart]> = []
    var rows: [[Value]] = []
    for _ in 0..<rowCount {
      let row = key.map { RandomValues.value(of: columns[$0].field.type, texts: texts, &dice) }
      if seen.insert(row.map(KeyPart.init)).inserted { rows.append(row) }
    }
    let types = key.map { columns[$0].field.type }
    rows.sort { left, right in
      for (place, type) in types.enumerated() {
        if RandomValues.precedes(left[place], right[place], as: type) { return true }
        if RandomValues.precedes(right[place], left[place], as: type) { return false }
      }
      return false
    }
    rowCount = rows.count
    for (place, column) in key.enumerated() { columns[column].values = rows.map { $0[place] } }
  }

  /// A value of a key; texts are the same only if their bytes are.
  private struct KeyPart: Hashable {
    let value: Value
    let bytes: [UInt8]
    init(_ value: Value) {
      if case .text(let text) = value {
        (self.value, bytes) = (.missing, Array(text.utf8))
      } else {
        (self.value, bytes) = (value, [])
      }
    }
  }

  /// Adds a column that points into the key of `other`, sometimes at rows that are not there.
  mutating func link(to other: TableMaker, _ dice: inout Dice) {
    guard other.key.count == 1 else { return }
    let target = other.columns[other.key[0]]
    let known = target.values ?? []
    var field = Field(dice.among("ref", "of"), target.field.type, role: .key)
    field.link = Field.Link(table: other.name, key: target.field.name)
    let values = (0..<rowCount).map { _ -> Value in
      if dice.chance(8) { return .missing }
      if dice.chance(8) { return RandomValues.value(of: field.type, &dice) }
      return dice.pick(known) ?? .missing
    }
    columns.append(Maker(field: field, missing: 0, values: values))
  }

  /// The table, its rows in key order if it has a key.
  func table(_ dice: inout Dice) -> Table {
    var fields: [Field] = []
    var made: [Column] = []
    for column in columns {
      var field = column.field
      if !isResult { field.origin = Field.Origin(table: name, column: field.name) }
      let values =
        column.values
        ?? (0..<rowCount).map { _ in
          dice.chance(column.missing)
            ? .missing : RandomValues.value(of: field.type, texts: texts, &dice)
        }
      fields.append(field)
      made.append(Column(values, as: field.type).narrowed)
    }
    var schema = Schema(fields, key: key.map { fields[$0].name })
    if !isResult { schema.notes = notes(fields, &dice) }
    return Table(schema: schema, columns: made, rowCount: rowCount)
  }

  private func notes(_ fields: [Field], _ dice: inout Dice) -> TableNotes {
    var notes = TableNotes()
    notes.date = fields.first { $0.type == .date }?.name
    if dice.chance(30) { notes.coverage = 14_300...15_700 }
    if dice.chance(30) { notes.caveats = [Caveat("figures of a random table")] }
    return notes
  }
}
