import Diagnostics
import Habits
import Planner
import Syntax
import TestSupport

/// A mutator of statements: it leaves out, doubles, exchanges and replaces their pieces.
struct StatementMutator {
  private var dice: Dice

  /// A mutator whose choices `seed` fixes.
  init(seed: UInt64) { dice = Dice(seed: seed) }

  /// `text` after one to four changes.
  mutating func mutated(_ text: String) -> String {
    var pieces = Self.pieces(of: text)
    for _ in 0..<(dice.chance(60) ? 1 : dice.within(2...4)) where !pieces.isEmpty {
      let place = dice.below(pieces.count)
      switch dice.below(7) {
      case 0: pieces.remove(at: place)
      case 1: pieces.insert(pieces[place], at: place)
      case 2: pieces.swapAt(place, dice.below(pieces.count))
      case 3: pieces[place] = dice.pick(Self.strange) ?? ""
      case 4: pieces.insert(dice.pick(Self.strange) ?? "", at: place)
      case 5: pieces.removeSubrange(place..<min(pieces.count, place + dice.within(1...6)))
      default: pieces[place] = damaged(pieces[place])
      }
    }
    return pieces.joined()
  }

  /// `piece` with one bit changed or one byte doubled.
  private mutating func damaged(_ piece: String) -> String {
    var bytes = Array(piece.utf8)
    let place = dice.below(bytes.count)
    if dice.chance(50) {
      bytes[place] ^= 1 << UInt8(dice.below(8))
    } else {
      bytes.insert(bytes[place], at: place)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The words, runs of spaces and single characters of which a statement is made.
  private static func pieces(of text: String) -> [String] {
    func kind(_ character: Character) -> Int {
      character.isLetter || character.isNumber || character == "_" ? 1 : character == " " ? 2 : 0
    }
    var pieces: [String] = []
    for character in text {
      if let last = pieces.last?.last, kind(last) == kind(character), kind(character) > 0 {
        pieces[pieces.count - 1].append(character)
      } else {
        pieces.append(String(character))
      }
    }
    return pieces
  }

  /// Words, signs and literals that mean something, here or in other languages, wherever they stand.
  private static let strange =
    Verb.shapes.keys.sorted() + [
      " by ", " per ", " along ", " and ", " or ", " not ", " in ", " is ", " as ", " with ",
      " of ",
      " since ", " during ", " group by ", " order by ", " select ", " limit 3 ", " %>% ", " |> ",
      "|", "||", "(", ")", "[", "]", "{", "}", ",", ";", ":", "::", "=", "==", "=>", "<>", "!=",
      "->",
      "%", "%%", "~", "$", "$x", "@", "&&", "!", "?", "??", "..", "...", "\\", "/", "//", "`", "``",
      "\"", "'", "\"\"\"", "#", "--", "/*", "\n", "\t", "\r\n", "\u{0}", "\u{FEFF}", "\u{202E}",
      "é",
      "e\u{301}", "👩‍👩‍👧", "９", "−", "“", "0", "-0", "1e999", "-1e-999", "9223372036854775807",
      "-9223372036854775808", "9223372036854775808", "0x7f", "1_000", "1,000", "2011", "FY2011",
      "2011-Q3", "2011-02-30", "0001-01-01", "9999-12-31", "10000-01-01", "30 days", "12 months",
      "-1 years", "missing", "null", "NaN", "true", "_", "_1", "_999", "*", "sum(", "count()",
      "if ",
      " then ", " else ", " end ", "previous(", "rolling(", "median(", "matches ", "/(a+)+$/",
    ]
}

/// What was found while mutated statements were held to the laws of every query.
public struct MutationReport {
  /// The number of statements tried.
  public private(set) var statements = 0
  /// Breaches, and statements that took longer than half a minute, each as a report.
  public private(set) var breaches: [String] = []
  private var bound = 0
  private var repaired = 0
  private var slowest = (Duration.zero, "")
  private var codes: [String: Int] = [:]

  /// A report of nothing.
  public init() {}

  /// Tries ten mutations of the random query of a seed.
  public mutating func add(_ seed: UInt64) {
    let (made, _) = QueryMaker.query(seed: seed)
    let laws = Laws(made.world)
    var mutator = StatementMutator(seed: seed)
    for _ in 0..<10 { add(mutator.mutated(made.text), laws, seed) }
  }

  private mutating func add(_ text: String, _ laws: Laws, _ seed: UInt64) {
    statements += 1
    let clock = ContinuousClock()
    let start = clock.now
    repair(text, laws)
    if let breach = laws.breach(text) {
      breaches.append("seed \(seed): \(breach.law): \(breach.words)\n\(text)")
    }
    let time = clock.now - start
    if time > slowest.0 { slowest = (time, text) }
    if time > .seconds(30) { breaches.append("seed \(seed): \(time)\n\(text)") }
  }

  /// Shows the errors of a text, and follows their repairs as the prompt does.
  private mutating func repair(_ text: String, _ laws: Laws) {
    var text = text
    for turn in 0..<6 {
      let errors = laws.errors(of: text)
      if errors.isEmpty {
        if turn == 0 { bound += 1 } else { repaired += 1 }
        return
      }
      if turn == 0 { codes[errors[0].message.code, default: 0] += 1 }
      _ = render(errors, source: text, width: 80)
      let fixes = errors.compactMap(\.fix)
      guard fixes.count == errors.count else { return }
      let next = applying(fixes, to: text)
      if next == text { return }
      text = next
    }
  }

  /// The report in words.
  public var words: String {
    let lines = [
      "\(statements) statements, \(bound) bound, \(repaired) bound after repairs",
      "slowest: \(slowest.0) \(slowest.1.debugDescription)",
      "errors: \(sorted(codes))",
      "failed: \(breaches.count)",
    ]
    return (lines + breaches.prefix(20)).joined(separator: "\n")
  }
}

extension Laws {
  /// The errors of a text, read with what is known of other languages.
  fileprivate func errors(of text: String) -> [Diagnostic] {
    let program = parse(text, verbs: Verb.shapes, habits: ForeignLanguages())
    var found = program.diagnostics
    var environment = environment
    environment.habits = ForeignLanguages()
    for statement in program.statements {
      guard let pipeline = statement.pipeline else { continue }
      found += bind(pipeline, in: environment, source: text).diagnostics
    }
    return found.filter { !$0.isNote }
  }
}
