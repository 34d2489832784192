@preconcurrency import Glibc

/// DuckDB's command-line program, fed through a file: thousands of errands a run.
public struct DuckDBRunner: Runner {
  /// The dialect.
  public let dialect = "duckdb"
  /// Errands for one mismatch.
  public let patience = 300
  /// Errands at once.
  public let batch = 8
  private let program: String
  private let folder: String

  /// A runner of the program at a path, with a folder for its files.
  public init(program: String, folder: String) {
    (self.program, self.folder) = (program, folder)
  }

  /// The rows of each errand, or why there are none.
  public func run(_ errands: [Errand]) -> [Result<[[Cell]], RunnerFailure>] {
    let answers = blocks(errands)
    return errands.indices.map { place in
      if place < answers.count, let rows = QuotedRows.read(answers[place]) { return .success(rows) }
      return .failure(RunnerFailure(complaint(errands[place])))
    }
  }

  /// What `--engine duckdb:` sets, too: 1.5 fails where an optimizer meets rows that cannot be.
  private static let setting = "set disabled_optimizers = 'top_n_window_elimination'"

  private static let mark = "----8<----"

  /// What the program prints for each errand: a line of headings and the rows, nothing where it
  /// fails.
  private func blocks(_ errands: [Errand]) -> [[UInt8]] {
    var script = ".mode quote\n.headers on\nset threads to 1;\n\(DuckDBRunner.setting);\n"
    for errand in errands {
      script += errand.setup.map { $0 + ";\n" }.joined()
      script += errand.query + ";\n.print \(DuckDBRunner.mark)\n"
    }
    let (output, _) = run(script)
    let mark = Array((DuckDBRunner.mark + "\n").utf8)
    var blocks: [[UInt8]] = []
    var start = 0
    for place in output.indices where output[place] == mark[0] {
      guard place == 0 || output[place - 1] == 10, output[place...].starts(with: mark) else {
        continue
      }
      blocks.append(Array(output[start..<place]))
      start = place + mark.count
    }
    return blocks
  }

  /// What the program says when it runs one errand alone.
  private func complaint(_ errand: Errand) -> String {
    let script = ([DuckDBRunner.setting] + errand.setup + [errand.query]).map { $0 + ";\n" }
      .joined()
    let (_, errors) = run(script)
    return errors.isEmpty ? "no answer" : String(decoding: errors.prefix(1000), as: UTF8.self)
  }

  private func run(_ script: String) -> (output: [UInt8], errors: [UInt8]) {
    Script.run(script, by: "'\(program)' -init /dev/null < \"$IN\"", folder: folder)
  }
}

/// Rows written as SQL literals, as the mode `quote` of SQLite's and DuckDB's programs writes them.
enum QuotedRows {
  /// The rows below the line of headings; nil where there is none.
  static func read(_ bytes: [UInt8]) -> [[Cell]]? {
    var rows: [[Cell]] = []
    var row: [Cell] = []
    var place = 0
    while place < bytes.count {
      let cell: Cell
      (cell, place) = self.cell(bytes, place)
      row.append(cell)
      if place >= bytes.count || bytes[place] == 10 {
        rows.append(row)
        row = []
      }
      place += 1
    }
    return rows.isEmpty ? nil : Array(rows.dropFirst())
  }

  /// The cell at a place, and the place after it.
  private static func cell(_ bytes: [UInt8], _ start: Int) -> (Cell, Int) {
    let quote = UInt8(ascii: "'")
    guard bytes[start] == quote else {
      let word = bytes[start...].prefix { $0 != UInt8(ascii: ",") && $0 != 10 }
      return (plain(String(decoding: word, as: UTF8.self)), start + word.count)
    }
    var text: [UInt8] = []
    var place = start + 1
    while place < bytes.count {
      if bytes[place] == quote {
        guard place + 1 < bytes.count, bytes[place + 1] == quote else { break }
        place += 1
      }
      text.append(bytes[place])
      place += 1
    }
    return (.text(String(decoding: text, as: UTF8.self)), place + 1)
  }

  private static func plain(_ word: String) -> Cell {
    switch word {
    case "NULL": .null
    case "true": .boolean(true)
    case "false": .boolean(false)
    default: Int64(word).map { .integer($0) } ?? Double(word).map { .real($0) } ?? .text(word)
    }
  }
}
