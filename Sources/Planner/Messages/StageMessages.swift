import Diagnostics

// What is said of verbs, aggregates, measures and joins.

extension Message {
  static func aggregateNotHere(_ function: String, verb: String, made: String?) -> Message {
    let words =
      made == "n" && function == "count"
      ? "count is not a column here; the column made by count is n."
      : made != nil
        ? "The sums are made already, and the column that holds them is \(made ?? function)."
        : ["summarize", "add", "assert"].contains(verb)
          ? "\(function) stands inside another aggregate. Compute it in a stage before."
          : "\(function) works over many rows, but \(verb) looks at one row at a time. "
            + "Compute it before, with add or summarize."
    return Message("aggregate-not-here", words)
  }

  static func windowNotHere(_ function: String, verb: String) -> Message {
    Message(
      "window-not-here",
      verb == "add"
        ? "\(function) stands inside another function here. Give it a column of its own first: "
          + "add x = \(function)(…)."
        : "\(function) looks at neighboring rows, which only add does: add x = \(function)(…). "
          + "Then \(verb) can use x."
    )
  }

  static func whereNotHere(_ function: String) -> Message {
    Message(
      "where-not-here",
      "\(function) looks at one row at a time: where belongs to aggregates only."
    )
  }

  static func notAnAggregate(_ written: String) -> Message {
    Message(
      "not-an-aggregate",
      "\(written) is the same for every row; an aggregate is wanted here, such as count or sum(…)."
    )
  }

  static func neitherKeyNorAggregate(_ column: String) -> Message {
    Message(
      "neither-key-nor-aggregate",
      "\(column) has a value for each row of a group. Say which one: sum(\(column)), "
        + "max(\(column)), first(\(column)), or group by \(column)."
        + (column == "count" ? " To count rows beside a column of that name: count()." : "")
    )
  }

  static func aggregateNeedsName(_ written: String, offer: String) -> Message {
    Message(
      "needs-name",
      "\(written) needs a name: \(offer) = \(written)."
    )
  }

  static func keyNeedsName(_ written: String, offer: String) -> Message {
    Message("needs-name", "\(written) needs a name here: \(offer) = \(written).")
  }

  static func bracketsRoundAggregate(_ written: String) -> Message {
    Message("brackets-round-aggregate", "Aggregates stand without brackets: \(written).")
  }

  static func comparisonOrName(_ column: String, _ value: String, offer: String) -> Message {
    Message(
      "comparison-or-name",
      "Here \(column) = \(value) would give the column \(column) one value for all rows. "
        + "Did you mean \(offer)?"
    )
  }

  static func totalNeedsNumbers(_ column: String, _ type: String, measures: [String]) -> Message {
    let rest =
      (measures.isEmpty ? "" : "The numbers here are \(listed(measures)). ")
      + "To count rows, write count by \(column)."
    return Message(
      "total-needs-numbers",
      "\(column) is \(article(type)), which can't be summed. " + rest
    )
  }

  static func notAdditive(
    _ column: String,
    verb: String,
    isKey: Bool,
    weight: String? = nil,
    instead: String? = nil
  ) -> Message {
    if isKey {
      return Message(
        "not-additive",
        "\(column) says which row it is; a \(verb) of it means nothing. To count rows, write count; to "
          + "count its values, summarize distinct(\(column))."
      )
    }
    let ways =
      ["max(\(column))", "mean(\(column))", "median(\(column))"]
      + (weight.map { ["weighted_mean(\(column), \($0))"] } ?? [])
    return Message(
      "not-additive",
      "\(column) must not be summed: it holds averages, shares or counts that overlap, so that a "
        + "\(verb) of it means nothing. "
        + (instead ?? "Write summarize with \(alternatives(ways)).")
    )
  }

  static func noDefaultMeasure(_ verb: String, clause: String, candidates: [String]) -> Message {
    if candidates.isEmpty {
      return Message(
        "no-measure",
        "There is no number here for \(verb) to go by. Make one first, with count or total."
      )
    }
    let example =
      clause.isEmpty ? "\(verb) \(candidates[0])" : "\(verb) … \(clause) \(candidates[0])"
    return Message(
      "which-measure",
      "Which number should \(verb) go by: \(alternatives(candidates))? Write \(example)."
    )
  }

  static func topRanksNumbers(
    _ verb: String,
    _ written: String,
    _ type: String,
    count: Int
  ) -> Message {
    Message(
      "top-ranks-numbers",
      "\(verb) ranks by a number; \(written) is \(article(type)). "
        + "To take \(count) rows of each \(written): first \(count) per \(written)."
    )
  }

  static func noOrder(_ function: String, candidates: [String]) -> Message {
    let rest =
      candidates.isEmpty
      ? "Sort before, or write along and a column."
      : "Write along \(alternatives(candidates)), or sort before."
    return Message("no-order-given", "\(function) needs an order of the rows. " + rest)
  }

  static func joinNeedsOn(_ table: String, links: [String], common: [String]) -> Message {
    if !links.isEmpty {
      return Message(
        "join-needs-on",
        "\(table) can be joined in several ways. Write on \(alternatives(links))."
      )
    }
    let example = common.first ?? "left = right"
    return Message(
      "join-needs-on",
      "No declared link leads from here to \(table) or back. Say what must agree: on \(example)."
    )
  }

  static func joinTypes(
    _ left: String,
    _ leftType: String,
    _ right: String,
    _ rightType: String,
    areNumbers: Bool
  ) -> Message {
    var words = "\(left) is \(article(leftType)), \(right) is \(article(rightType)): "
    words += "join keys must have one type. "
    if leftType == "integer", rightType == "text" {
      words += "Before the join: add key = pad(\(left), 5)."
    } else if leftType == "text", rightType == "integer" {
      words += "Before the join: add key = number(\(left))."
    } else if areNumbers {
      words += "Round one of them first."
    } else {
      words += "Bring them to one type first."
    }
    return Message("join-types", words)
  }

  static let sampleTooLarge = Message(
    "sample-too-large",
    "A sample is 100% of the rows at most."
  )

  static let matchedAndUnmatched = Message(
    "matched-and-unmatched",
    "matched keeps the rows with a partner, unmatched those without: choose one."
  )

  static func appendTypes(_ column: String, _ one: String, _ other: String) -> Message {
    Message(
      "append-types",
      "\(column) is \(article(one)) here and \(article(other)) there. Rename one of them before."
    )
  }

  static func assertNeedsAggregates(_ column: String) -> Message {
    Message(
      "assert-needs-aggregates",
      "assert looks at the table as a whole, \(column) has a value for each row. "
        + "Write all(…), any(…) or count(where …)."
    )
  }
}
