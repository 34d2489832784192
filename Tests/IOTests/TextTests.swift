import Diagnostics
import Glibc
import Catalog
import Columns
import Testing

@testable import Datasets
@testable import IO
import TestSupport

@Suite("Numbers and widths")
struct TextTests {
  @Test(
    "numbers in full precision read back the same",
    arguments: [
      (29.0, "29"), (0.1, "0.1"), (-0.0, "-0"), (1e21, "1e21"), (1e20, "100000000000000000000"),
      (0.000001, "0.000001"), (1.5e-7, "1.5e-7"), (1.0 / 3, "0.3333333333333333"),
      (Double.leastNonzeroMagnitude, "5e-324"), (1.7976931348623157e308, "1.7976931348623157e308"),
      (-123456.789, "-123456.789"), (1e15, "1000000000000000"), (2e16, "20000000000000000"),
    ]
  )
  func exact(number: Double, text: String) {
    #expect(exactText(of: number) == text)
    #expect(Double(text)?.bitPattern == number.bitPattern)
    #expect(Array(text.utf8).withUnsafeBufferPointer { NumberReading.real($0) } == number)
  }

  @Test("random numbers read back the same")
  func random() {
    var generator = Dice(seed: 7)
    for _ in 0..<20_000 {
      let number = Double(bitPattern: generator.next())
      if !number.isFinite { continue }
      let text = Array(exactText(of: number).utf8)
      let read = text.withUnsafeBufferPointer { NumberReading.real($0) }
      #expect(read?.bitPattern == number.bitPattern)
      let short = Double(Int64.random(in: -99_999_999...99_999_999, using: &generator)) / 1000
      let shortText = Array(exactText(of: short).utf8)
      #expect(shortText.withUnsafeBufferPointer { NumberReading.real($0) } == short)
    }
  }

  @Test(
    "fixed digits are rounded as they are written",
    arguments: [
      (1.005, 2, "1.01"), (0.5, 0, "1"), (0.4, 0, "0"), (999.96, 1, "1,000.0"), (0.05, 1, "0.1"),
      (0.04, 1, "0.0"), (-0.04, 1, "0.0"), (-1234.5, 0, "-1,235"), (12, 3, "12.000"),
      (1e10, 1, "10,000,000,000.0"), (0, 2, "0.00"), (99, 0, "99"), (0.00123, 5, "0.00123"),
    ]
  )
  func fixed(number: Double, decimals: Int, text: String) {
    #expect(fixedText(of: number, decimals: decimals, grouped: true) == text)
  }

  @Test("integers with commas")
  func grouped() {
    #expect(groupedText(of: .min) == "-9,223,372,036,854,775,808")
    #expect([0, 999, 1000].map { groupedText(of: $0) } == ["0", "999", "1,000"])
    #expect(groupedText(of: -100_000) == "-100,000")
  }

  @Test("columns of reals have one precision")
  func precision() throws {
    func shown(_ values: [Double], _ type: DataType = .real) throws -> [String] {
      let column = Column(values.map { .real($0) }, as: type)
      let rows = Array(values.indices)
      let layout = FormatOptions()
      return try ScreenColumn(column, Field("x", type), rows: rows, layout: layout).cells
        .compactMap { $0 }
    }
    #expect(try shown([1, 2.5, 100]) == ["1.0", "2.5", "100.0"])
    #expect(try shown([1, 2]) == ["1", "2"])
    #expect(try shown([1.0 / 3, 2]) == ["0.33333", "2.00000"])
    #expect(try shown([1234567.891, 0.25]) == ["1,234,567.89", "0.25"])
    #expect(try shown([1e20, 0.5, 1e-9, 0]) == ["1e20", "0.50", "1e-9", "0.00"])
    #expect(try shown([0.235, 0.5, 1], .percent) == ["23.5%", "50.0%", "100.0%"])
    #expect(try shown([0.29, -0.5], .percent) == ["29%", "-50%"])
    #expect(try shown([0.0012345], .percent) == ["0.12%"])
  }

  @Test("years are not parted by commas")
  func years() throws {
    let column = Column([.integer(2011), .integer(2012)], as: .integer)
    for (name, text) in [("year", "2011"), ("n", "2,011")] {
      let field = Field(name, .integer)
      let screen = try ScreenColumn(column, field, rows: [0], layout: FormatOptions())
      #expect(screen.cells == [text])
    }
  }

  @Test(
    "widths on a terminal",
    arguments: [
      ("abc", 3), ("", 0), ("é", 1), ("e\u{301}", 1), ("漢字", 4), ("ｱ", 1), ("Ａ", 2), ("👍🏽", 2),
      ("👩‍👩‍👧", 2), ("🇺🇸", 2), ("❤️", 2), ("❤", 1), ("a\u{200B}b", 2), ("한", 2), ("한", 2),
      ("½–…", 3), ("\u{AD}", 0), ("नि", 2), ("क्षि", 3), ("🀄", 2), ("…", 1),
    ]
  )
  func widths(text: String, width: Int) {
    #expect(displayWidth(of: text) == width)
  }

  @Test("data are found beside the program or above it")
  func search() throws {
    let root = TemporaryFolder()
    for folder in ["share", "share/scomm", "share/scomm/datasets", "bin", "datasets"] {
      mkdir(root.path + "/" + folder, 0o700)
    }
    let home = root.path + "/bin"
    let text = failure { _ = try datasetsFolder(near: home) }
    #expect(text.hasPrefix("there is no data: no datapackage.json was found in any of four"))
    #expect(text.contains("  3. \(home)/../share/scomm/datasets\n"))
    root.write("datasets/datapackage.json", "{}")
    #expect(try datasetsFolder(near: home) == root.path + "/datasets")
    root.write("share/scomm/datasets/datapackage.json", "{}")
    #expect(try datasetsFolder(near: home) == root.path + "/share/scomm/datasets")
    unlink(root.path + "/share/scomm/datasets/datapackage.json")
    unlink(root.path + "/datasets/datapackage.json")
    for folder in ["share/scomm/datasets", "share/scomm", "share", "bin", "datasets"] {
      rmdir(root.path + "/" + folder)
    }
  }

  @Test("an option that names no data fails at once")
  func location() throws {
    #expect(try datasetsFolder(option: shippedFolder) == shippedFolder)
    #expect(
      failure { _ = try datasetsFolder(option: "/nowhere") } == """
        /nowhere: holds no datapackage.json, but --datasets names it; name the folder that does
        """
    )
  }
}

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
