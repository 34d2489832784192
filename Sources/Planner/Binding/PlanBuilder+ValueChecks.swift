import Catalog
import Columns
import Diagnostics
import Functions
import Syntax

extension PlanBuilder {
  /// A text literal beside a category, as a value of it.
  ///
  /// One outside the list is reported; of a parameter, where unknown values are allowed and nothing
  /// is ordered by it, it is a text that equals no value.
  func checkedLabel(
    _ literal: Side,
    of column: Side,
    in category: Category,
    ordered: Bool
  ) -> BoundExpression? {
    guard case .text(let text)? = literal.bound.literal else { return nil }
    if category.labels.code(of: text) != nil {
      return .literal(.text(text), .category(category))
    }
    if binder.environment.allowsUnknownValues, !ordered, literal.expression.isParameter {
      note(.unknownValue(column: self.text(column.expression), value: text))
      return .literal(.text(text), .text)
    }
    reportUnknown(text, literal, of: column, known: category.labels.strings, isClosed: true)
    return nil
  }

  /// Reports a text literal that no row of the column's own table has.
  func checkValue(_ literal: Side, of column: Side) {
    guard case .text(let text)? = literal.bound.literal, let values = values(of: column),
      !values.contains(text)
    else { return }
    if binder.environment.allowsUnknownValues {
      return note(.unknownValue(column: self.text(column.expression), value: text))
    }
    reportUnknown(text, literal, of: column, known: values.strings, isClosed: false)
  }

  /// The values that the column's own table has, whatever was filtered since; nil for computed
  /// columns.
  func values(of side: Side) -> KnownValues? {
    origin(of: side.bound).flatMap(binder.originColumn).flatMap(KnownValues.init)
  }

  func origin(of bound: BoundExpression) -> Field.Origin? {
    guard case .column(let id, _) = bound else { return nil }
    return planColumn(id)?.field.origin
  }

  /// Whether a column's table lies in another engine, where its rows are not counted.
  private func isElsewhere(_ origin: Field.Origin?) -> Bool {
    origin.flatMap { binder.environment.catalog.table($0.table) }?.isElsewhere ?? false
  }

  private func reportUnknown(
    _ text: String,
    _ literal: Side,
    of column: Side,
    known: [String],
    isClosed: Bool
  ) {
    let values = values(of: column)
    let name = written(column)
    var near = nearest(text, in: known)
    let key = near.isEmpty ? keyOfNearestName(text, column) : nil
    if let key { near = [key] }
    let isCounted = !isElsewhere(origin(of: column.bound))
    let offers = near.map { (value: $0, rows: isCounted ? values?.rows(of: $0) : nil) }
    let all = isClosed ? known : nil
    let message = Message.unknownValue(name, text, offers: offers, isCode: key != nil, all: all)
    let repair = literal.expression.isParameter ? nil : near.sole.map(quotedText)
    report(message, at: literal.expression.span, writing: repair)
  }

  /// A column as it is written, or as it is called where that was a slip.
  func written(_ side: Side) -> String {
    if case .path(let path) = side.expression.kind, path.names.count == 1,
      case .column(let id, _) = side.bound, let field = planColumn(id)?.field
    {
      return quotedName(field.name)
    }
    return text(side.expression)
  }

  /// The key of the only linked row one of whose texts is nearest to `text`: `MA` for `Masachusetts`.
  func keyOfNearestName(_ text: String, _ column: Side) -> String? {
    guard case .column(let id, _) = column.bound, let link = planColumn(id)?.field.link,
      let table = binder.environment.catalog.table(link.table), let schema = try? table.schema()
    else { return nil }
    let key = Field.Origin(table: link.table, column: link.key)
    guard let keys = binder.originColumn(key) else { return nil }
    for field in schema.fields where field.type == .text && field.name != link.key {
      let origin = Field.Origin(table: link.table, column: field.name)
      guard let texts = binder.originColumn(origin), case .code(_, let labels) = texts.storage,
        let found = labels.code(of: text) == nil ? nearest(text, in: labels.strings).sole : text,
        let row = (0..<texts.count).filter({ texts[$0] == .text(found) }).sole,
        case .text(let code) = keys[row]
      else { continue }
      return code
    }
    return nil
  }
}

extension Expression {
  /// Whether the term is a parameter: its value is known only when the query runs.
  var isParameter: Bool {
    switch kind {
    case .parameter: true
    case .bracketed(let inner): inner.isParameter
    default: false
    }
  }
}

/// The texts that a column holds, with their rows.
struct KnownValues {
  private let column: Column
  private let labels: TextDictionary

  init?(_ column: Column) {
    guard case .code(_, let labels) = column.storage else { return nil }
    (self.column, self.labels) = (column, labels)
  }

  var strings: [String] { labels.strings }

  func contains(_ text: String) -> Bool { labels.code(of: text) != nil }

  /// How many rows hold `text`.
  func rows(of text: String) -> Int {
    guard let wanted = labels.code(of: text), case .code(let codes, _) = column.storage else {
      return 0
    }
    var rows = 0
    for row in 0..<column.count where codes[row] == wanted && column.isKnown(row) { rows += 1 }
    return rows
  }
}

extension Binder {
  /// The values of a column as its own table has them; nil where the table cannot be read, or lies
  /// in another engine that is not to be waited for.
  ///
  /// There a column that points into another table is checked by the keys of that.
  func originColumn(_ origin: Field.Origin) -> Column? {
    guard let (table, field, place) = environment.catalog.column(origin) else { return nil }
    if table.isElsewhere, let link = field.link, link.table != origin.table {
      return originColumn(Field.Origin(table: link.table, column: link.key))
    }
    return table.values(of: place, mayWait: environment.evaluateSubquery != nil)
  }

  /// How many rows have each code of a column of texts, where its table keeps that.
  func codeCounts(_ origin: Field.Origin) -> [Int]? {
    environment.catalog.column(origin).flatMap { $0.table.codeCounts($0.place) }
  }
}

extension Catalog {
  /// A column of a table, with its place there; nil where there is none or it cannot be read.
  func column(_ origin: Field.Origin) -> (table: any TableSource, field: Field, place: Int)? {
    guard let table = table(origin.table), let schema = try? table.schema(),
      let place = schema.index(of: origin.column)
    else { return nil }
    return (table, schema.fields[place], place)
  }
}
