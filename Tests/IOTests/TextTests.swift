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

  @Test("data beside the program come before those in it")
  func search() throws {
    let root = TemporaryFolder()
    let folders = ["share", "share/scomm", "share/scomm/datasets", "bin"]
    for folder in folders { mkdir(root.path + "/" + folder, 0o700) }
    let home = root.path + "/bin"
    #expect(sharedFiles(besides: home) == nil)
    root.write("share/scomm/datasets/datapackage.json", "{}")
    #expect(sharedFiles(besides: home)?.folder == root.path + "/share/scomm/datasets")
    unlink(root.path + "/share/scomm/datasets/datapackage.json")
    for folder in folders.reversed() where folder != "share" { rmdir(root.path + "/" + folder) }
    rmdir(root.path + "/share")
  }

  @Test("the record in the program is that of the folder")
  func embedded() throws {
    let (inside, outside) = (
      try openDataPackage(recordFiles(option: nil)), try openDataPackage(folder: shippedFolder)
    )
    #expect(inside.tables.map(\.name) == outside.tables.map(\.name))
    #expect(try inside.package?.hash() == outside.package?.hash())
    for source in inside.tables {
      let fields = try source.schema().fields
      #expect(try source.load(Array(fields.indices)).rowCount > 0)
    }
  }

  @Test("an option that names no data fails at once")
  func location() throws {
    #expect(try recordFiles(option: shippedFolder).folder == shippedFolder)
    #expect(
      failure { _ = try recordFiles(option: "/nowhere") } == """
        /nowhere: holds no datapackage.json, but --datasets names it; name the folder that does
        """
    )
  }
}
