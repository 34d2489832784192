// Turns of phrase within expressions.

import Diagnostics

extension ForeignPhrases {
  /// `case when a then b else c end`.
  func caseWhen(_ start: Int) -> ForeignPhrase? {
    guard word(start)?.lowercased() == "case", word(start + 1)?.lowercased() == "when",
      let end = (start..<tokens.count).first(where: { word($0)?.lowercased() == "end" })
    else { return nil }
    var parts: [String] = []
    for index in start + 1..<end {
      switch word(index)?.lowercased() {
      case "when": parts.append(index == start + 1 ? "if" : "else if")
      case "then": parts.append("then")
      case "else": parts.append("else")
      default: parts.append(written(index))
      }
    }
    if !parts.contains("else") { parts += ["else", "missing"] }
    return phrase(.choiceForm, start..<end + 1, parts.joined(separator: " "))
  }

  /// `cast(removals as text)` and `removals::text`.
  func cast(_ start: Int) -> ForeignPhrase? {
    if isStrange(":", start), isStrange(":", start + 1), let type = word(start + 2) {
      guard isSimple(start - 1) else { return phrase(.cast, start..<start + 3) }
      return phrase(
        .cast,
        start - 1..<start + 3,
        conversion(type).map { "\($0)(\(written(start - 1)))" }
      )
    }
    guard word(start)?.lowercased() == "cast", isSign(.open, start + 1),
      let close = closing(start + 1),
      let as_ = (start..<close).last(where: { word($0)?.lowercased() == "as" }),
      let type = word(as_ + 1)
    else { return nil }
    let ours = conversion(type).map { "\($0)(\(written(start + 2..<as_)))" }
    return phrase(.cast, start..<close + 1, ours)
  }

  private func conversion(_ type: String) -> String? {
    switch type.lowercased() {
    case "text", "varchar", "string", "char": "text"
    case "int", "integer", "bigint", "float", "double", "real", "numeric", "decimal": "number"
    case "date": "date"
    default: nil
    }
  }

  /// `extract(year from period_start)`.
  func extractFrom(_ start: Int) -> ForeignPhrase? {
    guard word(start)?.lowercased() == "extract", isSign(.open, start + 1),
      let unit = word(start + 2)?.lowercased(), word(start + 3)?.lowercased() == "from",
      let close = closing(start + 1)
    else { return nil }
    let isUnit = ["year", "quarter", "month", "week"].contains(unit)
    let ours = isUnit ? "\(unit)(\(written(start + 4..<close)))" : nil
    return phrase(.extractFrom, start..<close + 1, ours)
  }

  /// `state %in% c("MA", "NY")`.
  func membershipOfVector(_ start: Int) -> ForeignPhrase? {
    guard isStrange("%", start), word(start + 1) == "in", isStrange("%", start + 2) else {
      return nil
    }
    var fix = FixIt.replacing(span(start..<start + 3), with: "in")
    if word(start + 3) == "c", isSign(.open, start + 4) {
      fix.edits.append(FixIt.Edit(tokens[start + 3].span, ""))
    }
    return ForeignPhrase(message: .membershipSign, span: span(start..<start + 3), fix: fix)
  }

  /// `state.isin(["MA", "NY"])`.
  func isIn(_ start: Int) -> ForeignPhrase? {
    guard let column = name(start), isSign(.dot, start + 1), word(start + 2) == "isin",
      isSign(.open, start + 3), let close = closing(start + 3), close > start + 4
    else { return nil }
    let isList = isStrange("[", start + 4) && isStrange("]", close - 1)
    let values = isList ? written(start + 5..<close - 1) : written(start + 4..<close)
    return phrase(
      .method("isin", column),
      start..<close + 1,
      "\(written(start)) in (\(values))"
    )
  }

  /// `state.upper()`: a function behind its column.
  func method(_ start: Int) -> ForeignPhrase? {
    guard verb(of: start) != nil, let first = name(start), !["is", "as"].contains(first),
      !isSign(.dot, start - 1)
    else { return nil }
    var last = start
    while isSign(.dot, last + 1), name(last + 2) != nil { last += 2 }
    guard last > start, isSign(.open, last + 1), let close = closing(last + 1),
      let function = name(last)
    else { return nil }
    if ["S", "P"].contains(function), last == start + 2 {
      let ours = written(start).lowercased()
      return phrase(.foreignName(ours), start..<last + 1, ours)
    }
    var end = last - 1
    while end - 1 > start, ["str", "dt"].contains(word(end - 1)) { end -= 2 }
    let column = written(start..<end)
    let arguments = written(last + 2..<close)
    return phrase(
      .method(function, column),
      start..<close + 1,
      "\(function)(\(column)\(arguments.isEmpty ? "" : ", " + arguments))"
    )
  }

  /// `sort {-removals}`, `state in ["MA", "NY"]`.
  func braces(_ start: Int) -> ForeignPhrase? {
    let isBrace = isStrange("{", start)
    guard isBrace || isStrange("[", start),
      !(start > 0 && touch(start - 1) && name(start - 1) != nil),
      let close = closing(start), close > start + 1
    else { return nil }
    let isSet = word(start - 1) == "in"
    let isWhole = isBrace && close + 1 == stageEnd(start)
    var fix: FixIt?
    if isSet || isWhole {
      fix = FixIt([
        FixIt.Edit(tokens[start].span, isSet ? "(" : ""),
        FixIt.Edit(tokens[close].span, isSet ? ")" : ""),
      ])
    }
    let message = isBrace && !isSet ? Message.bracesRoundList : Message.roundBrackets
    return ForeignPhrase(message: message, span: span(start..<close + 1), fix: fix)
  }

  /// `deportations["state"]`, `removals[_n-1]`.
  func indexing(_ start: Int) -> ForeignPhrase? {
    guard isStrange("[", start), name(start - 1) != nil, touch(start - 1) else { return nil }
    return phrase(.indexing, start..<(closing(start) ?? start) + 1)
  }

  /// `f"{state}"`.
  func glued(_ start: Int) -> ForeignPhrase? {
    guard let letter = word(start), letter.count == 1, isText(start + 1), touch(start) else {
      return nil
    }
    return phrase(.gluedText(letter), start..<start + 2)
  }

  /// `1,000`.
  func commaInNumber(_ start: Int) -> ForeignPhrase? {
    guard case .literal(.integer)? = tokens.indices.contains(start) ? tokens[start].kind : nil,
      isSign(.comma, start + 1), touch(start), touch(start + 1), tokens.indices.contains(start + 2),
      case .literal(.integer) = tokens[start + 2].kind, written(start + 2).count == 3
    else { return nil }
    let number = written(start) + written(start + 2)
    return phrase(.commaInNumber(number), start..<start + 3, number)
  }

  /// `$1000`.
  func currency(_ start: Int) -> ForeignPhrase? {
    guard tokens.indices.contains(start), tokens[start].kind == .problem else { return nil }
    let text = written(start)
    let digits = text.dropFirst()
    guard text.hasPrefix("$"), !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber })
    else { return nil }
    return phrase(.currency(String(digits)), start..<start + 1, String(digits))
  }

  /// `state = New York`.
  func severalWords(_ start: Int) -> ForeignPhrase? {
    guard
      isSign(.equal, start - 1) || isSign(.doubleEqual, start - 1) || isSign(.notEqual, start - 1),
      isCapital(start), isCapital(start + 1)
    else { return nil }
    var end = start + 2
    while isCapital(end) { end += 1 }
    let text = written(start..<end)
    return phrase(.severalWords(text), start..<end, Spelling.text(text))
  }

  private func isCapital(_ index: Int) -> Bool { word(index)?.first?.isUppercase == true }

  /// `between(removals, 1, 10)`.
  func betweenCall(_ start: Int) -> ForeignPhrase? {
    guard word(start) == "between", isSign(.open, start + 1), let close = closing(start + 1) else {
      return nil
    }
    let parts = list(start + 2..<close)
    let ours = parts.count == 3 ? "\(parts[0]) between \(parts[1]) and \(parts[2])" : nil
    return phrase(.betweenCall, start..<close + 1, ours)
  }

  /// `case_when(a ~ "x", TRUE ~ "y")`.
  func caseWhenCall(_ start: Int) -> ForeignPhrase? {
    guard word(start) == "case_when", isSign(.open, start + 1), let close = closing(start + 1)
    else {
      return nil
    }
    var cases: [String] = []
    var other = "missing"
    for part in list(start + 2..<close) {
      let sides = part.split(separator: "~", maxSplits: 1).map { String($0).withoutEnds }
      guard sides.count == 2 else { return phrase(.choiceForm, start..<close + 1) }
      if ["TRUE", ".default", "T"].contains(sides[0]) {
        other = sides[1]
      } else {
        cases.append("if \(sides[0]) then \(sides[1])")
      }
    }
    if cases.isEmpty { return phrase(.choiceForm, start..<close + 1) }
    let ours = cases.joined(separator: " else ") + " else " + other
    return phrase(.choiceForm, start..<close + 1, ours)
  }

  /// The pieces between commas in no bracket.
  private func list(_ range: Range<Int>) -> [String] {
    var parts: [String] = []
    var (first, depth) = (range.lowerBound, 0)
    for index in range {
      if isSign(.open, index) { depth += 1 }
      if isSign(.close, index) { depth -= 1 }
      if depth == 0, isSign(.comma, index) {
        parts.append(written(first..<index))
        first = index + 1
      }
    }
    return parts + [written(first..<range.upperBound)]
  }

  /// `Jan 2012`.
  func monthName(_ start: Int) -> ForeignPhrase? {
    let months = [
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    guard let word = word(start)?.lowercased(), word.count >= 3,
      let month = months.firstIndex(where: { word.hasPrefix($0) }),
      tokens.indices.contains(start + 1), case .literal(.integer) = tokens[start + 1].kind,
      written(start + 1).count == 4
    else { return nil }
    let ours = written(start + 1) + (month < 9 ? "-0" : "-") + String(month + 1)
    return phrase(.monthForm(ours), start..<start + 2, ours)
  }

  /// `3 fortnights`.
  func unknownUnit(_ start: Int) -> ForeignPhrase? {
    guard tokens.indices.contains(start), case .literal(.integer(let count)) = tokens[start].kind,
      let word = word(start + 1), word.hasSuffix("s"), Words.unit(word) == nil,
      isSign(.plus, start - 1) || isSign(.minus, start - 1) || self.word(start - 1) == "within",
      !Words.inTerms.contains(word), !Words.clauses.contains(word)
    else { return nil }
    let ours = word == "fortnights" ? "\(count * 2) weeks" : nil
    return phrase(.unknownUnit(word), start..<start + 2, ours)
  }

  /// `matches regex "M."`, `contains_cs "M"`.
  func regexWord(_ start: Int) -> ForeignPhrase? {
    if word(start) == "contains_cs" || word(start) == "has_cs" {
      return phrase(
        .foreignOperator(written(start), ours: "contains"),
        start..<start + 1,
        "contains"
      )
    }
    guard word(start) == "matches", word(start + 1) == "regex" else { return nil }
    return phrase(.foreignOperator("matches regex", ours: "matches"), start..<start + 2, "matches")
  }
}

extension String {
  fileprivate var withoutEnds: String {
    var text = drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
