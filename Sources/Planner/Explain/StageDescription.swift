import Diagnostics
import Syntax
import Catalog

/// A written stage with what it does, in words.
public struct StageDescription: Sendable {
  /// Which of the written stages it is; steps of the ledger go by it.
  public var place: Int
  /// The stage as written, on one line.
  public var stage: String
  /// What it does: a sentence without its subject.
  public var words: String
  /// Its number: `3`, or `3.1` for the first stage of a query in the brackets of stage 3.
  public var number: String
  /// How many stages it stands within.
  public var depth: Int
}

extension BoundQuery {
  /// What each written stage does, in order; stages in brackets follow the stage that holds them.
  public var descriptions: [StageDescription] {
    var descriptions: [StageDescription] = []
    var holders: [(span: SourceSpan, number: String)] = []
    var counts: [String: Int] = [:]
    for (place, span) in stageSpans.enumerated() where place < stageDescriptions.count {
      while let holder = holders.last, !holder.span.holds(span) { holders.removeLast() }
      let prefix = holders.last.map { $0.number + "." } ?? ""
      counts[prefix, default: 0] += 1
      let number = prefix + String(counts[prefix] ?? 1)
      let written = stages[place].split(whereSeparator: \.isWhitespace).joined(separator: " ")
      descriptions.append(
        StageDescription(
          place: place,
          stage: written.isEmpty ? "_" : written,
          words: stageDescriptions[place],
          number: number,
          depth: holders.count
        )
      )
      holders.append((span, number))
    }
    return descriptions
  }
}

extension SourceSpan {
  /// Whether `other` lies within this one, and is not the same.
  fileprivate func holds(_ other: SourceSpan) -> Bool {
    start <= other.start && other.end <= end && self != other
  }
}

extension Binder {
  /// What a scan of `source` does.
  func words(for source: Scan.Source, _ schema: Schema) -> String {
    switch source {
    case .table(let name):
      let title = environment.catalog.table(name)?.title ?? ""
      return "reads the table \(name)" + (title.isEmpty ? "" : ": " + title)
    case .rows: return "takes the rows of an earlier result"
    case .series(let ordinals):
      guard case .period(let unit)? = schema.fields.first?.type else { return "makes a calendar" }
      return "makes a row for each \(unit.word) from \(unit.text(of: ordinals.lowerBound)) "
        + "to \(unit.text(of: ordinals.upperBound))"
    }
  }
}
