import Catalog
import Functions
import Syntax

// What is chosen where rows of another pipeline come in: earlier results, joins and appends.

extension PlanBuilder {
  /// What was chosen, with the names of the columns that it explains; what explains a column that is
  /// gone is left out.
  var shownSelections: [Selection] {
    selections.phrases.compactMap { selection, column in
      guard let column else { return selection }
      guard let shown = planColumn(column), !shown.isHidden else { return nil }
      var selection = selection
      selection.column = shown.field.name
      return selection
    }
  }

  /// Takes over what an earlier query chose whose result is read, and the table that is.
  func takeSelections(of query: BoundQuery?, reading table: String?) {
    for selection in query?.selections ?? [] {
      let column = selection.column.map { visibleColumn(named: $0)?.id }
      if case .some(.none) = column { continue }
      selections.phrases.append((selection, column ?? nil))
    }
    selections.choices = query?.choices ?? [:]
    if query == nil, let table { selections.choices[table] = [] }
  }

  /// What rows of another pipeline are called: by its table.
  func words(for source: Source) -> String {
    switch source {
    case .table(let name) where name.text == "_": "the last result"
    case .table(let name):
      name.text.first == "_" ? "result " + name.text.dropFirst() : said(name.text)
    case .calendar: "the calendar"
    case .nested(let pipeline, _): pipeline.source.map { words(for: $0) } ?? "the last result"
    }
  }

  /// The phrases of another pipeline that say which rows it gives, as one in brackets.
  private func chosen(by right: PlanBuilder) -> [Selection] {
    right.selections.phrases.filter { $0.column == nil }.map(\.selection)
  }

  /// Notes which rows a join keeps, and which rows of the other table it finds.
  func select(joining right: PlanBuilder, _ join: Join, called other: String) {
    let made = chosen(by: right)
    let isOfTime = made.contains(where: \.isOfTime)
    switch join.kind {
    case .inner:
      select({ "with a partner in \(other)" + inBrackets(made.texts($0)) }, isOfTime: isOfTime)
    case .anti: select { "without a partner in \(other)" + inBrackets(made.texts($0)) }
    case .left, .mark, .cross, .asOf:
      if !made.isEmpty {
        select({ "\(other): " + made.texts($0).joined(separator: ", ") }, isOfTime: isOfTime)
      }
    }
    // Columns whose numbers are explained come with the rows.
    if case .anti = join.kind {
    } else {
      selections.phrases += right.selections.phrases.filter { $0.column != nil }
    }
    takeChoices(of: right, join)
  }

  private func takeChoices(of right: PlanBuilder, _ join: Join) {
    let (own, others) = (selections.allChoices, right.selections.allChoices)
    func origins(_ builder: PlanBuilder, _ ids: [ColumnID]) -> Set<Field.Origin> {
      Set(ids.compactMap { builder.planColumn($0)?.field.origin })
    }
    let keys = join.comparedColumns
    let leftKeys = origins(self, keys.map(\.left))
    switch join.kind {
    case .anti: return selections.choose(by: leftKeys.union(others))
    case .inner where !others.isEmpty || right.isCut: selections.choose(by: leftKeys.union(others))
    default: break
    }
    // Of the other table only rows are seen that rows of this one lead to.
    var found = right.selections
    if !own.isEmpty { found.choose(by: own.union(origins(right, keys.map(\.right)))) }
    selections.take(found.choices)
  }

  /// Notes that rows of another pipeline stand behind these.
  func select(appending right: PlanBuilder, called other: String) {
    let made = chosen(by: right)
    select { "and rows of \(other)" + inBrackets(made.texts($0)) }
    selections.take(right.selections.choices)
  }
}

extension [Selection] {
  /// The phrases, given what keys are called.
  fileprivate func texts(_ labels: KeyLabels) -> [String] { map { $0.text(labels) } }
}
