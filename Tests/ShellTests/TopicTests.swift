import IO
import Testing

@testable import Shell

/// The pages of the help on words, signs, literals and columns.
@Suite struct TopicTests {
  /// What `.help` says of a name, and its exit code.
  private func help(_ name: String) throws -> (exit: Exit?, text: String) {
    let screen = Record.Screen()
    let session = Session(
      catalog: try Record.catalog(),
      options: SessionOptions(layout: FormatOptions()),
      console: Console(output: { screen.data += $0 }, errors: { screen.notes += $0 })
    )
    let exit = session.run(command: ".help", name.split(separator: " ").map(String.init))
    return (exit, screen.data + screen.notes)
  }

  @Test(arguments: Topic.all.entries)
  func leadsOn(_ topic: Topic) throws {
    for name in [topic.name] + topic.others + topic.related {
      let said = try help(name)
      #expect(said.exit == .fine, "\(name): \(said.text)")
      #expect(!said.text.contains("^") || name == "names", "\(name): \(said.text)")
    }
  }

  @Test func belongsToOneTopic() {
    let names = Topic.all.entries.flatMap { [$0.name] + $0.others }
    #expect(Set(names).count == names.count)
  }

  @Test(arguments: [
    ("FY2012", "FY2012 is a fiscal year, 2011-10-01 to 2012-09-30."),
    ("FY2012Q1", "FY2012Q1 is a fiscal quarter, 2011-10-01 to 2011-12-31."),
    ("2011Q2", "2011Q2 is a quarter, 2011-04-01 to 2011-06-30."),
    ("2011-02", "2011-02 is a month, 2011-02-01 to 2011-02-28."),
    ("2011-W23", "2011-W23 is a week, 2011-06-06 to 2011-06-12."),
    ("2011-06-17", "2011-06-17 is a date."), ("90 days", "90 days is "), ("10%", "10% is a"),
    ("'a'", "'a' is text."), ("1_000", "1_000 is a whole number."),
    ("fiscal_year", "deportations.fiscal_year"), ("removals_criminal", "A column of"),
    ("missing", "counts as false"), ("not (x > 5)", "There is no help"),
    ("FY12", "no help on FY12"),
  ])
  func saysWhatItIs(_ name: String, _ words: String) throws {
    #expect(try help(name).text.contains(words))
  }
}
