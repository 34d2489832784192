import Catalog
import Diagnostics
import Testing

@testable import IO
@testable import Shell

/// What stands under the title of a picture: what its query chose, in words of its own.
@Suite struct SelectionTests {
  static let years = " | total removals by fiscal_year | chart"
  static let states = " | total removals by state | chart"

  /// Queries without their end, with what they choose.
  static let conditions: [(condition: String, phrases: [String])] = [
    ("state = \"TX\"", ["Texas"]),
    ("\"TX\" = state", ["Texas"]),
    ("state != \"TX\"", ["other than Texas"]),
    ("not state = \"TX\"", ["other than Texas"]),
    ("state in (\"TX\", \"CA\")", ["Texas and California"]),
    ("state not in (\"TX\", \"CA\")", ["other than Texas and California"]),
    ("state = \"TX\" or state = \"CA\"", ["Texas and California"]),
    (
      "state in (\"TX\", \"CA\", \"AZ\", \"NM\", \"FL\", \"ME\")",
      ["Texas, California, Arizona, New Mexico and 2 more"]
    ),
    ("state.name = \"Texas\"", ["Texas"]),
    ("state.region = \"South\"", ["region South"]),
    ("state.region != \"South\"", ["region other than South"]),
    ("state is missing", ["state missing"]),
    ("state is not missing", ["state known"]),
    ("fiscal_year = FY2012", ["FY2012"]),
    ("fiscal_year in FY2010..FY2013", ["FY2010 to FY2013"]),
    ("fiscal_year between FY2010 and FY2013", ["FY2010 to FY2013"]),
    ("fiscal_year in (FY2010, FY2012)", ["FY2010 and FY2012"]),
    ("fiscal_year >= FY2010", ["from FY2010 on"]),
    ("fiscal_year <= FY2013", ["up to FY2013"]),
    ("fiscal_year < FY2013", ["before FY2013"]),
    ("fiscal_year after FY2010", ["after FY2010"]),
    ("FY2010 < fiscal_year", ["after FY2010"]),
    ("period_start since 2010-10-01", ["from 2010-10-01 on"]),
    ("removals > 1000", ["removals over 1,000"]),
    ("removals < 1000", ["removals under 1,000"]),
    ("removals >= 1000", ["removals at least 1,000"]),
    ("removals <= 1000", ["removals at most 1,000"]),
    ("1000 < removals", ["removals over 1,000"]),
    ("removals in 10..1000", ["removals 10 to 1,000"]),
    ("removals is not missing", ["removals known"]),
    ("partial", ["partial"]),
    ("not partial", ["not partial"]),
    ("partial = false", ["not partial"]),
    ("source = \"urban-2022\"", ["source urban-2022"]),
    ("state contains \"A\"", ["state contains \"A\""]),
    ("removals / 2 > 100", ["removals / 2 > 100"]),
    ("not removals > 5", ["not removals > 5"]),
    ("state = \"TX\" or fiscal_year = FY2012", ["state = \"TX\" or fiscal_year = FY2012"]),
    (
      "(state = \"TX\") and (not partial and removals > 5)",
      ["Texas", "not partial", "removals over 5"]
    ),
    ("state in states", ["state among states"]),
    ("state not in states", ["state not among states"]),
  ]

  /// What stands under the title of the picture that a source draws last.
  private func phrases(_ source: String, in catalog: Catalog? = nil) throws -> [String]? {
    let (_, notes, exit, session) = try Record.answer(source, catalog: catalog)
    #expect(exit == .fine, "\(source): \(notes)")
    return session.results.last?.scene?.phrases
  }

  @Test(arguments: conditions)
  func conditionsAreSaid(_ condition: String, _ phrases: [String]) throws {
    let source = "deportations | where " + condition + Self.years
    #expect(try self.phrases(source) == phrases, "\(condition)")
    // Nothing goes by the names of the record.
    let renamed = RenamedRecordTests.renaming(source)
    let others = try self.phrases(
      renamed,
      in: openDataPackage(folder: RenamedRecordTests.folder.get())
    )
    let known = others?.map { $0.replacing("my_", with: "").replacing("my ", with: "") }
    #expect(known == phrases, "\(renamed)")
  }

  /// Queries of one or several statements, the last of which draws, with what stands under it.
  static let queries: [(source: String, phrases: [String])] = [
    (
      "deportations" + states,
      ["2008-10-01 to 2015-02-28"]
    ),
    (
      "deportations | total removals by state.region | share | chart",
      ["percent of all removals", "2008-10-01 to 2015-02-28"]
    ),
    (
      "deportations | where fiscal_year = FY2012 | total removals by state.region | share | chart",
      ["FY2012", "percent of these removals"]
    ),
    (
      "deportations | where not partial | total removals by state.region, fiscal_year "
        + "| share per region | chart bar x fiscal_year y share facet region",
      ["not partial", "percent of the removals of each region"]
    ),
    (
      "claims | count by speaker | share | top 3 | chart",
      ["percent of all rows", "top 3 by count"]
    ),
    (
      "deportations | total removals by state | where removals > 10_000 | chart",
      ["removals by state over 10,000", "2008-10-01 to 2015-02-28"]
    ),
    (
      "claims | count by speaker, scope | where n > 5 | chart",
      ["count by speaker and scope over 5"]
    ),
    (
      "deportations | where fiscal_year = FY2012 | total removals by state | top 10 | chart",
      ["FY2012", "top 10 by removals"]
    ),
    (
      "deportations | total removals by state.region, state | bottom 2 by removals per region "
        + "with ties | chart x state",
      ["bottom 2 by removals of each region with ties", "2008-10-01 to 2015-02-28"]
    ),
    (
      "states | sort population desc | first 5 | chart x name y population",
      ["the first 5 rows"]
    ),
    (
      "states | sort population | last 1 per region | chart x name y population",
      ["the last row of each region"]
    ),
    (
      "jurisdictions | sample 50 seed 7 | chart hist x population",
      ["a sample of 50 rows, drawn at random with seed 7"]
    ),
    (
      "jurisdictions | sample 2% seed 7 | chart hist x population",
      ["a sample of 2% of the rows, drawn at random with seed 7"]
    ),
    (
      "detention | where state = \"MA\" | around 2014-11-20 by 9 months "
        + "| chart line y average_daily_population",
      ["Massachusetts", "within 9 months of 2014-11-20"]
    ),
    (
      "jurisdictions | where activated < 2010-01-01 and activation_basis = \"exact day\" "
        + "| count by state | chart",
      ["activated before 2010-01-01", "activation basis exact day"]
    ),
    ("claims | where source.founding | count by unit | chart", ["source's founding"]),
    ("claims | where source.founding = false | count by unit | chart", ["not source's founding"]),
    (
      "events | where kind in (\"letter\", \"court\", \"case\", \"meeting\", \"report\", "
        + "\"hearing\", \"protest\") | count by kind | chart",
      ["kind letter, court, case, meeting and 3 more"]
    ),
    ("events | where date = 2011-06-06 | count by kind | chart", ["date on 2011-06-06"]),
    ("events | where date in 2011-06 | count by kind | chart", ["date in 2011-06"]),
    (
      "deportations | where fiscal_year = FY2012 | total removals by state "
        + "| add rate = 100_000 * removals / state.foreign_born | map rate",
      ["FY2012", "rate: removals per 100,000 foreign born"]
    ),
    (
      "deportations | where fiscal_year = FY2012 | total removals by state "
        + "| add rate = removals / state.foreign_born * 100_000, other = removals - 1 | map rate",
      ["FY2012", "rate: removals per 100,000 foreign born"]
    ),
    (
      "deportations | summarize middle = median(removals where not partial) by fiscal_year | chart",
      ["middle = median(removals where not partial)"]
    ),
    (
      "param year = FY2012; param least = 5\n"
        + "deportations | where fiscal_year = $year and removals * 2 > $least" + states,
      ["FY2012", "removals * 2 > $least ($least is 5)"]
    ),
    (
      "let tx = deportations | where state = \"TX\"\ntx | where not partial" + years,
      ["Texas", "not partial"]
    ),
    (
      "deportations | where state = \"TX\"\n| total removals by fiscal_year\n"
        + "| where fiscal_year > FY2009 | chart",
      ["Texas", "after FY2009"]
    ),
    (
      "let big = states | where population > 10_000_000\n"
        + "deportations | where state in big" + years,
      ["state among big (population over 10,000,000)"]
    ),
    (
      "states | join (deportations | where fiscal_year = FY2012 | total removals by state) "
        + "on code = state | chart x name y removals",
      ["deportations: FY2012"]
    ),
    (
      "states | join (deportations | total removals by state | top 5) on code = state matched "
        + "| chart x name y removals",
      ["with a partner in deportations (top 5 by removals)"]
    ),
    (
      "states | join (deportations | where removals > 0) on code = state unmatched "
        + "| chart x name y population",
      ["without a partner in deportations (removals over 0)"]
    ),
    (
      "deportations | where state = \"TX\" | append (deportations | where state = \"CA\")" + years,
      ["Texas", "and rows of deportations (California)"]
    ),
    (
      "(deportations | where state = \"TX\") | where not partial" + years,
      ["Texas", "not partial"]
    ),
    (
      "national_removals | where fiscal_year in FY1999..FY2008 | unpivot removals_criminal, "
        + "removals_noncriminal as conviction, people "
        + "| chart x fiscal_year y people color conviction whole removals",
      ["FY1999 to FY2008", "percent of removals"]
    ),
    (
      "deportations | where state = \"TX\" | total removals by fiscal_year "
        + "| chart title \"Mine\"",
      ["Texas"]
    ),
  ]

  @Test(arguments: queries)
  func queriesAreSaid(_ source: String, _ phrases: [String]) throws {
    #expect(try self.phrases(source) == phrases, "\(source)")
  }

  /// Every kind has the same lines under its title.
  @Test(arguments: [
    "total removals by fiscal_year | chart bar", "total removals by fiscal_year | chart line",
    "chart hist x removals", "chart dots x fiscal_year y removals",
    "total removals by fiscal_year, state | chart stack x fiscal_year color state",
    "total removals by state | map", "total removals by state, fiscal_year | chart heat",
    "total removals by state, fiscal_year | chart spark",
    "total removals by state, fiscal_year | chart facet state",
  ])
  func eachKindSaysThem(_ end: String) throws {
    let phrases = try phrases("deportations | where state = \"TX\" and not partial | " + end)
    #expect(phrases?.prefix(2) == ["Texas", "not partial"], "\(end)")
  }
}
