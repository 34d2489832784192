import Syntax
import Catalog

/// The columns that the stages before a place in a query leave, for completion there.
public struct ColumnsAtStage {
  /// The visible columns, in order.
  public let fields: [Field]
  private let environment: Environment

  /// The columns after `pipeline`, whatever is wrong with it.
  public init(after pipeline: Pipeline, in environment: Environment, source: String) {
    fields = bind(pipeline, in: environment, source: source).fields
    self.environment = environment
  }

  /// The columns that may follow the names of a path: those here, or those of the table it leads
  /// to.
  public func fields(after path: [String]) -> [Field] {
    var fields = fields
    for name in path {
      guard let link = fields.first(where: { $0.name == name })?.link,
        let schema = try? environment.catalog.table(link.table)?.schema()
      else { return [] }
      fields = schema.fields
    }
    return fields
  }

  /// The column that a path names.
  public func field(_ path: [String]) -> Field? {
    guard let last = path.last else { return nil }
    return fields(after: path.dropLast()).first { $0.name == last }
  }

  /// The values that a column's own table holds, as queries write them, with their rows: the most
  /// frequent first, periods in time.
  ///
  /// A value that is a key has the name of its row. Of texts only those that begin with `start`, and of very many only the most frequent. Empty
  /// for numbers, dates and computed columns.
  public func namedValues(of field: Field, beginning start: String = "") -> [NamedValue] {
    let values = values(of: field, beginning: start)
    guard let key = keyMeant(by: field), !values.isEmpty else {
      return values.map { ($0, nil, $1) }
    }
    let binder = Binder(environment: environment, source: "")
    let names = RowNames(of: key.table, key: key.column, in: binder)
    return values.map { text, rows in (text, names[String(text.dropFirst().dropLast())], rows) }
  }

  /// The key that a column's values are: of the table that they point into, else of their own.
  private func keyMeant(by field: Field) -> Field.Origin? {
    if let link = field.link { return Field.Origin(table: link.table, column: link.key) }
    guard let origin = field.origin,
      let schema = try? environment.catalog.table(origin.table)?.schema(),
      schema.key == [origin.column]
    else { return nil }
    return origin
  }

  /// A value as queries write it, the name of the row whose key it is, if it is one, and how many
  /// rows have it.
  public typealias NamedValue = (text: String, name: String?, rows: Int)

  /// The id of a row that is a moment, as queries write it, its day, and what the row is called.
  public typealias Moment = (text: String, day: String, name: String?)

  /// The ids of rows that are moments, such as events, with their day and name, in time.
  public static func moments(in environment: Environment) -> [Moment] {
    let binder = Binder(environment: environment, source: "")
    var found: [(id: String, day: Int32, name: String?)] = []
    for table in environment.catalog.tables {
      guard let schema = try? table.schema(), schema.notes.holdsMoments, schema.key.count == 1,
        let date = schema.notes.date,
        let keys = binder.originColumn(Field.Origin(table: table.name, column: schema.key[0])),
        let days = binder.originColumn(Field.Origin(table: table.name, column: date))
      else { continue }
      let names = RowNames(of: table.name, key: schema.key[0], in: binder)
      for row in 0..<keys.count {
        guard case .text(let id) = keys[row], case .ordinal(let day) = days[row] else { continue }
        found.append((id, day, names[id]))
      }
    }
    return found.sorted { ($0.day, $0.id) < ($1.day, $1.id) }
      .map { (quotedText($0.id), CivilDate(ordinal: $0.day).description, $0.name) }
  }

  /// The same without the names of rows.
  public func values(of field: Field, beginning start: String = "") -> [(text: String, rows: Int)] {
    if let asked = askedValues(of: field, start) { return asked }
    let binder = Binder(environment: environment, source: "")
    guard let origin = field.origin, let column = binder.originColumn(origin) else {
      return labels(of: field)
    }
    switch (column.storage, field.type) {
    case (.code(_, let labels), _):
      let rows = binder.codeCounts(origin) ?? column.codeCounts
      let wanted = Array(start.utf8.prefix { $0 < 0x80 })
      let fitting = rows.indices.filter { labels.begins($0, with: wanted) }
      return fitting.sorted { (rows[$1], $0) < (rows[$0], $1) }
        .prefix(ColumnsAtStage.mostValues)
        .map { (text: quotedText(labels[$0]), rows: rows[$0]) }
    case (.ordinal(let ordinals), .period(let unit)):
      var rows: [Int32: Int] = [:]
      for row in 0..<column.count where column.isKnown(row) {
        rows[ordinals[row], default: 0] += 1
      }
      return rows.sorted { $0.key < $1.key }.map { (text: unit.text(of: $0.key), rows: $0.value) }
    default: return []
    }
  }

  /// The values of a column whose table lies in another engine, or keeps them by itself.
  private func askedValues(of field: Field, _ start: String) -> [(text: String, rows: Int)]? {
    guard let origin = field.origin, field.type.isTextual || field.type.isPeriod,
      let column = environment.catalog.column(origin),
      let values = column.table.commonValues(of: column.place, beginning: start)
    else { return nil }
    return values.map { item in
      (text: Constant(item.value, field.type).described, rows: item.rows)
    }
  }

  /// The largest number of values that completion offers.
  private static let mostValues = 2000

  private func labels(of field: Field) -> [(text: String, rows: Int)] {
    guard case .category(let category) = field.type else { return [] }
    return category.labels.strings.map { (text: quotedText($0), rows: 0) }
  }
}

extension DataType {
  /// Whether values are periods.
  fileprivate var isPeriod: Bool {
    if case .period = self { return true }
    return false
  }
}
