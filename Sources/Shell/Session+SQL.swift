import Planner
import SQL

extension Session {
  /// The dialect called `name`, or the usual one without a name: the engine's, else DuckDB's.
  func dialect(_ name: String?) -> Dialect? {
    Dialect.all[name ?? server?.dialectName ?? Dialect.usual]
  }

  /// A query in SQL; tables that only this session knows go along as literal rows.
  func written(_ query: BoundQuery, in dialect: Dialect) throws(Unsupported) -> TranslatedQuery {
    var query = query
    query.plan = query.plan.replacingScans { scan in
      guard case .table(let name) = scan.source, !shippedTables.contains(name),
        let source = environment.catalog.table(name), let schema = try? source.schema(),
        let table = try? source.load(Array(schema.fields.indices))
      else { return scan }
      return Scan(.rows(table), places: scan.places)
    }
    return try writeSQL(query, in: dialect, relations: relations(of: query))
  }

  /// Shows a statement of SQL.
  func show(_ written: TranslatedQuery) {
    console.beginResult()
    console.data(written.text + ";\n")
  }

  /// The tables of the catalog as `--emit-ddl` writes them, or as they stand in the engine that has
  /// them.
  private func relations(of query: BoundQuery) -> [String: Relation] {
    var relations: [String: Relation] = [:]
    for table in environment.catalog.tables {
      if let relation = server?.relations[table.name], table.isElsewhere {
        relations[table.name] = relation
        continue
      }
      guard let schema = try? table.schema() else { continue }
      var relation = Relation.standard(table.name, schema)
      if query.tables.contains(table.name) {
        relation.hasRows = ((try? table.load([0]))?.rowCount ?? 0) > 0
      }
      relations[table.name] = relation
    }
    return relations
  }
}
