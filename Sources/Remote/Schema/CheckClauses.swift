/// A token of SQL, as far as checks are read.
enum SQLToken: Equatable {
  /// A bare word, in small letters.
  case word(String)
  /// A name in quotes.
  case name(String)
  /// A text.
  case text(String)
  case sign(Character)
}

/// The tokens of each check in a text: of `CHECK (…)`, or of several in the definition of a table.
func checkClauses(in text: String) -> [[SQLToken]] {
  var clauses: [[SQLToken]] = []
  var rest = sqlTokens(text)[...]
  while let token = rest.popFirst() {
    guard token == .word("check"), rest.first == .sign("(") else { continue }
    var depth = 0
    var clause: [SQLToken] = []
    repeat {
      let next = rest.removeFirst()
      depth += next == .sign("(") ? 1 : next == .sign(")") ? -1 : 0
      clause.append(next)
    } while depth > 0 && !rest.isEmpty
    clauses.append(clause)
  }
  return clauses
}

/// The column and the texts of a check that says nothing but `column in (texts)`, in whatever form
/// an engine keeps that; a missing value may be allowed besides.
func listedLabels(in clause: [SQLToken]) -> (column: String, labels: [String])? {
  /// What may stand in such a check besides: PostgreSQL keeps casts, and `= any (array[…])`.
  let harmless: Set<String> = [
    "in", "any", "array", "text", "character", "varying", "varchar", "is", "null", "or", "collate",
    "binary", "c", "cast", "as", "string",
  ]
  var columns: Set<String> = []
  var labels: [String] = []
  for token in clause {
    switch token {
    case .word(let word) where harmless.contains(word): continue
    case .word(let word): columns.insert(word)
    case .name(let name) where name == "C": continue
    case .name(let name): columns.insert(name)
    case .text(let text): labels.append(text)
    case .sign(let sign): if !"(),[]:=".contains(sign) { return nil }
    }
  }
  let isList = clause.contains(.word("in")) || clause.contains(.word("any"))
  guard isList, columns.count == 1, let column = columns.first, !labels.isEmpty,
    Set(labels).count == labels.count
  else { return nil }
  return (column, labels)
}

/// The texts in quotes in the name of a type, such as `ENUM('a', 'b')`.
func quotedTexts(in type: String) -> [String] {
  sqlTokens(type).compactMap { token in
    if case .text(let text) = token { return text }
    return nil
  }
}

private func sqlTokens(_ text: String) -> [SQLToken] {
  var tokens: [SQLToken] = []
  var rest = Array(text)[...]
  while let first = rest.popFirst() {
    switch first {
    case "'": tokens.append(.text(quoted(&rest, by: first)))
    case "\"", "`": tokens.append(.name(quoted(&rest, by: first)))
    case _ where first.isLetter || first == "_":
      let more = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      rest = rest.dropFirst(more.count)
      tokens.append(.word((String(first) + String(more)).lowercased()))
    case _ where first.isWhitespace: continue
    default: tokens.append(.sign(first))
    }
  }
  return tokens
}

/// The text up to the closing quote, of which two stand for one.
private func quoted(_ rest: inout ArraySlice<Character>, by quote: Character) -> String {
  var text = ""
  while let next = rest.popFirst() {
    if next != quote {
      text.append(next)
    } else if rest.first == quote {
      text.append(quote)
      rest.removeFirst()
    } else {
      break
    }
  }
  return text
}
