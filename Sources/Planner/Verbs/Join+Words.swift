import Syntax

extension Verb {
  /// What a join does, given its parts.
  static func joining(
    to other: String,
    keys: [JoinKey],
    mode: String?,
    moments: [Name],
    within: IntervalItem?,
    flag: JoinFlag
  ) -> String {
    let agreement = keys.isEmpty ? "" : " whose " + listed(keys.map(\.words))
    if let mode {
      let direction =
        switch mode {
        case "last": "latest row of \(other) at or before it"
        case "next": "earliest row of \(other) at or after it"
        default: "row of \(other) nearest to it in time"
        }
      return "joins, to each row, the " + direction
        + (moments.isEmpty ? "" : " (by " + moments.map(\.text).joined(separator: " and ") + ")")
        + (within.map { " within \($0.words)" } ?? "") + agreement
    }
    let partners = "of \(other)" + (keys.isEmpty ? " that their link leads to" : agreement)
    return switch flag {
    case .every: "joins each row with every row of \(other)"
    case .unmatched: "keeps the rows that have no partner among the rows " + partners
    case .matched: "joins, to each row, the row \(partners); rows without a partner go"
    case .many: "joins, to each row, all rows \(partners); rows without a partner stay"
    case .none: "joins, to each row, the row \(partners); rows without a partner stay"
    }
  }

  /// The word that decides what comes out of a join.
  enum JoinFlag { case none, matched, unmatched, many, every }
}

extension JoinKey {
  /// What must agree: `code equals its state`, said of the right row.
  fileprivate var words: String {
    switch right {
    case .same: "\(left.last.text) equals its \(left.words)"
    case .path(let path): "\(path.words) equals its \(left.words)"
    case .between(let low, let high): "\(low.text) to \(high.text) takes in its \(left.words)"
    }
  }
}
