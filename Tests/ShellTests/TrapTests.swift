import Foundation
import Testing

@testable import Shell

/// What other tools do wrong silently, and five rules with their answers.
@Suite struct TrapTests {
  static func data(_ query: String) throws -> String {
    let answer = try Record.answer(query)
    #expect(answer.exit == .fine, "\(answer.notes)")
    return answer.data
  }

  static func failure(_ query: String) throws -> String {
    let answer = try Record.answer(query)
    #expect(answer.exit == .query)
    #expect(answer.data == "")
    return answer.notes
  }

  // The five rules.

  @Test(arguments: [
    ("figures | where level != \"All levels\" | count", "116"),
    ("figures | where not (level >= \"Level 2\") | count", "231"),
    ("events | where date > 2011 | count", "92"),
    ("events | where date since 2011 and date until FY2011 | count", "111"),
  ])
  func counts(_ query: String, _ rows: String) throws {
    #expect(try Self.data(query) == "n\n\(rows)\n")
  }

  @Test func absentCells() throws {
    let chosen = "state in (\"MA\",\"MO\") and fiscal_year <= FY2010"
    let rest = "| total removals by state, fiscal_year | pivot fiscal_year"
    let heading = "state,FY2009,FY2010\nMA,100,166\n"
    #expect(try Self.data("deportations | where \(chosen) \(rest)") == heading + "MO,,2\n")
    #expect(
      try Self.data("deportations | where removals > 0 and \(chosen) \(rest)")
        == heading + "MO,0,2\n"
    )
  }

  @Test func gaps() throws {
    let population = "average_daily_population"
    let answer = try Self.data(
      "detention | where state = \"WY\" | add c = change(\(population)), "
        + "m = rolling_mean(\(population), 3 months) along month "
        + "| where month in 2022-04..2022-08 | add c = round(c, 2), m = round(m, 2) "
        + "| keep month, c, m"
    )
    #expect(
      answer == "month,c,m\n2022-04,-0.12,0.11\n2022-06,,\n2022-07,0.02,\n2022-08,1.04,0.53\n"
    )
  }

  @Test func phases() throws {
    let answer = try Self.data("events | around 2012-03-31 by 2 months | count by offset, phase")
    let rows = ["-2,before,8", "-1,before,6", "-1,unclear,1", "0,after,7", "1,after,20"]
    #expect(answer == (["offset,phase,n"] + rows).joined(separator: "\n") + "\n")
  }

  // The traps.

  @Test func orderedCategoriesCompareInTheirOrder() throws {
    #expect(try Self.data("figures | where level >= \"Level 2\" | count") == "n\n26\n")
    #expect(try Self.data("figures | summarize m = max(level)") == "m\nLevel 1\n")
    let pivot = try Self.data("figures | count by level | pivot level")
    #expect(pivot.hasPrefix("All levels,No conviction,Level 3,Level 2,Level 1,(missing)\n"))
  }

  @Test func notEqualKeepsTheUnknown() throws {
    let answer = try Record.answer("figures | where level != \"All levels\" | count")
    #expect(answer.notes.contains("68 rows kept although level is missing"))
  }

  @Test func misspeltValuesAreErrors() throws {
    let said = try Self.failure("deportations | where state = \"Masachusetts\" | count")
    #expect(said.contains("did you mean \"MA\" (7 rows)?"))
  }

  @Test(arguments: ["where levle = \"Level 1\"", "keep levle", "where \"levle\" = levle"])
  func misspeltColumnsAreErrors(_ stage: String) throws {
    #expect(try Self.failure("figures | \(stage)").contains("There is no column levle."))
  }

  @Test func undefinedParametersAreErrors() throws {
    #expect(try Self.failure("states | where code = $code").contains("no parameter $code"))
    let declared = try Record.answer("param code; states | where code = $code")
    #expect(declared.exit == .usage)
  }

  @Test func pivotShowsTheMissingLast() throws {
    let pivot = try Self.data("figures | count by level | pivot level")
    #expect(
      pivot == "All levels,No conviction,Level 3,Level 2,Level 1,(missing)\n141,19,3,5,21,68\n"
    )
  }

  @Test func columnsMayBeCalledAsFunctions() throws {
    let query = "states | add rank = 3, count = 4 | where rank = 3 and count = 4 | count"
    #expect(try Self.data(query) == "n\n56\n")
  }

  @Test(arguments: ["count by state", "deportations | by state", "deportations | group state"])
  func groupsWithoutTheirPlaceAreExplained(_ query: String) throws {
    let said = try Self.failure(query)
    #expect(!said.contains("internal") && !said.contains("unexpected"))
  }

  @Test func joinsDoNotMultiplyRowsSilently() throws {
    let join = "states | join deportations on code = state"
    #expect(try Self.failure(join + " | count").contains("write many at its end"))
    #expect(try Self.data(join + " many | count") == "n\n362\n")
  }

  @Test func divisionIsReal() throws {
    let answer = try Record.answer("states | first 1 | add h = 1 / 2, z = 1 / 0 | keep h, z")
    #expect(answer.data == "h,z\n0.5,\n")
    #expect(answer.notes.contains("1 division by zero gave missing"))
  }

  @Test func sumsOfRealsDoNotDependOnThreads() throws {
    let query = "jurisdictions | summarize s = sum(area_sq_miles), m = mean(poverty_pct) by state"
    let one = try Record.answer(query).data
    for workers in [2, 3] {
      #expect(try Record.answer(query, workers: workers, chunkSize: 97 * workers).data == one)
    }
  }

  @Test(arguments: [
    "rollout | total active_jurisdictions", "jurisdictions | total poverty_pct by state",
    "deportations | total removals by state | share | total share",
  ])
  func cumulativeCountsAndPercentagesAreNotSummed(_ query: String) throws {
    #expect(try Self.failure(query).contains("must not be summed"))
  }

  @Test func sharesOfWhatIsLeftAreCalledSo() throws {
    let answer = try Record.answer("deportations | total removals by state | top 5 | share")
    #expect(answer.notes.contains("shares are of the rows that were left"))
  }

  @Test func partialPeriodsAreMarked() throws {
    let answer = try Record.answer(
      "deportations | total removals by fiscal_year",
      format: "box"
    )
    #expect(answer.data.contains("FY2015*"))
    #expect(answer.notes.contains("FY2015 is covered only in part"))
  }

  @Test func scriptsStopAtTheFirstError() throws {
    let answer = try Record.answer("states | count\nstatez | count\nstates | count")
    #expect(answer.exit == .query)
    #expect(answer.data == "n\n56\n")
  }

  @Test(arguments: ["csv", "tsv", "json"])
  func pipesGetNoColorsAndNoBoxes(_ format: String) throws {
    let answer = try Record.answer("states | first 3", format: format)
    #expect(!answer.data.contains("\u{1B}") && !answer.notes.contains("\u{1B}"))
    #expect(!answer.data.contains("│") && !answer.data.contains("─"))
  }
}
