import Catalog
import Columns

/// A snapshot (partial metadata) of a table in a large file: the names of its columns, and the
/// types and values of those that were read so far.
final class DelimitedSnapshot: TableSource {
  let name: String
  let title: String
  private let names: [String]
  private let known: KnownColumns

  /// What is known of the table called `name`, whose columns are called `names`.
  init(name: String, title: String, names: [String], known: KnownColumns) {
    (self.name, self.title, self.names, self.known) = (name, title, names, known)
  }

  /// Its columns; those whose type is not known yet count as texts.
  func schema() throws(TableFailure) -> Schema {
    Schema(names.enumerated().map { inferredField($1, known.types[$0] ?? .text, table: name) })
  }

  /// Nothing: there are no rows to look at yet.
  func load(_ columns: [Int]) throws(TableFailure) -> Table {
    throw TableFailure("\(title): is being read")
  }

  /// Nil: a query checks values when it runs.
  func values(of column: Int, mayWait: Bool) -> Column? { nil }

  /// The most frequent values of a column of texts that begin with `start`, or its periods in time;
  /// none as long as they are not known.
  func commonValues(of column: Int, beginning start: String) -> [(value: Value, rows: Int)]? {
    known.values[column]?.beginning(start) ?? []
  }
}

/// What is known of a table's columns by their places.
struct KnownColumns: Sendable {
  var types: [Int: DataType] = [:]
  var values: [Int: CommonValues] = [:]
  /// Whether some columns are being read.
  var isBusy = false
  /// How often the file could not be read; a query will tell why.
  var failures = 0
}

/// The most frequent values of a column, for completion.
struct CommonValues: Sendable {
  private var labels: TextDictionary?
  /// Codes or ordinals with their rows, in the order in which they are offered.
  private var ranked: [(key: Int32, rows: Int)] = []

  /// As many texts are kept, the most frequent, and as many are offered.
  private static let mostKept = 50_000
  private static let mostOffered = 2000

  /// The values of a column of texts or periods; of any other there are none.
  init(of column: Column, _ type: DataType) {
    switch (column.storage, type) {
    case (.code(_, let labels), _):
      let rows = column.codeCounts
      let codes = rows.indices.sorted { (rows[$1], $0) < (rows[$0], $1) }
      self.labels = labels
      ranked = codes.prefix(CommonValues.mostKept).map { (Int32(clamping: $0), rows[$0]) }
    case (.ordinal(let ordinals), .period):
      var rows: [Int32: Int] = [:]
      for row in 0..<column.count where column.isKnown(row) {
        rows[ordinals[row], default: 0] += 1
      }
      ranked = rows.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    default: break
    }
  }

  /// The values whose texts begin with the ASCII letters of `start`, in whatever case.
  func beginning(_ start: String) -> [(value: Value, rows: Int)] {
    guard let labels else { return ranked.map { (.ordinal($0.key), $0.rows) } }
    let wanted = Array(start.utf8.prefix { $0 < 0x80 })
    return ranked.lazy.filter { labels.begins(Int($0.key), with: wanted) }
      .prefix(CommonValues.mostOffered)
      .map { (.text(labels[Int($0.key)]), $0.rows) }
  }
}
