import Plans
import Tables

/// A select that is still open: where its rows come from, and what each column of the plan is in it.
struct Rows {
  /// All clauses but the columns, the order and what depends on it.
  var select = Select()
  /// What each column of the plan is here.
  var cells: [ColumnID: Cell] = [:]
  /// The order of rows, as far as it is known.
  var order: [Term] = []
  /// Whether `order` is all there is to the order, so that "first" means something.
  var isOrdered = true
  /// Expressions that together tell each row from the others; nil if none are known.
  var unique: [Expression]?
  /// Whether rows have been drawn together.
  var isGrouped = false
  /// Whether there is a row in any case.
  var hasRows = false
  /// What a named query of these rows is called.
  var hint = "rows"
}

/// A value that each row has.
struct Cell {
  var sql: Expression
  var type: DataType
  var isNullable: Bool
}

/// A part of the order of rows.
struct Term {
  var cell: Cell
  var isDescending = false
  var isMissingFirst = false

  /// The same, the other way round.
  var reversed: Term {
    Term(cell: cell, isDescending: !isDescending, isMissingFirst: !isMissingFirst)
  }
}

extension Rows {
  /// Whether a join, a grouping or a window may be added: nothing was drawn together or cut yet.
  var isOpenForJoins: Bool { !isGrouped && select.limit == nil && select.qualify.isEmpty }

  /// Whether it is one table as it stands.
  var isPlainTable: Bool {
    isOpenForJoins && select.sources.count == 1 && select.filters.isEmpty
  }

  /// Whether one of these columns is computed by a window, or the order of rows if that matters.
  func hasWindow(_ ids: some Sequence<ColumnID>, ordered: Bool = true) -> Bool {
    if ordered, trimmed(order).contains(where: \.cell.sql.hasWindow) { return true }
    return ids.contains { cells[$0]?.sql.hasWindow ?? false }
  }

  /// Terms of which no later one can matter, once the rows are told apart.
  ///
  /// `given` are expressions that are the same in all rows compared.
  func trimmed(_ terms: [Term], given: [Expression] = []) -> [Term] {
    var kept: [Term] = []
    var seen = Set(given)
    for term in terms where !term.cell.sql.isConstant {
      if let unique, unique.allSatisfy(seen.contains) { break }
      if seen.insert(term.cell.sql).inserted { kept.append(term) }
    }
    return kept
  }
}
