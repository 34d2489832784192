/// Pretty printer of a query in a dialect.
struct SQLPrinter {
  let dialect: Dialect
  /// Whether columns are written with the alias of their source.
  var isQualified = false
  /// Whether truth values are written as 1 and 0.
  var countsTruths = false

  init(_ dialect: Dialect) { self.dialect = dialect }

  /// The whole query in lines.
  func text(_ query: Query) -> String {
    var parts = query.remarks.flatMap { [SQLLayout.text("-- " + $0), .end] }
    for (place, named) in query.named.enumerated() {
      let columns = named.columns.map { SQLLayout.text(dialect.quoted($0)) }
      parts += [
        .text(place == 0 ? "with " : ""), .text(dialect.quoted(named.name)),
        columns.isEmpty
          ? .sequence([]) : .sequence([.text(" ("), .group(.list(columns)), .text(")")]),
        .text(query.isCutTooLate(place, in: dialect) ? " as materialized (" : " as ("),
        .indented(.sequence([.end, layout(named.body)])), .end,
        .text(place == query.named.count - 1 ? ")" : "),"), .end,
      ]
    }
    parts.append(layout(query.body))
    return SQLLayout.sequence(parts).text(width: 92)
  }

  private func layout(_ body: QueryBody) -> SQLLayout {
    switch body {
    case .select(let select): layout(select)
    case .union(let one, let other):
      .sequence([layout(one), .end, .text("union all"), .end, layout(other)])
    case .values(let rows):
      .group(
        .sequence([
          .text("values"),
          .indented(
            .sequence([
              .line,
              .list(
                rows.map { row in
                  .sequence([.text("("), .group(.list(row.map { layout($0).0 })), .text(")")])
                }
              ),
            ])
          ),
        ])
      )
    }
  }

  /// A select, a clause a line.
  func layout(_ select: Select) -> SQLLayout {
    var printer = self
    printer.isQualified = select.needsQualification
    let names = select.columnNames.union(select.columns.map { $0.name.lowercased() })
    printer.countsTruths =
      dialect.literals.columnsHideTruths && !names.isDisjoint(with: ["true", "false"])
    return .joined(printer.clauses(select), .end)
  }

  func clauses(_ select: Select) -> [SQLLayout] {
    var clauses = [
      clause(select.isDistinct ? "select distinct" : "select", select.columns.map(layout))
    ]
    clauses += select.sources.map(layout)
    if let condition = SQLExpression.all(select.filters) {
      clauses.append(clause("where", condition))
    }
    if !select.groups.isEmpty {
      clauses.append(clause("group by", groups(select)))
    }
    if let condition = SQLExpression.all(select.having) {
      clauses.append(clause("having", condition))
    }
    if let condition = SQLExpression.all(select.qualify) {
      clauses.append(clause("qualify", condition))
    }
    if !select.order.isEmpty {
      clauses.append(clause("order by", select.order.map { layout($0, in: select) }))
    }
    if let limit = select.limit { clauses.append(.text("limit \(limit)")) }
    return clauses
  }

  private func clause(_ word: String, _ items: [SQLLayout]) -> SQLLayout {
    .group(.sequence([.text(word), .indented(.sequence([.line, .list(items)]))]))
  }

  private func clause(_ word: String, _ condition: SQLExpression) -> SQLLayout {
    .group(.sequence([.text(word + " "), layout(condition).0]))
  }

  private func layout(_ output: Select.Output) -> SQLLayout {
    if case .column(_, let name) = output.expression, name == output.name {
      return layout(output.expression).0
    }
    let layout = layout(output.expression).0
    if output.name.isEmpty { return layout }
    return .sequence([layout, .text(" as " + dialect.quoted(output.name))])
  }

  private func layout(_ source: Select.Source) -> SQLLayout {
    var text = source.path.map(dialect.quoted).joined(separator: ".")
    if source.path.last != source.alias { text += " as " + dialect.quoted(source.alias) }
    let word =
      switch source.join {
      case .first: "from"
      case .left: "left join"
      case .inner: "join"
      case .cross: "cross join"
      }
    guard let condition = SQLExpression.all(source.on) else { return .text(word + " " + text) }
    return .group(
      .sequence([
        .text(word + " " + text), .indented(.sequence([.line, .text("on "), layout(condition).0])),
      ])
    )
  }

  /// What is grouped by: a computed key by its name, where that is no column of a source.
  private func groups(_ select: Select) -> [SQLLayout] {
    select.groups.map { group in
      if case .column = group { return layout(group).0 }
      guard let output = select.columns.first(where: { $0.expression == group }),
        !select.columnNames.contains(output.name.lowercased())
      else { return layout(group).0 }
      return .text(dialect.quoted(output.name))
    }
  }

  private func layout(_ ordering: Ordering, in select: Select) -> SQLLayout {
    var isColumn = false
    if case .column = ordering.expression { isColumn = true }
    if !(isColumn && isQualified),
      let output = select.columns.first(where: { $0.expression == ordering.expression })
    {
      return .sequence([.text(dialect.quoted(output.name)), .text(direction(ordering))])
    }
    return layout(ordering)
  }

  func layout(_ ordering: Ordering) -> SQLLayout {
    .sequence([layout(ordering.expression).0, .text(direction(ordering))])
  }

  private func direction(_ ordering: Ordering) -> String {
    let word = ordering.isDescending ? " desc" : ""
    let usual = ordering.isDescending ? dialect.nulls.descending : dialect.nulls.ascending
    guard let missing = ordering.missing, missing != usual else { return word }
    return word + (missing == .last ? " nulls last" : " nulls first")
  }
}

extension SQLExpression {
  /// Whether it reads a column of one of these names.
  fileprivate func reads(_ names: Set<String>, inAggregates: Bool) -> Bool {
    switch self {
    case .column(_, let name): names.contains(name.lowercased())
    case .aggregate where !inAggregates: false
    default: parts.contains { $0.reads(names, inAggregates: inAggregates) }
    }
  }
}

extension Select {
  /// Whether its columns need their source's alias: several sources, or an output that hides a
  /// column.
  fileprivate var needsQualification: Bool {
    if sources.count > 1 { return true }
    // A name in the order means a column that comes out before it means one that was read.
    let strange = columns.filter { $0.expression != .column(sources.first?.alias ?? "", $0.name) }
    let taken = Set(strange.map { $0.name.lowercased() })
    let sorted = order.map(\.expression).filter { term in
      !columns.contains { $0.expression == term }
    }
    return sorted.contains { $0.reads(taken, inAggregates: true) }
      || (having + qualify).contains { $0.reads(taken, inAggregates: false) }
  }

  /// The names of the columns read, in lower case.
  fileprivate var columnNames: Set<String> {
    var names = Set(sources.flatMap(\.columns).map { $0.lowercased() })
    func gather(_ expression: SQLExpression) {
      if case .column(_, let name) = expression { names.insert(name.lowercased()) }
      expression.parts.forEach(gather)
    }
    for expression in columns.map(\.expression) + filters + groups + having + qualify
      + order.map(\.expression) + sources.flatMap(\.on)
    {
      gather(expression)
    }
    return names
  }
}
