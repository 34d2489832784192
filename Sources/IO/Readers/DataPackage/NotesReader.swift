import Catalog

/// Reads what a data package declares of a table beyond the standard.
struct NotesReader {
  let package: DataPackage
  let table: String
  let schema: Schema

  /// The notes in the resource's own property; empty ones where it has none.
  func notes(_ value: JSON?) throws(TableFailure) -> TableNotes {
    var notes = TableNotes()
    guard let value else { return notes }
    notes.date = try column(value["date"])
    notes.precision = try column(value["precision"])
    notes.partial = value["partial"]?.text
    notes.holdsMoments = value["moments"]?.boolean ?? false
    if let coverage = value["coverage"] { notes.coverage = try days(coverage) }
    if let caveats = value["caveats"] {
      guard let texts = caveats.texts else {
        throw package.failure(caveats, "the caveats of \(table) must be a list of texts")
      }
      notes.caveats = texts
    }
    return notes
  }

  private func column(_ value: JSON?) throws(TableFailure) -> String? {
    guard let value else { return nil }
    guard let name = value.text, schema.index(of: name) != nil else {
      throw package.failure(value, "this names no field of \(table)")
    }
    return name
  }

  private func days(_ value: JSON) throws(TableFailure) -> ClosedRange<Int32> {
    let days = (value.texts ?? []).compactMap { CivilDate($0)?.ordinal }
    guard days.count == 2, value.elements?.count == 2, days[0] <= days[1] else {
      throw package.failure(value, "the coverage of \(table) must be its first and its last day")
    }
    return days[0]...days[1]
  }
}
