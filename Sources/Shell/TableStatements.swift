import SQL
import Catalog

/// Writes all tables of a catalog as the statements that make them in another database.
///
/// Throws where a table cannot be read; an unknown dialect is a usage error.
public func writeTables(
  _ catalog: Catalog,
  dialect name: String,
  _ console: Console
) throws(TableFailure) -> Exit {
  guard let dialect = Dialect.all[name] else {
    console.error(Dialect.unknown(name) + "\n")
    return .usage
  }
  var tables: [TableSQLWriter.Named] = []
  for table in catalog.tables { tables.append((table.name, try table.schema())) }
  let writing = TableSQLWriter(dialect)
  console.data(writing.frame.begin)
  var existing: Set<String> = []
  for (name, schema) in TableSQLWriter.order(tables) {
    guard let source = catalog.table(name) else { continue }
    let table = try source.load(Array(schema.fields.indices))
    do throws(Unsupported) {
      console.data("\n" + (try writing.create(name, schema, existing: existing)))
      try writing.load(name, table, isKeyed: !schema.key.isEmpty) { console.data($0) }
    } catch {
      console.flush()
      throw TableFailure("\(name) cannot be written as SQL: \(error.text) \(error.remedy)")
    }
    existing.insert(name)
  }
  console.data("\n" + writing.frame.end)
  console.flush()
  return .fine
}
