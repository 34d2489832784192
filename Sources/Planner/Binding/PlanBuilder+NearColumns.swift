import Catalog
import Diagnostics
import Functions
import Syntax

// What an unknown name may stand for.

/// What may stand in the place of a column: its name alone, a path to it, or any term.
enum ColumnPlace {
  case name, path, term
}

extension PlanBuilder {
  /// Reports that no column is called `name`, with what is near; gives the column that is meant if
  /// there is just one here.
  func report(unknownColumn name: Name, at place: ColumnPlace) -> PlanColumn? {
    let names = visible.map(\.field.name)
    if let (message, ours) = slip(name.text, names) {
      return report(message, at: name.span, writing: ours)
    }
    let own = withoutTable(name.text)
    let near = own.isEmpty ? nearest(name.text, in: names) : own
    var (offers, linked) = (near.map(quotedName), [String]())
    if offers.isEmpty, place != .name { linked = linkedPaths(to: name.text, exactly: true) }
    if offers.isEmpty, linked.isEmpty, place == .term { offers = periods(called: name.text) }
    if offers.isEmpty, linked.isEmpty, place != .name {
      offers = linkedPaths(to: name.text, exactly: false)
    }
    if offers.isEmpty, linked.isEmpty, let (message, fix) = joinable(to: name.text) {
      return report(message, at: name.span, fix: fix)
    }
    let message = Message.unknownColumn(name.text, near: offers, all: names, linked: linked)
    report(message, at: name.span, writing: (offers + linked).sole)
    return near.sole.flatMap(visibleColumn)
  }

  /// The columns here that came under their own name from a table, where `name` has the table's name
  /// before it, as columns have of which another one took the name: `date` for `events_date`.
  private func withoutTable(_ name: String) -> [String] {
    binder.tables.filter { name.hasPrefix($0 + "_") }.flatMap { table in
      let own = String(name.dropFirst(table.utf8.count + 1))
      let origin = Field.Origin(table: table, column: own)
      let kept = visible.map(\.field).filter { $0.origin == origin }.map(\.name)
      // A key that was joined stands in the column that it equals.
      return kept.isEmpty && visibleColumn(named: own) != nil ? [own] : kept
    }
  }

  /// A name that is no misspelling but stands for something else, with what is meant.
  private func slip(_ name: String, _ names: [String]) -> (Message, String?)? {
    if absentHeadings.values.contains(name) {
      return (.absentHeading(name, of: absentHeadings.column), nil)
    }
    if Function.bare(name) != nil {
      return names.contains("n") ? (.countIsNoColumn, "n") : (.countIsNoColumnYet, nil)
    }
    if let place = columnPlace(name), place < names.count {
      return (.columnLetter(name, names[place], place: place + 1), quotedName(names[place]))
    }
    if name.utf8.count == 6, name.lowercased().hasPrefix("fy"), Int(name.dropFirst(2)) != nil {
      let ours = name.uppercased()
      return (.fiscalYearCapitals(name, ours), ours)
    }
    if ["blank", "empty"].contains(name) { return (.blankWord(name), "missing") }
    let truths = ["true": "true", "false": "false", "yes": "true", "no": "false"]
    return truths[name.lowercased()].map { (.truthWord(name, $0), $0) }
  }

  /// The place of the column that a spreadsheet calls by a capital letter.
  private func columnPlace(_ name: String) -> Int? {
    guard name.utf8.count == 1, let letter = name.utf8.first, (65...90).contains(letter) else {
      return nil
    }
    return Int(letter) - 65
  }

  /// The columns of this name in linked tables, as `state.region`, or those that are called nearly
  /// so; those over one link before those over two.
  func linkedPaths(to name: String, exactly: Bool) -> [String] {
    var level = visible.map { (path: quotedName($0.field.name), field: $0.field) }
    for _ in 0..<2 {
      level = level.flatMap { path, field in
        let fields =
          field.link.flatMap { binder.environment.catalog.table($0.table) }
          .flatMap { try? $0.schema() }?.fields ?? []
        return fields.map { (path: "\(path).\(quotedName($0.name))", field: $0) }
      }
      let names = level.map(\.field.name)
      let wanted = exactly ? [name] : nearest(name, in: Set(names).sorted())
      let found = level.filter { wanted.contains($0.field.name) }.map(\.path)
      if !found.isEmpty { return found }
    }
    return []
  }

  /// What is said of a column that is not here, but in a table whose rows point to those here: where
  /// each has one of its own there, joining brings it.
  private func joinable(to name: String) -> (Message, FixIt?)? {
    // In a join the name is one of either side.
    if ["", "join"].contains(stage.verb.text) { return nil }
    let targets = visible.compactMap(\.field.origin)
    var others: [(table: String, link: String)] = []
    for table in binder.environment.catalog.tables where table.package != nil {
      guard table.name != tableName, let schema = try? table.schema(),
        schema.index(of: name) != nil,
        let link = schema.fields.first(where: { field in
          field.link.map { targets.contains(Field.Origin(table: $0.table, column: $0.key)) }
            ?? false
        })
      else { continue }
      if schema.key == [link.name] {
        let stage = "join \(Spelling.table(table.name))"
        let start = SourceSpan(self.stage.span.start, self.stage.span.start)
        let message = Message.columnOfJoined(name, table: table.name, stage: stage)
        return (message, .replacing(start, with: stage + " | "))
      }
      others.append((table.name, link.name))
    }
    return others.first.map { (.columnOfPointing(name, table: $0.table, link: $0.link), nil) }
  }

  /// `year(date)` for `yeer`: the periods of the declared date, or else of the columns of dates.
  private func periods(called name: String) -> [String] {
    let start = binder.environment.catalog.fiscalYearStart
    let units: [PeriodUnit] = [
      .year, .quarter, .month, .week, .fiscalYear(start: start), .fiscalQuarter(start: start),
    ]
    let ours = binder.environment.habits?.call(name, ["date"])?.function ?? name
    let names = units.map(\.columnName) + Function.all.names.filter { $0.hasSuffix("_name") }
    guard let meant = names.contains(ours) ? ours : nearest(ours, in: names).first else {
      return []
    }
    let unit = units.first { $0.columnName == meant }
    let dates = visible.filter { column in
      column.field.type == .date || unit.map(column.field.type.isFiner) ?? false
    }
    let declared = dates.filter { $0.id == dateColumn }
    return (declared.isEmpty ? dates : declared).map { "\(meant)(\(quotedName($0.field.name)))" }
  }
}

extension DataType {
  /// Whether it holds periods that each lie within one of `unit`.
  func isFiner(than unit: PeriodUnit) -> Bool {
    guard case .period(let own) = self, own != unit, let months = own.months,
      let longer = unit.months
    else { return false }
    return months < longer
  }
}
