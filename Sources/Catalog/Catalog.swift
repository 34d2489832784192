import Columns
import Parallel

/// A table that queries can name: what it is, and its columns once they are asked for.
///
/// Sources read when they are first asked, and only the columns asked for; what was read is kept.
public protocol TableSource: AnyObject {
  /// What queries call it.
  var name: String { get }
  /// What it is, in a line.
  var title: String { get }
  /// Its columns, which are known before any row is read. Throws when the table cannot be opened at
  /// all.
  func schema() throws(TableFailure) -> Schema
  /// The columns at these places of the schema, in the order asked for. The order of rows is the
  /// key's, else the file's.
  func load(_ columns: [Int]) throws(TableFailure) -> Table
  /// Whether its rows lie in another program, so that each look at them is a query there.
  var isElsewhere: Bool { get }
  /// How many rows it has, and how many of them have a value in each of these columns.
  func counts(of columns: [Int]) throws(TableFailure) -> (rows: Int, known: [Int])
  /// The values of a column in the order of rows, for what looks at values before a query runs; nil
  /// where they are too many to ask for, or would have to be waited for and `mayWait` is false.
  func values(of column: Int, mayWait: Bool) -> Column?
  /// The most frequent values of a column with their rows, where they are known otherwise; nil
  /// where `values` has them. Of texts those that begin with `start`, or more.
  func commonValues(of column: Int, beginning start: String) -> [(value: Value, rows: Int)]?
  /// The table as far as it is known at once, for completion while `text` is typed. What the text
  /// names may be read meanwhile, so that it is known later.
  func snapshot(for text: String) -> TableSnapshot
  /// Whether its rows are the documents that rows of other tables come from.
  var holdsDocuments: Bool { get }
  /// The outlines of places in a file that its notes name, by their identifiers there.
  func shapes(in path: String) throws(TableFailure) -> [String: PlaceShape]
  /// The data package that declares it, if one does.
  var package: PackageIdentity? { get }
  /// A hint that the query `text` may soon ask for the columns that it names.
  ///
  /// A source may read these together when it is first asked for anything.
  func prefetch(_ text: String)
  /// Keeps the columns that were read for the next time, where that is wanted and worth it.
  func keep()
  /// Warnings about what was read since the last call, one line each.
  func takeWarnings() -> [String]
  /// How many malformed rows of its file are not in it, and how many are, with missing for the fields
  /// that they lack and without those that they have too many; none before it was read.
  var malformedRows: (skipped: Int, completed: Int) { get }
  /// For each code of a column of texts how many rows have it, where the source keeps that; else
  /// nil.
  func codeCounts(_ column: Int) -> [Int]?
  /// Checks the foreign keys all of whose columns a query joins with those they point to: `other`
  /// is the column that each is joined with.
  func checkForeignKeys(joining pairs: [(column: String, other: Field.Origin)], in catalog: Catalog)
    throws(TableFailure)
}

extension TableSource {
  /// Whether its rows lie in another program: they do not.
  public var isElsewhere: Bool { false }

  /// How many rows it has, and how many of them have a value in each of these columns.
  public func counts(of columns: [Int]) throws(TableFailure) -> (rows: Int, known: [Int]) {
    let table = try load(columns)
    return (table.rowCount, table.columns.map(\.knownCount))
  }

  /// All values of a column; nil where the table cannot be read.
  public func values(of column: Int, mayWait: Bool) -> Column? {
    (try? load([column]))?.columns.first
  }

  /// Nil: `values` has them.
  public func commonValues(of column: Int, beginning start: String) -> [(value: Value, rows: Int)]?
  {
    nil
  }

  /// The table itself, which takes no time.
  public func snapshot(for text: String) -> TableSnapshot {
    (self, true)
  }

  /// Only a data package says that of a table.
  public var holdsDocuments: Bool { false }

  /// None: only a data package declares them.
  public func shapes(in path: String) throws(TableFailure) -> [String: PlaceShape] { [:] }

  /// None does.
  public var package: PackageIdentity? { nil }

  /// Does nothing.
  public func prefetch(_ text: String) {}

  /// Does nothing.
  public func keep() {}

  /// Nothing.
  public func takeWarnings() -> [String] { [] }

  /// None: a malformed row is an error.
  public var malformedRows: (skipped: Int, completed: Int) { (0, 0) }

  /// Not kept.
  public func codeCounts(_ column: Int) -> [Int]? { nil }

  /// None are declared.
  public func checkForeignKeys(
    joining pairs: [(column: String, other: Field.Origin)],
    in catalog: Catalog
  ) throws(TableFailure) {}
}

/// A table as far as it is known without waiting, which answers at once and leaves out what it does
/// not know yet, and whether all types and values are known.
public typealias TableSnapshot = (table: any TableSource, isWhole: Bool)

/// Why a table could not be read: where, what was found, and what to do.
public struct TableFailure: Error, Sendable {
  /// The whole message for people, beginning with the place: `file:line:column: …`.
  public var text: String
  /// Whether the message has several lines of its own; in another an end of a line is part of a path.
  public let hasLines: Bool

  /// A failure with this message.
  public init(_ text: String, hasLines: Bool = false) {
    (self.text, self.hasLines) = (text, hasLines)
  }
}

/// The tables that queries can name, in order.
public final class Catalog {
  /// The tables, in the order in which they are listed.
  public private(set) var tables: [any TableSource]
  /// The month in which fiscal years begin: 10 for the United States.
  public var fiscalYearStart = 10
  /// The data package of the record, if one was opened.
  public var package: PackageIdentity?

  /// The courses over these tables that are part of the program: their names and the bytes of their
  /// files.
  public var courses: [(name: String, bytes: [UInt8])] = []

  /// The files of tables that were added from files, by the tables' names.
  private var files: [String: String] = [:]
  /// The files whose tables stand in the place of others, by name.
  public private(set) var replacements: [String: String] = [:]

  /// A catalog of these tables.
  public init(_ tables: [any TableSource] = []) { self.tables = tables }

  /// The table called `name`.
  public func table(_ name: String) -> (any TableSource)? { tables.first { $0.name == name } }

  /// The tables of documents, whose keys the links to them give as sources of a result.
  public var documentTables: Set<String> { Set(tables.filter(\.holdsDocuments).map(\.name)) }

  /// The file that a table was added from, if it was.
  public func file(of table: String) -> String? { files[table] }

  /// The tables as far as they are known at once while `text` is typed, and the names of those that
  /// are not known whole.
  public func snapshot(for text: String) -> (catalog: Catalog, partial: [String]) {
    let snapshots = tables.map { $0.snapshot(for: text) }
    let catalog = Catalog(snapshots.map(\.table))
    (catalog.fiscalYearStart, catalog.package) = (fiscalYearStart, package)
    return (catalog, snapshots.filter { !$0.isWhole }.map(\.table.name))
  }

  /// Another catalog of the same tables, in which a table may be added that this one does not get.
  public func copy() -> Catalog {
    let copy = Catalog(tables)
    (copy.fiscalYearStart, copy.package) = (fiscalYearStart, package)
    (copy.courses, copy.files, copy.replacements) = (courses, files, replacements)
    return copy
  }

  /// Adds a table; one of the same name is replaced.
  public func add(_ table: any TableSource) {
    tables.removeAll { $0.name == table.name }
    tables.append(table)
  }

  /// Adds the table of a file.
  ///
  /// A second file of the same name is an error, and so is a file called like a table that is there
  /// already, unless it was named on purpose (`isMeant`); then it takes that table's place.
  public func add(_ table: any TableSource, from path: String, isMeant: Bool)
    throws(TableFailure)
  {
    let name = table.name
    if let other = files[name] {
      throw TableFailure(
        "\(path): its table would be called \(name), as that of \(other) is; "
          + "give it a name with --data NAME=FILE"
      )
    }
    if self.table(name) != nil {
      if !isMeant {
        throw TableFailure(
          "\(path): there is a table \(name) already; give this one another name with "
            + "--data NAME=FILE, or the place of that one with --data \(name)=FILE"
        )
      }
      replacements[name] = path
    }
    files[name] = path
    add(table)
  }
}

/// A table that is wholly in memory: the result of a query under a name.
public final class InMemoryTable: TableSource {
  /// What queries call it.
  public let name: String
  /// What it is, in a line.
  public let title: String
  /// Its rows.
  public let table: Table
  private let warnings: Lock<[String]>

  /// A name for a table in memory; what its reader did not take as it stands is in `warnings`.
  public init(name: String, title: String, table: Table, warnings: [String] = []) {
    (self.name, self.title, self.warnings) = (name, title, Lock(warnings))
    self.table = Table(
      schema: table.schema,
      columns: table.columns.map(\.zoned),
      rowCount: table.rowCount
    )
  }

  /// Its columns.
  public func schema() throws(TableFailure) -> Schema { table.schema }

  /// The columns at these places.
  public func load(_ columns: [Int]) throws(TableFailure) -> Table { table.keeping(columns) }

  /// What its reader did not take as it stands, if that was not said before.
  public func takeWarnings() -> [String] {
    warnings.withLock { lines in
      defer { lines = [] }
      return lines
    }
  }
}

extension Table {
  /// The columns at these places.
  package func keeping(_ places: [Int]) -> Table {
    var schema = schema
    schema.fields = places.map { schema.fields[$0] }
    return Table(schema: schema, columns: places.map { columns[$0] }, rowCount: rowCount)
  }
}
