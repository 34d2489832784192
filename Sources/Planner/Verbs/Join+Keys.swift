import Catalog
import Diagnostics
import Functions
import Syntax

extension PlanBuilder {
  /// What must agree between the rows of two tables.
  struct JoinKeys {
    var equal: [(left: ColumnID, right: ColumnID)] = []
    var ranges: [(left: ColumnID, low: ColumnID, high: ColumnID)] = []
  }

  /// The keys that `on` lists, else those of the one link between the tables; nil when there are
  /// none.
  func joinKeys(_ items: [JoinKey], with right: PlanBuilder, _ span: SourceSpan) -> JoinKeys? {
    if items.isEmpty { return linkKeys(with: right, span) }
    var keys = JoinKeys()
    for item in items {
      switch item.right {
      case .between(let low, let high):
        guard let left = column(item.left), let first = right.column(named: low),
          let last = right.column(named: high), agree(left, first, last, item.left.span)
        else { return nil }
        keys.ranges.append((left.id, first.id, last.id))
      case .same, .path:
        var rightPath = Path([item.left.last])
        if case .path(let path) = item.right { rightPath = path }
        if case .same = item.right, reportsMissingPartner(of: item.left, in: right) { return nil }
        let (one, other) = (column(item.left), right.column(rightPath))
        guard let left = one.map({ fitted($0, to: other) }),
          let partner = other.map({ right.fitted($0, to: one) }),
          agree(left, partner, in: right, item.left.span.union(rightPath.span))
        else { return nil }
        keys.equal.append((left.id, partner.id))
      }
    }
    return keys
  }

  /// Reports a key of one name that the other table has only over a link.
  private func reportsMissingPartner(of path: Path, in right: PlanBuilder) -> Bool {
    let name = path.last.text
    guard right.visibleColumn(named: name) == nil, !right.hasUnknownColumns,
      path.names.count > 1 || visibleColumn(named: name) != nil
    else { return false }
    let linked = right.linkedPaths(to: name, exactly: true)
    guard !linked.isEmpty else { return false }
    let ways = linked.map { "\(path.spelled) = \($0)" }
    let message = Message.partnerOverLink(name, right.tableName, ways: ways)
    report(message, at: path.span, writing: ways.sole)
    return true
  }

  /// A column as a key beside `other`, whose type it takes if it has no value.
  private func fitted(_ column: PlanColumn, to other: PlanColumn?) -> PlanColumn {
    guard column.field.isValueless, let type = other?.field.type, type != column.field.type else {
      return column
    }
    let id = self.column(for: .valueless(column.id, as: type))
    return PlanColumn(id, Field(column.field.name, type))
  }

  /// Whether a key can lie within two others; where a call brings it to their type, that is said.
  private func agree(
    _ left: PlanColumn,
    _ first: PlanColumn,
    _ last: PlanColumn,
    _ span: SourceSpan
  ) -> Bool {
    guard let wrong = [first, last].first(where: { !joinable(left.field.type, $0.field.type) })
    else { return true }
    var call: String?
    if joinable(first.field.type, last.field.type) {
      call = wrong.field.type.function(of: left.field.type)
      if case (.period, .date) = (left.field.type, wrong.field.type) { call = "start_of" }
    }
    let range = quotedName(first.field.name) + ".." + quotedName(last.field.name)
    let way = call.map {
      "Before the join: add key = \($0)(\(quotedName(left.field.name))), and on key in \(range)."
    }
    report(.joinTypes(left.typed, wrong.typed, way), at: span)
    return false
  }

  private func agree(
    _ left: PlanColumn,
    _ right: PlanColumn,
    in table: PlanBuilder,
    _ span: SourceSpan
  ) -> Bool {
    if joinable(left.field.type, right.field.type) { return true }
    let (own, other) = (quotedName(left.field.name), quotedName(right.field.name))
    // Where the other side has to change, that is done in a query of its own.
    let within = "join (\(quotedName(table.tableName)) | add key = "
    let advice =
      switch (left.field.type, right.field.type) {
      case (let one, .text) where one.isNumeric:
        "Before the join: add key = \(asCode(own, like: right)), and on key = \(other)."
      case (.text, let type) where type.isNumeric:
        "Write \(within)\(asCode(other, like: left))) on \(own) = key."
      case (.integer, .real): "Before the join: add key = 1.0 * \(own), and on key = \(other)."
      case (.real, .integer): "Write \(within)1.0 * \(other)) on \(own) = key."
      default: conversions(of: own, left.field.type, and: other, right.field.type, within)
      }
    report(.joinTypes(left.typed, right.typed, advice), at: span)
    return false
  }

  /// What to write so that two keys of unlike types are of one: the coarser of two periods, their
  /// years, or texts.
  private func conversions(
    of own: String,
    _ left: DataType,
    and other: String,
    _ right: DataType,
    _ within: String
  ) -> String {
    if let function = right.function(of: left) {
      return "Before the join: add key = \(function)(\(own)), and on key = \(other)."
    }
    if let function = left.function(of: right) {
      return "Write \(within)\(function)(\(other))) on \(own) = key."
    }
    let function = left.isYear && right.isYear ? "number" : "text"
    let terms = [(own, left), (other, right)].map { $1.isTextual ? $0 : "\(function)(\($0))" }
    return "Before the join: add key = \(terms[0]); then \(within)\(terms[1])) on key."
  }

  /// The text of the column called `name`, as long as the codes with zeros in front of `column`.
  private func asCode(_ name: String, like column: PlanColumn) -> String {
    let known = column.field.origin.flatMap(binder.originColumn).flatMap(KnownValues.init)?.strings
    guard let known, let width = Set(known.map(\.count)).sole,
      known.contains(where: { $0.hasPrefix("0") })
    else { return "text(\(name))" }
    return "pad(text(\(name)), \(width))"
  }

  private func linkKeys(with right: PlanBuilder, _ span: SourceSpan) -> JoinKeys? {
    var found = links(from: visible, to: right.visible)
    if found.isEmpty { found = links(from: right.visible, to: visible).map { ($0.1, $0.0) } }
    if found.count == 1 { return JoinKeys(equal: [(found[0].0.id, found[0].1.id)]) }
    if hasUnknownColumns || right.hasUnknownColumns { return nil }
    let words = found.map { "\(quotedName($0.field.name)) = \(quotedName($1.field.name))" }
    if !words.isEmpty { return report(.joinNeedsOn(right.tableName, links: words), at: span) }
    let documents = binder.environment.catalog.documentTables
    let common = visible.filter { column in
      guard let partner = right.visibleColumn(named: column.field.name),
        joinable(column.field.type, partner.field.type), !column.field.isMeasure
      else { return false }
      // Free texts agree by chance; documents say where a row comes from, not what it is of.
      if let link = column.field.link { return !documents.contains(link.table) }
      return column.field.type != .text || key.contains(column.id) || right.key.contains(partner.id)
    }
    let alike = common.isEmpty ? pairsAlike(with: right) : []
    func names(_ columns: [PlanColumn]) -> [String] { columns.map { quotedName($0.field.name) } }
    let message = Message.joinNeedsOn(
      right.tableName,
      common: names(common),
      alike: alike,
      all: (names(visible), names(right.visible))
    )
    let start = SourceSpan(span.end, span.end)
    let fix = alike.sole.map { FixIt.replacing(start, with: " on " + $0) }
    return report(message, at: span, fix: fix)
  }

  /// The pairs of a column of texts here and one of the other table, as `town = name`, whose values
  /// mostly agree: those that agree best first, at most three.
  private func pairsAlike(with right: PlanBuilder) -> [String] {
    func texts(_ column: PlanColumn) -> KnownValues? {
      guard column.field.type.isTextual else { return nil }
      return column.field.origin.flatMap(binder.originColumn).flatMap(KnownValues.init)
    }
    let partners = right.visible.compactMap { column in texts(column).map { (column, $0) } }
    var found: [(share: Double, pair: String)] = []
    for column in visible {
      guard let own = texts(column)?.strings.prefix(1000), own.count > 1 else { continue }
      for (partner, values) in partners where joinable(column.field.type, partner.field.type) {
        let share = Double(own.count(where: values.contains)) / Double(own.count)
        let pair = "\(quotedName(column.field.name)) = \(quotedName(partner.field.name))"
        if share >= 0.5 { found.append((share, pair)) }
      }
    }
    return found.sorted { $0.share > $1.share }.prefix(3).map(\.pair)
  }

  /// The pairs of a column with a link and one of the others that it leads to.
  private func links(from columns: [PlanColumn], to others: [PlanColumn])
    -> [(PlanColumn, PlanColumn)]
  {
    columns.flatMap { column -> [(PlanColumn, PlanColumn)] in
      guard let link = column.field.link else { return [] }
      let target = Field.Origin(table: link.table, column: link.key)
      return others.filter { $0.field.origin == target }.map { (column, $0) }
    }
  }

  /// The moments that an as-of join goes by: those named after `at`, else both tables' declared
  /// dates.
  func moments(
    _ names: [Name],
    with right: PlanBuilder,
    _ direction: Join.AsOf.Direction,
    within: CalendarInterval?
  ) -> Join.AsOf? {
    let leftName = names.first
    let rightName = names.count > 1 ? names[1] : names.first
    guard let left = dateColumn(named: leftName) else { return nil }
    right.adopt(stage)
    guard let partner = right.dateColumn(named: rightName) else { return nil }
    if left.field.type != partner.field.type { gatherFirstDays(of: left) }
    let one = comparable(left, partner, in: self)
    let other = comparable(partner, left, in: right)
    let limit: Join.AsOf.Within? = within.map { interval in
      interval.unit == .days ? .days(interval.count) : .months(interval.count)
    }
    return Join.AsOf(direction, left: one, right: other, within: limit)
  }

  /// A moment as its first day, unless both are periods of one unit.
  private func comparable(_ column: PlanColumn, _ other: PlanColumn, in builder: PlanBuilder)
    -> ColumnID
  {
    if column.field.type == other.field.type { return column.id }
    return builder.column(for: Operators.firstDay(of: column.expression))
  }
}

extension DataType {
  /// The function that gives the value of this type that a value of `other` lies in or writes.
  fileprivate func function(of other: DataType) -> String? {
    switch (self, other) {
    case (.period(let unit), .date): unit.columnName
    case (.period(let unit), let other) where other.isFiner(than: unit): unit.columnName
    case (let type, let other) where type.isNumeric && other.isYear: "number"
    case (let type, _) where type.isTextual: "text"
    default: nil
    }
  }

  /// Whether its values are years, which have numbers.
  fileprivate var isYear: Bool {
    switch self {
    case .period(.year), .period(.fiscalYear): true
    default: false
    }
  }
}
