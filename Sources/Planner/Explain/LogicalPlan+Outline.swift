import Functions
import Syntax

extension LogicalPlan {
  /// The plan as an indented tree: what is done last comes first, its inputs below it.
  ///
  /// Columns that are not needed are left out, as they are when the plan runs.
  public var outline: [String] {
    let shown = Set(columns.filter { !$0.isHidden }.map(\.id))
    return lines(needed: shown, ColumnNames(self), depth: 0)
  }

  private func lines(needed: Set<ColumnID>, _ names: ColumnNames, depth: Int) -> [String] {
    let needs = inputNeeds(needed)
    let below = zip(inputs, [needs.left, needs.right]).flatMap { input, needed in
      input.lines(needed: needed, names, depth: depth + 1)
    }
    return [String(repeating: "  ", count: depth) + line(needed, names)] + below
  }

  private func line(_ needed: Set<ColumnID>, _ names: ColumnNames) -> String {
    switch operation {
    case .scan(let scan): return "scan \(scan.source.words): " + reading(needed, names)
    case .filter(_, let predicate): return "filter " + names.words(predicate.expression)
    case .project(_, let projections):
      let computed = projections.filter { $0.isComputed(for: needed) }.compactMap { projection in
        let name = names[projection.output]
        let bound = names.words(projection.expression)
        if case .column = projection.expression, name == bound { return String?.none }
        return name == bound ? bound : "\(name) = \(bound)"
      }
      let made = computed.isEmpty ? "" : " " + computed.joined(separator: ", ")
      return "project" + made + giving(needed, names)
    case .aggregate(_, let keys, let calls):
      let groups = keys.isEmpty ? "over all rows" : "by " + names.list(keys)
      let made = calls.map(names.words).joined(separator: ", ")
      return "aggregate \(groups)" + (made.isEmpty ? "" : ": " + made)
    case .window(_, let window): return window.line(names)
    case .sort(_, let keys): return "sort by " + names.words(keys)
    case .slice(_, let slice): return slice.line(names)
    case .join(_, _, let join): return join.line(names) + giving(needed, names)
    case .append: return "append" + giving(needed, names)
    }
  }

  private func giving(_ needed: Set<ColumnID>, _ names: ColumnNames) -> String {
    let given = columns.map(\.id).filter(needed.contains)
    return given.isEmpty ? "" : " → " + names.list(given)
  }

  /// Which of its columns a scan reads, and of how many.
  func reading(_ needed: Set<ColumnID>, _ names: ColumnNames) -> String {
    let read = columns.map(\.id).filter(needed.contains)
    let word = columns.count == 1 ? "column" : "columns"
    let count = "reads \(read.count) of \(columns.count) \(word)"
    return read.isEmpty || read.count == columns.count ? count : "\(count) (\(names.list(read)))"
  }
}

extension ColumnNames {
  fileprivate func list(_ ids: [ColumnID]) -> String {
    ids.map { self[$0] }.joined(separator: ", ")
  }
}

extension Scan.Source {
  /// What is scanned.
  var words: String {
    switch self {
    case .table(let name): name
    case .rows(let table): "\(table.rowCount) \(table.rowCount == 1 ? "row" : "rows") at hand"
    case .series(let ordinals): "a series of \(ordinals.count)"
    }
  }
}

extension Window {
  fileprivate func line(_ names: ColumnNames) -> String {
    let made = aggregates.map(names.words) + functions.map(names.words)
    return "window"
      + (partition.isEmpty ? "" : " per " + names.list(partition))
      + (order.isEmpty ? "" : " along " + names.words(order)) + ": "
      + made.joined(separator: ", ")
  }
}

extension Slice {
  fileprivate func line(_ names: ColumnNames) -> String {
    let what =
      switch kind {
      case .first(let count): "first \(count)"
      case .last(let count): "last \(count)"
      case .top(let count, let column, let isBottom, let withTies):
        (isBottom ? "bottom" : "top") + " \(count) by \(names[column])"
          + (withTies ? " with ties" : "")
      case .sample(let count, let seed): "sample \(count) seed \(seed)"
      case .sampleShare(let share, let seed):
        "sample \(Constant(.real(share), .percent).described) seed \(seed)"
      }
    return "slice " + what + (per.isEmpty ? "" : " per " + names.list(per))
  }
}

extension Join {
  fileprivate func line(_ names: ColumnNames) -> String {
    let equal = keys.map { "\(names[$0.left]) = \(names[$0.right])" }
    let within = ranges.map { "\(names[$0.left]) in \(names[$0.low])..\(names[$0.high])" }
    let conditions = (equal + within).joined(separator: ", ")
    return "join " + kind.words(names) + (conditions.isEmpty ? "" : " on " + conditions)
  }
}

extension Join.Kind {
  fileprivate func words(_ names: ColumnNames) -> String {
    switch self {
    case .left: "left"
    case .inner: "matched"
    case .anti: "unmatched"
    case .mark: "mark"
    case .cross: "every"
    case .asOf(let moments):
      "\(moments.direction) at \(names[moments.left]) = \(names[moments.right])"
    }
  }
}
