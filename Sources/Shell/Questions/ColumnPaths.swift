import Catalog
import Planner
import Syntax

/// The columns of a table, and those that its links lead to, by their paths.
struct ColumnPaths {
  /// A column: its path as a query writes it, the first name of that, its own name.
  struct Item {
    let path: String
    let first: String
    let name: String
    let field: Field
    /// The path of the link that leads to its table; nil for the table's own columns.
    let link: String?
  }

  private let items: [Item]
  private let columns: ColumnsAtStage
  private let texts: TextSearch
  /// The column of periods or dates by which the rows are chosen in time.
  let moment: Moment?

  /// The columns of `table` and of the tables one and two links away.
  init?(
    _ table: any TableSource,
    _ schema: Schema,
    _ environment: Environment,
    _ texts: TextSearch
  ) {
    self.texts = texts
    let source = Spelling.table(table.name)
    guard let pipeline = parsed(source.utf8).statements.first?.pipeline else { return nil }
    let columns = ColumnsAtStage(after: pipeline, in: environment, source: source)
    var level = schema.fields.map {
      Item(path: Spelling.column($0.name), first: $0.name, name: $0.name, field: $0, link: nil)
    }
    var items = level
    for _ in 0..<2 {
      level = level.flatMap { item -> [Item] in
        if item.field.link == nil { return [] }
        let names = (item.link.map { [$0] } ?? []) + [item.name]
        return columns.fields(after: names).map { field in
          let path = item.path + "." + Spelling.column(field.name)
          return Item(
            path: path,
            first: item.first,
            name: field.name,
            field: field,
            link: item.path
          )
        }
      }
      items += level
    }
    (self.items, self.columns) = (items, columns)
    let own = schema.fields.filter(\.type.isTemporal)
    moment =
      (own.first { schema.key.contains($0.name) } ?? own.first { $0.name == schema.notes.date }
      ?? own.first).map(Moment.init)
  }

  /// The columns by which rows may be grouped.
  var keys: [Item] { items.filter { !$0.field.isMeasure && !$0.field.type.isNumeric } }

  /// Whether a column of the table itself holds dates or periods.
  func isTemporal(_ name: String) -> Bool {
    items.contains { $0.link == nil && $0.name == name && $0.field.type.isTemporal }
  }

  /// The column or function that groups by a period, such as a year or fiscal year.
  func period(called words: [String]) -> String? {
    let units = ["year", "month", "quarter", "week"]
    let isFiscal = words.count == 2 && words[0] == "fiscal"
    guard words.count == 1 || isFiscal, let moment,
      let unit = units.first(where: { [$0, $0 + "s"].contains(words.last) })
    else { return nil }
    if case .period(let own) = moment.field.type, own.word.hasSuffix(unit) { return moment.name }
    if isFiscal { return unit == "year" ? "fy(\(moment.name))" : nil }
    return "\(unit)(\(moment.name))"
  }

  /// The column that holds a value, and the value as a query writes it.
  ///
  /// A value of a column that names the rows of a linked table stands beside the link itself. Codes
  /// of up to three letters are found only as they are written.
  func value(_ written: String) -> (path: String, value: String)? {
    let found = items.filter(\.field.type.isTextual).compactMap { item in
      texts.find(written, in: item.field, of: columns).map { (item: item, value: $0) }
    }
    let name = found.first { found in
      found.item.link != nil && columns.values(of: found.item.field).first?.rows == 1
    }
    if let (item, value) = name { return (item.link ?? item.path, value.text) }
    return (found.first { $0.item.link == nil } ?? found.first).map {
      ($0.item.path, $0.value.text)
    }
  }

  /// A column of dates or periods.
  struct Moment {
    let field: Field
    var name: String { Spelling.column(field.name) }

    /// Whether a month holds whole values of it.
    var holdsMonths: Bool {
      switch field.type {
      case .date, .period(.month), .period(.week): true
      default: false
      }
    }

    /// The condition that rows lie in one of these periods, or from the first to the second.
    func test(_ periods: [String], isRange: Bool) -> String {
      var (sign, written) = ("in", periods)
      if case .period(let unit) = field.type {
        if case .fiscalYear = unit {
          (sign, written) = ("=", periods.map { $0.hasPrefix("FY") ? $0 : "FY" + $0 })
        } else if unit == .year {
          sign = "="
        }
      }
      switch written.count {
      case 1: return "\(name) \(sign) \(written[0])"
      case 2 where isRange: return "\(name) in \(written[0])..\(written[1])"
      default: return "\(name) in (\(written.joined(separator: ", ")))"
      }
    }
  }
}

/// A search for texts among the values of columns, which remembers what it found.
final class TextSearch {
  private var found: [Place: (text: String, rows: Int)?] = [:]

  private struct Place: Hashable {
    let column: Field.Origin?
    let text: String
  }

  /// The value of a column that is `written`, whatever the capitals of longer texts.
  func find(_ written: String, in field: Field, of columns: ColumnsAtStage)
    -> (text: String, rows: Int)?
  {
    let place = Place(column: field.origin, text: written)
    if field.origin != nil, let known = found[place] { return known }
    let quoted = Spelling.text(written)
    let value = columns.values(of: field, beginning: written).first {
      $0.text == quoted || (written.count > 3 && $0.text.lowercased() == quoted.lowercased())
    }
    found[place] = .some(value)
    return value
  }
}
