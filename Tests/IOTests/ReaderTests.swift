import Catalog
import Columns
import Testing

@testable import IO

@Suite("The registry of readers")
struct ReaderTests {
  private let folder = TemporaryFolder()

  @Test("each ending opens a reader, and messages list the readers' endings")
  func endings() throws {
    let all = Reader.all.flatMap { $0.extensions + $0.aliases }
    #expect(Set(all).count == all.count)
    #expect(all.allSatisfy { namesTables("x." + $0) && namesTables("a.b/X." + $0.uppercased()) })
    #expect(!namesTables("x.parquet") && !namesTables("csv"))
    #expect(Reader.endings == [".csv", ".tsv", ".json", ".jsonl", ".sqlite", ".db"])
    let other = folder.write("x.parquet", "")
    #expect(
      failure { _ = try openFile(other, name: nil) }.hasSuffix(".csv .tsv .json .jsonl .sqlite .db")
    )
  }

  @Test("of two readers with one ending the first bytes decide")
  func signatures() throws {
    let plain = Reader(extensions: ["db"]) { _ in [] }
    let signed = Reader(extensions: ["db"], signature: "DUCK") { _ in [] }
    func chosen(_ bytes: String) -> String? {
      Reader.reader(among: [signed, plain], forFile: "x.DB") { Array(bytes.utf8) }?.reader.signature
    }
    #expect(chosen("DUCK1") == "DUCK")
    #expect(chosen("other") == "")
    #expect(Reader.reader(forFile: "x.xlsx") { [] } == nil)
    let input = ReaderInput(
      path: folder.write("b.csv", "a,b\n1,2\n"),
      givenName: nil,
      options: LoadOptions(),
      ending: "csv"
    )
    #expect(input.beginning() == Array("a,b\n1,2\n".utf8))
    #expect(input.tableName == "b")
  }

  @Test("the longest ending decides, and that of packing is no part of it")
  func longestEnding() throws {
    let old = Reader(extensions: ["old.csv"]) { _ throws(TableFailure) in [] }
    for (name, wanted) in [
      ("towns.csv", "csv"), ("towns.csv.gz", "csv.gz"), ("towns.old.csv", "old.csv"),
      ("TOWNS.OLD.CSV.ZST", "old.csv.zst"),
    ] {
      let found = Reader.reader(among: Reader.all + [old], forFile: name) { [] }
      #expect(found?.ending == wanted)
    }
    #expect(Reader.reader(forFile: "towns.gz") { [] } == nil)
  }
}

@Suite("Large files of a data package")
struct LargePackageTests {
  private let folder = TemporaryFolder()

  /// A table of more rows than one block holds, the last of which is as told.
  private func table(last: String) throws -> any TableSource {
    folder.write(
      "datapackage.json",
      """
      {"resources": [{"name": "t", "path": "t.csv", "schema": {"missingValues": ["NA"], "fields": [
      {"name": "id", "type": "integer"}, {"name": "c", "categories": ["low", "high"]},
      {"name": "d", "type": "date"}, {"name": "s"}], "primaryKey": ["id"]}}]}
      """
    )
    let rows = (0..<60_000).map { row in
      "\(60_000 - row),\(row % 3 == 0 ? "high" : row % 3 == 1 ? "low" : "NA"),"
        + "2011-06-\(10 + row % 20),\"text \(row % 1000)\"\n"
    }
    folder.write("t.csv", "id,c,d,s\n" + rows.joined() + last)
    return try #require(try openDataPackage(folder: folder.path).table("t"))
  }

  @Test("rows come in the key's order with declared codes, whichever thread read them")
  func rows() throws {
    let table = try whole(table(last: ""))
    #expect(table.rowCount == 60_000)
    let labels = table.columns[1].texts.labels
    #expect(labels.strings == ["low", "high"])
    for row in [0, 1, 2, 29_999, 59_998, 59_999] {
      let line = 59_999 - row
      #expect(
        (0..<4).map { table.columns[$0][row] } == [
          .integer(Int64(row + 1)),
          [Value.text("high"), .text("low"), .missing][line % 3],
          .ordinal(CivilDate(year: 2011, month: 6, day: 10 + line % 20).ordinal),
          .text("text \(line % 1000)"),
        ]
      )
    }
  }

  @Test(
    "a cell in the last block fails with its place, and a key that stands twice with both lines"
  )
  func failures() throws {
    let odd = try table(last: "0,middle,2011-06-01,x\n")
    #expect(
      folder.relative(failure { _ = try whole(odd) }) == """
        t.csv:60002:3: "middle" is not one of the categories ("low", "high"), which c holds; \
        correct the cell, or add it to the column's categories
        """
    )
    let twice = try table(last: "5,low,2011-06-01,x\n")
    #expect(
      folder.relative(failure { _ = try whole(twice) }) == """
        t.csv:60002:1: id "5" stands already in line 59997, but is the key of t; \
        a key names one row
        """
    )
  }

  @Test("a header with one name ten thousand times is numbered in linear time")
  func repeatedNames() {
    let names = distinctNames(Array(repeating: "a", count: 10_000) + ["a_3", ""])
    #expect(names[1] == "a_2" && names[9_999] == "a_10000")
    #expect(names[10_000] == "a_3_2" && names[10_001] == "column_10002")
    // Trying all numbers from 2 on for each name would take minutes.
    #expect(distinctNames(Array(repeating: "a", count: 60_000)).last == "a_60000")
  }
}
