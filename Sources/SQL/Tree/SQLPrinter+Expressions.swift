import Planner

extension SQLPrinter {
  /// How tightly signs bind; a higher number binds more tightly.
  enum Binding: Int, Comparable {
    case or, and, not, comparison, other, sum, product, sign, primary
    static func < (left: Binding, right: Binding) -> Bool { left.rawValue < right.rawValue }
  }

  static func binding(_ sign: String) -> Binding {
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
  func layout(_ expression: SQLExpression) -> (SQLLayout, Binding) {
    switch expression {
    case .column(let source, let name):
      let column = dialect.quoted(name)
      return (.text(isQualified ? dialect.quoted(source) + "." + column : column), .primary)
    case .token("true") where countsTruths: return (.text("1"), .primary)
    case .token("false") where countsTruths: return (.text("0"), .primary)
    case .token(let word): return (.text(word), .primary)
    case .bytes(let text):
      return (.text(dialect.text(String(decoding: text, as: UTF8.self))), .primary)
    case .typed(let word, let text): return (.text("\(word) \(dialect.text(text))"), .primary)
    case .call(let name, let arguments):
      return (call(name, .list(arguments.map { layout($0).0 })), .primary)
    case .aggregate(let aggregate): return (layout(aggregate), .primary)
    case .over(let call, var frame):
      // Where one must be given, any will do: the rows are all alike, or there is one.
      if dialect.windowing.needsOrder, frame.order.isEmpty, frame.extent != nil || !call.isAggregate
      {
        frame.order = [Ordering(expression: .null)]
      }
      return (.group(.sequence([layout(call).0, .text(" over "), layout(frame)])), .primary)
    case .infix, .prefix, .postfix, .between, .among: return signed(expression)
    case .choice(let subject, let branches, let otherwise):
      return (choice(subject, branches, otherwise), .primary)
    case .cast, .tried, .worded, .exists, .list, .place: return worded(expression)
    }
  }

  /// An expression with signs or words beside its operands.
  private func signed(_ expression: SQLExpression) -> (SQLLayout, Binding) {
    switch expression {
    case .infix(let left, let sign, let right): return infix(left, sign, right)
    case .prefix(let word, let operand):
      let binding: Binding = word == "not" ? .not : .sign
      return (
        .sequence([
          .text(word == "not" ? "not " : word), bound(operand, binding, isStrict: word != "not"),
        ]), binding
      )
    case .postfix(let operand, let words):
      // A collation goes with the operand right before it.
      let binding: Binding = words.hasPrefix("collate") ? .primary : .comparison
      let before = bound(operand, binding, isStrict: binding != .primary)
      return (.sequence([before, .text(" " + words)]), binding)
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
    default: return (.text(""), .primary)
    }
  }

  /// An expression that is closed in itself by words or brackets.
  private func worded(_ expression: SQLExpression) -> (SQLLayout, Binding) {
    switch expression {
    case .cast(let operand, let type):
      return (call("cast", .sequence([layout(operand).0, .text(" as " + type)])), .primary)
    case .tried(let operand, let type):
      return (call("try_cast", .sequence([layout(operand).0, .text(" as " + type)])), .primary)
    case .worded(let name, let before, let between, let operand):
      let inner = SQLLayout.sequence([
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
    default: return (.text(""), .primary)
    }
  }

  func call(_ name: String, _ inside: SQLLayout) -> SQLLayout {
    if inside.isShort { return .sequence([.text(name + "("), inside.onOneLine, .text(")")]) }
    return .group(
      .sequence([.text(name + "("), .indented(.sequence([.seam, inside])), .seam, .text(")")])
    )
  }

  func list(_ items: [SQLExpression]) -> SQLLayout {
    let inside = SQLLayout.list(items.map { layout($0).0 })
    let (open, close) = dialect.lists.brackets
    return .group(
      .sequence([.text(open), .indented(.sequence([.seam, inside])), .seam, .text(close)])
    )
  }

  func exists(_ select: Select, _ isNegated: Bool) -> (SQLLayout, Binding) {
    var printer = self
    printer.isQualified = true
    let inner = SQLLayout.joined(printer.clauses(select), .line)
    let layout = call((isNegated ? "not " : "") + "exists ", inner)
    return (layout, isNegated ? .not : .primary)
  }

  func layout(_ aggregate: Aggregate) -> SQLLayout {
    var inside: [SQLLayout] = []
    if aggregate.isDistinct { inside.append(.text("distinct ")) }
    inside.append(.list(aggregate.arguments.map { layout($0).0 }))
    if !aggregate.order.isEmpty {
      inside += [.text(" order by "), .list(aggregate.order.map { layout($0) })]
    }
    var whole = [call(aggregate.name, .sequence(inside))]
    if !aggregate.within.isEmpty {
      let order = SQLLayout.list(aggregate.within.map { layout($0) })
      whole += [.text(" within group (order by "), order, .text(")")]
    }
    if let filter = aggregate.filter {
      whole += [.text(" "), call("filter ", .sequence([.text("where "), layout(filter).0]))]
    }
    return .sequence(whole)
  }

  func layout(_ frame: Frame) -> SQLLayout {
    var parts: [SQLLayout] = []
    if !frame.partition.isEmpty {
      parts.append(
        .sequence([.text("partition by "), .list(frame.partition.uniqued.map { layout($0).0 })])
      )
    }
    if !frame.order.isEmpty {
      let order = SQLLayout.list(frame.order.map { layout($0) })
      parts.append(.group(.sequence([.text("order by "), .indented(order)])))
    }
    if let extent = frame.extent { parts.append(.text(extent)) }
    return call("", .joined(parts, .line))
  }

  func infix(
    _ left: SQLExpression,
    _ sign: String,
    _ right: SQLExpression
  ) -> (SQLLayout, Binding) {
    let binding = SQLPrinter.binding(sign)
    let isLogic = binding == .or || binding == .and
    let space: SQLLayout = isLogic ? .line : .text(" ")
    if sign == "||" {
      return (.sequence([joined(left), .text(" || "), joined(right)]), binding)
    }
    let before = bound(left, binding, isStrict: !isLogic && binding <= .other)
    let after = bound(right, binding, isStrict: !isLogic)
    let rest = SQLLayout.sequence([space, .text(sign + " "), after])
    return (.sequence([before, isLogic ? .indented(rest) : rest]), binding)
  }

  /// A text that is joined to another: dialects differ in whether `||` binds more tightly than `+`.
  private func joined(_ operand: SQLExpression) -> SQLLayout {
    if case .infix(_, "||", _) = operand { return layout(operand).0 }
    return bound(operand, .primary, isStrict: false)
  }

  /// An operand, in brackets where its own sign binds less tightly, or as tightly where that is
  /// strict.
  func bound(_ operand: SQLExpression, _ outer: Binding, isStrict: Bool) -> SQLLayout {
    let (layout, inner) = layout(operand)
    if inner < outer || (isStrict && inner == outer) {
      return .group(.sequence([.text("("), .indented(layout), .text(")")]))
    }
    return layout
  }

  func choice(
    _ subject: SQLExpression?,
    _ branches: [SQLExpression.Branch],
    _ otherwise: SQLExpression?
  ) -> SQLLayout {
    if branches.isEmpty { return layout(otherwise ?? .null).0 }
    var inside: [SQLLayout] = []
    for branch in branches {
      let test = layout(branch.when).0.grouped
      let value = SQLLayout.sequence([.line, layout(branch.then).0.grouped])
      inside += [
        .line,
        .group(.sequence([.text("when "), test, .text(" then"), .indented(value)])),
      ]
    }
    if let otherwise { inside += [.line, .text("else "), layout(otherwise).0.grouped] }
    let head = subject.map { SQLLayout.sequence([.text("case "), layout($0).0]) } ?? .text("case")
    return .group(.sequence([head, .indented(.sequence(inside)), .line, .text("end")]))
  }
}

extension SQLLayout {
  var grouped: SQLLayout { .group(self) }
}
