import Plans
import Tables

extension Writer {
  /// The rows of the left, then those of the right.
  func append(
    _ leftPlan: Plan,
    _ rightPlan: Plan,
    _ pairings: [Pairing],
    _ plan: Plan,
    _ needed: Set<ColumnID>,
    _ ordered: Bool
  ) throws(Refusal) -> Rows {
    let columns = zip(plan.columns, pairings).filter { needed.contains($0.0.id) }
    var taken: Set<String> = []
    let names = columns.map { Writer.free(name(of: $0.0.id), &taken) }
    let side = Writer.free("_side", &taken)
    let place = Writer.free(Relation.rowColumn, &taken)
    let ids = [Set(columns.compactMap(\.1.left)), Set(columns.compactMap(\.1.right))]
    var selects: [Select] = []
    var nullable = columns.map { _ in false }
    for (number, input) in [leftPlan, rightPlan].enumerated() {
      var rows = try self.rows(of: input, needed: ids[number], ordered: ordered)
      if rows.select.limit != nil || rows.hasWindow(ids[number], ordered: ordered) {
        rows = close(rows, keeping: ids[number], ordered: ordered)
      }
      var select = rows.select
      for (index, (column, pairing)) in columns.enumerated() {
        let cell = (number == 0 ? pairing.left : pairing.right).flatMap { rows.cells[$0] }
        nullable[index] = nullable[index] || cell?.isNullable ?? true
        let none = dialect.cast(.null, to: Representation(column.field.type))
        select.columns.append(.init(expression: cell?.sql ?? none, name: names[index]))
      }
      if ordered {
        select.columns.append(.init(expression: .integer(number), name: side))
        select.columns.append(.init(expression: rowNumber(rows), name: place))
      }
      if select.columns.isEmpty {
        select.columns = [.init(expression: .integer(1), name: "one")]
      }
      selects.append(finished(select, rows))
    }
    let query = name(.union(selects[0], selects[1]), hint: "together")
    return opened(query, columns.map(\.0), names, nullable, ordered ? [side, place] : [])
  }

  /// The number of each row in its order.
  private func rowNumber(_ rows: Rows) -> Expression {
    let order = rows.trimmed(rows.order).map(dialect.ordering)
    return .over(.call("row_number", []), Frame(order: order))
  }

  private func opened(
    _ query: String,
    _ columns: [PlanColumn],
    _ names: [String],
    _ nullable: [Bool],
    _ order: [String]
  ) -> Rows {
    var rows = Rows()
    rows.select.sources = [.init(path: [query], alias: query, columns: names + order)]
    for (index, column) in columns.enumerated() {
      rows.cells[column.id] = Cell(
        sql: .column(query, names[index]),
        type: column.field.type,
        isNullable: nullable[index]
      )
    }
    rows.order = order.map {
      Term(cell: Cell(sql: .column(query, $0), type: .integer, isNullable: false))
    }
    rows.isOrdered = !order.isEmpty
    rows.unique = order.isEmpty ? nil : rows.order.map(\.cell.sql)
    rows.hint = query
    return rows
  }
}

extension Rows {
  /// The same rows with aliases other than those taken.
  func renamed(besides taken: Set<String>) -> Rows {
    var rows = self
    let taken = Set(taken.map { $0.lowercased() })
    let own = cells.values.reduce(select.aliases) { $0.union($1.sql.aliases) }
    var used = taken.union(own)
    for source in select.sources where taken.contains(source.alias.lowercased()) {
      rows = rows.renaming(source.alias, to: Writer.free(source.alias, &used))
    }
    return rows
  }

  private func renaming(_ old: String, to new: String) -> Rows {
    var rows = self
    rows.select = select.renaming(old, to: new)
    for (id, cell) in cells { rows.cells[id]?.sql = cell.sql.renaming(old, to: new) }
    rows.order = order.map { term in
      var term = term
      term.cell.sql = term.cell.sql.renaming(old, to: new)
      return term
    }
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

extension Expression {
  /// The expression with the columns of one source taken from another.
  func renaming(_ old: String, to new: String) -> Expression {
    func again(_ expression: Expression) -> Expression { expression.renaming(old, to: new) }
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
