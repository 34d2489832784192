import Catalog
import Functions

extension QueryWriter {
  /// A call of a function of each row that gives a value of the type.
  func scalar(_ type: DataType, _ depth: Int) -> Piece? { call(of: .scalars, type, depth) }

  /// A call that is spread over rows: an aggregate of the group, or a window function.
  func call(_ type: DataType, _ depth: Int) -> Piece? {
    dice.chance(40) ? aggregate(type) : window(type)
  }

  /// An aggregate that gives a value of the type.
  func aggregate(_ type: DataType) -> Piece? {
    allowing(.none) { call(of: .aggregates, type, dice.within(1...2)) }
  }

  /// A window function that gives a value of the type.
  func window(_ type: DataType) -> Piece? {
    allowing(.none) { call(of: .windows, type, dice.within(1...2)) }
  }

  /// A stage that adds or computes a column by a call of a function.
  func stage(calling function: Function) -> String? {
    let signatures = Signature.byFunction[function.name] ?? []
    guard let call = allowing(.none, { call(ofOne: signatures, dice.within(1...2)) }) else {
      return nil
    }
    let column = "\(freshName()) = \(call.text)"
    switch function.kind {
    case .scalar: return "add " + column
    case .aggregate: return "summarize " + column + by(75, atMost: 3)
    case .window: return "add " + column + per(50) + along()
    }
  }

  private func call(of signatures: Signatures, _ type: DataType, _ depth: Int) -> Piece? {
    let functions = signatures.giving(type)
    for _ in 0..<4 {
      guard let all = dice.pick(functions) else { return nil }
      if let call = call(ofOne: all, depth) { return call }
    }
    return nil
  }

  /// A call by one of the signatures, mostly one whose arguments columns here can be.
  private func call(ofOne all: [Signature], _ depth: Int) -> Piece? {
    let here = Set(scope.columns.map { standIn($0.type) } + all.prefix(1).map(\.result))
    let fitting = all.filter { $0.arguments.allSatisfy(here.contains) }
    guard let signature = dice.chance(75) ? dice.pick(fitting) ?? dice.pick(all) : dice.pick(all)
    else { return nil }
    if signature.form.isBare { return Piece(signature.function.name) }
    return arguments(placed(signature), depth).map {
      Piece("\(signature.function.name)(\($0.joined(separator: ", ")))")
    }
  }

  private func standIn(_ type: DataType) -> DataType {
    guard case .category(let category) = type else { return type }
    return .category(Signature.standIn(for: category))
  }

  /// The signature with categories that columns here have, in the place of those that stand for
  /// them.
  private func placed(_ signature: Signature) -> Signature {
    signature.arguments.reduce(signature) { placed, argument in
      guard case .category(let category) = argument, standIn(argument) == argument else {
        return placed
      }
      let others = RandomValues.categories.filter { $0.isOrdered == category.isOrdered }
      let here = scope.columns.map(\.type).filter { standIn($0) == argument }
      guard let type = dice.pick(here) ?? dice.pick(others.map { .category($0) }) else {
        return placed
      }
      return placed.replacing(argument, by: type)
    }
  }

  private func arguments(_ signature: Signature, _ depth: Int) -> [String]? {
    let form = signature.form
    if form.parameters.contains(where: { $0.kind == .subject }) {
      return labels(signature.result, depth)
    }
    var types = signature.arguments
    if let last = types.last, form.counts.contains(types.count + 1), dice.chance(30) {
      types.append(last)
    }
    var texts: [String] = []
    for (index, type) in types.enumerated() {
      let literal = literal(form.parameter(at: index).kind, type)
      guard let text = literal ?? expression(type, depth - 1)?.text else { return nil }
      texts.append(text)
    }
    guard case .aggregate = signature.function.kind, form.hasCondition || dice.chance(25) else {
      return texts
    }
    guard let test = expression(.boolean, 1) else { return form.hasCondition ? nil : texts }
    return texts.dropLast() + [(texts.last.map { $0 + " " } ?? "") + "where " + test.text]
  }

  /// A literal for a parameter that takes nothing else; nil for others.
  private func literal(_ kind: Parameter.Kind, _ type: DataType) -> String? {
    switch kind {
    case .literalText: return dice.chance(25) ? "\"\"" : textPart()
    case .searchText: return textPart()
    case .pattern: return pattern()
    case .dateForm:
      return dice.among("\"MM/DD/YYYY\"", "\"YYYY-MM-DD\"", "\"DD MON YYYY\"", "\"MONTH DD, YYYY\"")
    case .letter: return dice.among("\".\"", "\"é\"", "\"😀\"")
    case .integer: return String(dice.within(-3...4))
    case .natural: return String(dice.below(5))
    case .share: return dice.among("0%", "25%", "50%", "90%", "100%", "33.3%", "0.5", "1")
    case .width:
      if type == .integer { return dice.among("1", "3", "10") }
      return type == .percent ? dice.among("10%", "25%", "12.5%") : dice.among("0.5", "2.0", "10.5")
    case .distance where dice.chance(60): return String(dice.below(4))
    case .interval, .distance: return rollingInterval()
    default: return nil
    }
  }

  /// A span that suits the times of the rows.
  private func rollingInterval() -> String {
    let hasPeriods = scope.columns.contains { isPeriod($0.type) }
    if !hasPeriods { return dice.among("30 days", "3 months", "1 year", "2 weeks", "1 day") }
    return dice.among("3 months", "1 year", "2 years", "12 months", "2 quarters", "14 days")
  }

  /// The arguments of a choice, which are the one special form: what is looked at, values of its
  /// type with their results, and perhaps the rest.
  private func labels(_ type: DataType, _ depth: Int) -> [String]? {
    guard let looked = anyType(where: { $0 != .boolean }),
      let subject = calls == .none ? column(looked) : expression(looked, depth - 1)
    else { return nil }
    var texts = [subject.text]
    for _ in 0..<dice.within(1...3) {
      guard let value = literal(looked, besideColumn: true),
        let result = expression(type, depth - 2)
      else { return nil }
      texts.append("\(value.operand(.coalescence)) = \(result.operand(.coalescence))")
    }
    if dice.chance(60), let rest = expression(type, depth - 2) { texts.append("else \(rest.text)") }
    return texts
  }
}
