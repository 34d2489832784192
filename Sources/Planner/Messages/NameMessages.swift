import Diagnostics
import Syntax

// Messages about names: tables, columns, verbs, functions, parameters, results.

extension Message {
  /// A word that is all that was typed may be looked for among the values.
  static func unknownTable(
    _ name: String,
    near: [String],
    all: [String],
    isAlone: Bool = false
  ) -> Message {
    let isLong = near.isEmpty && all.count > 5
    let find = isAlone ? " .find \(name) looks through all cells." : ""
    let lists = "A query begins with a table; .tables lists them.\(find)"
    let rest = isLong ? lists : offer(near, all, of: "The tables are")
    return "unknown-table: There is no table \(name). \(rest)"
  }

  static func verbAsTable(_ verb: String) -> Message {
    """
    verb-first: \(verb) is a verb. A query begins with a table, and each verb stands after a |: \
    TABLE | count by KEY.
    """
  }

  /// A column in the place of a table; `query` is one of it.
  static func columnAsTable(_ name: String, of tables: [String], query: String) -> Message {
    """
    unknown-table: There is no table \(name). It is a column of \
    \(listed(tables, most: 4)): \(query).
    """
  }

  static func unknownColumn(
    _ name: String,
    near: [String],
    all: [String],
    linked: [String]
  ) -> Message {
    let rest =
      linked.isEmpty
      ? offer(near, all, of: "The columns here are")
      : "A linked table has one: did you mean \(alternatives(linked))?"
    return "unknown-column: There is no column \(name). \(rest)"
  }

  /// A column of a table that `stage` joins, whose rows each belong to one here.
  static func columnOfJoined(_ name: String, table: String, stage: String) -> Message {
    "unknown-column: There is no column \(name) here. \(table) has one: \(stage) brings it."
  }

  /// A column of a table of which several rows may point to one here.
  static func columnOfPointing(_ name: String, table: String, link: String) -> Message {
    """
    unknown-column: There is no column \(name) here. \(table) has one, and its \(link) points here: \
    begin with \(table).
    """
  }

  static let countIsNoColumn: Message =
    "count-is-no-column: count is not a column here; the column made by count is n."

  static let countIsNoColumnYet: Message = """
    count-is-no-column: count is not a column here. Rows are counted by a stage of their own, \
    whose column is n: count by KEY | where n > 3.
    """

  static func absentHeading(_ value: String, of column: String) -> Message {
    """
    unknown-column: There is no column \(value): no row that came to pivot has this value of \
    \(column).
    """
  }

  static func columnWithTable(_ table: String, _ column: String) -> Message {
    """
    column-with-table: Columns are named without their table: \(column). A dot leads to a linked \
    table: LINK.COLUMN.
    """
  }

  static let directionBehindColumn: Message = """
    direction-behind-column: The direction stands behind its column, without a comma: sort COLUMN \
    desc.
    """

  static func fiscalYearCapitals(_ name: String, _ ours: String) -> Message {
    "fiscal-year-form: \(name) is written \(ours), with capitals."
  }

  static func blankWord(_ word: String) -> Message {
    "foreign-missing: \(word) is written missing."
  }

  static func columnLetter(_ letter: String, _ column: String, place: Int) -> Message {
    """
    column-letter: Columns are called by their names, not by letters; column \(place) is \
    \(column). Did you mean \(column)?
    """
  }

  static let groupsNeedVerb: Message =
    "clause-as-verb: by says what is grouped, after a verb: count by KEY, total COLUMN by KEY."

  static func barForOr(_ column: String) -> Message {
    "bar-for-or: A | begins a new stage, and \(column) is no verb. Conditions are joined by or."
  }

  static func truthWord(_ word: String, _ ours: String) -> Message {
    "capital-word: \(word) is written \(ours)."
  }

  static func clauseAsVerb(_ word: String, _ verb: String) -> Message {
    "clause-as-verb: \(word) belongs to the stage before, \(verb), without a |."
  }

  static func noLink(_ column: String, _ name: String, linked: [String]) -> Message {
    let names = linked.joined(separator: ", ")
    let rest = linked.isEmpty ? "No column here does." : "These columns do: \(names)."
    return "no-link: \(column) points into no other table, so that it has no \(name). \(rest)"
  }

  static func unknownColumn(_ name: String, of table: String, near: [String], all: [String])
    -> Message
  {
    let offer = offer(near, all, of: "Its columns are")
    return "unknown-column: The table \(table) has no column \(name). \(offer)"
  }

  static func unknownVerb(_ name: String, near: [String]) -> Message {
    let all = "The verbs are \(listed(Verb.all.names, most: 10)); .help verbs explains them."
    let rest = near.isEmpty ? all : "Did you mean \(alternatives(near))?"
    return "unknown-verb: There is no verb \(name). \(rest)"
  }

  /// A table where a verb is wanted.
  static func tableAsVerb(_ name: String) -> Message {
    """
    table-as-verb: After | stands a verb, and \(name) is a table. Rows of two tables are brought \
    together by join \(name) or append \(name).
    """
  }

  /// `top5`: a verb and its number in one word.
  static func verbAndNumber(_ verb: String, _ number: String) -> Message {
    "verb-and-number: Between \(verb) and \(number) stands a blank."
  }

  static func foreignVerb(_ name: String, hint: String) -> Message {
    "foreign-verb: \(name) is not a verb here: \(hint)."
  }

  static func unknownFunction(_ name: String, near: [String]) -> Message {
    let rest =
      near.isEmpty ? "Type .help functions for the list." : "Did you mean \(alternatives(near))?"
    return "unknown-function: There is no function \(name). \(rest)"
  }

  static func unknownParameter(_ name: String, near: [String], known: [String]) -> Message {
    let rest =
      !near.isEmpty
      ? "Did you mean \(alternatives(near.map { "$" + $0 }))?"
      : known.isEmpty
        ? "Declare it first, in a statement before: param \(name) = …."
        : "The parameters are " + known.map { "$" + $0 }.joined(separator: ", ") + "."
    return "unknown-parameter: There is no parameter $\(name). \(rest)"
  }

  static func parameterIsNoCount(_ name: String, _ value: String) -> Message {
    "parameter-no-count: $\(name) is \(value), but a count is wanted here, such as 10."
  }

  static let noLastResult: Message =
    "no-last-result: There is no result yet to go on from. Begin with a table: TABLE | count."

  static func noSuchResult(_ name: String, known: [String]) -> Message {
    let rest =
      known.isEmpty
      ? "There is none yet." : "The results are " + known.joined(separator: ", ") + "."
    return "no-such-result: There is no result \(name). \(rest)"
  }

  static func unknownFormat(_ name: String, near: [String], all: [String]) -> Message {
    let near = foreignFormats[name.lowercased()].map { [$0] } ?? near
    return "unknown-format: There is no format \(name). \(offer(near, all, of: "The formats are"))"
  }

  /// What formats are called elsewhere.
  static let foreignFormats = [
    "excel": "csv", "xlsx": "csv", "xls": "csv", "md": "markdown", "tex": "latex", "text": "plain",
    "txt": "plain", "table": "box", "tab": "tsv", "ndjson": "jsonl", "list": "vertical",
  ]

  static func nameTwice(_ name: String) -> Message {
    "name-twice: Two columns would be called \(name). Name one of them: other = \(name)."
  }

  static func nameTaken(_ name: String, _ advice: String) -> Message {
    "name-taken: There is a column \(name) already. \(advice)."
  }

  static func joinNamesTaken(_ names: [String]) -> Message {
    """
    name-taken: Two columns each would be called \(listed(names, most: 3)). Rename or drop them \
    before.
    """
  }

  /// A table or file that cannot be read, as the reader of it says.
  public static func tableFailure(_ text: String) -> Message {
    Message("table-failure", visibleText(text))
  }

  static let nothingLeft: Message = "nothing-left: This drops every column; keep at least one."

  static func dropsNoLink(_ path: String) -> Message {
    """
    drops-no-link: \(path) belongs to a linked table and is not shown, so that it can't be \
    dropped.
    """
  }

  static func displayNotLast(_ verb: String) -> Message {
    "display-not-last: \(verb) says what becomes of the result, and so stands last."
  }

  static func resultToFile(_ stage: String) -> Message {
    "to-file: A result is written to a file by the last stage: \(stage)."
  }

  static let saveNeedsPath: Message =
    "save-needs-path: save wants the name of a file in quotes, such as save \"result.csv\"."

  /// "Did you mean x?" where something is near, else what there is.
  private static func offer(_ near: [String], _ all: [String], of list: String) -> String {
    if !near.isEmpty { return "Did you mean \(alternatives(near))?" }
    return all.isEmpty ? "There are none." : "\(list) " + listed(all) + "."
  }

  /// `a`, `a or b`, `a, b or c`.
  static func alternatives(_ names: [String]) -> String { Planner.listed(names, "or") }

  /// The first names of a list, and how many more there are.
  static func listed(_ names: [String], most: Int = 20) -> String {
    let shown = names.prefix(most).joined(separator: ", ")
    return names.count > most ? shown + " and \(names.count - most) more" : shown
  }
}
