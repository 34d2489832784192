/// Pretty printer of a query in a dialect.
struct SQLPrinter {
  let dialect: Dialect
  /// Whether columns are written with the alias of their source.
  var isQualified = false
  /// Whether truth values are written as 1 and 0.
  var countsTruths = false

  private let check = SpellingCheck()

  init(_ dialect: Dialect) { self.dialect = dialect }

  /// What is found while a statement is laid out: the first name or text that cannot stand in it.
  private final class SpellingCheck {
    var obstacle: Unsupported?
  }

  /// A layout in lines; throws where a name or text in it cannot be said in the dialect.
  private func text(_ layout: SQLLayout, width: Int) throws(Unsupported) -> String {
    if let obstacle = check.obstacle { throw obstacle }
    return layout.text(width: width)
  }

  /// An expression on one line.
  func text(_ expression: SQLExpression) throws(Unsupported) -> String {
    try text(layout(expression), width: .max)
  }

  func quoted(_ name: String) -> String {
    check.obstacle = check.obstacle ?? dialect.obstacle(inName: name)
    return dialect.quoted(name)
  }

  func literal(_ text: String) -> SQLLayout {
    check.obstacle = check.obstacle ?? dialect.obstacle(inText: text)
    return .text(dialect.text(text))
  }

  /// The whole query in lines.
  func text(_ query: Query) throws(Unsupported) -> String {
    // A remark may name columns; it ends with its line.
    var parts: [SQLLayout] = query.remarks.flatMap { remark in
      ["-- \(remark.withoutControls)", .end]
    }
    for (place, named) in query.named.enumerated() {
      let columns = named.columns.map { SQLLayout.text(quoted($0)) }
      parts += [
        place == 0 ? "with " : "", .text(quoted(named.name)),
        columns.isEmpty ? [] : [" (", .group(.list(columns)), ")"],
        query.isCutTooLate(place, in: dialect) ? " as materialized (" : " as (",
        .indented([.end, layout(named.body)]), .end,
        place == query.named.count - 1 ? ")" : "),", .end,
      ]
    }
    parts.append(layout(query.body))
    return try text(.sequence(parts), width: 92)
  }

  private func layout(_ body: QueryBody) -> SQLLayout {
    switch body {
    case .select(let select): layout(select)
    case .union(let one, let other):
      [layout(one), .end, "union all", .end, layout(other)]
    case .values(let rows):
      .group([
        "values",
        .indented([.line, .list(rows.map { ["(", .group(.list($0.map { layout($0) })), ")"] })]),
      ])
    }
  }

  /// A select, a clause a line.
  func layout(_ select: Select) -> SQLLayout {
    var printer = self
    printer.isQualified = select.needsQualification
    let names = select.columnNames.union(select.columns.map { $0.name.lowercased() })
    printer.countsTruths =
      dialect.columnsHideTruths && !names.isDisjoint(with: ["true", "false"])
    return .joined(printer.clauses(select), .end)
  }

  func clauses(_ select: Select) -> [SQLLayout] {
    let word = select.isDistinct ? "select distinct" : "select"
    var clauses = clause(word, select.columns.map(layout)) + select.sources.map(layout)
    clauses += clause("where", select.filters) + clause("group by", groups(select))
    clauses += clause("having", select.having) + clause("qualify", select.qualify)
    let order = select.order.filter { !$0.expression.isLiteral }
    clauses += clause("order by", order.map { layout($0, in: select) })
    if let limit = select.limit { clauses.append("limit \(limit)") }
    return clauses
  }

  /// A clause of items; none without any.
  private func clause(_ word: String, _ items: [SQLLayout]) -> [SQLLayout] {
    items.isEmpty ? [] : [.group([.text(word), .indented([.line, .list(items)])])]
  }

  /// A clause of conditions that must all hold; none without any.
  private func clause(_ word: String, _ conditions: [SQLExpression]) -> [SQLLayout] {
    SQLExpression.all(conditions).map { [.group(["\(word) ", layout($0)])] } ?? []
  }

  private func layout(_ output: Select.Output) -> SQLLayout {
    let layout = layout(output.expression)
    if case .column(_, output.name) = output.expression { return layout }
    return output.name.isEmpty ? layout : [layout, " as \(quoted(output.name))"]
  }

  private func layout(_ source: Select.Source) -> SQLLayout {
    var text = source.path.map(quoted).joined(separator: ".")
    if source.path.last != source.alias { text += " as " + quoted(source.alias) }
    let word =
      switch source.join {
      case .first: "from"
      case .left: "left join"
      case .inner: "join"
      case .cross: "cross join"
      }
    guard let condition = SQLExpression.all(source.on) else { return "\(word) \(text)" }
    return .group(["\(word) \(text)", .indented([.line, "on ", layout(condition)])])
  }

  /// What is grouped by: a computed key by its name, where that is no column of a source.
  ///
  /// A bare number would be the place of an output column.
  private func groups(_ select: Select) -> [SQLLayout] {
    select.groups.map { group in
      guard group.columnName == nil,
        let output = select.columns.first(where: { $0.expression == group }),
        !select.columnNames.contains(output.name.lowercased())
      else { return layout(group.isLiteral ? .call("coalesce", [group, group]) : group) }
      return .text(quoted(output.name))
    }
  }

  private func layout(_ ordering: Ordering, in select: Select) -> SQLLayout {
    if !isQualified || ordering.expression.columnName == nil,
      let output = select.columns.first(where: { $0.expression == ordering.expression })
    {
      return .text(quoted(output.name) + direction(ordering))
    }
    return layout(ordering)
  }

  func layout(_ ordering: Ordering) -> SQLLayout {
    [layout(ordering.expression), .text(direction(ordering))]
  }

  private func direction(_ ordering: Ordering) -> String {
    let word = ordering.isDescending ? " desc" : ""
    let usual = ordering.isDescending ? dialect.missingDescending : dialect.missingAscending
    guard let missing = ordering.missing, missing != usual else { return word }
    return word + (missing == .last ? " nulls last" : " nulls first")
  }
}

extension SQLExpression {
  /// Whether it is a number, a text or another constant, which sorts nothing.
  fileprivate var isLiteral: Bool {
    switch self {
    case .token, .bytes, .typed: true
    default: false
    }
  }

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
    expressions.forEach(gather)
    return names
  }
}
