import Catalog
import Columns

/// The worth of a column on a screen that has no room for all: what has less leaves first.
enum ColumnWorth: Int, Comparable {
  /// It has one value in all rows, as where a query fixed it.
  case constant
  /// The query neither names it nor made it.
  case unasked
  /// It is the first number that says how much, though the query does not name it.
  case measure
  /// It is part of the key, which says which row it is, though the query does not name it.
  case key
  /// The query names it or made it.
  case asked
  /// The same of a measure: the answer itself.
  case askedMeasure
  /// The same of a part of the key.
  case askedKey

  static func < (one: ColumnWorth, other: ColumnWorth) -> Bool { one.rawValue < other.rawValue }

  /// The worth of each column of `table`, by what `layout` knows of the query.
  static func all(in table: Table, _ layout: FormatOptions) -> [ColumnWorth] {
    let (fields, key) = (table.schema.fields, table.schema.key)
    guard let asked = layout.askedColumns else { return fields.map { _ in .asked } }
    let firstMeasure = fields.first { $0.isMeasure && !key.contains($0.name) }?.name
    return zip(table.columns, fields).map { column, field in
      let isAsked = asked.contains(field.name)
      if field.isMeasure {
        return isAsked ? .askedMeasure : field.name == firstMeasure ? .measure : .unasked
      }
      if field.origin != nil, column.hasOneValue { return .constant }
      let isKey = key.contains(field.name)
      return isAsked ? isKey ? .askedKey : .asked : isKey ? .key : .unasked
    }
  }
}

extension Column {
  /// Whether several rows have one value, the same in all of them; of very many rows that is not
  /// looked at.
  fileprivate var hasOneValue: Bool {
    guard count > 1, count < 1 << 20, isKnown(0) else { return false }
    let first = self[0]
    return (1..<count).allSatisfy { isKnown($0) && self[$0] == first }
  }
}
