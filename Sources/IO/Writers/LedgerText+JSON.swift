import Diagnostics
import Catalog
import Columns

/// The ledger as a JSON object: steps with rows in and out, flows and notices; tables; caveats.
public func json(of ledger: Ledger) -> String {
  let members: Members = [
    "steps": ledger.steps, "tables": ledger.tables, "sources": ledger.sources,
    "caveats": ledger.caveats,
  ]
  return object(Array(members) + (ledger.engine.map { [("engine", $0)] } ?? []))
}

/// A value that the ledger's JSON holds.
private protocol JSONValue {
  var json: String { get }
}

private typealias Members = KeyValuePairs<String, any JSONValue>

private func object(_ members: [(key: String, value: any JSONValue)]) -> String {
  jsonObject(members.map { ($0.key, $0.value.json) })
}

extension String: JSONValue {
  fileprivate var json: String { jsonQuoted(self) }
}

extension JSONValue where Self: LosslessStringConvertible {
  fileprivate var json: String { description }
}

extension Int: JSONValue {}

extension Value: JSONValue {
  fileprivate var json: String {
    switch self {
    case .integer(let number): String(number)
    case .real(let number): exactText(of: number)
    default: "null"
    }
  }
}

extension Bool: JSONValue {}

extension Array: JSONValue where Element: JSONValue {
  fileprivate var json: String { jsonList(map(\.json)) }
}

extension Step: JSONValue {
  fileprivate var json: String {
    let members: Members = [
      "stage": stage, "nested": isNested, "rows_in": rowsIn, "rows_out": rowsOut, "flows": flows,
      "facts": notices,
    ]
    return object(Array(members) + (earlier.isEmpty ? [] : [("earlier", earlier)]))
  }
}

extension RowFlow: JSONValue {
  fileprivate var json: String {
    func members(_ kind: String) -> [(key: String, value: any JSONValue)] {
      [("kind", kind), ("reason", reason.rawValue), ("rows", rows)]
    }
    return switch kind {
    case .dropped: object(members("dropped"))
    case .added: object(members("added"))
    case .folded(let groups): object(members("folded") + [("groups", groups)])
    }
  }
}

extension Notice: JSONValue {
  fileprivate var json: String {
    switch self {
    case .keptMissing(let rows, let columns):
      fact("kept_missing", ["rows": rows, "columns": columns])
    case .undecided(let found): undecided(found)
    case .known(let column, let others, let known, let all):
      fact("known", ["column": column, "beside_order": others, "known": known, "of": all])
    case .divisionsByZero(let count): fact("divisions_by_zero", ["count": count])
    case .outOfDomain(let function, let count):
      fact("out_of_domain", ["function": function, "count": count])
    case .failedConversions(let function, let count):
      fact("failed_conversions", ["function": function, "count": count])
    case .gaps, .goesAlong, .lastInOrder, .equalMoments, .comparesPartial, .incompleteWindows,
      .fewerValues, .equallyNear:
      windowFact
    case .tiesCut(let rows): fact("ties_cut", ["rows": rows])
    case .matched(let matched, let unmatched):
      fact("matched", ["matched": matched, "unmatched": unmatched])
    case .unusedRight(let rows): fact("unused_right", ["rows": rows])
    case .grain(let table, let row): fact("grain", ["table": table, "row": row])
    case .leftOut(let columns): fact("left_out", ["columns": columns])
    case .totalsNotWritten(let format): fact("totals_not_written", ["format": format])
    case .completedRows(let table, let rows):
      fact("completed_rows", ["table": table, "rows": rows])
    case .malformedRows(let table, let rows):
      fact("malformed_rows", ["table": table, "rows": rows])
    case .tiedValues, .overflowed, .absentCells, .filledStock, .totalsLost, .shareOfLeft,
      .shareBase, .summedNonAdditive, .averagedRows, .unweighted, .smallPoints,
      .repeatedValues, .unitsOfTheirOwn:
      measureFact
    case .placedOnFirstDay(let rows, let precision):
      fact("placed_on_first_day", ["rows": rows, "precision": precision])
    case .renamedByJoin(let column, let table, let name):
      fact("renamed_by_join", ["column": column, "table": table, "name": name])
    case .seed(let seed): fact("seed", ["seed": seed])
    case .unknownValue, .otherCapitals, .contradiction: conditionFact
    case .partialPeriod(let period): fact("partial_period", ["period": period])
    }
  }

  /// What functions of the rows around each met.
  private var windowFact: String {
    switch self {
    case .gaps(let function, let rows): fact("gaps", ["function": function, "rows": rows])
    case .goesAlong(let function, let column):
      fact("goes_along", ["function": function, "column": column])
    case .lastInOrder(let column, let rows):
      fact("last_in_order", ["column": column, "rows": rows])
    case .equalMoments(let column, let rows, _):
      fact("equal_moments", ["column": column, "rows": rows])
    case .comparesPartial(let columns, let rows):
      fact("compares_partial", ["columns": columns, "rows": rows])
    case .incompleteWindows(let function, let rows):
      fact("incomplete_windows", ["function": function, "rows": rows])
    case .fewerValues(let function, let rows):
      fact("fewer_values", ["function": function, "rows": rows])
    case .equallyNear(let rows): fact("equally_near", ["rows": rows])
    default: ""
    }
  }

  /// What measures are of.
  private var measureFact: String {
    switch self {
    case .tiedValues(let function, let groups):
      fact("tied_values", ["function": function, "groups": groups])
    case .filledStock(let column): fact("filled_stock", ["column": column])
    case .overflowed(let function, let groups):
      fact("overflowed", ["function": function, "groups": groups])
    case .absentCells(let count): fact("absent_cells", ["cells": count])
    case .totalsLost(let stage): fact("totals_lost", ["stage": stage])
    case .shareOfLeft: fact("share_of_left", [:])
    case .shareBase(let measure, let total, let rows, let groups):
      fact("share_base", ["of": measure, "total": total, "rows": rows, "groups": groups])
    case .summedNonAdditive(let column): fact("summed_non_additive", ["column": column])
    case .unweighted(let column, let weight):
      fact("unweighted", ["column": column, "weight": weight])
    case .smallPoints(let column, let number):
      fact("small_points", ["column": column, "number": number])
    case .averagedRows(let column, let row, let along):
      fact("averaged_rows", ["column": column, "row": row, "sums_by": along])
    case .repeatedValues(let column): fact("repeated_values", ["column": column])
    case .unitsOfTheirOwn(let column, let unit):
      fact("units_of_their_own", ["column": column, "unit_column": unit])
    default: ""
    }
  }

  private func undecided(_ found: Undecided) -> String {
    fact(
      "undecided",
      [
        "rows": found.rows, "of": found.all, "are_groups": found.isOfGroups,
        "columns": found.subjects, "test": found.test ?? "", "counts_as": found.outcome.rawValue,
        "in_neither_part": [.neither, .failsOrNeither, .holdsOrNeither].contains(found.outcome),
      ]
    )
  }

  /// What is odd about conditions.
  private var conditionFact: String {
    switch self {
    case .contradiction(let conditions, _): fact("contradiction", ["conditions": conditions])
    case .unknownValue(let column, let value):
      fact("unknown_value", ["column": column, "value": value])
    case .otherCapitals(let column, let test, let wanted, let value):
      fact("other_capitals", ["column": column, "test": test, "text": wanted, "value": value])
    default: ""
    }
  }

  private func fact(_ name: String, _ members: Members) -> String {
    object([("fact", name)] + Array(members))
  }
}
