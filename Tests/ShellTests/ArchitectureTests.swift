import Foundation
import Syntax
import Testing

/// The dependencies between modules, as the table in ARCHITECTURE.md states them.
@Suite struct ArchitectureTests {
  /// The modules of the table with what each may import.
  static let modules: [String: Set<String>] = {
    let text = (try? Record.text("ARCHITECTURE.md")) ?? ""
    guard let heading = text.range(of: "\n## Modules\n") else { return [:] }
    let section = text[heading.upperBound...].components(separatedBy: "\n## ")[0]
    var modules: [String: Set<String>] = [:]
    for row in section.split(separator: "\n") where row.hasPrefix("| `") {
      let cells = row.split(separator: "|").map { names(in: $0) }
      guard cells.count == 4, let name = cells[0].first else { continue }
      modules[name] = Set(cells[2] + cells[3])
    }
    return modules
  }()

  /// The names between back-quotes.
  private static func names(in cell: Substring) -> [String] {
    cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }

  /// The files of C libraries, each spoken to by one file or folder.
  static let alone = [
    "CReadline": "Shell/LineEditor/", "CSQLite": "IO/Readers/SQLite/SQLiteFile.swift",
    "CPostgres": "scomm-postgres/Database.swift",
    "CBytes": "IO/Readers/Delimited/FieldIndex.swift", "CThreads": "Parallel/",
    "CLanes": "Functions/", "CMemory": "Columns/MemoryBudget.swift",
    "CCompression": "IO/Readers/Compression.swift", "CRecord": "Datasets/", "CStart": "scomm/",
  ]

  static let files: [String] = {
    let sources = Record.root + "/Sources"
    let all = FileManager.default.enumerator(atPath: sources)?.allObjects as? [String] ?? []
    return all.filter { $0.hasSuffix(".swift") }.sorted()
  }()

  static func module(of file: String) -> String { String(file.prefix { $0 != "/" }) }

  static func imports(of file: String) throws -> [String] {
    try Record.text("Sources/" + file).split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ").filter { !$0.hasPrefix("@") }
      guard let place = words.firstIndex(of: "import"), place <= 1 else { return nil }
      return words.last.map(String.init)
    }
  }

  @Test func everyModuleHasARow() {
    #expect(Set(Self.files.map(Self.module)) == Set(Self.modules.keys))
  }

  @Test(arguments: files)
  func importsOnlyWhatItsRowSays(_ file: String) throws {
    let allowed = try #require(Self.modules[Self.module(of: file)])
    for module in try Self.imports(of: file) {
      #expect(allowed.contains(module), "\(file) imports \(module)")
      if let only = Self.alone[module] { #expect(file.hasPrefix(only), "\(module) has one place") }
    }
  }

  @Test func noRowAllowsMoreThanIsUsed() throws {
    var used: [String: Set<String>] = [:]
    for file in Self.files {
      used[Self.module(of: file), default: []].formUnion(try Self.imports(of: file))
    }
    for (module, allowed) in Self.modules {
      #expect(allowed.subtracting(used[module] ?? []) == [], "\(module)")
    }
  }

  @Test func arrowsFall() {
    var rest = Self.modules.mapValues { $0.intersection(Self.modules.keys) }
    while let lowest = rest.first(where: { $0.value.isEmpty })?.key {
      rest[lowest] = nil
      for module in rest.keys { rest[module]?.remove(lowest) }
    }
    #expect(rest.keys.sorted() == [], "these import each other")
  }
}
