import Catalog
import Testing

@testable import IO

@Suite("Caveats of data packages")
struct CaveatTests {
  private let folder = TemporaryFolder()

  /// The table `t`, with a measure and a key, whose package declares these caveats.
  private func table(_ caveats: String) throws -> any TableSource {
    folder.write("t.csv", "place,n\na,1\n")
    folder.write(
      "datapackage.json",
      """
      {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [
      {"name": "place"}, {"name": "n", "type": "integer"}]},
      "scomm": {"caveats": [\(caveats)]}}]}
      """
    )
    return try #require(try openDataPackage(folder: folder.path).table("t"))
  }

  @Test("a text alone, with a condition, and of all values of a column")
  func forms() throws {
    let notes = try table(
      #""one", {"text": "two", "when": "n = 1"}, {"text": "three", "across": "place"}, "#
        + #"{"text": "four", "when": "n = 1", "across": "place", "known": "n"}"#
    ).schema().notes
    #expect(notes.caveats.map(\.text) == ["one", "two", "three", "four"])
    #expect(notes.caveats.map(\.when) == [nil, "n = 1", nil, "n = 1"])
    #expect(notes.caveats.map(\.across) == [nil, nil, "place", "place"])
    #expect(notes.caveats.map(\.known) == [nil, nil, nil, "n"])
  }

  @Test(
    "what is no caveat",
    arguments: [
      (
        #"{"text": "two"}"#,
        "23: a caveat of t must be a text, or an object of a text and when or across"
      ),
      (
        #"{"when": "n = 1"}"#,
        "23: a caveat of t must be a text, or an object of a text and when or across"
      ),
      (
        #"{"text": "two", "when": 3}"#,
        "47: when of a caveat of t must be a condition, as a text"
      ),
      (#"{"text": "two", "across": "where"}"#, "49: this names no field of t"),
      (
        #"{"text": "two", "across": "place", "known": "m"}"#,
        "67: this names no field of t"
      ),
      (
        #"{"text": "two", "across": "place", "known": "n"}"#,
        "23: known in a caveat of t needs when and across beside it"
      ),
      (
        #"{"text": "two", "of": "n"}"#,
        "45: \"of\" in a caveat of t is not known; known are text, when, across, known"
      ),
    ]
  )
  func mistakes(_ caveat: String, _ message: String) throws {
    let table = try table(caveat)
    let given = folder.relative(IOTests.failure { _ = try table.schema() })
    #expect(given == "datapackage.json:3:" + message)
  }
}
