import Catalog

extension ResourceReader {
  /// What is declared of the table beyond the standard; empty notes where nothing is.
  func notes(of schema: Schema) throws(TableFailure) -> TableNotes {
    var notes = TableNotes()
    guard let value = resource["scomm"] else { return notes }
    notes.date = try column(value["date"], of: schema)
    notes.precision = try column(value["precision"], of: schema)
    if let partial = value["partial"] {
      guard let condition = partial.text else {
        throw failure(partial, "partial of \(name) must be a condition, as a text")
      }
      notes.partial = condition
    }
    if let moments = value["moments"] {
      guard let truth = moments.boolean else {
        throw failure(moments, "moments of \(name) must be true or false")
      }
      notes.holdsMoments = truth
    }
    if let conflicts = value["conflicts"] {
      guard let truth = conflicts.boolean else {
        throw failure(conflicts, "conflicts of \(name) must be true or false")
      }
      notes.holdsConflicts = truth
    }
    if let documents = value["documents"], documents.boolean == nil {
      throw failure(documents, "documents of \(name) must be true or false")
    }
    if let coverage = value["coverage"], !coverage.isToFillIn {
      notes.coverage = try days(coverage)
    }
    if let caveats = value["caveats"] {
      for caveat in caveats.elements ?? [caveats] where !caveat.isToFillIn {
        notes.caveats.append(try self.caveat(caveat, of: schema))
      }
    }
    notes.places = try places(value, of: schema)
    if let draft = draftCaveat { notes.caveats.insert(draft, at: 0) }
    return notes
  }

  /// The caveat of a table whose package has entries that are still to be filled in.
  private var draftCaveat: Caveat? {
    func isOpen(_ value: JSON?) -> Bool {
      value.map { $0.isToFillIn || ($0.elements ?? []).contains(where: isOpen) } ?? false
    }
    let sources = package.root["sources"]?.elements ?? []
    var names = isOpen(resource["title"]) ? ["title"] : []
    names += ["row", "date", "coverage", "caveats"].filter { isOpen(resource["scomm"]?[$0]) }
    if sources.contains(where: { isOpen($0["title"]) }) { names.append("sources") }
    guard let last = names.popLast() else { return nil }
    let all = names.isEmpty ? last : names.joined(separator: ", ") + " and " + last
    return Caveat("its data package is a draft: \(all) are to be filled in")
  }

  /// A text, or an object of a text with the condition on which a row calls for it, or the column
  /// of whose values together it speaks, or both.
  private func caveat(_ value: JSON, of schema: Schema) throws(TableFailure) -> Caveat {
    if let text = value.text { return Caveat(text) }
    try package.check(value, .caveat, of: name)
    guard let text = value["text"]?.text, value["when"] != nil || value["across"] != nil else {
      throw failure(
        value,
        "a caveat of \(name) must be a text, or an object of a text and when or across"
      )
    }
    var caveat = Caveat(text)
    if let condition = value["when"] {
      guard let text = condition.text else {
        throw failure(condition, "when of a caveat of \(name) must be a condition, as a text")
      }
      caveat.when = text
    }
    caveat.across = try column(value["across"], of: schema)
    caveat.known = try column(value["known"], of: schema)
    if caveat.known != nil, caveat.when == nil || caveat.across == nil {
      throw failure(value, "known in a caveat of \(name) needs when and across beside it")
    }
    return caveat
  }

  func column(_ value: JSON?, of schema: Schema) throws(TableFailure) -> String? {
    guard let value, !value.isToFillIn else { return nil }
    guard let column = value.text, schema.index(of: column) != nil else {
      throw failure(value, "this names no field of \(name)")
    }
    return column
  }

  private func days(_ value: JSON) throws(TableFailure) -> ClosedRange<Int32> {
    let days = (value.texts ?? []).compactMap { CivilDate($0)?.ordinal }
    guard days.count == 2, value.elements?.count == 2, days[0] <= days[1] else {
      throw failure(value, "the coverage of \(name) must be its first and its last day")
    }
    return days[0]...days[1]
  }
}
