import Catalog
import Columns
import Diagnostics
import Functions

/// An output format: writes a table as text.
public struct Format: Entry {
  /// What `as` and `--format` call it.
  public let name: String
  /// What it is for, in a line.
  public let summary: String
  /// The endings of file names that mean it, without the point.
  public var extensions: [String] = []
  /// Queries that show it.
  public let examples: [String]
  /// Whether it is for a screen, not for programs: it shows totals, and may write colors.
  public var isScreen = false
  /// Whether it draws pictures in cells, such as the spread of a described column.
  public var drawsPictures = false
  /// A comment of these lines, where files of the format may have one.
  public var comment: (@Sendable ([String]) -> String)?
  /// Writes a table in pieces of any length; `write` gathers them.
  let writer: @Sendable (Table, FormatOptions, (String) throws -> Void) throws -> Void

  /// How it is written in a query.
  public var usage: String { "as \(name)" }

  /// Writes a table to `output`, many lines at a time.
  ///
  /// A format for screens makes the data visible; others keep every character. Throws when the query
  /// of this thread is to stop or out of memory.
  public func write(
    _ table: Table,
    _ options: FormatOptions,
    _ output: (String) -> Void
  ) throws {
    var (bytes, pieces): ([UInt8], Int) = ([], 0)
    func flush() {
      if !bytes.isEmpty { output(String(decoding: bytes, as: UTF8.self)) }
      bytes.removeAll(keepingCapacity: true)
    }
    try writer(table, options) { piece in
      try Cancellation.check(at: pieces)
      pieces += 1
      var piece = piece
      piece.withUTF8 { bytes.append(contentsOf: $0) }
      if bytes.count >= 1 << 15 { flush() }
    }
    flush()
  }

  /// All formats, as help lists them.
  public static let all = Registry<Format>([
    box, plain, spoken, vertical, csv, tsv, json, jsonl, markdown, latex, html,
  ])

  /// The format that a file's name asks for by its ending.
  public static func format(forFile path: String) -> Format? {
    let file = path.split(separator: "/").last ?? ""
    guard let point = file.lastIndex(of: ".") else { return nil }
    let ending = file[file.index(after: point)...].lowercased()
    return all.entries.first { $0.extensions.contains(ending) }
  }
}

/// A comment of SGML, which HTML and Markdown have.
func markupComment(_ lines: [String]) -> String {
  let text = lines.joined(separator: "\n")
  var kept = ""
  for character in text { kept += character == "-" && kept.last == "-" ? " -" : String(character) }
  return "\n<!--\n\(kept)\n-->\n"
}

/// Options of a format: the width of the screen, colors, marks, and a title.
public struct FormatOptions: Sendable {
  /// The columns of the screen; nil where lines may be of any length.
  public var width: Int?
  /// Whether a terminal's colors may be used.
  public var color = false
  /// Whether lines are drawn with ASCII characters alone.
  public var ascii = false
  /// The rows of the screen; nil where pages may be of any length.
  public var height: Int?
  /// The most rows that a screen format shows; nil for all of them.
  public var maximumRows: Int?
  /// The most lines of the screen that a table takes, with its frame and notes; nil for as many as it
  /// needs.
  public var maximumLines: Int?
  /// Periods, as they are printed, that screens mark with a star: those covered only in part.
  public var markedPeriods: Set<String> = []
  /// The rows of each column whose values have a star, since they rest on such a period.
  public var markedRows: [String: Set<Int>] = [:]
  /// The columns that a screen leaves out only when all others are left out already; nil for all.
  public var askedColumns: Set<String>?
  /// Whether texts and names of columns that a spreadsheet would take for formulas are written with
  /// an apostrophe before them.
  public var neutralizesFormulas = false
  /// The table's title, for formats that have a place for that.
  public var title: String?

  /// The mark of what is left out.
  var ellipsis: String { ascii ? "..." : "…" }

  /// `text` dimmed, where color may be used.
  func dimmed(_ text: String) -> String {
    color ? FormatOptions.styles[0] + text + FormatOptions.styles[1] : text
  }

  /// The sequences that formats for screens write: dim, and plain again.
  public static let styles = ["\u{1B}[2m", "\u{1B}[0m"]
}

extension FormatOptions {
  /// Options for files and pipes, unless lines have a width.
  public init(width: Int? = nil) { self.init(width: width, color: false) }

  /// The heading of a column on a screen; a pivot's column of a marked period has a star.
  func heading(_ field: Field) -> String {
    let isMarked = field.spread != nil && markedPeriods.contains(field.name)
    return shown(field.name) + (isMarked ? "*" : "")
  }

  /// A text as the screen can show it.
  private func shown(_ text: String) -> String {
    let visible = visibleText(text)
    return ascii ? asciiText(visible) : visible
  }

  /// The text of each row of a column on a screen, marked periods with a star; nil where missing.
  func screenText(_ column: Column, _ field: Field) -> (Int) -> String? {
    let texts = CellText(column, field.type)
    let isPeriod = if case .period = field.type { true } else { false }
    let marked = markedRows[field.name] ?? []
    return { row in
      texts[row].map { text in
        let isMarked = marked.contains(row) || isPeriod && markedPeriods.contains(text)
        return shown(cut(text)) + (isMarked ? "*" : "")
      }
    }
  }

  /// What a screen shows of a text: no more of it than anyone can read there.
  private func cut(_ text: String) -> String {
    let most = 1 << 16
    if width == nil || text.utf8.count <= most { return text }
    return String(text.prefix(most)) + ellipsis
  }

  /// The same of all columns.
  func screenTexts(of table: Table) -> [(Int) -> String?] {
    zip(table.columns, table.schema.fields).map(screenText)
  }
}

extension Table {
  /// The values of each column, as data formats write them.
  var cellTexts: [CellText] { zip(columns, schema.fields).map { CellText($0, $1.type) } }

  /// Calls `body` with each row's texts after `escaped`, missing ones as in print.
  func forEachRow(
    _ escaped: (String) -> String,
    _ body: ([String]) throws -> Void
  ) rethrows {
    let cells = cellTexts
    for row in 0..<rowCount { try body(cells.map { escaped($0[row] ?? missingWord) }) }
  }
}
