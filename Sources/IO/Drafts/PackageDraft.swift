import Catalog
import Columns
import Diagnostics
import Functions

/// A draft of a data package for one file of delimited text: what its columns are, found from all
/// of their values, and entries for what only people can tell.
public struct PackageDraft {
  /// The folder of the file, where `datapackage.json` belongs.
  public let folder: String
  /// The text of `datapackage.json`.
  public let text: String
  /// The name of the table.
  public let table: String
  /// How many rows the file has.
  public let rowCount: Int
  /// The columns of the primary key; empty where none was found.
  public let key: [String]
  /// What was found of each column.
  public let findings: [Finding]

  /// What was found of a column.
  public struct Finding {
    /// The column.
    public let column: String
    /// Its type in the words of the standard.
    public let type: String
    /// How its values are written, and where they lead, in a line.
    public let found: String
  }

  /// The draft for the file at `path`, whose table is called `name`, or else by the file's name;
  /// keys of the tables of `catalog` are looked for in its columns.
  ///
  /// Throws where the file cannot be read or described as it is, and when reading is stopped.
  public init(
    of path: String,
    name: String?,
    in catalog: Catalog,
    _ options: LoadOptions
  ) throws {
    let source = try DraftSource(path, name: name, options)
    var columns = try source.columns()
    var links: [Int: String] = [:]
    for place in columns.indices {
      let found = try DraftLink.all(of: columns[place], in: catalog, besides: source.name)
      guard let best = found.first else { continue }
      links[place] = best.words
      if best.isWhole {
        columns[place].dropCategories()
        columns[place].link = Field.Link(table: best.table, key: best.key)
      }
    }
    try source.keepReadable(&columns)
    for (place, words) in links { columns[place].remark(words) }
    let key = try DraftKeys(columns: columns, rowCount: source.rowCount).key()
    for place in key { columns[place].remark(key.count == 1 ? "the key" : "part of the key") }
    (folder, table, rowCount) = (source.folder, source.name, source.rowCount)
    text = source.package(columns, key: key).written() + "\n"
    self.key = key.map { columns[$0].name }
    findings = columns.map {
      Finding(column: $0.name, type: $0.type, found: $0.remarks.joined(separator: "; "))
    }
  }
}

/// A file whose data package is drafted.
private struct DraftSource {
  let path: String
  let folder: String
  let name: String
  let rowCount: Int
  private let file: String
  private let format: String
  private let isUsualDelimiter: Bool
  private let state: DelimitedState
  private let dialect: DelimitedDialect
  private let options: LoadOptions

  /// How many columns are read at once, so that not all of a large file are held.
  private static let columnsAtOnce = 16

  init(_ path: String, name: String?, _ options: LoadOptions) throws(TableFailure) {
    (self.path, self.options) = (path, options)
    let slash = path.lastIndex(of: "/")
    file = slash.map { String(path[path.index(after: $0)...]) } ?? path
    folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let ending = file.split(separator: ".").last.map { $0.lowercased() } ?? ""
    format = ["tsv", "tab"].contains(ending) ? "tsv" : "csv"
    self.name = name ?? legalName(baseName(of: path, ending: ending)).lowercased()
    let source = try ByteSource(reading: path, options: options)
    let usual = UInt8(ascii: format == "csv" ? "," : "\t")
    dialect = try DelimitedDialect(guessing: source, delimiter: usual)
    isUsualDelimiter = dialect.delimiter == usual
    state = try DelimitedState(dialect, options)
    try DraftSource.check(dialect, state, source, path)
    rowCount = try state.texts(of: [], options.missing).rowCount
  }

  /// Throws where a data package cannot describe the file as it lies there.
  private static func check(
    _ dialect: DelimitedDialect,
    _ state: DelimitedState,
    _ source: ByteSource,
    _ path: String
  ) throws(TableFailure) {
    var problem: String?
    if dialect.source !== source { problem = "its lines end with carriage returns alone" }
    if try dialect.start != start(of: source) {
      problem = "its first line does not name the columns"
    }
    if let (given, own) = zip(state.header, state.names).first(where: { $0 != $1 }) {
      problem =
        given.isEmpty ? "\(own) has no name" : "\(shown(given)) is no name, or one that comes twice"
    }
    guard let problem else { return }
    throw TableFailure(
      "\(path): a data package cannot describe it, since \(problem); write it anew with save, and "
        + "describe that file"
    )
  }

  /// Where a text begins, behind its byte-order mark if it has one.
  private static func start(of source: ByteSource) throws(TableFailure) -> Int {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    if source.count < mark.count { return 0 }
    let window = UninitializedBuffer<UInt8>(capacity: mark.count)
    try source.read(0..<mark.count, into: window.base)
    return window.buffer(count: mark.count).elementsEqual(mark) ? mark.count : 0
  }

  /// The columns, with what their values are.
  func columns() throws(TableFailure) -> [DraftColumn] {
    let notations = TextNotation.all(besides: dialect.delimiter)
    var columns: [DraftColumn] = []
    for first in stride(from: 0, to: state.names.count, by: DraftSource.columnsAtOnce) {
      let end = min(first + DraftSource.columnsAtOnce, state.names.count)
      let places = Array(first..<end)
      for (place, texts) in zip(places, try state.texts(of: places, options.missing).columns) {
        let masks = DraftSource.masks(among: texts.texts.labels)
        var texts = texts
        if !masks.isEmpty {
          let missing = options.missing.adding(masks)
          texts = try state.texts(of: [place], missing).columns.first ?? texts
        }
        let column = try DraftColumn(
          state.names[place],
          texts,
          masks: masks,
          options.missing,
          among: notations
        ) { () throws(TableFailure) in try options.check(path) }
        columns.append(column)
      }
    }
    return columns
  }

  /// The texts that cite exemptions of the Freedom of Information Act in place of a value, as
  /// `(b)(6)` and `(b)(6); (b)(7)(C)` do.
  private static func masks(among labels: TextDictionary) -> [String] {
    let signs = Set("()0123456789bABCDEF,;/& ".utf8)
    return (0..<labels.count).filter { code in
      let text = labels.utf8(code)
      return text.starts(with: "(b)(".utf8) && text.allSatisfy(signs.contains)
    }.map { labels[$0] }
  }
}

// MARK: - The package

extension DraftSource {
  /// Makes texts of the columns that would not be read from the package as they are from the file.
  func keepReadable(_ columns: inout [DraftColumn]) throws {
    let all = Array(columns.indices)
    if try misread(all, columns).isEmpty { return }
    for place in all {
      if try misread([place], columns).isEmpty { continue }
      columns[place].becomeText(since: "a data package cannot say how all its values are written")
    }
    if let place = try misread(all, columns).first {
      throw TableFailure(
        "\(path): a data package cannot describe \(shown(columns[place].name)); write the file anew "
          + "with save, and describe that file"
      )
    }
  }

  /// The columns, of those at `places`, that the package does not give all of their values.
  private func misread(_ places: [Int], _ columns: [DraftColumn]) throws -> [Int] {
    let text = package(columns, key: []).written()
    let files = PackageFiles(folder: folder)
    let bytes = FileBytes(path: folder + "/datapackage.json", bytes: text.utf8)
    let package = DataPackage(file: bytes, root: try JSON.read(bytes), files: files)
    var wrong: [Int] = []
    for first in stride(from: 0, to: places.count, by: DraftSource.columnsAtOnce) {
      let some = Array(places[first..<min(first + DraftSource.columnsAtOnce, places.count)])
      let read = try package.tables(of: package.identity()).first.flatMap { try? $0.load(some) }
      // What is not read since the work is to stop, or memory is short, is not misread.
      try options.check(path)
      try Cancellation.check()
      guard let read else {
        wrong += some
        continue
      }
      wrong += zip(some, read.columns).filter { place, column in
        column.knownCount != columns[place].values.knownCount
      }.map(\.0)
    }
    return wrong
  }

  /// The package as it is written.
  func package(_ columns: [DraftColumn], key: [Int]) -> DraftJSON {
    let hyphened = String(name.lowercased().map { $0 == "_" ? "-" : $0 })
    let publisher = DraftJSON.toFillIn("who published the file, and when; its address as path")
    return .object([
      ("$schema", .text("https://datapackage.org/profiles/2.0/datapackage.json")),
      ("name", .text(hyphened)),
      ("title", .toFillIn("what the data are, in a line")),
      ("description", .toFillIn("what the file holds, and how it was made")),
      ("version", .text("0.1.0")),
      ("sources", .list([.object([("title", publisher)])])),
      ("resources", .list([.object(resource(columns, key: key))])),
    ])
  }

  private func resource(_ columns: [DraftColumn], key: [Int]) -> DraftJSON.Members {
    let fields = columns.map { $0.field(given: given) }
    var schema: DraftJSON.Members = [("fields", .list(fields))]
    if !key.isEmpty { schema.append(("primaryKey", .texts(key.map { columns[$0].name }))) }
    schema.append(("missingValues", .texts([""] + given)))
    var members: DraftJSON.Members = [
      ("name", .text(name)), ("path", .text(file)),
      ("title", .toFillIn("what the table is, in a line")),
      ("type", .text("table")), ("format", .text(format)), ("encoding", .text("utf-8")),
      ("bytes", .integer(dialect.source.count)),
    ]
    if !isUsualDelimiter {
      let sign = String(UnicodeScalar(dialect.delimiter))
      members.append(("dialect", .object([("delimiter", .text(sign))])))
    }
    return members + [
      ("schema", .object(schema)), ("scomm", .object(own(columns, key: key))),
    ]
  }

  /// The words that are missing in every column, as the user gave them.
  private var given: [String] {
    options.missing.given.texts.map { String(decoding: $0, as: UTF8.self) }
  }

  /// What the package declares beyond the standard.
  private func own(_ columns: [DraftColumn], key: [Int]) -> DraftJSON.Members {
    let names = key.map { columns[$0].name }.joined(separator: " and ")
    let grain = key.isEmpty ? "" : "; each has its own \(names)"
    var members: DraftJSON.Members = [
      ("row", .toFillIn("what one row is, as a noun phrase\(grain)"))
    ]
    let days = columns.filter { $0.kind == .date }
    if let only = days.first, days.count == 1 {
      members.append(("date", .text(only.name)))
    } else if !days.isEmpty {
      let names = days.map(\.name).joined(separator: ", ")
      members.append(("date", .toFillIn("which column dates the rows: \(names)")))
    }
    var found = ""
    if let only = days.first, days.count == 1, let range = only.dayRange {
      found = "; its days go from \(range.first.description) to \(range.last.description)"
    }
    members.append(
      ("coverage", .toFillIn("a list of the first and last day that the file covers\(found)"))
    )
    members.append(("caveats", .list([.toFillIn("what must be known before a number is quoted")])))
    return members
  }
}

extension DraftColumn {
  /// The first and last day of a column of days.
  fileprivate var dayRange: (first: CivilDate, last: CivilDate)? {
    guard case .ordinal(let days) = values.storage else { return nil }
    let known = (0..<values.count).lazy.filter(values.isKnown).map { days[$0] }
    guard let first = known.min(), let last = known.max() else { return nil }
    return (CivilDate(ordinal: first), CivilDate(ordinal: last))
  }
}
