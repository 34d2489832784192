import Diagnostics
import Functions
import Syntax

extension Verb {
  fileprivate static let by = Slot<[KeyItem]>.keys("by")
  private static let aggregates = Slot<[AggregateItem]>.aggregates("aggregates")

  static let count = Verb(
    "count",
    "counts rows, of each group after by; the column is called n",
    missing: "Missing is a group of its own after by, last, printed (missing). count counts "
      + "rows; count(x) in summarize counts known values.",
    related: ["total", "summarize", "distinct", "pivot"],
    shape: Shape(options: [.clause(by)]),
    examples: "stories | count by kind",
    "events | count by year(date)",
    words: { stage, _ in
      "counts the rows" + forEach(stage[by])
    }
  ) { stage, builder in
    guard let keys = builder.keyColumns(stage[by]) else { return builder.leaveColumnsUnknown() }
    let span = stage.verb.span
    let count = Expression(.call(Call(function: Name("count", span), arguments: [])), span)
    builder.group(by: keys, [Assignment(name: Name("n", span), expression: count)])
  }

  static let total = Verb(
    "total",
    "sums columns, of each group after by, under their own names",
    missing: "Missing values are skipped; the sum of none is 0 and the sum of only missing "
      + "ones is missing. Missing is a group of its own after by, last.",
    related: ["summarize", "count", "share", "pivot"],
    shape: Shape(head: [.required(columns)], options: [.clause(by)]),
    examples: "deportations | total removals by state.region",
    "deportations | where fiscal_year in FY2010..FY2012 | total removals by state | top 5",
    words: { stage, _ in
      "adds up " + listed(stage[columns].map(\.words)) + forEach(stage[by])
    }
  ) { stage, builder in
    let keys = builder.keyColumns(stage[by])
    let measures = stage[columns].compactMap { path in
      let measure = builder.totaled(path, by: keys?.map(\.id) ?? [])
      if measure == nil { builder.hasUnknownColumns = true }
      return measure
    }
    if let keys { builder.group(by: keys, measures) } else { builder.leaveColumnsUnknown() }
  }

  static let summarize = Verb(
    "summarize",
    "computes aggregates, of each group after by",
    missing: "Aggregates skip missing values; mean, median, min and max of none are missing. "
      + "Missing is a group of its own after by, last.",
    related: ["total", "count", "add"],
    shape: Shape(head: [.required(aggregates)], options: [.clause(by)]),
    examples: "claims | summarize n = count(value), middle = median(value) by scope",
    "deportations | summarize states = count, known = count(removals) by fiscal_year",
    words: { stage, _ in
      let measures = stage[aggregates].map { item in
        (item.name.map { $0.text + " = " } ?? "") + item.expression.words
      }
      return "works out " + listed(measures) + forEach(stage[by])
    }
  ) { stage, builder in
    let keys = builder.keyColumns(stage[by])
    let measures = stage[aggregates].compactMap { item -> Assignment? in
      let name = item.name ?? builder.impliedName(item.expression)
      if name == nil { builder.hasUnknownColumns = true }
      return name.map { Assignment(name: $0, expression: item.expression) }
    }
    if let keys {
      builder.group(by: keys, measures)
      for item in stage[aggregates] {
        if let name = item.name { builder.define(name.text, as: item.expression) }
      }
      return
    }
    for measure in measures { _ = builder.gathering(windows: false, measure.expression) }
    builder.leaveColumnsUnknown()
  }
}

extension PlanBuilder {
  /// The sum of a column under its own name; what must not be summed is reported.
  fileprivate func totaled(_ path: Path, by keys: [ColumnID]) -> Assignment? {
    guard let column = column(path) else { return nil }
    let isAlone = stage.arguments.count == 1 && !binder.text(stage.span).contains(",")
    let isPercentage = column.field.unit == "percent points"
    // How many the percentages are of is as a rule the first whole number that adds up.
    let weight = visible.first { $0.field.type == .integer && $0.field.role == .additive }
    let fix = isAlone ? FixIt.replacing(stage.span, with: "count by " + path.spelled) : nil
    let name = isPercentage ? weight?.field.name : nil
    guard isSummable(column, at: path, by: keys, weight: name, fix: fix) else { return nil }
    let argument = CallArgument(Expression(.path(path), path.span))
    let sum = Call(function: Name("sum", path.span), arguments: [argument])
    return Assignment(name: path.last, expression: Expression(.call(sum), path.span))
  }

  /// Whether sums of a column mean something; else that is reported.
  func isSummable(
    _ column: PlanColumn,
    at path: Path,
    by keys: [ColumnID] = [],
    weight: String? = nil,
    instead: String? = nil,
    fix: FixIt? = nil
  ) -> Bool {
    if column.field.isValueless { return true }
    let (name, role, verb) = (path.spelled, column.field.role, stage.verb.text)
    guard column.field.type.isNumeric else {
      reportNoNumber(column, at: path, fix)
      return false
    }
    if role == .additive {
      let over = summedOver(column, by: keys)
      if !over.isEmpty {
        let mean = verb == "total" ? meanOfTotals(path, by: over) : nil
        report(.notAdditiveAlong(name, verb: verb, over, mean: mean), at: path.span)
      }
      return over.isEmpty
    }
    let message = Message.notAdditive(
      name,
      verb: verb,
      isKey: role == .key,
      weight: weight,
      instead: instead
    )
    report(message, at: path.span)
    return false
  }

  /// The stages that average the totals of a stock by the keys of this stage and by `over`, along
  /// which it must not be summed.
  private func meanOfTotals(_ path: Path, by over: [String]) -> String {
    let items = stage[Verb.by]
    let written = items.map { item in
      (item.name.map { quotedName($0.text) + " = " } ?? "") + text(item.expression)
    }
    let names = items.map { item -> String in
      if let name = item.name { return quotedName(name.text) }
      return switch item.expression.kind {
      case .path(let path): quotedName(path.last.text)
      case .call(let call): quotedName(call.function.text)
      default: text(item.expression)
      }
    }
    let by = names.isEmpty ? "" : " by " + names.joined(separator: ", ")
    return "total \(path.spelled) by \((written + over.map(quotedName)).joined(separator: ", "))"
      + " | summarize mean(\(quotedName(path.last.text)))" + by
  }

  /// Reports that a column holds no numbers; a number after `by` changes places with it, and texts
  /// that write numbers are read in a stage before.
  private func reportNoNumber(_ column: PlanColumn, at path: Path, _ fix: FixIt?) {
    let reading = conversion(of: Side(column.expression, Expression(.path(path), path.span)))
    let measures = visible.filter(\.field.isMeasure).map { quotedName($0.field.name) }
    let isPath = path.names.count > 1
    let value = TypedText(isPath ? path.spelled : quotedName(column.field.name), column.field.type)
    var fix = fix
    if let key = stage[Verb.by].sole, case .path(let other) = key.expression.kind,
      other.names.count == 1, let measure = visibleColumn(named: other.last.text),
      measure.field.isMeasure, measure.field.role == .additive
    {
      let ours = "\(stage.verb.text) \(other.spelled) by \(path.spelled)"
      fix = .replacing(stage.span, with: ours)
    } else if let reading {
      let start = SourceSpan(stage.span.start, stage.span.start)
      let name = quotedName(column.field.name)
      fix = isPath ? nil : .replacing(start, with: "add \(name) = \(reading) | ")
    }
    let message = Message.totalNeedsNumbers(value, measures: measures, reading: reading)
    report(message, at: path.span, fix: fix)
  }

  /// The name that an aggregate takes by itself; where it has none that is reported with an offer.
  fileprivate func impliedName(_ expression: Expression) -> Name? {
    if let name = measureName(expression) { return Name(name, expression.span) }
    if case .bracketed(let inner) = expression.kind, case .infix(.equal, _, _) = inner.kind {
      let text = text(inner)
      return report(.bracketsRoundAggregate(text), at: expression.span, writing: text)
    }
    guard gathering(windows: false, expression) != nil else { return nil }
    if case .path(let path) = expression.kind {
      let ways = column(path)?.field.choices ?? []
      return report(.neitherKeyNorAggregate(path.spelled, ways), at: expression.span)
    }
    var offer = "result"
    if case .call(let call) = expression.kind { offer = call.function.text }
    reportNeedsName(expression, isKey: false, offer: offer)
    return nil
  }
}
