import Foundation
import Shell
import Testing

/// Arrows only fall: what each target imports, against the table of ARCHITECTURE.md.
@Suite struct HouseTests {
  static let allowed: [String: Set<String>] = [
    "Tables": ["Synchronization", "Glibc"],
    "Diagnostics": [],
    "Language": ["Diagnostics"],
    "Habits": ["Diagnostics", "Language"],
    "Plans": ["Diagnostics", "Language", "Tables", "CLanes", "Synchronization", "Glibc"],
    "Threads": ["CThreads", "Glibc", "Synchronization"],
    "Execution": ["Plans", "Tables", "Threads", "Synchronization"],
    "Formats": [
      "Tables", "Diagnostics", "Threads", "CSQLite", "CBytes", "Glibc", "Synchronization",
    ],
    "SQL": ["Plans", "Diagnostics", "Tables"],
    "Engines": ["SQL", "Plans", "Formats", "Diagnostics", "Language", "Tables", "Glibc"],
    "Datasets": ["Tables", "Glibc"],
    "Shell": [
      "Execution", "Engines", "SQL", "Plans", "Formats", "Habits", "Diagnostics", "Language",
      "Tables",
      "CReadline", "Glibc", "Synchronization",
    ],
    "scomm": [
      "Shell", "Engines", "Datasets", "Formats", "Plans", "Tables", "ArgumentParser", "Glibc",
    ],
    "scomm-postgres": ["CPostgres", "Glibc"],
  ]

  /// The only files, or folders of files, that speak to C libraries other than the system's own.
  static let alone = [
    "CReadline": "Shell/LineEditor/", "CSQLite": "Formats/Readers/SQLite/SQLiteFile.swift",
    "CPostgres": "scomm-postgres/Database.swift",
    "CBytes": "Formats/Readers/Delimited/FieldIndex.swift", "CThreads": "Threads/ThreadPool.swift",
    "CLanes": "Plans/Functions/VectorizedGroups.swift",
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
    for file in Self.files where !file.hasPrefix("Plans/Verbs") {
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
