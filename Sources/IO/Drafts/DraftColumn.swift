import Catalog
import Columns

/// A column of a file whose data package is drafted: its values, and how the file writes them.
struct DraftColumn {
  /// The name in the header.
  let name: String
  /// The texts of the file; those that stand for missing values are missing.
  let texts: Column
  /// The values that the texts are read as.
  private(set) var values: Column
  /// What the values are; none where there is no value.
  private(set) var kind: FieldKind
  /// What its field declares besides name and description.
  private(set) var declared: DraftJSON.Members = []
  /// What people should know of it, a clause each.
  private(set) var remarks: [String] = []
  /// The texts of masked values.
  private let masks: [String]
  /// The texts that stand for missing values in this column alone, besides the empty one.
  private(set) var missing: [String]
  /// Whether its numbers are unlikely to be summed: years, percentages.
  private(set) var isAdditive = true
  /// The key that its texts are values of.
  var link: Field.Link?

  /// The column of these texts, in a file whose numbers and days may have these notations.
  ///
  /// `masks` are the words of masked values, which are missing in `texts`. `check` is called now
  /// and then, and stops it by throwing.
  init(
    _ name: String,
    _ texts: Column,
    masks: [String],
    _ missing: MissingWords,
    among notations: [TextNotation],
    _ check: () throws(TableFailure) -> Void
  ) throws(TableFailure) {
    (self.name, self.texts, values, kind) = (name, texts, texts, .text)
    (self.masks, self.missing) = (masks, masks)
    if !masks.isEmpty { remarks = [DraftColumn.words(masked: masks)] }
    let labels = texts.texts.labels
    if texts.knownCount == 0 {
      kind = .none
      remarks.append("has no value")
      return
    }
    guard let found = try TextConversion(labels, missing, among: notations, check) else {
      addCategories()
      return
    }
    (kind, values) = (found.kind, found.column(texts))
    let words = found.words.map { labels[$0] }
    if !words.isEmpty {
      self.missing += words
      remarks.append("missing: " + quoted(words[...]))
    }
    if kind.unit != nil {
      let isText = kind != .month && kind != .fiscalYear
      remarks.append(kind.type.word + "s" + (isText ? ", which a data package has as text" : ""))
    }
    if let notation = found.notation.name { declare(notation, kept: Set(found.words)) }
    noteYears()
  }

  /// How many different texts there are.
  var distinctCount: Int { texts.texts.labels.count }

  /// The type in the standard's words.
  var type: String {
    switch kind {
    case .boolean: "boolean"
    // A validator of the standard's authors reads no groups of digits in integers.
    case .integer: declared.contains { $0.name == "groupChar" } ? "number" : "integer"
    case .real, .percent: "number"
    case .date: "date"
    case .month: "yearmonth"
    default: "string"
    }
  }

  /// Makes it a column of texts, for this reason.
  mutating func becomeText(since reason: String) {
    (values, kind, declared, missing, isAdditive) = (texts, .text, [], masks, true)
    remarks = masks.isEmpty ? [] : [DraftColumn.words(masked: masks)]
    remarks.append("kept as text, since \(reason)")
  }

  /// Its field in the data package; `given` are the words that are missing in every column.
  func field(given: [String]) -> DraftJSON {
    var members: DraftJSON.Members = [("name", .text(name)), ("type", .text(type))] + declared
    if kind == .fiscalYear { members.append(("period", .text("fiscal-year"))) }
    members.append(("description", .text(JSON.toFillIn)))
    if !missing.isEmpty { members.append(("missingValues", .texts([""] + given + missing))) }
    var own: DraftJSON.Members = []
    if let link {
      own.append(("link", .object([("table", .text(link.table)), ("column", .text(link.key))])))
    }
    if !isAdditive { own.append(("additive", .boolean(false))) }
    if !own.isEmpty { members.append(("scomm", .object(own))) }
    return .object(members)
  }
}

private func quoted(_ words: ArraySlice<String>) -> String {
  words.map { "\"\(shown($0))\"" }.joined(separator: ", ")
}

extension DraftColumn {
  private static func words(masked masks: [String]) -> String {
    "masked: " + quoted(masks.prefix(3)) + (masks.count > 3 ? ", …" : "")
  }
}

// MARK: - What values are

extension DraftColumn {
  private static let mostCategories = 24
  private static let longestCategory = 60

  /// Lists the texts as categories where they are few and each stands in several rows.
  private mutating func addCategories() {
    let labels = texts.texts.labels
    guard (2...DraftColumn.mostCategories).contains(labels.count),
      texts.knownCount >= 4 * labels.count
    else { return }
    let strings = labels.strings.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    guard strings.allSatisfy({ $0.count <= DraftColumn.longestCategory }) else { return }
    declared = [("categories", .texts(strings))]
    remarks.append("\(strings.count) categories")
  }

  /// Takes back the categories, since the texts are keys of a table.
  mutating func dropCategories() {
    declared.removeAll { $0.name == "categories" }
    remarks.removeAll { $0.hasSuffix(" categories") }
  }

  /// Adds what was found, a clause.
  mutating func remark(_ text: String) { remarks.append(text) }

  /// Notes that integers which may all be years are not summed.
  private mutating func noteYears() {
    guard kind == .integer, case .integer(let numbers) = values.storage else { return }
    let known = (0..<values.count).lazy.filter(values.isKnown)
    guard !known.isEmpty, known.allSatisfy({ (1900...2100).contains(numbers[$0]) }) else { return }
    isAdditive = false
    remarks.append("may be years: not summed")
  }
}

// MARK: - How they are written

extension DraftColumn {
  /// Declares a notation that is not the standard's own; the codes `words` write no value.
  private mutating func declare(_ notation: String, kept words: Set<Int>) {
    if kind == .date { return declareDays(notation, words) }
    let sign = notation.first.map(String.init) ?? ""
    if !sign.isEmpty, sign != " " {
      declared.append(("bareNumber", .boolean(false)))
      remarks.append("written with \(sign)")
    }
    if notation.hasSuffix(TextNotation.grouped) {
      declared.append(("groupChar", .text(",")))
      remarks.append("commas between thousands")
    } else if notation.hasSuffix(TextNotation.decimalComma) {
      if kind != .integer { declared.append(("decimalChar", .text(","))) }
      declared.append(("groupChar", .text(".")))
      remarks.append("a comma before decimals")
    }
    guard kind == .percent else { return }
    declared.append(("unit", .text("percent")))
    isAdditive = false
    remarks.append("declared as numbers in percent: 45% is 45 there, 0.45 in the file alone")
  }

  private mutating func declareDays(_ notation: String, _ words: Set<Int>) {
    let midnight = TextNotation.midnight
    let form = notation.hasSuffix(midnight) ? String(notation.dropLast(midnight.count)) : notation
    var pattern = DatePattern.directives(of: form)
    if notation.hasSuffix(midnight) {
      let labels = texts.texts.labels
      var times: Set<String> = []
      for code in 0..<labels.count where !words.contains(code) {
        times.insert(TextNotation.time(of: labels.utf8(code)) ?? "")
        if times.count > 1 { return becomeText(since: "its times are written in several ways") }
      }
      pattern += times.first ?? ""
    }
    declared.append(("format", .text(pattern)))
    remarks.append("written \(notation)")
  }
}

extension DatePattern {
  /// The directives of `strptime` for a form such as `MM/DD/YYYY`.
  static func directives(of form: String) -> String {
    let words = [
      ("YYYY", "%Y"), ("YY", "%y"), ("MONTH", "%B"), ("MON", "%b"), ("MM", "%m"), ("DD", "%d"),
    ]
    var (rest, pattern) = (form[...], "")
    while let first = rest.first {
      if let (word, directive) = words.first(where: { rest.hasPrefix($0.0) }) {
        pattern += directive
        rest = rest.dropFirst(word.count)
      } else {
        pattern.append(first)
        rest = rest.dropFirst()
      }
    }
    return pattern
  }
}
