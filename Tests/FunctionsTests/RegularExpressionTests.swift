import Columns
import Testing

@testable import Functions
@testable import Planner

@Suite struct RegularExpressionTests {
  @Test(arguments: [
    ("abc", "xabcx", true), ("^abc$", "abc", true), ("^abc$", "abcd", false),
    ("a.c", "abc", true), ("a.c", "a\nc", false), ("a\\.c", "abc", false),
    ("[a-c]+$", "xcab", true), ("[^a-c]", "abc", false), ("[]a]", "]", true),
    ("[a-]", "-", true), ("[\\d.]+", "1.5", true), ("\\d{3}", "12", false),
    ("^\\d{2,3}$", "1234", false), ("^\\d{2,}$", "1234", true), ("\\bcat\\b", "a cat.", true),
    ("\\bcat\\b", "concat", false), ("\\Bcat", "concat", true), ("colou?r", "color", true),
    ("^(a|b)*c$", "ababc", true), ("^(?:ab)+$", "ababa", false),
    ("(?i)mass", "MASSACHUSETTS", true),
    ("(?i:é)", "É", true), ("mass", "MASS", false), ("^$", "", true), ("", "abc", true),
    ("a{0}b", "b", true), ("x{,2}", "x{,2}", true), ("\\w+@\\w+", "me@here", true),
    ("\\s", "a b", true), ("\\S\\s\\S", "ab", false), ("a|b|", "", true), ("(a*)*b", "aaab", true),
    ("(a*)+", "", true), ("^(a?){30}a{30}$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", true),
    ("^[[:alpha:]]+$", "abc", true), ("^[[:alpha:]]+$", "ab1", false),
    ("[[:digit:]]", "[:alpha:]", false), ("^[[:upper:][:digit:]_]+$", "A_1", true),
    ("[[:^space:]]", " \t", false), ("^[^[:punct:]]+$", "a-b", false),
    ("(?i)^[[:upper:]]+$", "abc", true), ("^[[:xdigit:]]+$", "fF09", true),
    ("^[:a]+$", "a:", true), ("[[:alpha:]]", "é", false),
    ("a.*bc", "a bb bc", true), ("ab.*ba", "aba", false), ("ab(c|d)ef", "abdef", true),
    ("a\\bb", "ab", false), ("(?:ab)c(?i)D", "abcd", true), ("ab?c", "ac", true),
    ("b.*a", "ab", false), ("a.*b", "a\nb", false), ("[a]b(cd)e", "xabcde", true),
    ("é", "e\u{301}", false), (".", "日", true), ("[à-ü]", "é", true),
  ])
  func matches(_ pattern: String, _ text: String, _ expected: Bool) throws {
    let expression = try RegularExpression(pattern)
    #expect(try expression.matches(text) == expected)
    // By bytes the literals of the pattern are looked for first.
    #expect(try Array(text.utf8).withUnsafeBufferPointer { try expression.matches($0) } == expected)
  }

  @Test(arguments: [
    ("[0-9]{4}", "in 2011 and 2012", "2011"), ("(\\d+) people", "29 people", "29"),
    ("a+?", "aaa", "a"), ("a+", "aaa", "aaa"), ("(a|ab)(c|bcd)", "abcd", "a"),
    ("x*", "aaa", ""), ("(b)|a", "a", nil), ("q", "abc", nil), ("^(.*?),", "a,b,c", "a"),
    ("<(.+)>", "<a><b>", "a><b"), ("(?:a)(b)", "ab", "b"),
  ])
  func extracts(_ pattern: String, _ text: String, _ expected: String?) throws {
    let expression = try RegularExpression(pattern)
    #expect(try expression.extracted(from: text) == expected)
    let found = try Array(text.utf8).withUnsafeBufferPointer { try expression.extracted(from: $0) }
    #expect(found == expected)
  }

  @Test(arguments: [
    ("(a", 1), ("a)", 2), ("[a", 1), ("*a", 1), ("a**", 3), ("a\\", 2), ("(a)\\1", 4),
    ("(?=a)", 1), ("(?<!a)", 1), ("(?P<n>a)", 1), ("a{2,1}", 2), ("a{2000}", 2), ("[z-a]", 2),
    ("[[:letter:]]", 2), ("[[:alpha]]", 2), ("[:alpha:]", 1),
    ("\\q", 1), ("((((((a{999}){999}){9}){9}){9}))", 1), ("(?:(?:(?:){999}){999}){999}", 1),
  ])
  func mistakesSayWhere(_ pattern: String, _ character: Int) {
    let mistake = #expect(throws: PatternMistake.self) { try RegularExpression(pattern) }
    #expect(mistake?.character == character)
    #expect(mistake?.text.isEmpty == false)
  }

  @Test func pathologicalPatternsTakeLinearTime() throws {
    let text = String(repeating: "a", count: 20_000)
    #expect(try RegularExpression("(a*)*b").matches(text) == false)
    #expect(try RegularExpression("(a|a)*$").extracted(from: text) == "a")
    #expect(try RegularExpression("(x+x+)+y").matches(text) == false)
  }

  @Test func testsOfText() throws {
    let sheet = Sheet().with("t", .text, .texts("Secure Communities", nil, "secure"))
    func values(_ op: Operators.TextTest, _ text: String) throws -> [Value] {
      let right = BoundExpression.literal(.text(text), .text)
      return try sheet.values(try Operators.textTest(op, sheet.bound("t"), right))
    }
    #expect(try values(.contains, "Comm") == .truths(true, nil, false))
    #expect(try values(.startsWith, "sec") == .truths(false, nil, true))
    #expect(try values(.endsWith, "ties") == .truths(true, nil, false))
    #expect(try values(.matches, "^[Ss]ecure$") == .truths(false, nil, true))
    let part = BoundExpression.literal(.text("Comm"), .text)
    let contains = try Operators.textTest(.contains, sheet.bound("t"), part)
    #expect(try sheet.values(Operators.not(contains)) == .truths(false, true, true))
    #expect(throws: PatternMistake.self) { try values(.matches, "(") }
    let own = try Operators.textTest(.contains, sheet.bound("t"), sheet.bound("t"))
    #expect(try sheet.values(own) == .truths(true, nil, true))
  }
}
