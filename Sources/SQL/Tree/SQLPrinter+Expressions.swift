import Planner

extension SQLPrinter {
  /// How tightly signs bind; a higher number binds more tightly.
  private enum Precedence: Int, Comparable {
    case or, and, not, comparison, other, sum, product, sign, primary
    static func < (left: Precedence, right: Precedence) -> Bool {
      left.rawValue < right.rawValue
    }

    init(_ sign: String) {
      switch sign {
      case "or": self = .or
      case "and": self = .and
      case "+", "-": self = .sum
      case "*", "/", "%", "//": self = .product
      case "||", "div": self = .other
      default: self = .comparison
      }
    }

    /// How tightly the outermost sign of an expression binds.
    init(of expression: SQLExpression) {
      switch expression {
      case .infix(_, let sign, _): self = Precedence(sign)
      case .prefix(let word, _): self = word == "not" ? .not : .sign
      // A collation goes with the operand right before it.
      case .postfix(_, let words): self = words.hasPrefix("collate") ? .primary : .comparison
      case .between, .among: self = .comparison
      case .exists(_, let isNegated): self = isNegated ? .not : .primary
      default: self = .primary
      }
    }
  }

  func layout(_ expression: SQLExpression) -> SQLLayout {
    switch expression {
    case .column(let source, let name):
      let column = quoted(name)
      return .text(isQualified ? quoted(source) + "." + column : column)
    case .token("true") where countsTruths: return "1"
    case .token("false") where countsTruths: return "0"
    case .token(let word): return .text(word)
    case .bytes(let text): return literal(String(decoding: text, as: UTF8.self))
    case .typed(let word, let text): return ["\(word) ", literal(text)]
    case .call(let name, let arguments): return call(name, list(arguments))
    case .aggregate(let aggregate): return layout(aggregate)
    case .over(let call, let window):
      return .group([layout(call), " over ", layout(window, of: call)])
    case .infix(let left, let sign, let right): return infix(left, sign, right)
    case .prefix, .postfix, .between, .among: return signed(expression)
    case .choice(let subject, let branches, let otherwise):
      return choice(subject, branches, otherwise)
    case .cast(let operand, let type): return call("cast", [layout(operand), " as \(type)"])
    case .tried(let operand, let type): return call("try_cast", [layout(operand), " as \(type)"])
    case .worded(let name, let words, let operand):
      return call(name, ["\(words) ", layout(operand)])
    case .exists(let select, let isNegated):
      var printer = self
      printer.isQualified = true
      return call(isNegated ? "not exists " : "exists ", .joined(printer.clauses(select), .line))
    case .list(let items): return bracketed(dialect.listBrackets, list(items))
    case .place(let list, let place): return ["(", layout(list), ")[", layout(place), "]"]
    }
  }

  /// An expression with signs or words beside its operands.
  private func signed(_ expression: SQLExpression) -> SQLLayout {
    let binding = Precedence(of: expression)
    func operand(_ operand: SQLExpression, isStrict: Bool = true) -> SQLLayout {
      bound(operand, binding, isStrict: isStrict)
    }
    switch expression {
    case .prefix("not", let test): return ["not ", operand(test, isStrict: false)]
    case .prefix(let word, let value): return [.text(word), operand(value)]
    case .postfix(let value, let words):
      return [operand(value, isStrict: binding != .primary), " \(words)"]
    case .between(let value, let low, let high):
      return [operand(value), " between ", operand(low), " and ", operand(high)]
    case .among(let value, let items, let isNegated):
      return [operand(value), isNegated ? " not in " : " in ", call("", list(items))]
    default: return ""
    }
  }

  private func list(_ items: [SQLExpression]) -> SQLLayout { .list(items.map(layout)) }

  private func call(_ name: String, _ inside: SQLLayout) -> SQLLayout {
    if inside.isShort { return ["\(name)(", .text(inside.text(width: .max)), ")"] }
    return bracketed((name + "(", ")"), inside)
  }

  private func bracketed(_ brackets: (String, String), _ inside: SQLLayout) -> SQLLayout {
    .group([.text(brackets.0), .indented([.seam, inside]), .seam, .text(brackets.1)])
  }

  private func layout(_ aggregate: Aggregate) -> SQLLayout {
    var inside: [SQLLayout] = aggregate.isDistinct ? ["distinct "] : []
    inside.append(list(aggregate.arguments))
    if !aggregate.order.isEmpty {
      inside += [" order by ", .list(aggregate.order.map { layout($0) })]
    }
    var whole = [call(aggregate.name, .sequence(inside))]
    if !aggregate.within.isEmpty {
      whole += [" within group (order by ", .list(aggregate.within.map { layout($0) }), ")"]
    }
    if let filter = aggregate.filter {
      whole += [" ", call("filter ", ["where ", layout(filter)])]
    }
    return .sequence(whole)
  }

  private func layout(_ window: WindowSpecification, of call: SQLExpression) -> SQLLayout {
    var order = window.order
    // Where one must be given, any will do: the rows are all alike, or there is one.
    if dialect.windowsNeedOrder, order.isEmpty, window.frame != nil || !call.isAggregate {
      order = [Ordering(expression: .null)]
    }
    var parts: [SQLLayout] = []
    if !window.partition.isEmpty {
      parts.append(["partition by ", list(window.partition.uniqued)])
    }
    if !order.isEmpty {
      parts.append(.group(["order by ", .indented(.list(order.map { layout($0) }))]))
    }
    if let frame = window.frame { parts.append(.text(frame)) }
    return self.call("", .joined(parts, .line))
  }

  private func infix(_ left: SQLExpression, _ sign: String, _ right: SQLExpression) -> SQLLayout {
    if sign == "||" { return [concatenated(left), " || ", concatenated(right)] }
    let binding = Precedence(sign)
    let isLogic = binding == .or || binding == .and
    let before = bound(left, binding, isStrict: !isLogic && binding <= .other)
    let after = bound(right, binding, isStrict: !isLogic)
    let rest: SQLLayout = [isLogic ? .line : " ", "\(sign) ", after]
    return [before, isLogic ? .indented(rest) : rest]
  }

  /// An operand of `||`: dialects differ in whether that binds more tightly than `+`.
  private func concatenated(_ operand: SQLExpression) -> SQLLayout {
    if case .infix(_, "||", _) = operand { return layout(operand) }
    return bound(operand, .primary, isStrict: false)
  }

  /// An operand, in brackets where its own sign binds less tightly, or as tightly where that is
  /// strict.
  private func bound(_ operand: SQLExpression, _ outer: Precedence, isStrict: Bool) -> SQLLayout {
    let inner = Precedence(of: operand)
    if inner < outer || (isStrict && inner == outer) {
      return .group(["(", .indented(layout(operand)), ")"])
    }
    return layout(operand)
  }

  private func choice(
    _ subject: SQLExpression?,
    _ branches: [SQLExpression.Branch],
    _ otherwise: SQLExpression?
  ) -> SQLLayout {
    if branches.isEmpty { return layout(otherwise ?? .null) }
    func grouped(_ expression: SQLExpression) -> SQLLayout { .group(layout(expression)) }
    var inside: [SQLLayout] = branches.flatMap { branch -> [SQLLayout] in
      let value = SQLLayout.indented([.line, grouped(branch.then)])
      return [.line, .group(["when ", grouped(branch.when), " then", value])]
    }
    if let otherwise { inside += [.line, "else ", grouped(otherwise)] }
    let head: SQLLayout = subject.map { ["case ", layout($0)] } ?? "case"
    return .group([head, .indented(.sequence(inside)), .line, "end"])
  }
}
