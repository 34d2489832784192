import Diagnostics
import Foundation
import Syntax
import Testing

@testable import IO
@testable import Shell
@testable import Catalog

/// What is said of a table with other names speaks of no name that the user did not type.
///
/// The shipped record is opened with every table and column renamed, and the catalogue of wrong
/// inputs is entered with the same names renamed: then a name of the record in an answer is in our
/// own words.
@Suite(.serialized) struct RenamedRecordTests {
  /// Words of English and of the language that are names of the record, too.
  static let words: Set<String> = [
    "code", "counties", "date", "dates", "days", "event", "id", "kind", "label", "level", "month",
    "name", "note", "partial", "place", "reason", "sources", "statement", "text", "topic", "unit",
    "value", "year",
  ]

  struct Failure: Error, CustomStringConvertible { var description: String }

  /// The names of the record that are renamed.
  static let names: Set<String> = {
    let tables = (try? Record.catalog())?.tables ?? []
    let columns = tables.flatMap { (try? $0.schema().fields.map(\.name)) ?? [] }
    return Set(tables.map(\.name) + columns).subtracting(words)
  }()

  static func renamed(_ name: String) -> String { names.contains(name) ? "my_" + name : name }

  /// The text with the names of the record renamed, wherever they stand as whole words.
  static func renaming(_ text: String) -> String {
    text.replacing(/[A-Za-z_][A-Za-z_0-9]*/) { renamed(String($0.0)) }
  }

  static func identifiers(_ text: String) -> Set<String> {
    Set(text.matches(of: /[A-Za-z_][A-Za-z_0-9]*/).map { String($0.0) })
  }

  /// The shipped package with other names, in a folder of its own.
  static let folder: Result<String, any Error> = Result {
    let shipped = Record.root + "/datasets/"
    let folder = NSTemporaryDirectory() + "scomm-renamed-\(getpid())/"
    let files = FileManager.default
    try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let read = try JSONSerialization.jsonObject(
      with: Data(contentsOf: URL(filePath: shipped + "datapackage.json"))
    )
    guard var package = read as? [String: Any],
      let resources = package["resources"] as? [[String: Any]]
    else {
      throw Failure(description: "no package")
    }
    package["resources"] = resources.map { renamed(in: $0, key: "") }
    try JSONSerialization.data(withJSONObject: package)
      .write(to: URL(filePath: folder + "datapackage.json"))
    for resource in resources {
      guard let path = resource["path"] as? String else { continue }
      let text = try String(contentsOfFile: shipped + path, encoding: .utf8)
      let end = text.firstIndex(of: "\n") ?? text.endIndex
      try (renaming(String(text[..<end])) + text[end...])
        .write(toFile: folder + path, atomically: true, encoding: .utf8)
    }
    return folder
  }

  /// The value of a key of the package with the names in it renamed.
  private static func renamed(in value: Any, key: String) -> Any {
    let naming: Set = [
      "name", "fields", "primaryKey", "resource", "date", "precision", "unitColumn", "notAlong",
      "table", "row", "column", "across", "known",
    ]
    switch value {
    case let object as [String: Any]:
      return Dictionary(
        uniqueKeysWithValues: object.map { ($0.key, renamed(in: $0.value, key: $0.key)) }
      )
    case let list as [Any]: return list.map { renamed(in: $0, key: key) }
    case let text as String:
      if key == "partial" || key == "when" { return renaming(text) }
      return naming.contains(key) ? renamed(text) : text
    default: return value
    }
  }

  nonisolated(unsafe) static let tables = Result { try openDataPackage(folder: folder.get()) }

  @Test func isReadWhole() throws {
    let record = try Record.catalog()
    let catalog = try Self.tables.get()
    #expect(catalog.tables.map(\.name) == record.tables.map { Self.renamed($0.name) })
    #expect(
      Self.names.isSuperset(of: ["removals", "state", "deportations", "fiscal_year", "events"])
    )
  }

  @Test(arguments: Catalogue.blocks)
  func speaksOfNoOtherNames(_ block: Catalogue.Block) throws {
    var renamed = block
    renamed.before = block.before.map(Self.renaming)
    renamed.query = block.query.map(Self.renaming)
    let said = try Catalogue.said(renamed, isQuiet: true, in: Self.tables.get())
    let typed = Self.identifiers((renamed.query + renamed.before).joined(separator: " "))
    // Values of the data are theirs, whatever they are called.
    let ours = said.replacing(/"[a-z_]+"/, with: "")
    #expect(Self.identifiers(ours).intersection(Self.names).subtracting(typed).sorted() == [])
  }

  /// A repair over the record with other names is the same repair with these names, unless it is
  /// of a misspelled name, which then is like none.
  @Test func repairsAreTheSame() throws {
    var unlike: [String] = []
    let blocks = Catalogue.blocks.filter { $0.file == "repairs.txt" && $0.isFixed }
    for block in blocks {
      var renamed = block
      renamed.query = block.query.map(Self.renaming)
      let said = try Catalogue.said(renamed, isQuiet: true, in: Self.tables.get())
      let fixed = said.firstMatch(of: /(?s)Fixed:  (.*)\n/).map { String($0.1) }
      if fixed != block.repaired.map({ Self.renaming($0.source) }) {
        unlike.append(block.source)
        #expect(fixed == nil)
      }
    }
    #expect(unlike.count * 6 < blocks.count, "\(unlike)")
  }
}
