import Diagnostics
import Syntax

// Phrases within expressions and lists, each looked for from a token on.

extension UnreadStatement {
  /// `case when a then b else c end`.
  func caseWhen(_ start: Int) -> Diagnostic? {
    guard word(start)?.lowercased() == "case", word(start + 1)?.lowercased() == "when",
      let end = (start..<tokens.count).first(where: { word($0)?.lowercased() == "end" })
    else { return nil }
    var parts = (start + 1..<end).map { index in
      switch word(index)?.lowercased() {
      case "when": index == start + 1 ? "if" : "else if"
      case "then": "then"
      case "else": "else"
      default: written(index)
      }
    }
    if !parts.contains("else") { parts += ["else", "missing"] }
    return diagnostic(.choiceForm, start..<end + 1, parts.joined(separator: " "))
  }

  /// `if(a > 1, "x", "y")`.
  func ifCall(_ start: Int) -> Diagnostic? {
    guard word(start)?.lowercased() == "if", stands("(", start + 1), let close = closing(start + 1)
    else { return nil }
    let parts = StageText.items(written(start + 2..<close))
    guard parts.count == 2 || parts.count == 3 else { return nil }
    let ours = "if \(parts[0]) then \(parts[1]) else \(parts.count == 3 ? parts[2] : "missing")"
    return diagnostic(.choiceForm, start..<close + 1, ours)
  }

  /// `case_when(a ~ "x", TRUE ~ "y")`.
  func caseWhenCall(_ start: Int) -> Diagnostic? {
    guard word(start) == "case_when", stands("(", start + 1), let close = closing(start + 1)
    else { return nil }
    var cases: [String] = []
    var other = "missing"
    for part in StageText.items(written(start + 2..<close)) {
      let sides = part.split(separator: "~", maxSplits: 1).map(StageText.trimmed)
      guard sides.count == 2 else { return diagnostic(.choiceForm, start..<close + 1) }
      if ["TRUE", ".default", "T"].contains(sides[0]) {
        other = sides[1]
      } else {
        cases.append("if \(sides[0]) then \(sides[1]) else ")
      }
    }
    let ours = cases.isEmpty ? nil : cases.joined() + other
    return diagnostic(.choiceForm, start..<close + 1, ours)
  }

  /// `a.upper()`: a function behind its column.
  func method(_ start: Int) -> Diagnostic? {
    guard verb(of: start) != nil, let first = name(start), !["is", "as"].contains(first),
      !stands(".", start - 1)
    else { return nil }
    var last = start
    while stands(".", last + 1), name(last + 2) != nil { last += 2 }
    guard last > start, stands("(", last + 1), let close = closing(last + 1),
      let function = name(last)
    else { return nil }
    if ["S", "P"].contains(function), last == start + 2 {
      let ours = written(start).lowercased()
      let message: Message = "foreign-name: The function is called \(ours) here."
      return diagnostic(message, start..<last + 1, ours)
    }
    var end = last - 1
    while end - 1 > start, ["str", "dt"].contains(word(end - 1)) { end -= 2 }
    let column = written(start..<end)
    let message: Message =
      "method: A function stands before its column, not behind a dot: \(function)(\(column))."
    let rest = close > last + 2 ? ", " + written(last + 2..<close) : ""
    return diagnostic(message, start..<close + 1, "\(function)(\(column)\(rest))")
  }

  /// `"TX, "CA"`, where a quote is missing, and `'it's'`, where the quotes should be the others.
  func brokenText(_ start: Int) -> Diagnostic? {
    guard let text = tokens[start].text, touch(start), word(start + 1) != nil, touch(start + 1),
      tokens.indices.contains(start + 2), tokens[start + 2].kind == .problem
    else { return nil }
    let quote = String(written(start).prefix(1))
    let items = StageText.items(text)
    if text.hasSuffix(", ") || text.hasSuffix(","), items.count == 1 {
      let message: Message =
        "open-quote: The text that begins with \(quote)\(items[0]) is not closed."
      return diagnostic(message, start..<start + 1, "\(quote)\(items[0])\(quote), \(quote)")
    }
    guard quote == "'" else { return nil }
    let message: Message = """
      open-quote: A text that holds ' stands between ".
      """
    let end = tokens[start + 2].span.start
    let whole = SourceSpan(tokens[start].span.start, end + 1)
    let ours = "\"\(text)'\(written(start + 1))\""
    return Diagnostic(message, at: whole, fix: .replacing(whole, with: ours))
  }

  /// `1,000`.
  func commaInNumber(_ start: Int) -> Diagnostic? {
    guard integer(start) != nil, stands(",", start + 1), touch(start), touch(start + 1),
      integer(start + 2) != nil, written(start + 2).count == 3
    else { return nil }
    let number = written(start) + written(start + 2)
    let message: Message = "comma-in-number: A number is written without commas: \(number)."
    return diagnostic(message, start..<start + 3, number)
  }

  /// `$1000`.
  func currency(_ start: Int) -> Diagnostic? {
    let digits = String(written(start).dropFirst())
    guard tokens[start].kind == .problem, written(start).hasPrefix("$"),
      StageText.number(digits) != nil
    else { return nil }
    let message: Message =
      "currency: $ begins the name of a parameter; an amount is written without it: \(digits)."
    return diagnostic(message, start..<start + 1, digits)
  }

  /// `Jan 2012`.
  func monthName(_ start: Int) -> Diagnostic? {
    let months = [
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    guard let word = word(start)?.lowercased(),
      let month = months.firstIndex(where: { word.hasPrefix($0) }),
      integer(start + 1) != nil, written(start + 1).count == 4
    else { return nil }
    let ours = written(start + 1) + (month < 9 ? "-0" : "-") + String(month + 1)
    let message: Message = "month-form: A month is written in digits, the year first: \(ours)."
    return diagnostic(message, start..<start + 2, ours)
  }

  /// `3 fortnights`.
  func unknownUnit(_ start: Int) -> Diagnostic? {
    guard let count = integer(start), let word = word(start + 1), word.hasSuffix("s"),
      Keywords.unit(word) == nil, ["+", "-", "within"].contains(written(start - 1)),
      !Keywords.inTerms.contains(word), !Keywords.clauses.contains(word)
    else { return nil }
    let message: Message =
      "not-a-unit: \(word) is no unit of time; those are days, weeks, months, quarters and years."
    let (doubled, isTooLarge) = count.multipliedReportingOverflow(by: 2)
    let isKnown = word == "fortnights" && !isTooLarge
    return diagnostic(message, start..<start + 2, isKnown ? "\(doubled) weeks" : nil)
  }

  /// `summarize sum(a) as total`: the name comes first.
  func alias(_ start: Int) -> Diagnostic? {
    guard word(start)?.lowercased() == "as", let new = name(start + 1), let verb = verb(of: start),
      let verbWord = word(verb), ["summarize", "add", "keep"].contains(verbWord), verb + 1 < start
    else { return nil }
    var (first, depth) = (start, 0)
    while first > verb + 1 {
      depth -= tokens[first - 1].nesting
      if depth == 0, stands(",", first - 1) { break }
      first -= 1
    }
    let from = stands("=", first + 1) ? first + 2 : first
    guard from < start else { return nil }
    let ours = "\(Spelling.name(new)) = \(written(from..<start))"
    let message: Message =
      "name-comes-first: The new name comes first, with =: \(verbWord) \(new) = …."
    return diagnostic(message, first..<start + 2, ours)
  }

  /// `drop -a`, `keep -a`.
  func minusColumn(_ start: Int) -> Diagnostic? {
    let minus = ["-", "!"]
    guard let verb = word(start), ["drop", "keep"].contains(verb), self.verb(of: start) == start,
      minus.contains(written(start + 1))
    else { return nil }
    let end = stageEnd(start)
    let names = (start + 1..<end).filter { !minus.contains(written($0)) }
    guard names.allSatisfy({ name($0) != nil || stands(",", $0) }) else { return nil }
    let ours = "drop " + names.map { stands(",", $0) ? ", " : written($0) }.joined()
    let message: Message = "minus-column: Columns are left out by drop: \(ours)."
    return diagnostic(message, start..<end, ours)
  }
}
