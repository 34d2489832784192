import Foundation
import Shell
import Testing

/// Arrows only fall: what each target imports, against the table of ARCHITECTURE.md.
@Suite struct HouseTests {
  static let allowed: [String: Set<String>] = [
    "Tables": ["Synchronization", "Glibc"],
    "Diagnostics": [],
    "Syntax": ["Diagnostics"],
    "Habits": ["Diagnostics", "Syntax"],
    "Planner": ["Diagnostics", "Syntax", "Tables", "CLanes", "Synchronization", "Glibc"],
    "Parallel": ["CThreads", "Glibc", "Synchronization"],
    "Execution": ["Planner", "Tables", "Parallel", "Synchronization"],
    "IO": [
      "Tables", "Diagnostics", "Parallel", "CSQLite", "CBytes", "Glibc", "Synchronization",
    ],
    "SQL": ["Planner", "Diagnostics", "Tables"],
    "Remote": ["SQL", "Planner", "IO", "Diagnostics", "Syntax", "Tables", "Glibc"],
    "Datasets": ["Tables", "Glibc"],
    "Shell": [
      "Execution", "Remote", "SQL", "Planner", "IO", "Habits", "Diagnostics", "Syntax", "Tables",
      "CReadline", "Glibc", "Synchronization",
    ],
    "scomm": [
      "Shell", "Remote", "Datasets", "IO", "Planner", "Tables", "ArgumentParser", "Glibc",
    ],
    "scomm-postgres": ["CPostgres", "Glibc"],
  ]

  /// The only files, or folders of files, that speak to C libraries other than the system's own.
  static let alone = [
    "CReadline": "Shell/LineEditor/", "CSQLite": "IO/Readers/SQLite/SQLiteFile.swift",
    "CPostgres": "scomm-postgres/Database.swift",
    "CBytes": "IO/Readers/Delimited/FieldIndex.swift", "CThreads": "Parallel/ThreadPool.swift",
    "CLanes": "Planner/Functions/VectorizedGroups.swift",
  ]

  static let files: [String] = {
    let sources = Record.root + "/Sources"
    let all = FileManager.default.enumerator(atPath: sources)?.allObjects as? [String] ?? []
    return all.filter { $0.hasSuffix(".swift") }.sorted()
  }()

  static func imports(of file: String) throws -> [String] {
    try Record.text("Sources/" + file).split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ").filter { !$0.hasPrefix("@") }
      guard let first = words.first, words.count >= 2 else { return nil }
      let access = ["public", "internal", "private", "fileprivate", "package"]
      if first == "import" { return String(words[1]) }
      return access.contains(String(first)) && words[1] == "import" ? String(words[2]) : nil
    }
  }

  @Test(arguments: files)
  func importsOnlyWhatItsRoomMay(_ file: String) throws {
    let room = String(file.prefix(while: { $0 != "/" }))
    let allowed = try #require(Self.allowed[room], "\(file) is in no room of ARCHITECTURE.md")
    for module in try Self.imports(of: file) {
      #expect(allowed.contains(module), "\(file) imports \(module)")
      if let only = Self.alone[module] { #expect(file.hasPrefix(only), "\(module) has one place") }
    }
  }

  @Test func namesNothingOfTheDataInSwift() throws {
    let catalog = try Record.catalog()
    let tables = Set(catalog.tables.map(\.name))
    for file in Self.files where !file.hasPrefix("Planner/Verbs") {
      for line in try Record.text("Sources/" + file).split(separator: "\n") {
        let text = line.drop(while: { $0 == " " })
        if text.hasPrefix("//") { continue }
        for table in tables
        where text.contains("== \"\(table)\"") || text.contains("case \"\(table)\"") {
          Issue.record("\(file) names the table \(table): \(text)")
        }
      }
    }
  }
}
