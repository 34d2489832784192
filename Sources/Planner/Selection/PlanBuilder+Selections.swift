import Catalog
import Functions
import Syntax

/// What a pipeline has chosen so far.
struct Selections {
  /// The phrases, in the order of the stages, with the columns whose numbers they explain.
  var phrases: [(selection: Selection, column: ColumnID?)] = []
  /// For each table that is read the columns by whose values rows were chosen, of that table or
  /// others.
  var choices: [String: Set<Field.Origin>] = [:]

  /// Whether a phrase says which rows there are.
  var areChosen: Bool { phrases.contains { $0.column == nil } }

  /// All columns by whose values rows were chosen.
  var allChoices: Set<Field.Origin> { choices.values.reduce(into: []) { $0.formUnion($1) } }

  /// Notes that rows of all tables were chosen by these columns.
  mutating func choose(by origins: Set<Field.Origin>) {
    for table in choices.keys { choices[table]?.formUnion(origins) }
  }

  /// Takes over what was chosen of other rows that come beside or behind these: of a table that both
  /// read only what both have chosen by.
  mutating func take(_ others: [String: Set<Field.Origin>]) {
    choices.merge(others) { $0.intersection($1) }
  }
}

extension PlanBuilder {
  /// Notes that a phrase says which rows there are.
  func select(_ phrase: @escaping Selection.Phrase, isOfTime: Bool = false) {
    var selection = Selection(phrase, isOfTime: isOfTime)
    selection.isOfGroups = plan.groupNames != nil
    selections.phrases.append((selection, nil))
  }

  /// Notes which rows a stage takes by their number: of rows of tables that leaves open which time
  /// they are of.
  func select(rows text: String) { select({ _ in text }, isOfTime: plan.groupNames == nil) }

  /// Notes which rows a condition keeps.
  func select(where condition: Expression) {
    for part in condition.conjuncts {
      let columns = part.comparedPaths.compactMap(knownColumn)
      let isOfTime = columns.contains { $0.field.type.isTemporal }
      select(phrase(of: part), isOfTime: isOfTime)
      selections.choose(by: Set(part.comparedPaths.flatMap(origins)))
    }
  }

  /// Notes that rows within an interval of a moment are kept, by their dates.
  func select(
    around moment: BoundExpression,
    written: Expression?,
    by interval: IntervalItem,
    of date: PlanColumn
  ) {
    var center = written.map(spelled) ?? ""
    if case .ordinal(let day)? = moment.literal { center = CivilDate(ordinal: day).description }
    let dates = date.id == dateColumn ? "" : said(date.field.name) + " "
    let words = "\(dates)within \(interval.words) of \(center)"
    select({ _ in words }, isOfTime: true)
  }

  /// Notes how a number is computed: the value of a term, within groups, in the column called `name`.
  func define(_ name: String, as expression: Expression, within groups: [ColumnID] = []) {
    guard let column = visibleColumn(named: name), column.field.isMeasure else { return }
    if case .call(let call) = expression.unbracketed.kind, call.function.text == "share",
      let argument = call.arguments.sole, argument.condition == nil,
      case .path(let path) = argument.expression.kind, let measure = knownColumn(path)
    {
      return define(share: column, of: measure, within: groups)
    }
    let words = formula(of: name, expression)
    selections.phrases.removeAll { $0.column == column.id }
    if let words { selections.phrases.append((Selection(words), column.id)) }
  }

  /// Notes of what a column of shares is the percentage.
  func define(share column: PlanColumn, of measure: PlanColumn, within groups: [ColumnID]) {
    let what = measure.field.name == "n" ? "rows" : said(measure.field.name)
    let names = groups.compactMap { planColumn($0).map { said($0.field.name) } }
    let all = selections.areChosen || isCut ? "these" : "all"
    let each = names.joined(separator: " and ")
    let whole = each.isEmpty ? "\(all) \(what)" : "the \(what) of each \(each)"
    selections.phrases.append((Selection("percent of " + whole), column.id))
  }

  /// ` of each region`; nothing where there is no group.
  func ofEachGroup(_ groups: [Path]) -> String {
    groups.isEmpty ? "" : " of each " + groups.map { said($0.last.text) }.joined(separator: " and ")
  }

  /// The column that a term of a condition names; nil for the name of a table.
  func knownColumn(_ path: Path) -> PlanColumn? {
    guard visibleColumn(named: path.names[0].text) != nil else { return nil }
    return column(path)
  }

  /// Where the columns on the way of a path come from.
  private func origins(of path: Path) -> [Field.Origin] {
    let first = visibleColumn(named: path.names[0].text)?.field.origin
    return [first, knownColumn(path)?.field.origin].compactMap { $0 }
  }

  /// `rate: removals per 100,000 foreign born`, or the formula; nil for a column as it is.
  private func formula(of name: String, _ expression: Expression) -> String? {
    switch expression.unbracketed.kind {
    case .path: return nil
    case .call(let call) where call.condition == nil:
      // Counts and sums under their own names are what the title says.
      if call.function.text == "count", call.arguments.isEmpty { return nil }
      if call.function.text == "sum", let argument = call.arguments.sole,
        argument.condition == nil, case .path(let path) = argument.expression.kind,
        path.last.text == name
      {
        return nil
      }
    default: break
    }
    if let rate = rate(expression.unbracketed) { return said(name) + ": " + rate }
    let formula = spelled(expression)
    return formula == name ? nil : "\(quotedName(name)) = \(formula)"
  }

  /// `removals per 100,000 foreign born`, for a quotient of two columns times a number.
  private func rate(_ expression: Expression) -> String? {
    guard case .infix(let sign, let left, let right) = expression.kind else { return nil }
    let (one, other) = (left.unbracketed, right.unbracketed)
    if sign == .divide, case .infix(.times, let factor, let part) = one.kind {
      return rate(times: factor, part, other) ?? rate(times: part, factor, other)
    }
    for (factor, quotient) in sign == .times ? [(one, other), (other, one)] : [] {
      if case .infix(.divide, let part, let whole) = quotient.kind {
        return rate(times: factor, part, whole.unbracketed)
      }
    }
    return nil
  }

  private func rate(times factor: Expression, _ part: Expression, _ whole: Expression) -> String? {
    guard case .literal(.integer(let number)) = factor.kind, number > 0,
      case .path(let part) = part.unbracketed.kind, case .path(let whole) = whole.kind
    else { return nil }
    return "\(said(part.last.text)) per \(grouped(number)) \(said(whole.last.text))"
  }
}

/// A name as people say it.
func said(_ name: String) -> String { name.replacing("_", with: " ") }

/// A whole number with commas between its thousands.
func grouped(_ number: Int64) -> String {
  let digits = Array(String(number.magnitude))
  let text = digits.indices.map { place in
    (place > 0 && (digits.count - place) % 3 == 0 ? "," : "") + String(digits[place])
  }
  return (number < 0 ? "-" : "") + text.joined()
}
