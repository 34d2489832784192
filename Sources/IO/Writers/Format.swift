import Diagnostics
import Catalog

/// A way of writing a table as text.
public struct Format: Entry {
  /// What `as` and `--format` call it.
  public let name: String
  /// What it is for, in a line.
  public let summary: String
  /// How it is written in a query.
  public let usage: String
  /// Queries that show it.
  public let examples: [String]
  /// The endings of file names that mean it, without the point.
  public let extensions: [String]
  /// Whether it is for a screen, not for programs: it shows totals, and may write colors.
  public let isScreen: Bool
  /// Whether it draws pictures in cells, such as the spread of a described column.
  public let drawsPictures: Bool
  /// Writes a table, piece by piece; a piece may be of any length.
  public let write: @Sendable (Table, FormatOptions, (String) -> Void) -> Void

  /// A format that `write` writes.
  ///
  /// On a terminal, control characters that the data hold are replaced by symbols; a format for
  /// screens does that itself.
  init(
    name: String,
    summary: String,
    extensions: [String] = [],
    examples: [String],
    isScreen: Bool = false,
    drawsPictures: Bool = false,
    write: @escaping @Sendable (Table, FormatOptions, (String) -> Void) -> Void
  ) {
    self.name = name
    self.summary = summary
    usage = "as \(name)"
    self.examples = examples
    (self.extensions, self.isScreen, self.drawsPictures) = (extensions, isScreen, drawsPictures)
    self.write = { table, layout, output in
      if layout.isTerminal && !isScreen {
        write(table, layout) { output(harmlessLines($0)) }
      } else {
        write(table, layout, output)
      }
    }
  }

  /// All formats, as help lists them.
  public static let all = Registry<Format>([
    box, plain, vertical, csv, tsv, json, jsonl, markdown, latex, html,
  ])

  /// The format that a file's name asks for by its ending.
  public static func format(forFile path: String) -> Format? {
    let file = path.split(separator: "/").last ?? ""
    guard let point = file.lastIndex(of: ".") else { return nil }
    let ending = file[file.index(after: point)...].lowercased()
    return all.entries.first { $0.extensions.contains(ending) }
  }
}

/// `text` with symbols for control characters other than the end of a line and the tab.
private func harmlessLines(_ text: String) -> String {
  var lines = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    lines.append(scalar == "\n" || scalar == "\t" ? scalar : visibleScalar(scalar))
  }
  return String(lines)
}

/// What a format should know of the place that it writes for.
public struct FormatOptions: Sendable {
  /// The columns of the screen; nil where lines may be of any length.
  public var width: Int?
  /// Whether the text goes to a terminal.
  public var isTerminal: Bool
  /// Whether a terminal's colors may be used.
  public var color: Bool
  /// Whether lines are drawn with ASCII characters alone.
  public var ascii: Bool
  /// The most rows that a screen format shows; nil for all of them.
  public var maximumRows: Int?
  /// Periods, as they are printed, that screens mark with a star: those covered only in part.
  public var markedPeriods: Set<String>
  /// The columns that a screen leaves out only when all others are left out already; nil for all.
  public var askedColumns: Set<String>?
  /// Whether texts that a spreadsheet would take for formulas are written with an apostrophe before
  /// them.
  public var neutralizesFormulas: Bool
  /// What the table is called, for formats that have a place for that.
  public var title: String?

  /// A layout for files and pipes, unless told otherwise.
  public init(
    width: Int? = nil,
    isTerminal: Bool = false,
    color: Bool = false,
    ascii: Bool = false,
    maximumRows: Int? = nil,
    markedPeriods: Set<String> = [],
    neutralizesFormulas: Bool = false,
    title: String? = nil
  ) {
    self.width = width
    self.isTerminal = isTerminal
    self.color = color
    self.ascii = ascii
    self.maximumRows = maximumRows
    self.markedPeriods = markedPeriods
    self.neutralizesFormulas = neutralizesFormulas
    self.title = title
  }

  /// `text` dimmed, where color may be used.
  func dimmed(_ text: String) -> String { color ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
}

extension Table {
  /// The cells of each column, as data formats write them.
  var cellTexts: [CellText] { zip(columns, schema.fields).map { CellText($0, $1.type) } }
}

/// Gathers pieces of text, and passes them on when they are worth a call.
struct TextBatch: ~Copyable {
  private var bytes: [UInt8] = []

  /// Adds `piece`.
  mutating func append(_ piece: String) {
    var piece = piece
    piece.withUTF8 { bytes.append(contentsOf: $0) }
  }

  /// Adds `piece`; passes on what is gathered if it is much.
  mutating func append(_ piece: String, to output: (String) -> Void) {
    append(piece)
    if bytes.count >= 1 << 15 { flush(to: output) }
  }

  /// Passes on what is gathered.
  mutating func flush(to output: (String) -> Void) {
    if !bytes.isEmpty { output(String(decoding: bytes, as: UTF8.self)) }
    bytes.removeAll(keepingCapacity: true)
  }
}
