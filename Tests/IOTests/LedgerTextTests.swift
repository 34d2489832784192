import Catalog
import Columns
import Testing

@testable import IO

@Suite("The ledger in words")
struct LedgerTextTests {
  private func ledger() -> Ledger {
    var ledger = Ledger()
    ledger.tables = ["deportations"]
    ledger.steps = [
      Step(stage: "deportations", rowsIn: 0, rowsOut: 357, flows: [RowFlow(.added, .read, 357)]),
      Step(
        stage: "where removals > 100",
        rowsIn: 357,
        rowsOut: 275,
        flows: [RowFlow(.dropped, .notTrue, 41), RowFlow(.dropped, .missing, 41)]
      ),
      Step(
        stage: "total removals by state",
        rowsIn: 275,
        rowsOut: 51,
        flows: [RowFlow(.folded(groups: 51), .grouped, 275)],
        notices: [.known(column: "removals", known: 270, of: 275), .partialPeriod("FY2015")]
      ),
      Step(
        stage: "top 10",
        rowsIn: 51,
        rowsOut: 10,
        flows: [RowFlow(.dropped, .cut, 41)],
        notices: [.tiesCut(1)]
      ),
    ]
    return ledger
  }

  @Test("rows first, then what became of the others, in lines that fit")
  func summary() {
    #expect(ledger().steps.filter { !$0.addsUp }.isEmpty)
    var ledger = self.ledger()
    ledger.caveats = ["sums of states"]
    #expect(
      IO.summary(of: ledger, width: 60) == [
        "10 of 51 rows · 357 rows read · 41 left out",
        "41 left out because a value is missing",
        "removals known in 270 of 275 rows",
        "FY2015 is covered only in part · 1 equal to the last was cut", "sums of states",
      ]
    )
  }

  private func undecided(
    _ rows: Int,
    _ subjects: [String],
    _ test: String?,
    isNeither: Bool = false
  ) -> Notice {
    .undecided(
      Undecided(
        rows: rows,
        of: 51,
        subjects: subjects,
        test: test,
        outcome: isNeither ? .neither : .fails
      )
    )
  }

  @Test("rows that missing values left undecided, in at most four lines")
  func undecidedRows() {
    var ledger = Ledger()
    let notices = [
      undecided(41, ["removals"], "> 1000"), undecided(1, ["level"], "in \"a\"..\"b\""),
      undecided(2, ["a", "b"], nil), undecided(7, ["level \"All levels\""], ">= \"Level 2\""),
      undecided(51, ["limits"], nil, isNeither: true),
      undecided(1, ["limits"], nil, isNeither: true),
    ]
    let flows = [RowFlow(.dropped, .missing, 44)]
    ledger.steps = [
      Step(stage: "where", rowsIn: 51, rowsOut: 7, flows: flows, notices: notices)
    ]
    #expect(
      IO.summary(of: ledger, width: nil) == [
        "41 rows without removals count as not > 1000 · 1 row without level counts as not in "
          + "\"a\"..\"b\" · 2 rows without a and b count as not meeting the condition · 7 rows with "
          + "level \"All levels\" count as not >= \"Level 2\" · and 2 more (.explain)"
      ]
    )
    #expect(IO.summary(of: ledger, width: 30).count { $0.contains("rows") } < 5)
    ledger.steps[0].notices = Array(notices.suffix(2))
    #expect(
      IO.summary(of: ledger, width: nil) == [
        "all 51 rows are without limits: they are in neither part of the percentage · 1 of 51 rows, "
          + "without limits, is in neither part of the percentage"
      ]
    )
    let text = rowsText(of: ledger.steps[0])
    #expect(!text.contains("because a value is missing"))
    let json = IO.json(of: ledger)
    #expect(json.contains(#"{"fact":"undecided","rows":51,"of":51,"are_groups":false,"#))
    #expect(json.contains(#""test":"","counts_as":"neither","in_neither_part":true}"#))
  }

  @Test("nothing is said where nothing happened")
  func silence() {
    var ledger = Ledger()
    ledger.steps = [
      Step(stage: "t", rowsIn: 0, rowsOut: 5, flows: [RowFlow(.added, .read, 5)]),
      Step(
        stage: "count",
        rowsIn: 5,
        rowsOut: 1,
        flows: [RowFlow(.folded(groups: 1), .grouped, 5)]
      ),
    ]
    #expect(IO.summary(of: ledger, width: nil) == [])
  }

  @Test("every fact and reason has words, and the JSON is valid")
  func notices() throws {
    let notices: [Notice] = [
      .keptMissing(rows: 1, columns: ["level"]), .divisionsByZero(2),
      .outOfDomain(function: "ln", 1),
      .failedConversions(function: "number", 3), .matched(5, unmatched: 2), .unusedRight(1),
      .shareOfLeft, .summedNonAdditive(column: "value"),
      .placedOnFirstDay(rows: 12, precision: "month"), .seed(2008),
      .unknownValue(column: "state", value: "X\"X"), .matched(5, unmatched: 0),
      .otherCapitals(column: "place", test: "contains", text: "bos", value: "Boston"),
      .known(column: "level", beside: ["All", "None"], known: 1, of: 2),
      .totalsNotWritten(format: "csv"), .malformedRows(table: "rag", rows: 1),
      .malformedRows(table: "rag", rows: 1200), .completedRows(table: "rag", rows: 2),
      .tiedValues(function: "mode of kind", groups: 1), .totalsLost(stage: "first 4"),
      .absentCells(1), .absentCells(53), .lastInOrder(column: "day", rows: 1),
      .lastInOrder(column: "", rows: 2), .repeatedValues(column: "population"),
      .overflowed(function: "sum of x", groups: 2),
      .filledStock(column: "beds"), .renamedByJoin(column: "day", table: "t", name: "t_day"),
      .unitsOfTheirOwn(column: "value", unitColumn: "unit"),
      .averagedRows(column: "beds", row: "a jail in a year", along: ["year"]),
      .unweighted(column: "pct", weight: "people"), .smallPoints(column: "pct", number: "0.2"),
    ]
    var ledger = Ledger()
    ledger.steps = [Step(stage: "a", rowsIn: 1, rowsOut: 1, notices: notices)]
    let lines = [
      "1 row kept although level is missing", "2 divisions by zero gave missing",
      "ln gave missing for 1 value outside its domain",
      "number gave missing for 3 values that it could not read", "5 found a partner, 2 did not",
      "1 row of the joined table was not used", "shares are of the rows that were left",
      "value was summed, though its values do not add up",
      "12 rows dated only to the month are placed on its first day", "drawn with seed 2008",
      "no row has state \"X\"X\"",
      "no place contains \"bos\"; with other capitals \"Boston\" does: lower(place) contains \"bos\"",
      "level known and not \"All\" or \"None\" in 1 of 2 rows",
      "the totals are not written as csv; --totals adds them", "1 malformed row of rag skipped",
      "1,200 malformed rows of rag skipped",
      "2 malformed rows of rag completed with missing or cut",
      "mode of kind took the first of several in 1 group", "the totals are gone after first 4",
      "1 cell without rows is 0", "53 cells without rows are 0",
      "1 row without day comes last in the order",
      "2 rows without a value to go along come last in the order",
      "each population counts in every row that the join put it in",
      "sum of x is missing in 2 groups: it is beyond what a real number holds",
      "beds was filled, too, though its values do not add up",
      "day is not that of t, which is t_day",
      "each value is in a unit of its own (unit)",
      "beds is averaged over single rows, each a jail in a year; to average their sums, write "
        + "before: total beds by year",
      "each row counts the same in the mean of pct, whatever its people: weighted_mean(pct, people)",
      "pct is in percent points: 0.2 is 0.2 percent",
    ]
    let words = lines.flatMap { $0.split(separator: " ").map(String.init) }
    #expect(IO.summary(of: ledger, width: 1) == words)
    let text = IO.json(of: self.ledger())
    let json = try JSON.read(FileBytes(path: "", bytes: Array(text.utf8)))
    #expect(json["steps"]?.elements?.count == 4)
    #expect(
      text.hasPrefix(
        #"{"steps":[{"stage":"deportations","nested":false,"rows_in":0,"rows_out":357,"flows":[{"kind":"added","#
          + #""reason":"read","rows":357}],"facts":[]},"#
      )
    )
    let all = IO.json(of: ledger)
    #expect(try JSON.read(FileBytes(path: "", bytes: Array(all.utf8)))["tables"] != nil)
  }
}
