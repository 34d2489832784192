// Aliases of sources that would stand twice in a select get other names.

extension OpenSelect {
  /// The same rows with aliases other than those taken.
  func renamed(besides taken: Set<String>) -> OpenSelect {
    var rows = self
    let taken = Set(taken.map { $0.lowercased() })
    let own = cells.values.reduce(select.aliases) { $0.union($1.sql.aliases) }
    var used = taken.union(own)
    for source in select.sources where taken.contains(source.alias.lowercased()) {
      rows = rows.renaming(source.alias, to: Writer.free(source.alias, &used))
    }
    return rows
  }

  private func renaming(_ old: String, to new: String) -> OpenSelect {
    var rows = self
    rows.select = select.renaming(old, to: new)
    for (id, cell) in cells { rows.cells[id]?.sql = cell.sql.renaming(old, to: new) }
    rows.order = order.map { $0.with(sql: $0.cell.sql.renaming(old, to: new)) }
    rows.unique = unique?.map { $0.renaming(old, to: new) }
    return rows
  }
}

extension Select {
  func renaming(_ old: String, to new: String) -> Select {
    var select = self
    for place in sources.indices {
      if sources[place].alias == old { select.sources[place].alias = new }
      select.sources[place].on = sources[place].on.map { $0.renaming(old, to: new) }
    }
    select.columns = columns.map {
      .init(expression: $0.expression.renaming(old, to: new), name: $0.name)
    }
    select.filters = filters.map { $0.renaming(old, to: new) }
    select.groups = groups.map { $0.renaming(old, to: new) }
    select.having = having.map { $0.renaming(old, to: new) }
    select.qualify = qualify.map { $0.renaming(old, to: new) }
    select.order = order.map { $0.renaming(old, to: new) }
    return select
  }
}

extension Ordering {
  func renaming(_ old: String, to new: String) -> Ordering {
    var ordering = self
    ordering.expression = expression.renaming(old, to: new)
    return ordering
  }
}

extension SQLExpression {
  /// The expression with the columns of one source taken from another.
  func renaming(_ old: String, to new: String) -> SQLExpression {
    func again(_ expression: SQLExpression) -> SQLExpression { expression.renaming(old, to: new) }
    switch self {
    case .column(let source, let name): return .column(source == old ? new : source, name)
    case .token, .bytes, .typed: return self
    case .call(let name, let arguments): return .call(name, arguments.map(again))
    case .list(let items): return .list(items.map(again))
    case .aggregate(var call):
      call.arguments = call.arguments.map(again)
      call.order = call.order.map { $0.renaming(old, to: new) }
      call.within = call.within.map { $0.renaming(old, to: new) }
      call.filter = call.filter.map(again)
      return .aggregate(call)
    case .over(let call, var frame):
      frame.partition = frame.partition.map(again)
      frame.order = frame.order.map { $0.renaming(old, to: new) }
      return .over(again(call), frame)
    case .infix(let left, let sign, let right): return .infix(again(left), sign, again(right))
    case .prefix(let word, let operand): return .prefix(word, again(operand))
    case .postfix(let operand, let words): return .postfix(again(operand), words)
    case .between(let value, let low, let high):
      return .between(again(value), again(low), again(high))
    case .among(let value, let items, let isNegated):
      return .among(again(value), items.map(again), isNegated: isNegated)
    case .choice(let subject, let branches, let otherwise):
      return .choice(
        subject.map(again),
        branches.map { Branch(when: again($0.when), then: again($0.then)) },
        otherwise: otherwise.map(again)
      )
    case .cast(let operand, let type): return .cast(again(operand), type)
    case .tried(let operand, let type): return .tried(again(operand), type)
    case .worded(let name, let before, let between, let operand):
      return .worded(name, before, between, again(operand))
    case .exists(let select, let isNegated):
      return .exists(select.renaming(old, to: new), isNegated: isNegated)
    case .place(let list, let place): return .place(again(list), again(place))
    }
  }
}
