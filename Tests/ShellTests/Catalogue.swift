import IO
import Foundation
import Syntax
import Catalog
import Testing

@testable import Shell

/// The catalogue of wrong inputs: `Tests/catalogue/*.txt`.
///
/// A block is an optional line `# repairable`, lines `>> statement` that are run before, lines `>
/// query`, and then exactly what the shell says. Blocks are parted by empty lines; other lines of
/// `#` are headings.
enum Catalogue {
  struct Block: CustomTestStringConvertible, Sendable {
    /// The comments before, as written.
    var comments: [String] = []
    /// Statements that are run before, whose output is not looked at.
    var before: [String] = []
    var query: [String] = []
    var answer: [String] = []
    var file: String

    init(file: String) { self.file = file }

    var isRepairable: Bool { comments.contains("# repairable") }
    var isFixed: Bool { answer.contains { $0.hasPrefix("Fixed:") } }
    /// The block whose query is the repaired one, which saves into the folder of temporary files.
    var repaired: Block? {
      guard let place = answer.firstIndex(where: { $0.hasPrefix("Fixed:  ") }) else { return nil }
      var block = self
      block.query = answer[place...].map {
        $0.replacing("save \"", with: "save \"/tmp/scomm-repaired-")
      }
      block.query[0].removeFirst("Fixed:  ".count)
      return block
    }
    var source: String { query.joined(separator: "\n") }
    var testDescription: String { "\(file): \(source)" }

    /// The settings that a comment `# set year=2012` gives.
    var settings: [String: String] {
      let pairs = comments.compactMap { comment -> (String, String)? in
        guard comment.hasPrefix("# set ") else { return nil }
        let parts = comment.dropFirst(6).split(separator: "=", maxSplits: 1)
        return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
      }
      return Dictionary(pairs) { first, _ in first }
    }
  }

  static let folder = Record.root + "/Tests/catalogue/"

  static let files: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".txt") }.sorted()
  }()

  static let blocks: [Block] = files.flatMap(read).filter { !$0.query.isEmpty }

  static func read(_ file: String) -> [Block] {
    let text = (try? String(contentsOfFile: folder + file, encoding: .utf8)) ?? ""
    return paragraphs(text).map { lines in
      var block = Block(file: file)
      for line in lines {
        if line.hasPrefix(">> ") {
          block.before.append(String(line.dropFirst(3)))
        } else if line.hasPrefix("> ") {
          block.query.append(String(line.dropFirst(2)))
        } else if line.hasPrefix("#"), block.query.isEmpty {
          block.comments.append(line)
        } else {
          block.answer.append(line)
        }
      }
      return block
    }
  }

  private static func paragraphs(_ text: String) -> [[String]] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
      .split(separator: "")
      .map(Array.init)
  }

  /// What the shell says at its prompt when the query of `block` is entered, without the hint to
  /// press ↑ behind each repaired query.
  static func said(
    _ block: Block,
    asJSON: Bool = false,
    isQuiet: Bool = false,
    in tables: Catalog? = nil
  ) throws -> String {
    let screen = Record.Screen()
    var options = SessionOptions(layout: FormatOptions())
    options.isInteractive = true
    options.isQuiet = isQuiet
    options.settings = block.settings
    let catalog = copy(of: try tables ?? shared.get())
    let console = Console(output: { _ in }, errors: { screen.notes += $0 })
    console.errorsAsJSON = asJSON
    let session = Session(catalog: catalog, options: options, console: console)
    for statement in block.before {
      _ = session.run(bytes: Array(statement.utf8), from: Origin(file: nil))
    }
    screen.notes = ""
    _ = session.run(bytes: Array(block.source.utf8), from: Origin(file: nil))
    return screen.notes.replacing("        (press ↑ to get it)\n", with: "\n")
  }

  /// A catalog of its own for each block, over tables that are read once.
  private static func copy(of read: Catalog) -> Catalog {
    let catalog = Catalog(read.tables)
    catalog.fiscalYearStart = read.fiscalYearStart
    return catalog
  }

  private nonisolated(unsafe) static let shared = Result { try Record.catalog() }
}
