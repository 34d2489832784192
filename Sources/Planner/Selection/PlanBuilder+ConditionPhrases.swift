import Catalog
import Functions
import Syntax

/// What a condition is about: a column, and how it is said of it what its values are.
struct ConditionSubject: Sendable {
  /// The column, as people say it.
  var words: String
  var type: DataType
  /// Whether a value says of itself what it is: a name of a place, or the time that rows are of.
  var isPlain: Bool
  /// Where the name of a value stands.
  var link: Field.Link?
  /// Whether no other column leads there, so that the name says enough.
  var isSole = true
}

/// A value that a condition compares with, as people say it, or a range of values.
struct ConditionValue: Sendable {
  var low: String
  var high: String?
  /// Whether it is a text, which needs quotes where it has signs of its own.
  var isText = false
  /// Whether it is a day.
  var isDay = false

  /// The value, by its label if it has one.
  func words(_ label: (String) -> String?) -> String {
    if let high { return "\(low) to \(high)" }
    if let label = isText ? label(low) : nil { return label }
    let isBare = low.allSatisfy { $0.isLetter || $0.isNumber || " -_'./%+&".contains($0) }
    return isText && !isBare ? quotedText(low) : low
  }
}

extension PlanBuilder {
  /// A condition as a picture says it: `Texas`, `FY2010 to FY2012`, `removals over 1,000`; what
  /// cannot be said so stands as it is written.
  func phrase(of condition: Expression) -> Selection.Phrase {
    if let phrase = shortPhrase(of: condition, negated: false) { return phrase }
    let text = spelled(condition.unbracketed)
    return { _ in text }
  }

  private func shortPhrase(of condition: Expression, negated: Bool) -> Selection.Phrase? {
    switch condition.kind {
    case .bracketed(let inner): return shortPhrase(of: inner, negated: negated)
    case .prefix(.not, let operand): return shortPhrase(of: operand, negated: !negated)
    case .path:
      guard let subject = subject(condition) else { return nil }
      return { _ in (negated ? "not " : "") + subject.words }
    case .missingTest(let operand, let isNegated):
      guard let subject = subject(operand) else { return nil }
      return { _ in subject.words + (isNegated != negated ? " known" : " missing") }
    case .membership(let operand, .ranges(let ranges, _), let isNegated):
      return membership(operand, ranges, negated: isNegated != negated)
    case .between(let operand, let low, let high, let isNegated):
      let range = ValueRange(low: low, high: high)
      return membership(operand, [range], negated: isNegated != negated)
    case .infix(.or, _, _) where !negated: return choice(condition.alternatives)
    case .infix(let sign, let left, let right):
      return comparison(sign, left, right, negated: negated)
    default: return nil
    }
  }

  /// `x = 1 or x = 2` as the choice that it is.
  private func choice(_ alternatives: [Expression]) -> Selection.Phrase? {
    var (operand, values): (Expression?, [ValueRange]) = (nil, [])
    for alternative in alternatives {
      guard case .infix(.equal, let left, let right) = alternative.unbracketed.kind,
        operand == nil || operand?.description == left.description
      else { return nil }
      operand = left
      values.append(ValueRange(low: right, high: nil))
    }
    return operand.flatMap { membership($0, values, negated: false) }
  }

  private func membership(
    _ operand: Expression,
    _ ranges: [ValueRange],
    negated: Bool
  ) -> Selection.Phrase? {
    guard let subject = subject(operand) else { return nil }
    if ranges.count == 1, ranges[0].high == nil, case .path(let path) = ranges[0].low.kind,
      let name = path.names.sole, visibleColumn(named: name.text) == nil
    {
      let other = words(for: .table(name))
      let made = binder.environment.queries[name.text]?.selections.filter { $0.column == nil } ?? []
      return { labels in
        subject.words + (negated ? " not among " : " among ") + other
          + inBrackets(made.map { $0.text(labels) })
      }
    }
    let values = ranges.compactMap { value($0, of: subject) }
    guard values.count == ranges.count else { return nil }
    return phrase(subject, values, negated: negated)
  }

  /// `Texas`, `kind protest or letter`, `other than Texas and Maine`.
  private func phrase(
    _ subject: ConditionSubject,
    _ values: [ConditionValue],
    negated: Bool
  ) -> Selection.Phrase {
    { labels in
      let label: (String) -> String? = { key in
        subject.link.flatMap { labels.label(of: key, along: $0) }
      }
      let areNamed =
        subject.link != nil
        && values.prefix(5).allSatisfy { $0.high == nil && label($0.low) != nil }
      let shown = few(values) { $0.words(areNamed ? label : { _ in nil }) }
      let other = negated ? "other than " : ""
      if subject.isPlain || areNamed && subject.isSole { return other + shown }
      let isMoment = subject.type.isTemporal && values.count == 1 && values[0].high == nil
      let preposition = !isMoment || negated ? "" : values[0].isDay ? "on " : "in "
      return subject.words + " " + other + preposition + shown
    }
  }

  private func comparison(
    _ sign: InfixOperator,
    _ left: Expression,
    _ right: Expression,
    negated: Bool
  ) -> Selection.Phrase? {
    guard let subject = subject(left) else {
      guard let other = sign.exchanged, self.subject(right) != nil else { return nil }
      return comparison(other, right, left, negated: negated)
    }
    guard let value = value(ValueRange(low: right, high: nil), of: subject) else { return nil }
    if sign == .equal || sign == .notEqual {
      let isNot = (sign == .notEqual) != negated
      if case .boolean = subject.type {
        return { _ in (isNot == (value.low == "true") ? "not " : "") + subject.words }
      }
      if value.low == "missing", !value.isText {
        return { _ in subject.words + (isNot ? " known" : " missing") }
      }
      return phrase(subject, [value], negated: isNot)
    }
    guard !negated, let words = sign.bound(isOfTime: subject.type.isTemporal) else { return nil }
    let bound = words.before + value.words { _ in nil } + words.behind
    return { _ in subject.isPlain ? bound : subject.words + " " + bound }
  }
}

/// ` (Texas, FY2012)`; nothing where there is nothing.
func inBrackets(_ phrases: [String]) -> String {
  phrases.isEmpty ? "" : " (" + phrases.joined(separator: ", ") + ")"
}

extension InfixOperator {
  /// The comparison with its sides exchanged; nil for what is none.
  fileprivate var exchanged: InfixOperator? {
    switch self {
    case .before: .after
    case .after: .before
    case .since: .until
    case .until: .since
    default: Operators.Comparison(rawValue: rawValue) == nil ? nil : mirrored
    }
  }

  /// What stands before and behind a bound; nil for what is no order.
  fileprivate func bound(isOfTime: Bool) -> (before: String, behind: String)? {
    switch self {
    case .before: ("before ", "")
    case .after: ("after ", "")
    case .since: ("from ", " on")
    case .until: ("up to ", "")
    case .less: (isOfTime ? "before " : "under ", "")
    case .greater: (isOfTime ? "after " : "over ", "")
    case .greaterOrEqual: isOfTime ? ("from ", " on") : ("at least ", "")
    case .lessOrEqual: (isOfTime ? "up to " : "at most ", "")
    default: nil
    }
  }
}

// MARK: - Columns and values

extension PlanBuilder {
  /// What a term is as the subject of a condition; nil for all but columns.
  private func subject(_ term: Expression) -> ConditionSubject? {
    guard case .path(let path) = term.unbracketed.kind, let column = knownColumn(path) else {
      return nil
    }
    let (field, last) = (column.field, path.last.text)
    let link = field.type.isTextual ? field.link ?? ownLink(field) : nil
    let base = visibleColumn(named: path.names[0].text)
    let table = link?.table ?? base?.field.link?.table
    let isSole =
      table.map { table in
        !visible.contains { $0.id != base?.id && $0.field.link?.table == table }
      } ?? true
    // A truth value alone would not say of what it is true.
    let isAlone = field.type != .boolean && isSole && visibleColumn(named: last) == nil
    var words = said(path.names.count == 1 || isAlone ? last : path.words)
    if field.isMeasure, let groups = plan.groupNames, !groups.isEmpty, !groups.contains(field.name)
    {
      words = (field.name == "n" ? "count" : words) + " by " + listed(groups.map(said))
    }
    let isTime = field.type.isTemporal && (field.role == .key || !field.coveredBy.isEmpty)
    return ConditionSubject(
      words: words,
      type: field.type,
      isPlain: isTime || field.type.isTextual && isSole && isLabel(field),
      link: link,
      isSole: isSole
    )
  }

  private func schema(of origin: Field.Origin?) -> Schema? {
    origin.flatMap { try? binder.environment.catalog.table($0.table)?.schema() }
  }

  /// Whether a column holds what people call the rows of its table.
  private func isLabel(_ field: Field) -> Bool {
    schema(of: field.origin)?.notes.places.label.map { $0 == field.origin?.column } ?? false
  }

  /// The key of a table as a link to its own rows.
  private func ownLink(_ field: Field) -> Field.Link? {
    guard let origin = field.origin, schema(of: origin)?.key == [origin.column] else { return nil }
    return Field.Link(table: origin.table, key: origin.column)
  }

  /// A value or range that a condition names; nil where it is no constant.
  private func value(_ range: ValueRange, of subject: ConditionSubject) -> ConditionValue? {
    guard let low = constant(range.low, of: subject) else { return nil }
    guard let high = range.high else { return low }
    guard let high = constant(high, of: subject) else { return nil }
    return ConditionValue(low: low.low, high: high.low)
  }

  private func constant(_ term: Expression, of subject: ConditionSubject) -> ConditionValue? {
    guard let constant = binder.constant(term) else { return nil }
    switch (constant.value, constant.type) {
    case (.text(let text), _): return ConditionValue(low: text, isText: true)
    case (.integer(let number), .integer) where !subject.type.isTemporal:
      return ConditionValue(low: grouped(number))
    default: return ConditionValue(low: constant.described, isDay: constant.type == .date)
    }
  }

  /// A term as a query writes it, on one line, with the values of its parameters.
  func spelled(_ expression: Expression) -> String {
    let values = expression.parameters.compactMap { name in
      binder.environment.parameters[name.text].map { "$\(name.text) is \($0.described)" }
    }
    return expression.description + inBrackets(values)
  }
}

extension LogicalPlan {
  /// The names of the keys of the grouping that its rows come from; nil where they are no groups.
  var groupNames: [String]? {
    switch operation {
    case .scan(let scan): return scan.madeBy?.plan.groupNames
    case .aggregate(_, let keys, _):
      return keys.compactMap { id in
        columns.first { $0.id == id }.flatMap { $0.field.name.isEmpty ? nil : $0.field.name }
      }
    default: return inputs.first?.groupNames
    }
  }
}
