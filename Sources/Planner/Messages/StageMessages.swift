import Catalog
import Diagnostics
import Functions

// Messages about verbs, aggregates, measures and joins.

extension Message {
  /// The rows of a table cover longer than the time that `around` keeps on either side.
  static func windowWithinPeriod(_ period: String, _ length: String) -> Message {
    """
    window-within-period: A row here covers a whole \(period), which is longer than the window: it \
    must reach at least \(length) to either side.
    """
  }

  static func aggregateNotHere(_ function: String, verb: String, made: String?) -> Message {
    if made == "n", function == "count" {
      return "aggregate-not-here: \(countIsNoColumn.text)"
    }
    if let made {
      return """
        aggregate-not-here: The sums are made already, and the column that holds them is \(made).
        """
    }
    if ["summarize", "add", "assert"].contains(verb) {
      return """
        aggregate-not-here: \(function) stands inside another aggregate. Compute it in a stage \
        before.
        """
    }
    return """
      aggregate-not-here: \(function) works over many rows, but \(verb) looks at one row at a \
      time. Compute it before, with add or summarize.
      """
  }

  static func windowNotHere(_ function: String, verb: String) -> Message {
    if verb == "add" {
      return """
        window-not-here: \(function) stands inside another function here. Give it a column of its \
        own first: add x = \(function)(…).
        """
    }
    return """
      window-not-here: \(function) looks at neighboring rows, which only add does: add x = \
      \(function)(…). Then \(verb) can use x.
      """
  }

  static func whereNotHere(_ function: String) -> Message {
    "where-not-here: \(function) looks at one row at a time: where belongs to aggregates only."
  }

  static func notAnAggregate(_ written: String) -> Message {
    """
    not-an-aggregate: \(written) is the same for every row; an aggregate is wanted here, such as \
    count or sum(…).
    """
  }

  static func neitherKeyNorAggregate(_ column: String, _ ways: [String]) -> Message {
    let hint = column == "count" ? " To count rows beside a column of that name: count()." : ""
    let calls = ways.map { "\($0)(\(column)), " }.joined()
    return """
      neither-key-nor-aggregate: \(column) has a value for each row of a group. Say which one: \
      \(calls)or group by \(column).\(hint)
      """
  }

  static func needsName(_ written: String, isKey: Bool, offer: String) -> Message {
    let place = isKey ? " here" : ""
    return "needs-name: \(written) needs a name\(place): \(offer) = \(written)."
  }

  static func bracketsRoundAggregate(_ written: String) -> Message {
    "brackets-round-aggregate: Aggregates stand without brackets: \(written)."
  }

  static func comparisonOrName(_ column: String, _ value: String, offer: String) -> Message {
    """
    comparison-or-name: Here \(column) = \(value) would give the column \(column) one value for \
    all rows. Did you mean \(offer)?
    """
  }

  /// Where the column's texts write numbers, `reading` is the call that reads them.
  static func totalNeedsNumbers(
    _ column: TypedText,
    measures: [String],
    reading call: String?
  ) -> Message {
    let numbers = measures.isEmpty ? "" : "The numbers here are \(listed(measures)). "
    let way = call.map { "\($0) reads the texts, in add: add x = \($0)." }
    return """
      total-needs-numbers: \(column.isA), which can't be summed. \
      \(way ?? "\(numbers)To count rows, write count by \(column.text).")
      """
  }

  static func notAdditive(
    _ column: String,
    verb: String,
    isKey: Bool,
    weight: String? = nil,
    instead: String? = nil
  ) -> Message {
    if isKey {
      return """
        not-additive: \(column) says which row it is; a \(verb) of it means nothing. To count \
        rows, write count; to count its values, summarize distinct(\(column)).
        """
    }
    let ways =
      ["max(\(column))", "mean(\(column))", "median(\(column))"]
      + (weight.map { ["weighted_mean(\(column), \($0))"] } ?? [])
    return """
      not-additive: \(column) must not be summed: it holds averages, shares or counts that \
      overlap, so that a \(verb) of it means nothing. \
      \(instead ?? "Write summarize with \(alternatives(ways)).")
      """
  }

  /// `mean` are the stages that average the totals.
  static func notAdditiveAlong(
    _ column: String,
    verb: String,
    _ over: [String],
    mean: String?
  ) -> Message {
    let keys = over.joined(separator: ", ")
    let one = "keep one value with where \(over.map { "\($0) = …" }.joined(separator: " and "))"
    let ways = mean.map { ", \(one), or average the totals: \($0)." } ?? ", or \(one)."
    return """
      not-additive-along: A \(verb) of \(column) over several values of \(keys) means nothing: it \
      counts the same again in each. Group by \(keys)\(ways)
      """
  }

  static func noTotals(_ column: String, over keys: [String]) -> Message {
    """
    not-additive-along: A total of \(column) over several values of \
    \(keys.joined(separator: ", ")) means nothing: it counts the same again in each. Leave out with \
    totals, or take mean(\(column)) in summarize.
    """
  }

  static func noDefaultMeasure(_ verb: String, clause: String, candidates: [String]) -> Message {
    if candidates.isEmpty {
      return """
        no-measure: There is no number here for \(verb) to go by. Make one first, with count or \
        total.
        """
    }
    let example = (clause.isEmpty ? verb : "\(verb) … \(clause)") + " \(candidates[0])"
    return """
      which-measure: Which number should \(verb) go by: \(alternatives(candidates))? Write \
      \(example).
      """
  }

  static func topRanksNumbers(_ verb: String, _ value: TypedText, ways: [String]) -> Message {
    """
    top-ranks-numbers: \(verb) ranks by a number; \(value.isA). Write \(alternatives(ways)).
    """
  }

  static func noOrder(_ function: String, candidates: [String]) -> Message {
    let rest =
      candidates.isEmpty
      ? "Sort before, or write along and a column."
      : "Write along \(alternatives(candidates)), or sort before."
    return "no-order-given: \(function) needs an order of the rows. \(rest)"
  }

  static func joinNeedsOn(_ table: String, links: [String]) -> Message {
    "join-needs-on: \(table) can be joined in several ways. Write on \(alternatives(links))."
  }

  /// `common` are the columns that both tables have, `alike` the pairs whose values agree, `all` the
  /// columns of either side.
  static func joinNeedsOn(
    _ table: String,
    common: [String],
    alike: [String],
    all: (here: [String], there: [String])
  ) -> Message {
    let (here, there) = (listed(all.here, most: 8), listed(all.there, most: 8))
    var way = "on LEFT = RIGHT. The columns here are \(here); those of \(table) are \(there)."
    if let first = common.first {
      way = "on \(first)."
      if common.count > 1 { way += " Both have \(Planner.listed(common, "and"))." }
    } else if !alike.isEmpty {
      way = "on \(alternatives(alike)), whose values agree."
    }
    return """
      join-needs-on: No declared link leads from here to \(table) or back. Say what must agree: \(way)
      """
  }

  /// A key that the joined table has not itself, but a table that it links to.
  static func partnerOverLink(_ name: String, _ table: String, ways: [String]) -> Message {
    """
    unknown-column: The table \(table) has no column \(name), but links to one: write on \
    \(alternatives(ways)).
    """
  }

  static func joinTypes(_ left: TypedText, _ right: TypedText, _ advice: String?) -> Message {
    let rest = advice.map { " " + $0 } ?? ""
    return "join-types: \(left.isA), \(right.isA): join keys must have one type.\(rest)"
  }

  static let sampleTooLarge: Message = "sample-too-large: A sample is 100% of the rows at most."

  static let everyAndKeys: Message = """
    every-and-keys: every joins each row with every other row, whatever their keys: leave it out, or \
    leave out on, matched and unmatched.
    """

  static let matchedAndUnmatched: Message = """
    matched-and-unmatched: matched keeps the rows with a partner, unmatched those without: choose \
    one.
    """

  static func appendTypes(_ column: String, _ one: DataType, _ other: DataType) -> Message {
    """
    append-types: \(column) is \(one.phrase) here and \(other.phrase) there. Rename one of them \
    before.
    """
  }

  static func assertNeedsAggregates(_ column: String) -> Message {
    """
    assert-needs-aggregates: assert looks at the table as a whole, \(column) has a value for each \
    row. Write all(…), any(…) or count(where …).
    """
  }
}
