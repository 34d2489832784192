import Syntax

/// `a`, `a and b`, `a, b and c`.
package func listed(_ items: [String], _ conjunction: String = "and") -> String {
  guard let last = items.last, items.count > 1 else { return items.first ?? "" }
  return items.dropLast().joined(separator: ", ") + " \(conjunction) " + last
}

/// `each state`, `each combination of state and kind`.
func each(_ items: [String]) -> String {
  items.count == 1 ? "each \(items[0])" : "each combination of " + listed(items)
}

/// `, of each state,`; nothing where there is no group.
func ofEach(_ groups: [Path]) -> String {
  groups.isEmpty ? "" : ", of " + each(groups.map(\.words)) + ","
}

/// ` for each state`; nothing where there is no key.
func forEach(_ keys: [KeyItem]) -> String {
  keys.isEmpty ? "" : " for " + each(keys.map(\.words))
}

extension Path {
  /// The column as people say it: `state`, or `state's region` through a link.
  var words: String { names.map(\.text).joined(separator: "'s ") }
}

extension KeyItem {
  /// What rows are grouped by.
  var words: String { expression.words }
}

extension OrderItem {
  /// What is sorted by, and in which direction where it is not the usual one.
  var words: String { expression.words + (isDescending ? " (largest first)" : "") }
}

extension Quantity {
  /// `the 10 rows`, `the row`, `5% of the rows`.
  var rowWords: String {
    switch kind {
    case .count(1): "the row"
    case .percent: words + " of the rows"
    case .count, .parameter: "the \(words) rows"
    }
  }

  /// The number alone.
  var words: String {
    switch kind {
    case .count(let count): String(count)
    case .percent(let ratio): "\(short(ratio * 100))%"
    case .parameter(let name): "$" + name.text
    }
  }

  private func short(_ number: Double) -> String {
    Int(exactly: number).map { String($0) } ?? String(number)
  }
}

extension String {
  /// `5 rows` for `the 5 rows`.
  var withoutArticle: String { hasPrefix("the ") ? String(dropFirst(4)) : self }
}

extension IntervalItem {
  /// `90 days`.
  var words: String {
    switch kind {
    case .length(let interval): Expression(.literal(.interval(interval)), self.span).description
    case .parameter(let name): "$" + name.text
    }
  }
}

extension Source {
  /// What the rows are called: of a table, or of a query in brackets.
  var words: String {
    switch self {
    case .table(let name): name.text == "_" ? "the last result" : name.text
    case .nested: "the query in brackets"
    case .calendar: "the calendar"
    }
  }
}
