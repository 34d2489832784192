import Catalog
import Functions
import SQL
import Syntax

extension RemoteServer {
  /// The tables of the engine, as `package` declares them where their names and columns fit.
  ///
  /// Where `isMeant`, the package was named for these tables, and one that does not fit is an
  /// error. Throws also when the engine cannot be reached, or has no table.
  public func catalog(package: Catalog?, isMeant: Bool) throws(TableFailure) -> Catalog {
    let described: [DescribedTable]
    do throws(EngineFailure) {
      let patience = engine.answersAtOnce ? 60.0 : 600
      described = try describedTables(until: Cancellation(deadline: patience, or: cancellation()))
    } catch {
      throw TableFailure(error.kind == .stopped ? "\(shown) does not answer." : error.text)
    }
    if described.isEmpty { throw TableFailure("\(shown) has no tables that can be read.") }
    let catalog = Catalog()
    catalog.fiscalYearStart = package?.fiscalYearStart ?? 10
    for table in described {
      let source = package?.table(table.name)
      let declared = try source?.schema()
      let misfit = declared.flatMap { self.misfit(of: table, $0) }
      if isMeant, let misfit, table.problem == nil {
        throw TableFailure("\(table.name) does not fit the package: \(misfit)")
      }
      var schema = declared ?? Schema([])
      if declared == nil || misfit != nil {
        schema = storedSchema(of: table, engine, described)
      } else {
        catalog.package = package?.package
      }
      let problem =
        table.problem ?? (schema.fields.isEmpty ? "it has no column of a type that is known." : nil)
      relations[table.name] = relation(of: table, schema)
      let title = misfit == nil ? source?.title : nil
      let made = RemoteTable(
        name: table.name,
        title: title ?? "a table of \(shown)",
        schema: schema.linked { name in described.contains { $0.name == name } },
        problem: problem,
        server: self,
        catalog: catalog
      )
      catalog.add(made)
    }
    return catalog
  }

  /// Why a table is not the one that a package declares; nil where it is.
  private func misfit(of table: DescribedTable, _ declared: Schema) -> String? {
    for field in declared.fields {
      guard let column = table.columns.first(where: { $0.name == field.name }) else {
        return "it has no column \(field.name)."
      }
      let stored = RemoteColumnType(column.type, goesByParts: engine.storesLoosely)
      if !stored.holds(field.type, loosely: engine.storesLoosely) {
        return "its column \(field.name) is of the type \(column.type), "
          + "which cannot hold what is declared: \(field.type.word)."
      }
    }
    let extra = table.columns.first { column in
      column.name != RemoteServer.rowColumn && declared.index(of: column.name) == nil
    }
    return extra.map { "its column \($0.name) is not declared." }
  }

  /// The column that numbers the rows of a table without a key.
  static let rowColumn = "_row"

  /// How a table stands in the engine.
  private func relation(of table: DescribedTable, _ schema: Schema) -> Relation {
    let isNumbered = table.columns.contains { $0.name == RemoteServer.rowColumn }
    var relation = Relation(
      path: table.path,
      columns: schema.fields.map(\.name),
      order: isNumbered ? [RemoteServer.rowColumn] : schema.key
    )
    if !engine.storesLoosely {
      relation.casts = Set(table.columns.filter { RemoteColumnType.needsCast($0.type) }.map(\.name))
    }
    return relation
  }
}

/// What is known of a table that no package declares: what its engine tells.
private func storedSchema(
  of table: DescribedTable,
  _ engine: RemoteEngine,
  _ all: [DescribedTable]
) -> Schema {
  var fields: [Field] = []
  var left: [String] = []
  for column in table.columns where column.name != RemoteServer.rowColumn {
    let stored =
      column.labelsAreOrdered
      ? .text : RemoteColumnType(column.type, goesByParts: engine.storesLoosely)
    let enumerated =
      column.type.lowercased().hasPrefix("enum") ? quotedTexts(in: column.type) : []
    let type = stored.dataType(
      labels: column.labels.isEmpty ? enumerated : column.labels,
      isOrdered: column.labelsAreOrdered || !enumerated.isEmpty
    )
    guard let type else {
      left.append("\(column.name) (\(column.type.isEmpty ? "no type" : column.type))")
      continue
    }
    var field = Field(column.name, type, role: type.isNumeric ? .additive : .other)
    field.origin = Field.Origin(table: table.name, column: column.name)
    fields.append(field)
  }
  var schema = Schema(fields)
  var keys = DeclaredKeys()
  keys.primary = table.key
  keys.links = table.links.compactMap { link in
    all.first { $0.path == link.target }.map { (link.column, $0.name, link.key) }
  }
  schema.declare(keys) { name in all.first { $0.name == name }?.key }
  if !left.isEmpty {
    schema.notes.caveats = [
      Caveat(
        "columns of types that queries cannot read are left out: \(left.joined(separator: ", "))"
      )
    ]
  }
  return schema
}

extension Schema {
  /// The schema without links into tables that are not there.
  fileprivate func linked(_ isThere: (String) -> Bool) -> Schema {
    var schema = self
    for place in fields.indices {
      if let link = fields[place].link, !isThere(link.table) { schema.fields[place].link = nil }
    }
    return schema
  }
}
