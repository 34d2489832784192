import Catalog
import Diagnostics
import Functions
import Syntax

extension PlanBuilder {
  /// The column that `path` names, joined from linked tables where it leads there.
  ///
  /// An unknown name is reported with the nearest ones; where just one is near, binding goes on
  /// with it.
  func column(_ path: Path, at place: ColumnPlace = .path) -> PlanColumn? {
    if let own = withoutTable(path) { return own }
    if isFileBehindArrow(path) { return nil }
    let place = path.names.count == 1 ? place : .path
    guard var column = column(named: path.names[0], at: place) else { return nil }
    for name in path.names.dropFirst() {
      guard let next = linkedColumn(name, of: column) else { return nil }
      column = next
    }
    return column
  }

  /// `> x.csv`: reports a file into which the result was to be written.
  private func isFileBehindArrow(_ path: Path) -> Bool {
    guard path.names.count == 2, visibleColumn(named: path.names[0].text) == nil,
      binder.environment.formats.contains(path.last.text)
    else { return false }
    let before = binder.text(SourceSpan(0, path.span.start))
    let blanks = before.reversed().prefix { $0 == " " }.count
    guard before.dropLast(blanks).hasSuffix(">") else { return false }
    let name = quotedText(path.text)
    let ours = "| save \(name)"
    let span = SourceSpan(path.span.start - blanks - 1, path.span.end)
    report(.resultToFile(ours), at: path.span, fix: .replacing(span, with: ours))
    return true
  }

  /// The column that `path` names, called by its last name.
  func namedColumn(_ path: Path) -> PlanColumn? {
    var column = column(path)
    column?.field.name = path.last.text
    return column
  }

  /// `deportations.state`: reports a column that is named with its table, and gives the column.
  private func withoutTable(_ path: Path) -> PlanColumn? {
    guard path.names.count > 1, path.names[0].text == tableName, !hasUnknownColumns,
      visibleColumn(named: tableName) == nil,
      let column = visibleColumn(named: path.names[1].text)
    else { return nil }
    let prefix = SourceSpan(path.names[0].span.start, path.names[1].span.start)
    let message = Message.columnWithTable(tableName, column.field.name)
    report(message, at: path.names[0].span, fix: .replacing(prefix, with: ""))
    return column
  }

  /// The visible column called `name`.
  func column(named name: Name, at place: ColumnPlace = .name) -> PlanColumn? {
    if let column = visibleColumn(named: name.text) { return column }
    if hasUnknownColumns || failedNames.contains(name.text) { return nil }
    if stage.verb.text == "sort", ["desc", "asc", "descending", "ascending"].contains(name.text) {
      let before = binder.text(SourceSpan(stage.span.start, name.span.start))
      let comma = before.reversed().prefix { $0 == " " || $0 == "," }.count
      let ours = name.text.hasPrefix("desc") ? " desc" : ""
      let span = SourceSpan(name.span.start - comma, name.span.end)
      return report(.directionBehindColumn, at: name.span, fix: .replacing(span, with: ours))
    }
    return report(unknownColumn: name, at: place)
  }

  /// Notes that the making of a column failed, which was reported: later stages say nothing of the
  /// name, and do not take it for the column that had it before.
  func fail(_ name: String) {
    failedNames.insert(name)
    if let old = visibleColumn(named: name) { show(visible.filter { $0.id != old.id }) }
  }

  private func linkedColumn(_ name: Name, of column: PlanColumn) -> PlanColumn? {
    guard let link = column.field.link else {
      let linked = visible.filter { $0.field.link != nil }.map(\.field.name)
      return report(.noLink(column.field.name, name.text, linked: linked), at: name.span)
    }
    let wanted = LinkedColumn(base: column.id, name: name.text)
    guard let table = binder.environment.catalog.table(link.table),
      let schema = binder.schema(of: table, at: name.span)
    else { return nil }
    guard schema.index(of: name.text) != nil else {
      let names = schema.fields.map(\.name)
      let near = nearest(name.text, in: names)
      let message = Message.unknownColumn(name.text, of: link.table, near: near, all: names)
      return report(message, at: name.span, writing: near.sole)
    }
    if linked[wanted].flatMap(planColumn) == nil { join(table, schema, link, from: column) }
    guard let known = linked[wanted].flatMap(planColumn) else { return nil }
    // Names and codes of what a row links to are its own; numbers and dates have sources.
    let type = known.field.type
    if type.isNumeric || type.isTemporal { binder.noteRead(table.name, schema) }
    return known
  }

  /// Joins the table that `column` points into; its columns are hidden until a stage takes one.
  private func join(
    _ table: any TableSource,
    _ schema: Schema,
    _ link: Field.Link,
    from column: PlanColumn
  ) {
    guard let keyPlace = schema.index(of: link.key) else { return }
    let isUnique = key == [column.id]
    let columns = schema.fields.map { field in
      var field = field
      if !isUnique { field.forbidSums() }
      var column = PlanColumn(binder.newColumn(), field, isHidden: true)
      column.isRepeated = !isUnique
      return column
    }
    let right = LogicalPlan(
      .scan(Scan(.table(table.name), places: Array(columns.indices))),
      columns: columns
    )
    let join = Join(.left, keys: [(left: column.id, right: columns[keyPlace].id)])
    plan = LogicalPlan(.join(plan, right, join), plan.columnList.adding(columns))
    for (date, precision) in schema.precisions {
      precisions[columns[date].id] = columns[precision].id
    }
    for joined in columns {
      linked[LinkedColumn(base: column.id, name: joined.field.name)] = joined.id
    }
  }
}

/// `name` as a query writes it: in back-quotes where it needs them.
func quotedName(_ name: String) -> String { Spelling.column(name) }

extension Path {
  /// The path as a query writes it.
  var spelled: String { names.map { quotedName($0.text) }.joined(separator: ".") }
}
