/// Spells a query in a dialect.
struct Printer {
  let dialect: Dialect
  /// Whether columns are written with the alias of their source.
  private var isQualified = false
  /// Whether truth values are written as 1 and 0.
  private var countsTruths = false

  init(_ dialect: Dialect) { self.dialect = dialect }

  /// The whole query in lines.
  func text(_ query: Query) -> String {
    var parts = query.remarks.flatMap { [Layout.text("-- " + $0), .end] }
    for (place, named) in query.named.enumerated() {
      let columns = named.columns.map { Layout.text(dialect.quoted($0)) }
      parts += [
        .text(place == 0 ? "with " : ""), .text(dialect.quoted(named.name)),
        columns.isEmpty
          ? .sequence([]) : .sequence([.text(" ("), .group(.list(columns)), .text(")")]),
        .text(" as ("), .indented(.sequence([.end, layout(named.body)])), .end,
        .text(place == query.named.count - 1 ? ")" : "),"), .end,
      ]
    }
    parts.append(layout(query.body))
    return Layout.sequence(parts).text(width: 92)
  }

  private func layout(_ body: QueryBody) -> Layout {
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
                  .sequence([.text("("), .list(row.map { layout($0).0 }).flat, .text(")")])
                }
              ),
            ])
          ),
        ])
      )
    }
  }

  /// A select, a clause a line.
  func layout(_ select: Select) -> Layout {
    var printer = self
    printer.isQualified = select.needsQualification
    let names = select.columnNames.union(select.columns.map { $0.name.lowercased() })
    printer.countsTruths = dialect.columnsHideTruths && !names.isDisjoint(with: ["true", "false"])
    return .joined(printer.clauses(select), .end)
  }

  private func clauses(_ select: Select) -> [Layout] {
    var clauses = [
      clause(select.isDistinct ? "select distinct" : "select", select.columns.map(layout))
    ]
    clauses += select.sources.map(layout)
    if let condition = Expression.all(select.filters) { clauses.append(clause("where", condition)) }
    if !select.groups.isEmpty {
      clauses.append(clause("group by", groups(select)))
    }
    if let condition = Expression.all(select.having) { clauses.append(clause("having", condition)) }
    if let condition = Expression.all(select.qualify) {
      clauses.append(clause("qualify", condition))
    }
    if !select.order.isEmpty {
      clauses.append(clause("order by", select.order.map { layout($0, in: select) }))
    }
    if let limit = select.limit { clauses.append(.text("limit \(limit)")) }
    return clauses
  }

  private func clause(_ word: String, _ items: [Layout]) -> Layout {
    .group(.sequence([.text(word), .indented(.sequence([.line, .list(items)]))]))
  }

  private func clause(_ word: String, _ condition: Expression) -> Layout {
    .group(.sequence([.text(word + " "), layout(condition).0]))
  }

  private func layout(_ output: Select.Output) -> Layout {
    if case .column(_, let name) = output.expression, name == output.name {
      return layout(output.expression).0
    }
    let layout = layout(output.expression).0
    if output.name.isEmpty { return layout }
    return .sequence([layout, .text(" as " + dialect.quoted(output.name))])
  }

  private func layout(_ source: Select.Source) -> Layout {
    var text = source.path.map(dialect.quoted).joined(separator: ".")
    if source.path.last != source.alias { text += " as " + dialect.quoted(source.alias) }
    let word =
      switch source.join {
      case .first: "from"
      case .left: "left join"
      case .inner: "join"
      case .cross: "cross join"
      }
    guard let condition = Expression.all(source.on) else { return .text(word + " " + text) }
    return .group(
      .sequence([
        .text(word + " " + text), .indented(.sequence([.line, .text("on "), layout(condition).0])),
      ])
    )
  }

  /// What is grouped by: a computed key by its name, where that is no column of a source.
  private func groups(_ select: Select) -> [Layout] {
    select.groups.map { group in
      if case .column = group { return layout(group).0 }
      guard dialect.groupsByName,
        let output = select.columns.first(where: { $0.expression == group }),
        !select.columnNames.contains(output.name.lowercased())
      else { return layout(group).0 }
      return .text(dialect.quoted(output.name))
    }
  }

  private func layout(_ ordering: Ordering, in select: Select) -> Layout {
    var isColumn = false
    if case .column = ordering.expression { isColumn = true }
    if !(isColumn && isQualified),
      let output = select.columns.first(where: { $0.expression == ordering.expression })
    {
      return .sequence([.text(dialect.quoted(output.name)), .text(direction(ordering))])
    }
    return layout(ordering)
  }

  private func layout(_ ordering: Ordering) -> Layout {
    .sequence([layout(ordering.expression).0, .text(direction(ordering))])
  }

  private func direction(_ ordering: Ordering) -> String {
    let word = ordering.isDescending ? " desc" : ""
    let usual = ordering.isDescending ? dialect.missingDescending : dialect.missingAscending
    guard let missing = ordering.missing, missing != usual else { return word }
    return word + (missing == .last ? " nulls last" : " nulls first")
  }
}

// MARK: Expressions

extension Printer {
  /// How tightly signs bind; a higher number binds more tightly.
  enum Binding: Int, Comparable {
    case or, and, not, comparison, other, sum, product, sign, primary
    static func < (left: Binding, right: Binding) -> Bool { left.rawValue < right.rawValue }
  }

  private static func binding(_ sign: String) -> Binding {
    switch sign {
    case "or": .or
    case "and": .and
    case "+", "-": .sum
    case "*", "/", "%", "//": .product
    case "||", "div": .other
    default: .comparison
    }
  }

  /// An expression, and how tightly its outermost sign binds.
  func layout(_ expression: Expression) -> (Layout, Binding) {
    switch expression {
    case .column(let source, let name):
      let column = dialect.quoted(name)
      return (.text(isQualified ? dialect.quoted(source) + "." + column : column), .primary)
    case .token("true") where countsTruths: return (.text("1"), .primary)
    case .token("false") where countsTruths: return (.text("0"), .primary)
    case .token(let word): return (.text(word), .primary)
    case .text(let text): return (.text(dialect.text(text)), .primary)
    case .typed(let word, let text): return (.text("\(word) \(dialect.text(text))"), .primary)
    case .call(let name, let arguments):
      return (call(name, .list(arguments.map { layout($0).0 })), .primary)
    case .aggregate(let aggregate): return (layout(aggregate), .primary)
    case .over(let call, let frame):
      return (.group(.sequence([layout(call).0, .text(" over "), layout(frame)])), .primary)
    case .infix(let left, let sign, let right): return infix(left, sign, right)
    case .prefix(let word, let operand):
      let binding: Binding = word == "not" ? .not : .sign
      return (
        .sequence([
          .text(word == "not" ? "not " : word), bound(operand, binding, isStrict: word != "not"),
        ]), binding
      )
    case .postfix(let operand, let words):
      return (
        .sequence([bound(operand, .comparison, isStrict: true), .text(" " + words)]), .comparison
      )
    case .between(let value, let low, let high):
      return (
        .sequence([
          bound(value, .comparison, isStrict: true), .text(" between "),
          bound(low, .comparison, isStrict: true), .text(" and "),
          bound(high, .comparison, isStrict: true),
        ]), .comparison
      )
    case .among(let value, let items, let isNegated):
      let list = call("", .list(items.map { layout($0).0 }))
      let word = isNegated ? " not in " : " in "
      return (
        .sequence([bound(value, .comparison, isStrict: true), .text(word), list]), .comparison
      )
    case .choice(let subject, let branches, let otherwise):
      return (choice(subject, branches, otherwise), .primary)
    case .cast(let operand, let type):
      return (call("cast", .sequence([layout(operand).0, .text(" as " + type)])), .primary)
    case .tried(let operand, let type):
      return (call("try_cast", .sequence([layout(operand).0, .text(" as " + type)])), .primary)
    case .worded(let name, let before, let between, let operand):
      let inner = Layout.sequence([
        .text([before, between].filter { !$0.isEmpty }.joined(separator: " ") + " "),
        layout(operand).0,
      ])
      return (call(name, inner), .primary)
    case .exists(let select, let isNegated):
      return exists(select, isNegated)
    case .list(let items): return (list(items), .primary)
    case .place(let list, let place):
      return (
        .sequence([.text("("), layout(list).0, .text(")["), layout(place).0, .text("]")]),
        .primary
      )
    }
  }

  private func call(_ name: String, _ inside: Layout) -> Layout {
    if inside.isShort { return .sequence([.text(name + "("), inside.onOneLine, .text(")")]) }
    return .group(
      .sequence([.text(name + "("), .indented(.sequence([.seam, inside])), .seam, .text(")")])
    )
  }

  private func list(_ items: [Expression]) -> Layout {
    let inside = Layout.list(items.map { layout($0).0 })
    let (open, close) = dialect.listBrackets
    return .group(
      .sequence([.text(open), .indented(.sequence([.seam, inside])), .seam, .text(close)])
    )
  }

  private func exists(_ select: Select, _ isNegated: Bool) -> (Layout, Binding) {
    var printer = self
    printer.isQualified = true
    let inner = Layout.joined(printer.clauses(select), .line)
    let layout = call((isNegated ? "not " : "") + "exists ", inner)
    return (layout, isNegated ? .not : .primary)
  }

  private func layout(_ aggregate: Aggregate) -> Layout {
    var inside: [Layout] = []
    if aggregate.isDistinct { inside.append(.text("distinct ")) }
    inside.append(.list(aggregate.arguments.map { layout($0).0 }))
    if !aggregate.order.isEmpty {
      inside += [.text(" order by "), .list(aggregate.order.map { layout($0) })]
    }
    var whole = [call(aggregate.name, .sequence(inside))]
    if !aggregate.within.isEmpty {
      let order = Layout.list(aggregate.within.map { layout($0) })
      whole += [.text(" within group (order by "), order, .text(")")]
    }
    if let filter = aggregate.filter {
      whole += [.text(" "), call("filter ", .sequence([.text("where "), layout(filter).0]))]
    }
    return .sequence(whole)
  }

  private func layout(_ frame: Frame) -> Layout {
    var parts: [Layout] = []
    if !frame.partition.isEmpty {
      parts.append(
        .sequence([.text("partition by "), .list(frame.partition.map { layout($0).0 })])
      )
    }
    if !frame.order.isEmpty {
      let order = Layout.list(frame.order.map { layout($0) })
      parts.append(.group(.sequence([.text("order by "), .indented(order)])))
    }
    if let extent = frame.extent { parts.append(.text(extent)) }
    return call("", .joined(parts, .line))
  }

  private func infix(
    _ left: Expression,
    _ sign: String,
    _ right: Expression
  ) -> (Layout, Binding) {
    let binding = Printer.binding(sign)
    let isLogic = binding == .or || binding == .and
    let space: Layout = isLogic ? .line : .text(" ")
    if sign == "||" {
      return (.sequence([joined(left), .text(" || "), joined(right)]), binding)
    }
    let before = bound(left, binding, isStrict: !isLogic && binding <= .other)
    let after = bound(right, binding, isStrict: !isLogic)
    let rest = Layout.sequence([space, .text(sign + " "), after])
    return (.sequence([before, isLogic ? .indented(rest) : rest]), binding)
  }

  /// A text that is joined to another: dialects differ in whether `||` binds more tightly than `+`.
  private func joined(_ operand: Expression) -> Layout {
    if case .infix(_, "||", _) = operand { return layout(operand).0 }
    return bound(operand, .primary, isStrict: false)
  }

  /// An operand, in brackets where its own sign binds less tightly, or as tightly where that is strict.
  private func bound(_ operand: Expression, _ outer: Binding, isStrict: Bool) -> Layout {
    let (layout, inner) = layout(operand)
    if inner < outer || (isStrict && inner == outer) {
      return .group(.sequence([.text("("), .indented(layout), .text(")")]))
    }
    return layout
  }

  private func choice(
    _ subject: Expression?,
    _ branches: [Expression.Branch],
    _ otherwise: Expression?
  ) -> Layout {
    var inside: [Layout] = []
    for branch in branches {
      let test = layout(branch.when).0.grouped
      let value = Layout.sequence([.line, layout(branch.then).0.grouped])
      inside += [
        .line,
        .group(.sequence([.text("when "), test, .text(" then"), .indented(value)])),
      ]
    }
    if let otherwise { inside += [.line, .text("else "), layout(otherwise).0.grouped] }
    let head = subject.map { Layout.sequence([.text("case "), layout($0).0]) } ?? .text("case")
    return .group(.sequence([head, .indented(.sequence(inside)), .line, .text("end")]))
  }
}

extension Layout {
  fileprivate var flat: Layout { .group(self) }
  fileprivate var grouped: Layout { .group(self) }
}

extension Select {
  /// Whether its columns need their source's alias: several sources, or an output that hides a column.
  fileprivate var needsQualification: Bool {
    if sources.count > 1 { return true }
    // A name in the order means a column that comes out before it means one that was read.
    let strange = columns.filter { $0.expression != .column(sources.first?.alias ?? "", $0.name) }
    let taken = Set(strange.map { $0.name.lowercased() })
    return order.contains { ordering in
      if columns.contains(where: { $0.expression == ordering.expression }) { return false }
      return ordering.expression.has { part in
        if case .column(_, let name) = part { return taken.contains(name.lowercased()) }
        return false
      }
    }
  }

  /// The names of the columns read, in lower case.
  fileprivate var columnNames: Set<String> {
    var names = Set(sources.flatMap(\.columns).map { $0.lowercased() })
    func gather(_ expression: Expression) {
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
