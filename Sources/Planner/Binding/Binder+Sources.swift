import Catalog
import Diagnostics
import Functions
import Syntax

// What a pipeline reads: tables and earlier results.

extension Binder {
  /// A scan of the table, result or earlier result called `name`.
  func scan(_ name: Name) -> PlanBuilder? {
    if let table = environment.results[name.text] {
      return scan(rows: table, of: name.text, at: name.span)
    }
    if name.text.first == "_", name.text.dropFirst().allSatisfy(\.isNumber) {
      return report(
        .noSuchResult(name.text, known: environment.results.keys.sorted()),
        at: name.span
      )
    }
    guard let table = environment.catalog.table(name.text) else {
      let names = environment.catalog.tables.map(\.name)
      let near = nearest(name.text, in: names)
      if Verb.all[name.text] != nil { return report(.verbAsTable(name.text), at: name.span) }
      if near != [name.text + "s"], let message = columnAsTable(name.text) {
        return report(message, at: name.span)
      }
      let isAlone = isWhole(name.span)
      let message = Message.unknownTable(name.text, near: near, all: names, isAlone: isAlone)
      return report(message, at: name.span, writing: near.sole)
    }
    guard let schema = schema(of: table, at: name.span) else { return nil }
    noteRead(table.name, schema)
    let made = environment.queries[table.name]
    return builder(over: .table(table.name), schema, madeBy: made, at: name.span)
  }

  /// What is said of a column in the place of a table: which tables have it, and a query of it.
  private func columnAsTable(_ name: String) -> Message? {
    // While a line is typed, no file is read for this.
    let isTyping = environment.evaluateSubquery == nil
    let found = environment.catalog.tables.compactMap { table -> (table: String, field: Field)? in
      guard !table.isElsewhere, !isTyping || table.package != nil,
        let schema = try? table.schema(), let place = schema.index(of: name)
      else { return nil }
      return (Spelling.table(table.name), schema.fields[place])
    }
    guard let first = found.first else { return nil }
    let column = quotedName(name)
    let isSummed = first.field.isMeasure && first.field.additivity == .yes
    let stage = isSummed ? "total \(column)" : "describe \(column)"
    return .columnAsTable(name, of: found.map(\.table), query: "\(first.table) | \(stage)")
  }

  /// Takes note that rows of a table are read, for its sources and caveats.
  func noteRead(_ table: String, _ schema: Schema) {
    if tables.contains(table) { return }
    tables.append(table)
    var own = schema.notes.caveats
    if let path = environment.catalog.replacements[table] {
      var caveat = Caveat("\(table) is \(path), in the place of the table of that name")
      caveat.isEssential = true
      own.append(caveat)
    }
    caveats += own.map { (table, $0) }
  }

  /// The schema of a table, unless it cannot be opened, which is reported.
  func schema(of table: any TableSource, at span: SourceSpan) -> Schema? {
    do throws(TableFailure) {
      return try table.schema()
    } catch {
      return report(.tableFailure(error.text), at: span)
    }
  }

  func scan(rows table: Table, of name: String, at span: SourceSpan) -> PlanBuilder {
    builder(over: .rows(table), table.schema, madeBy: environment.queries[name], at: span)
  }

  func builder(
    over source: Scan.Source,
    _ schema: Schema,
    madeBy query: BoundQuery? = nil,
    at span: SourceSpan
  ) -> PlanBuilder {
    lostPeriods += query?.lostPeriods ?? []
    for table in query?.tables ?? [] where !tables.contains(table) {
      tables.append(table)
      caveats += query?.caveats.filter { $0.table == table } ?? []
    }
    var table: String?
    if case .table(let name) = source { table = name }
    let columns = columns(of: schema, table)
    var scan = Scan(source, places: Array(columns.indices))
    scan.madeBy = query
    readName = text(span)
    let stage = newStage(span, words: words(for: source, schema))
    let plan = LogicalPlan(.scan(scan), columns: columns, stage: stage)
    stagePlans[stage] = plan
    let builder = PlanBuilder(binder: self, plan: plan)
    builder.dateColumn = columns.first { $0.field.name == schema.notes.date }?.id
    for (date, precision) in schema.precisions {
      builder.precisions[columns[date].id] = columns[precision].id
    }
    if let table {
      builder.tableName = table
      builder.grain = schema.notes.row.map { .grain(table: table, row: $0) }
    }
    takeFacts(of: schema, columns, into: builder)
    builder.takeSelections(of: query, reading: table)
    return builder
  }

  /// Takes over what is known of a table: its key, order, totals and shares.
  private func takeFacts(of schema: Schema, _ columns: [PlanColumn], into builder: PlanBuilder) {
    builder.isCut = schema.isCut
    func id(_ name: String) -> ColumnID? { builder.visibleColumn(named: name)?.id }
    builder.key = schema.key.mappingAll(id) ?? []
    builder.totals = Set(columns.filter { schema.totals.contains($0.field.name) }.map(\.id))
    for share in schema.shares {
      guard let column = id(share.column), let measure = id(share.measure),
        let groups = share.groups.mappingAll(id)
      else { continue }
      builder.shares[column] = (measure, groups)
    }
    builder.order = schema.order.compactMap { item in
      columns.first { $0.field.name == item.column }
        .map { SortKey($0.id, descending: item.isDescending) }
    }
  }

  func columns(of schema: Schema, _ table: String?) -> [PlanColumn] {
    let isCovering = schema.notes.coverage != nil || schema.notes.partial != nil
    var columns = schema.fields.map { field in
      var field = field
      if let table, isCovering, field.type.isTemporal {
        field.coveredBy = [Field.Origin(table: table, column: field.name)]
      }
      return PlanColumn(newColumn(), field)
    }
    for place in columns.indices {
      // A column that a result has lost is still summed over: none has its number.
      columns[place].notAlong = columns[place].field.notAlong.map { name in
        columns.first { $0.field.name == name }?.id ?? newColumn()
      }
    }
    return columns
  }
}
