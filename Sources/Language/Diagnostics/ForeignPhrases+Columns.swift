// Turns of phrase that name columns.

extension ForeignPhrases {
  /// `rename state as s`, `rename state to s`, `rename state s`.
  func renaming(_ start: Int) -> ForeignPhrase? {
    guard word(start) == "rename", verb(of: start) == start, name(start + 1) != nil else {
      return nil
    }
    let hasWord = ["as", "to", "into"].contains(word(start + 2)) || isSign(.comma, start + 2)
    let new = start + (hasWord ? 3 : 2)
    guard name(new) != nil, new + 1 == stageEnd(start) else { return nil }
    let ours = "rename \(written(new)) = \(written(start + 1))"
    return phrase(.renameForm, start..<new + 1, ours)
  }

  /// `summarize sum(removals) as total`: the name comes first.
  func alias(_ start: Int) -> ForeignPhrase? {
    guard word(start)?.lowercased() == "as", let new = name(start + 1), let verb = verb(of: start),
      let verbWord = word(verb), ["summarize", "add", "keep"].contains(verbWord), verb + 1 < start
    else { return nil }
    var first = start
    var depth = 0
    while first > verb + 1 {
      if isSign(.close, first - 1) { depth += 1 }
      if isSign(.open, first - 1) { depth -= 1 }
      if depth == 0, isSign(.comma, first - 1) { break }
      first -= 1
    }
    let hasName = isSign(.equal, first + 1)
    let from = hasName ? first + 2 : first
    guard from < start else { return nil }
    let ours = "\(Spelling.name(new)) = \(written(from..<start))"
    return phrase(.nameComesFirst(verbWord), first..<start + 2, ours)
  }

  /// `keep *`.
  func allColumns(_ start: Int) -> ForeignPhrase? {
    guard isSign(.times, start), let verb = verb(of: start), verb == start - 1,
      start + 1 == stageEnd(start), ["keep", "distinct"].contains(word(verb))
    else { return nil }
    if word(verb) == "distinct" { return phrase(.allColumns, start..<start + 1, "") }
    return ForeignPhrase(
      message: .allColumns,
      span: span(verb..<start + 1),
      fix: .replacing(span(verb - 1..<start + 1), with: "")
    )
  }

  /// `drop -state`, `keep -state`.
  func minusColumn(_ start: Int) -> ForeignPhrase? {
    guard let verb = word(start), ["drop", "keep"].contains(verb), self.verb(of: start) == start,
      isSign(.minus, start + 1) || isSign(.not, start + 1)
    else { return nil }
    let end = stageEnd(start)
    let names = (start + 1..<end).filter { !isSign(.minus, $0) && !isSign(.not, $0) }
    guard names.allSatisfy({ name($0) != nil || isSign(.comma, $0) }) else { return nil }
    let said = names.map { isSign(.comma, $0) ? ", " : written($0) }.joined()
    return phrase(.minusColumn, start..<end, "drop " + said)
  }
}
