extension QueryWriter {
  /// A pivot, mostly of counts or totals made for it.
  func pivot() -> [String]? {
    let fit = scope.shown.filter { Set($0.values.map { "\($0)" }).count <= 8 }
    let keys = dice.some(fit, atMost: 3)
    guard let spread = keys.last else { return nil }
    let totals = dice.chance(15) ? " with totals" : ""
    let by = keys.map(\.path).joined(separator: ", ")
    switch dice.below(4) {
    case 0:
      let measures = scope.shown.filter { $0.field.isMeasure && $0.path != spread.path }
      guard let measure = dice.pick(measures) else { return nil }
      return ["pivot \(spread.path) showing \(measure.path)"]
    case 1:
      let taken = Set(keys.map(\.path))
      let measures = scope.shown.filter { $0.type.isNumeric && !taken.contains($0.path) }
      guard let measure = dice.pick(measures) else { return nil }
      let name = freshName()
      let function = dice.among("mean", "max", "sum", "first")
      return [
        "summarize \(name) = \(function)(\(measure.path)) by \(by)",
        "pivot \(spread.path) showing \(name)",
      ]
    default: return ["count by \(by)", "pivot \(spread.path)" + totals]
    }
  }

  /// `lump`, of a column of text.
  func lump() -> String? {
    guard let column = dice.pick(scope.shown.filter { $0.type.isTextual }) else { return nil }
    let additive = scope.shown.filter { $0.field.isMeasure && $0.field.role == .additive }
    let measure = dice.chance(40) ? dice.pick(additive).map { " by \($0.path)" } ?? "" : ""
    let rest = dice.chance(40) ? " as " + dice.among("\"rest\"", "\"zz\"", "'the \"others\"'") : ""
    return "lump \(column.path) to \(dice.below(4))" + measure + rest
  }

  /// `fill`, mostly of what has been grouped, so that cells are absent.
  func fill() -> [String]? {
    let fit = scope.shown.filter { column in
      switch Sort(column.type) {
      case .date, .period, .integer: isShort(column)
      case .category: true
      default: false
      }
    }
    let others = scope.shown.filter { $0.type != .real && $0.type != .percent }
    guard let first = dice.pick(fit) else { return nil }
    var keys = [first.path]
    if dice.chance(50), let second = dice.pick(others), second.path != first.path, isShort(second) {
      keys.append(second.path)
    }
    let groups = dice.chance(40) ? dice.pick(others).map(\.path) : nil
    let value = dice.among("", "", " with 0", " with 1.5")
    if let groups, !keys.contains(groups) {
      let count = "count by \(groups), " + keys.joined(separator: ", ")
      let fill = "fill \(keys.joined(separator: ", ")) per \(groups)" + value
      return dice.chance(60) ? [count, fill] : [fill]
    }
    let fill = "fill " + keys.joined(separator: ", ") + value
    return dice.chance(60) ? ["count by " + keys.joined(separator: ", "), fill] : [fill]
  }

  /// Whether the values between the first and the last are few.
  private func isShort(_ column: ScopeColumn) -> Bool {
    let numbers = column.values.compactMap { value -> Int64? in
      switch value {
      case .integer(let number): number
      case .ordinal(let ordinal): Int64(ordinal)
      default: nil
      }
    }
    guard let least = numbers.min(), let most = numbers.max() else { return true }
    return most.subtractingReportingOverflow(least).overflow ? false : most - least < 1500
  }

  /// `around`, by a column of dates or periods.
  func around() -> String? {
    let times = scope.shown.filter { $0.type.isTemporal }
    guard let time = dice.pick(times), !scope.shown.contains(where: { $0.field.name == "offset" })
    else { return nil }
    let moments = scope.columns.filter { $0.type.isTemporal && $0.path != time.path }
    var moment = (literal(.date) ?? Piece("2011-06-06")).text
    if dice.chance(35), let column = dice.pick(moments) { moment = column.path }
    if dice.chance(15) { moment = dice.among("FY2011", "2011-06", "2011", "2011Q3") }
    let each =
      dice.chance(40) ? " each " + dice.among("day", "week", "month", "quarter", "year") : ""
    return "around \(moment) by \(interval())\(each) at \(time.path)"
  }

  /// A join of any kind.
  func join() -> String? {
    guard let source = makeSource(.any) else { return nil }
    let partners = source.columns
    switch dice.below(10) {
    case 0: return scope.rowCount * source.rowCount > 400 ? nil : "join \(source.text) every"
    case 1...3: return moments(source)
    case 4:
      guard let range = ranges(source) else { return nil }
      return "join \(source.text) on \(range)" + kind()
    default:
      var on: [String] = []
      var used: Set<String> = []
      for _ in 0..<dice.among(1, 1, 1, 2) {
        let pairs = scope.columns.flatMap { left in
          partners.filter { joinable(left.type, $0.type) && !used.contains($0.path) }
            .map { (left, $0) }
        }
        guard let (left, right) = dice.pick(pairs) else { continue }
        used.insert(right.path)
        let isSame = left.path == right.path && dice.chance(60)
        on.append(isSame ? left.path : "\(left.path) = \(right.path)")
      }
      if on.isEmpty { return nil }
      return "join \(source.text) on " + on.joined(separator: ", ") + kind()
    }
  }

  private func kind() -> String {
    dice.among(" many", " many", " matched many", " unmatched", " matched", "", " many matched")
  }

  private func ranges(_ source: MadeSource) -> String? {
    let partners = source.columns.filter { $0.type.hasOrder && $0.type != .boolean }
    guard let low = dice.pick(partners),
      let high = dice.pick(partners.filter { $0.type == low.type }),
      let left = dice.pick(scope.columns.filter { $0.type == low.type })
    else { return nil }
    return "\(left.path) in \(low.path)..\(high.path)"
  }

  private func moments(_ source: MadeSource) -> String? {
    let pairs = scope.shown.filter { $0.type.isTemporal }.flatMap { left in
      source.columns.filter { $0.type.isTemporal && ($0.type == left.type || dice.chance(30)) }
        .map { (left, $0) }
    }
    guard let (left, right) = dice.pick(pairs) else { return nil }
    var text = "join \(dice.among("last", "next", "nearest")) \(source.text)"
    let keys = scope.columns.flatMap { one in
      source.columns.filter { joinable(one.type, $0.type) && $0.path != right.path }
        .map { (one, $0) }
    }
    if dice.chance(50), let (one, other) = dice.pick(keys) {
      text += " on \(one.path) = \(other.path)"
    }
    text += " at \(left.path) = \(right.path)"
    if dice.chance(40), left.type == .date || right.type == .date {
      text += " within \(interval())"
    }
    return text
  }
}
