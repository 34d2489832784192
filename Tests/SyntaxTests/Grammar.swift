import TestSupport

/// A grammar in EBNF, read from its file, from which sentences can be made.
struct Grammar: Sendable {
  /// The right side of a production.
  indirect enum Rule: Sendable {
    case word(String)
    case name(String)
    case sequence([Rule])
    case choice([Rule])
    case optional(Rule)
    case repeated(Rule)
  }

  /// The productions by the name on their left.
  private(set) var productions: [String: Rule] = [:]

  private var signs: [String] = []
  private var place = 0

  /// The productions of `text`; those whose right side is described in words, with `…`, are left
  /// out.
  init(_ text: String) {
    for line in Grammar.statements(Grammar.withoutComments(text)) where !line.contains("…") {
      signs = Grammar.signs(of: line)
      place = 2
      guard signs.count > 2, signs[1] == "=" else { continue }
      productions[signs[0]] = choice()
    }
  }

  private static func withoutComments(_ text: String) -> String {
    var rest = text[...]
    var kept = ""
    while let start = rest.firstRange(of: "(*") {
      kept += rest[..<start.lowerBound]
      rest = rest[start.upperBound...]
      guard let end = rest.firstRange(of: "*)") else { return kept }
      rest = rest[end.upperBound...]
    }
    return kept + rest
  }

  /// The productions, cut at semicolons outside quotes.
  private static func statements(_ text: String) -> [String] {
    var found = [""]
    var quote: Character?
    for character in text {
      if quote == nil, character == "\"" || character == "'" {
        quote = character
      } else if character == quote {
        quote = nil
      }
      if character == ";", quote == nil {
        found.append("")
      } else {
        found[found.count - 1].append(character)
      }
    }
    return found
  }

  private static func signs(of line: String) -> [String] {
    var found: [String] = []
    var word = ""
    var quote: Character?
    for character in line + " " {
      if let open = quote {
        word.append(character)
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
        word.append(character)
      } else if character.isWhitespace || "=|()[]{}".contains(character) {
        if !word.isEmpty { found.append(word) }
        word = ""
        if !character.isWhitespace { found.append(String(character)) }
      } else {
        word.append(character)
      }
    }
    return found
  }

  private var sign: String { place < signs.count ? signs[place] : "" }

  private mutating func choice() -> Rule {
    var rules = [sequence()]
    while sign == "|" {
      place += 1
      rules.append(sequence())
    }
    return rules.count == 1 ? rules[0] : .choice(rules)
  }

  private mutating func sequence() -> Rule {
    var rules: [Rule] = []
    while !["", "|", ")", "]", "}"].contains(sign) {
      let first = sign
      place += 1
      switch first {
      case "(": rules.append(choice())
      case "[": rules.append(.optional(choice()))
      case "{": rules.append(.repeated(choice()))
      default:
        let isWord = first.hasPrefix("\"") || first.hasPrefix("'")
        rules.append(isWord ? .word(String(first.dropFirst().dropLast())) : .name(first))
      }
      if ["(", "[", "{"].contains(first) { place += 1 }
    }
    return rules.count == 1 ? rules[0] : .sequence(rules)
  }
}

/// Makes random sentences of a grammar.
struct SentenceMaker {
  let grammar: Grammar
  var numbers: Dice
  private var depth = 0

  init(_ grammar: Grammar, seed: UInt64) {
    (self.grammar, numbers) = (grammar, Dice(seed: seed))
  }

  /// The samples for names of the grammar that are tokens, not productions.
  private static let words: [String: [String]] = [
    "name": ["a", "b_2", "count", "last_year", "`odd name`", "`by`", "état", "_3", "removals"],
    "parameter": ["$year", "$n_2"], "function": ["count", "f", "round", "last_year"],
    "whole": ["3", "10", "1_000"], "number": ["0", "7", "2.5", "1_000.25", "1e-7", "2.5E3"],
    "percent": ["5%", "12.5%"], "date": ["2011-06-17", "2012-02-29"],
    "period": ["FY2012", "FY2012Q4", "2011Q2", "2011-06", "2011-W23"],
    "text": ["\"MA\"", "'it is \"so\"'", "\"a \"\" b\"", "\"\""],
    "unit": ["day", "months", "year"],
    "newline": ["\n"], "newlines": ["\n", "\n\n"],
  ]

  /// The words of a random sentence that `name` produces.
  mutating func make(_ name: String) -> [String] {
    if let words = SentenceMaker.words[name] {
      return words.randomElement(using: &numbers).map { [$0] } ?? []
    }
    guard let rule = grammar.productions[name] else { return ["<\(name)>"] }
    depth += 1
    defer { depth -= 1 }
    guard name == "set", case .choice(let rules) = rule, Bool.random(using: &numbers) else {
      return name == "set" ? makeRange(rule) : make(rule)
    }
    return rules.last.map { make($0) } ?? []
  }

  /// A set that is one range; a bracket right after `in` would open a list.
  private mutating func makeRange(_ rule: Grammar.Rule) -> [String] {
    guard case .choice(let rules) = rule, let first = rules.first else { return make(rule) }
    while true {
      let words = make(first)
      if words.first != "(" { return words }
    }
  }

  private mutating func make(_ rule: Grammar.Rule) -> [String] {
    switch rule {
    case .word(let word): return [word]
    case .name(let name): return make(name)
    case .sequence(let rules): return rules.flatMap { make($0) }
    case .choice(let rules):
      let isDeep = depth > 13
      guard let rule = (isDeep ? rules.last : rules.randomElement(using: &numbers)) else {
        return []
      }
      return make(rule)
    case .optional(let rule):
      return depth > 13 || Int.random(in: 0..<3, using: &numbers) > 0 ? [] : make(rule)
    case .repeated(.choice(let rules)):
      let count = depth > 13 ? 0 : Int.random(in: 0...rules.count, using: &numbers)
      return rules.shuffled(using: &numbers).prefix(count).flatMap { make($0) }
    case .repeated(let rule):
      let count = depth > 11 ? 0 : [0, 0, 0, 1, 2].randomElement(using: &numbers) ?? 0
      return (0..<count).flatMap { _ in make(rule) }
    }
  }
}
