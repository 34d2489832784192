import Catalog

extension ResourceReader {
  /// What is declared of the table beyond the standard; empty notes where nothing is.
  func notes(of schema: Schema) throws(TableFailure) -> TableNotes {
    var notes = TableNotes()
    guard let value = resource["scomm"] else { return notes }
    notes.date = try column(value["date"], of: schema)
    notes.precision = try column(value["precision"], of: schema)
    notes.partial = value["partial"]?.text
    notes.holdsMoments = value["moments"]?.boolean ?? false
    if let coverage = value["coverage"] { notes.coverage = try days(coverage) }
    if let caveats = value["caveats"] {
      guard let texts = caveats.texts else {
        throw failure(caveats, "the caveats of \(name) must be a list of texts")
      }
      notes.caveats = texts
    }
    return notes
  }

  private func column(_ value: JSON?, of schema: Schema) throws(TableFailure) -> String? {
    guard let value else { return nil }
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
