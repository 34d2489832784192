extension Schema {
  /// The dates, by their places, beside which a column says to what each is known: the one that the
  /// package declares, and each date `x` beside a category `x_precision`.
  public var precisions: [(date: Int, precision: Int)] {
    var found: [(date: Int, precision: Int)] = []
    let places = Dictionary(fields.enumerated().map { ($1.name, $0) }) { first, _ in first }
    for (place, field) in fields.enumerated() {
      let declared = field.name == notes.date ? notes.precision.flatMap { places[$0] } : nil
      // Types come last: to tell that of a file's column takes reading it.
      guard let precision = declared ?? places[field.name + "_precision"], field.type == .date,
        case .category = fields[precision].type
      else { continue }
      found.append((place, precision))
    }
    return found
  }
}
