import Testing

@testable import Shell

/// What missing values decide in the record, with the numbers that the data give.
@Suite struct MissingValueTests {
  @Test(arguments: [
    (
      "deportations | count by high = removals > 1000",
      "high,n\nfalse,257\ntrue,59\n,41\n"
    ),
    (
      "deportations | add high = removals > 1000 | where high | count", "n\n59\n"
    ),
    ("deportations | where not (removals > 1000) | count", "n\n298\n"),
    ("figures | where level != \"All levels\" | count", "n\n116\n"),
    ("figures | where not (level >= \"Level 2\") | count", "n\n231\n"),
    (
      "figures | where level > \"No conviction\" | summarize least = min(level)", "least\nLevel 3\n"
    ),
    (
      "policies | where year = 2020 | summarize p = percent(where detainer_limits != \"none\")",
      "p\n\"\"\n"
    ),
    (
      "policies | where year = 2019 | summarize p = percent(where detainer_limits != \"none\")",
      "p\n0.68\n"
    ),
  ])
  func answers(_ query: String, _ data: String) throws {
    #expect(try Record.answer(query).data == data)
  }

  @Test(arguments: [
    ("deportations | where removals > 1000", "41 rows without removals count as not > 1000"),
    ("deportations | where not (removals > 1000)", "41 rows without removals count as not > 1000"),
    (
      "deportations | add c = if removals > 1000 then 1 else 0",
      "41 rows without removals count as not > 1000"
    ),
    (
      "deportations | summarize n = count(where removals > 1000)",
      "41 rows without removals count as not > 1000"
    ),
    (
      "deportations | count by low = not (removals > 1000)",
      "41 rows without removals count as not > 1000"
    ),
    (
      "policies | where year = 2019 and detainer_limits > \"none\"",
      "1 row without detainer_limits counts as not > \"none\""
    ),
    (
      "policies | where year = 2020 | summarize p = percent(where detainer_limits != \"none\")",
      "all 51 rows are without detainer_limits"
    ),
    (
      "policies | where year = 2019 | summarize p = percent(where detainer_limits != \"none\")",
      "1 of 51 rows, without detainer_limits, is in neither part of the percentage"
    ),
    ("figures | where level != \"All levels\"", "68 rows kept although level is missing"),
    (
      "figures | where not (level >= \"Level 2\")",
      "141 rows with level \"All levels\" count as not >= \"Level 2\""
    ),
  ])
  func told(_ query: String, _ words: String) throws {
    let notes = try Record.answer(query).notes
    #expect(notes.contains(words), "\(notes)")
  }

  @Test(arguments: [
    "deportations | count by high = removals > 1000", "deportations | sort removals > 1",
  ])
  func keptComparisonsDecideNothing(_ query: String) throws {
    #expect(!(try Record.answer(query).notes.contains("count as not")))
  }
}
