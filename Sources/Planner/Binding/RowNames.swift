import Catalog
import Columns

/// The names of a table's rows by their keys, for people: of a state its name, of an event its title.
///
/// They stand in the first column of free texts, that is no key and no link, in which nearly every row
/// has a value of its own. Empty where there is none, or where the table is not known or large.
struct RowNames {
  private var names: [String: String] = [:]

  /// The most rows that are looked at, while a line is typed.
  private static let mostRows = 5000

  /// The names of the rows of `table`, whose key is the column `key`.
  init(of table: String, key: String, in binder: Binder) {
    guard let schema = try? binder.environment.catalog.table(table)?.schema(),
      let keys = binder.originColumn(Field.Origin(table: table, column: key)),
      keys.count <= RowNames.mostRows
    else { return }
    for field in schema.fields where field.name != key && field.link == nil {
      guard case .text = field.type,
        let texts = binder.originColumn(Field.Origin(table: table, column: field.name)),
        case .code(_, let labels) = texts.storage, labels.count * 10 >= keys.count * 9
      else { continue }
      for row in 0..<keys.count {
        guard case .text(let id) = keys[row], case .text(let name) = texts[row] else { continue }
        names[id] = name
      }
      return
    }
  }

  /// The name of the row with this key.
  subscript(id: String) -> String? { names[id] }
}
