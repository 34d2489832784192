import Catalog
import Columns
import Testing

@testable import IO
import TestSupport

@Suite("Random bytes")
struct FuzzTests {
  private let pieces: [[UInt8]] = {
    let texts = [
      ",", "\"", "\n", "\r", "\r\n", "\"\"", "a", "1", "-", ".", "e", "true", "ü", "𝄞",
      "2011-06-17", "{", "}", "[", "]", ":", "\\u", "d834", "null", " ", "\t", "FY2011", "0",
    ]
    return texts.map { Array($0.utf8) } + [[0xFF], [0xC3], [0x00], [0xEF, 0xBB, 0xBF]]
  }()

  private func bytes(_ generator: inout Dice) -> [UInt8] {
    (0..<Int.random(in: 0..<60, using: &generator)).flatMap { _ in
      pieces.randomElement(using: &generator) ?? []
    }
  }

  @Test("no reader crashes, and what CSV gives reads back")
  func readers() throws {
    var generator = Dice(seed: 2008)
    var tables = 0
    for _ in 0..<20_000 {
      let bytes = bytes(&generator)
      let file = FileBytes(path: "fuzz", bytes: bytes)
      _ = try? JSON.read(file)
      _ = try? jsonLinesTable(file, name: "fuzz")
      guard let table = try? csvTable(bytes: bytes) else { continue }
      tables += 1
      for format in Format.all.entries {
        try format.write(table, FormatOptions(width: 40, maximumRows: 3)) { _ in }
      }
      // A single column's last missing value is an empty line like any other.
      let again = try csvTable(written(table, as: "csv"))
      #expect(cells(again) == cells(table))
    }
    #expect(tables > 500)
  }

  @Test("random texts read back from CSV, TSV and JSON lines")
  func texts() throws {
    var generator = Dice(seed: 1)
    let letters = Array("ab\",\n\r\t\\ü漢\u{301}\u{0}\u{1B}|<&'")
    for _ in 0..<300 {
      let values = (0..<5).map { _ -> Value in
        let count = Int.random(in: 1..<8, using: &generator)
        let text = (0..<count).compactMap { _ in letters.randomElement(using: &generator) }
        return .text("x" + String(text))
      }
      let column = Column(values, as: .text)
      let table = Table(
        schema: Schema([Field("a", .text), Field("b", .text)]),
        columns: [column, column],
        rowCount: 5
      )
      #expect(cells(try csvTable(written(table, as: "csv"))) == cells(table))
      #expect(cells(try csvTable(written(table, as: "tsv"), delimiter: "\t")) == cells(table))
      let lines = FileBytes(path: "x", bytes: Array(written(table, as: "jsonl").utf8))
      #expect(cells(try whole(try jsonLinesTable(lines, name: "x"))) == cells(table))
    }
  }
}
