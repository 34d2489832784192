import Diagnostics
import Foundation
import IO
import Testing

@testable import Shell

/// What a screen shows besides the data, and what it leaves to files.
@Suite struct ScreenTests {
  /// What a source says on a screen of `width` columns.
  private func screen(
    _ source: String,
    format: String = "box",
    width: Int? = 80,
    ascii: Bool = false
  ) throws -> (data: String, notes: String) {
    let screen = Record.Screen()
    var options = SessionOptions(layout: FormatOptions(width: width))
    options.layout.ascii = ascii
    options.format = format
    let session = Session(
      catalog: try Record.catalog(),
      options: options,
      console: Console(output: { screen.data += $0 }, errors: { screen.notes += $0 })
    )
    _ = session.run(bytes: Array(source.utf8), from: Origin(file: nil))
    return (screen.data, screen.notes)
  }

  private func widths(_ text: String) -> [Int] {
    text.split(separator: "\n").map { displayWidth(of: String($0)) }
  }

  @Test func describeDrawsItsColumns() throws {
    let (data, _) = try screen("deportations | describe state, fiscal_year, removals, partial")
    #expect(data.contains("│ values"))
    #expect(data.contains("AK 7, AL 7, AR 7, …"))
    #expect(data.contains("███████"))
    #expect(data.contains("false 306, true 51"))
    #expect(widths(data).allSatisfy { $0 <= 80 })
  }

  @Test func describeDrawsInASCIIWhereItMust() throws {
    let (data, _) = try screen("deportations | describe fiscal_year, removals", ascii: true)
    #expect(data.contains("@@@@@@@"))
    #expect(data.utf8.allSatisfy { $0 < 0x80 })
  }

  @Test(arguments: ["csv", "tsv", "json", "plain", "markdown"])
  func onlyPicturesHaveHistograms(_ format: String) throws {
    let (data, _) = try screen("deportations | describe", format: format)
    #expect(!data.contains("values"))
  }

  @Test func laterStagesDoNotSeeHistograms() throws {
    let (_, notes) = try screen("deportations | describe | keep values")
    #expect(notes.contains("There is no column values."))
    #expect(try screen("deportations | describe | first 2").data.contains("values") == false)
  }

  @Test func askedColumnsAreShownBeforeOthers() throws {
    let query =
      "figures | where scope = \"state\" | add twice = value * 2 | where note is not missing"
    let (data, _) = try screen(query)
    let heading = data.split(separator: "\n")[1]
    for name in ["value", "note", "twice"] {
      #expect(heading.contains(" \(name) "), "\(name)")
    }
    // A column that the query fixed to one value leaves first, and is told.
    #expect(!heading.contains(" scope "))
    #expect(data.contains("scope (state in all rows)"))
    #expect(widths(data).allSatisfy { $0 <= 80 })
  }

  @Test func longTextsTakeSeveralLines() throws {
    let query =
      "claims | where source.founding and unit = \"percent\" | keep id, speaker, statement, value, place"
    let (data, _) = try screen(query)
    #expect(!data.contains("more column"))
    #expect(widths(data).allSatisfy { $0 <= 80 })
  }

  @Test(arguments: ["box", "plain", "vertical"])
  func partialPeriodsAreMarked(_ format: String) throws {
    let (data, _) = try screen("deportations | total removals by fiscal_year", format: format)
    #expect(data.contains("FY2015*"))
    #expect(!data.contains("FY2014*"))
    let spread = "deportations | total removals by state.region, fiscal_year | pivot fiscal_year"
    #expect(try screen(spread, format: format, width: nil).data.contains("FY2015*"))
  }

  @Test func errorsFitTheScreen() throws {
    let long = String(repeating: " and removals > 3", count: 8)
    let (_, notes) = try screen(
      "deportations | where stat = \"MA\"\(long) | totl removals",
      width: 60
    )
    #expect(
      notes.split(separator: "\n").dropLast().allSatisfy { displayWidth(of: String($0)) <= 60 }
    )
    let wrong = try screen("figures | where nothing > 3", width: 50).notes
    #expect(wrong.split(separator: "\n").allSatisfy { displayWidth(of: String($0)) <= 50 })
    #expect(wrong.split(separator: "\n")[1].contains("^^^^^^^"))
  }

  @Test func otherCapitalsAreNoted() throws {
    let (_, notes) = try screen("events | where place contains \"boston\" | count", width: nil)
    #expect(
      notes.contains(
        "no place contains \"boston\"; with other capitals \"Boston\" does: "
          + "lower(place) contains \"boston\""
      )
    )
    #expect(
      !(try screen("events | where place contains \"Boston\" | count").notes).contains("capitals")
    )
  }

  /// 24 rows lie in June 2011 by their first day, of which the four of 2011 as a whole may lie
  /// elsewhere.
  @Test func placementsAreCountedWhereTheyDecide() throws {
    let decided = try screen("events | where date in 2011-06 | count", width: nil).notes
    #expect(decided.contains("4 rows dated only to the year are placed on its first day"))
    #expect(!decided.contains("dated only to the month"))
    #expect(!(try screen("events | where date > 2011 | count").notes).contains("placed on"))
  }

  @Test func aFixedKeyColumnDoesNotCount() throws {
    let query =
      "events | count by y = year(date), m = month(date) | where y = 2011 | add c = running(n)"
    let (data, notes) = try screen(query, format: "csv")
    #expect(data.hasPrefix("y,m,n,c\n2011,2011-01,"), "\(notes)")
  }

  @Test func savingKeepsWhatWasThere() throws {
    let folder = NSTemporaryDirectory() + "scomm-save-\(ProcessInfo.processInfo.processIdentifier)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/a.csv"
    func save(_ rows: Int) throws -> String {
      try screen("states | first \(rows) | keep code | save \"\(path)\"", width: nil).notes
    }
    #expect(try save(1).hasPrefix("1 row written to \(path)\n"))
    #expect(try save(1).hasPrefix("1 row written to \(path), which held the same already\n"))
    #expect(try save(2).contains("what it held before is in \(path)~\n"))
    #expect(try save(3).contains("what it held before is in \(path)~2\n"))
    #expect(try String(contentsOfFile: path + "~", encoding: .utf8) == "code\nAK\n")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "code\nAK\nAL\nAR\n")
  }

  @Test func helpLooksForOtherWords() throws {
    let (_, _, _, session) = try Record.answer("states | count")
    guard case .fine? = session.run(command: ".help", ["detainer"]) else {
      Issue.record(".help detainer found nothing")
      return
    }
  }
}
