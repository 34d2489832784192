import Diagnostics
import Language
import Plans
import SQL
import Tables

extension Session {
  /// Shows a query as another engine is asked it.
  func explainSQL(
    _ name: Name?,
    _ pipeline: Pipeline,
    _ statement: Statement,
    _ source: String,
    _ origin: Origin
  ) -> Exit {
    guard let dialect = Dialect.all[name?.text ?? server?.dialectName ?? Dialect.usual] else {
      let diagnostic = Diagnostic(
        .unknownDialect(name?.text ?? ""),
        at: name?.span ?? statement.span
      )
      return report([diagnostic], source, statement.span, origin)
    }
    let binding = peeking { bind(pipeline, in: environment, source: source) }
    guard let query = binding.query else {
      return report(binding.diagnostics, source, statement.span, origin)
    }
    do throws(Refusal) {
      show(try written(query, in: dialect))
      return .fine
    } catch {
      let place = error.stage ?? 0
      let span = query.stageSpans.indices.contains(place) ? query.stageSpans[place] : pipeline.span
      return report([Diagnostic(.refused(error), at: span)], source, statement.span, origin)
    }
  }

  /// A query in SQL; tables that only this session knows go along as literal rows.
  func written(_ query: BoundQuery, in dialect: Dialect) throws(Refusal) -> WrittenQuery {
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

  /// Shows a statement with what it takes for granted.
  func show(_ written: WrittenQuery) {
    console.beginResult()
    console.data(written.text + ";\n")
  }

  /// The tables of the catalog as `--emit-ddl` writes them, or as they stand in the engine that has them.
  func relations(of query: BoundQuery) -> [String: Relation] {
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

extension Message {
  fileprivate static func unknownDialect(_ name: String) -> Message {
    Message("unknown-dialect", Dialect.unknown(name))
  }

  fileprivate static func refused(_ refusal: Refusal) -> Message {
    Message("not-in-sql", refusal.text + " " + refusal.remedy)
  }
}
