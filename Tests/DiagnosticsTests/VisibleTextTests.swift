import Diagnostics
import Testing

@Suite("text that people see")
struct VisibleTextTests {
  @Test("what commands, hides or reorders is a symbol")
  func symbols() {
    #expect(visibleText("a\u{1B}[0m\u{7}\n\u{7F}\u{9B}\u{202E}ü") == "a␛[0m␇␊␡\u{FFFD}\u{FFFD}ü")
    let hidden: [Unicode.Scalar] = [
      "\u{80}", "\u{9F}", "\u{AD}", "\u{34F}", "\u{61C}", "\u{115F}", "\u{17B4}", "\u{180E}",
      "\u{200B}", "\u{200C}", "\u{200D}", "\u{200E}", "\u{2028}", "\u{2029}", "\u{202A}",
      "\u{2060}", "\u{2066}", "\u{2069}", "\u{206F}", "\u{3164}", "\u{FE00}", "\u{FE0F}",
      "\u{FEFF}", "\u{FFA0}", "\u{FFF9}", "\u{1D173}", "\u{E0001}", "\u{E0041}", "\u{E007F}",
      "\u{E0100}", "\u{E01EF}",
    ]
    for scalar in hidden {
      #expect(visibleText("a\(scalar)b") == "a\u{FFFD}b", "\(String(scalar.value, radix: 16))")
    }
  }

  @Test("what only looks dangerous stays")
  func harmless() {
    let texts = [
      "", "plain", "Doña Ana, ½ – „x“ …", "東京 ┌─┐", "한국 한", "e\u{301}", "v\u{69}\u{302}\u{301}",
      "שָׁ֑", "👩‍👩‍👧", "❤️", "🏳️‍🌈", "👍🏽", "👩🏽‍⚕️", "🇺🇸", "1️⃣", "می‌خواهم", "ශ්‍රී", "क्‍ष", "⠀",
    ]
    for text in texts { #expect(visibleText(text) == text) }
  }

  @Test("joiners stay only where a script or an emoji needs them")
  func joiners() {
    #expect(visibleText("👩\u{200D}a") == "👩\u{FFFD}a")
    #expect(visibleText("1\u{200D}2") == "1\u{FFFD}2")
    #expect(visibleText("👩\u{200D}\u{200D}👩") == "👩\u{FFFD}\u{FFFD}👩")
    #expect(visibleText("a\u{200C}b") == "a\u{FFFD}b")
    #expect(visibleText("می\u{200C}") == "می\u{FFFD}")
    #expect(visibleText("1\u{FE0F}") == "1\u{FFFD}")
    #expect(visibleText("❤\u{FE0F}\u{FE0F}") == "❤\u{FE0F}\u{FFFD}")
  }

  @Test("a flood of marks is cut with one symbol, and a mark stands on something")
  func marks() {
    let flood = String(repeating: "\u{301}", count: 50)
    let four = String(String.UnicodeScalarView(flood.unicodeScalars.prefix(4)))
    #expect(visibleText("a" + flood + "b") == "a" + four + "\u{FFFD}b")
    #expect(visibleText("\u{301}a") == "\u{25CC}\u{301}a")
    #expect(visibleScalars(of: ("a" + flood).unicodeScalars).count == 51)
  }

  @Test("lines keep their ends and tabs, and a style of the program stays")
  func lines() {
    #expect(visibleLines("a\tb\r\nc\rd\n") == "a\tb\r\nc␍d\n")
    let styles = ["\u{1B}[2m", "\u{1B}[0m"]
    let text = "\u{1B}[2mx\u{1B}[0m \u{1B}[31my"
    #expect(visibleLines(text, styles: styles) == "\u{1B}[2mx\u{1B}[0m ␛[31my")
    #expect(visibleLines(text) == "␛[2mx␛[0m ␛[31my")
  }

  @Test("what is visible already does not change again")
  func idempotent() {
    let values = Array(0..<0x3200) + stride(from: 0x3200, through: 0x10FFFF, by: 7)
    for scalar in values.compactMap({ Unicode.Scalar(UInt32($0)) }) {
      for text in ["\(scalar)", "a\(scalar)\(scalar)b", "👩\(scalar)👩", "ی\(scalar)ی"] {
        let once = visibleText(text)
        if visibleText(once) != once { Issue.record("U+\(String(scalar.value, radix: 16))") }
      }
    }
  }

  @Test("JSON escapes the same characters, and keeps the value")
  func json() {
    #expect(jsonQuoted("a\u{9B}\u{202E}\u{E0041}\n") == #""a\u009b\u202e\udb40\udc41\n""#)
    #expect(jsonQuoted("👩‍👩‍👧é漢") == "\"👩‍👩‍👧é漢\"")
    let flood = "a" + String(repeating: "\u{301}", count: 5)
    #expect(jsonQuoted(flood).hasSuffix(#"\u0301""#))
  }
}
