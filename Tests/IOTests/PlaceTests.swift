import Catalog
import Testing

@testable import IO

@Suite("Places that a data package declares")
struct PlaceTests {
  private let folder = TemporaryFolder()

  /// The catalog of a table of two places whose package says `own` of it.
  private func catalog(_ own: String, key: String = "\"id\"") throws -> Catalog {
    let fields = """
      [{"name": "id"}, {"name": "code"}, {"name": "r", "type": "integer"},
      {"name": "c", "type": "integer"}]
      """
    folder.write(
      "datapackage.json",
      """
      {"resources": [{"name": "t", "path": "t.csv",
      "schema": {"fields": \(fields), "primaryKey": [\(key)]}, "scomm": {\(own)}}]}
      """
    )
    folder.write("t.csv", "id,code,r,c\nA,01,0,1\nB,02,,\n")
    return try openDataPackage(folder: folder.path)
  }

  private func notes(_ own: String) throws -> PlaceNotes {
    try #require(catalog(own).table("t")).schema().notes.places
  }

  private func failure(_ own: String, key: String = "\"id\"") throws -> String {
    let table = try #require(catalog(own, key: key).table("t"))
    return folder.relative(IOTests.failure { _ = try table.schema() })
  }

  @Test func tilesAndShapesAreRead() throws {
    let tiles = try notes(#""tiles": {"row": "r", "column": "c"}, "label": "code""#)
    #expect(tiles.tiles?.row == "r" && tiles.tiles?.column == "c" && tiles.label == "code")
    let shapes = try notes(#""shapes": {"file": "maps/a.tsv"}"#)
    #expect(shapes.shapes?.path == "maps/a.tsv" && shapes.shapes?.column == "id")
    let all = #""shapes": {"file": "a.tsv", "column": "code", "outlines": "b.tsv"}"#
    let other = try notes(all)
    #expect(other.shapes?.column == "code" && other.shapes?.outlines == "b.tsv")
    #expect(try notes(#""row": "a place""#).isEmpty)
  }

  @Test func wrongOnesAreNamedWithTheirPlace() throws {
    for (own, words) in [
      (#""tiles": {"row": "r"}"#, "tiles of t must name a row and a column"),
      (#""tiles": {"row": "r", "column": "x"}"#, "this names no field of t"),
      (#""tiles": {"row": "r", "column": "code"}"#, "t.code must hold whole numbers"),
      (#""tiles": {"row": "r", "column": "c", "x": 1}"#, "\"x\" in tiles of t is not known"),
      (#""tiles": 5"#, "tiles of t must be an object"),
      (#""shapes": {}"#, "shapes of t must name a file"),
      (#""shapes": {"file": "a", "column": "r"}"#, "t.r must hold texts"),
      (#""shapes": {"file": "a", "outlines": 3}"#, "must be the path of a file"),
      (#""label": "x""#, "this names no field of t"),
    ] {
      let said = try failure(own)
      #expect(said.hasPrefix("datapackage.json:3:") && said.contains(words), "\(said)")
    }
    let tiles = #""tiles": {"row": "r", "column": "c"}"#
    #expect(try failure(tiles, key: #""id", "code""#).contains("must be one column"))
  }

  private func shapes(_ text: String) throws -> [String: PlaceShape] {
    let table = try #require(catalog(#""shapes": {"file": "a.tsv"}"#).table("t"))
    folder.write("a.tsv", text)
    return try table.shapes(in: "a.tsv")
  }

  @Test func pathsAreRead() throws {
    let found = try shapes("id\tpath\r\nA\tM1,2l3,4 -5,6zM-7,0l1,1z\nB\t\nA\tM0,0l1,0z\n")
    func ring(_ points: [(Int32, Int32)]) -> [PlaceShape.Point] { points.map { .init($0, $1) } }
    #expect(
      found["A"]?.rings == [
        ring([(1, 2), (4, 6), (-1, 12)]), ring([(-7, 0), (-6, 1)]), ring([(0, 0), (1, 0)]),
      ]
    )
    #expect(found["B"]?.rings == [])
    #expect(try shapes("id\tpath").isEmpty)
  }

  @Test(arguments: [
    ("", "1:1: a file of shapes begins with"), ("a\tb\n", "1:1: a file of shapes begins with"),
    ("id\tpath\nA", "2:2: a tab must follow"), ("id\tpath\nA\tM1\n", "2:5: a comma must stand"),
    ("id\tpath\nA\tM1,2z\n", "2:7: l must follow"), ("id\tpath\nA\tQ\n", "2:3: a ring begins"),
    ("id\tpath\nA\tM1,2l3,x z\n", "2:10: a whole number"),
    ("id\tpath\nA\tM1,2l3,4\n", "2:11: a whole number"),
    ("id\tpath\nA\tM99999999,0l0,0z\n", "2:12: a whole number of up to seven digits"),
    ("id\tpath\nA\tM900000,0l900000,0z\n", "a point lies beyond a million units"),
    ("id\tpath\nA\tM1,2l3,4zB\n", "2:12: a ring begins"),
  ])
  func wrongPathsAreNamedWithTheirPlace(_ text: String, _ words: String) {
    let said = folder.relative(IOTests.failure { _ = try shapes(text) })
    #expect(said.contains("a.tsv:") && said.contains(words), "\(said)")
  }

  @Test func filesOfShapesLieWithinThePackage() throws {
    let table = try #require(catalog(#""shapes": {"file": "../a.tsv"}"#).table("t"))
    let said = IOTests.failure { _ = try table.shapes(in: "../a.tsv") }
    #expect(said.contains("must lie within the package's folder"))
    let absent = IOTests.failure { _ = try table.shapes(in: "none.tsv") }
    #expect(absent.contains("none.tsv"))
  }

  @Test func theHashDependsOnThem() throws {
    let own = #""shapes": {"file": "a.tsv"}"#
    folder.write("a.tsv", "id\tpath\n")
    let first = try catalog(own).package?.hash()
    folder.write("a.tsv", "id\tpath\nA\tM0,0l1,1z\n")
    #expect(try first != catalog(own).package?.hash())
  }
}
