import Catalog
import Columns

/// A column that a term may name, and values that it holds.
struct ScopeColumn {
  /// How a query writes it, back-quotes and links included.
  var path: String
  /// What is known of it.
  var field: Field
  /// Its values in the rows as they are at the stage.
  var values: [Value]
  /// Whether the path leads through a link.
  var isLinked = false

  var type: DataType { field.type }
}

/// What stands before a stage: the columns there, and how many rows.
struct Scope {
  /// The visible columns, then those of linked tables.
  var columns: [ScopeColumn]
  /// How many rows there are.
  var rowCount: Int
  /// Whether the columns after a stage are known only once it runs.
  var isOpen = false

  /// The columns of `table`, and those that its links lead to.
  init(_ table: Table, fields: [Field], in world: World) {
    rowCount = table.rowCount
    columns = zip(fields, table.columns).map { field, column in
      ScopeColumn(
        path: Scope.spelled(field.name),
        field: field,
        values: (0..<column.count).map { column[$0] }
      )
    }
    for column in columns {
      guard let link = column.field.link, let target = world.table(link.table) else { continue }
      for (field, values) in zip(target.schema.fields, target.columns) {
        columns.append(
          ScopeColumn(
            path: column.path + "." + Scope.spelled(field.name),
            field: field,
            values: (0..<values.count).map { values[$0] },
            isLinked: true
          )
        )
      }
    }
  }

  /// The columns that are shown.
  var shown: [ScopeColumn] { columns.filter { !$0.isLinked } }

  /// The columns of a type.
  func columns(of type: DataType) -> [ScopeColumn] { columns.filter { $0.type == type } }

  /// A name as a query writes it: in back-quotes unless it is a plain word that means nothing else.
  static func spelled(_ name: String) -> String {
    let isPlain = name.utf8.allSatisfy {
      (97...122).contains($0) || (48...57).contains($0) || $0 == 95
    }
    let startsWell = name.utf8.first.map { !(48...57).contains($0) } ?? false
    return isPlain && startsWell && !reserved.contains(name) ? name : "`\(name)`"
  }

  private static let reserved: Set<String> = [
    "by", "per", "along", "at", "within", "on", "as", "to", "with", "showing", "seed", "each",
    "many", "every", "matched", "unmatched", "and", "or", "not", "in", "is", "between", "if",
    "then", "else", "missing", "true", "false", "where", "asc", "desc", "select", "from", "plan",
    "sql", "null", "na", "last", "next", "nearest", "x", "y", "color", "facet", "title", "contains",
    "matches", "starts", "ends", "before", "after", "since", "until",
  ]
}

/// A term as text, and how strongly its parts hold together.
struct Piece {
  /// The text.
  var text: String
  /// The level of the operator that was written last.
  var level: Level

  /// What binds looser comes first.
  enum Level: Int, Comparable {
    case conditional, disjunction, conjunction, negation, comparison, coalescence, sum, product
    case sign, primary
    static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
  }

  init(_ text: String, _ level: Level = .primary) { (self.text, self.level) = (text, level) }

  /// The text as an operand of an operator that takes at least `level`.
  func operand(_ level: Level) -> String { self.level < level ? "(\(text))" : text }
}

/// The kinds of types, without what tells categories or units of periods apart.
enum Sort: Hashable {
  case boolean, integer, real, percent, text, category, date, period

  init(_ type: DataType) {
    switch type {
    case .boolean: self = .boolean
    case .integer, .interval: self = .integer
    case .real: self = .real
    case .percent: self = .percent
    case .text: self = .text
    case .category: self = .category
    case .date: self = .date
    case .period: self = .period
    }
  }
}

extension DataType {
  /// Whether `<` and its kin mean anything.
  var hasOrder: Bool {
    if case .category(let category) = self { return category.isOrdered }
    return true
  }
}
