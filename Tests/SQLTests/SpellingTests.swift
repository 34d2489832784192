import Testing

@testable import SQL

/// Texts and names in statements: visible ASCII and letters as they are, all else spelled or refused.
@Suite struct SpellingTests {
  @Test func spellsWhatIsNotVisible() {
    let text = "it's\ntwo\r\nlines"
    #expect(
      Dialect.duckdb.text(text)
        == "('it''s' || chr(10) || 'two' || decode(from_hex('0d0a')) || 'lines')"
    )
    #expect(
      Dialect.postgres.text(text)
        == "('it''s' || chr(10) || 'two' || convert_from(decode('0d0a', 'hex'), 'UTF8') || 'lines')"
    )
    #expect(
      Dialect.sqlite.text(text) == "('it''s' || char(10) || 'two' || char(13, 10) || 'lines')"
    )
    #expect(
      Dialect.spark.text(text)
        == #"('it\'s' || cast(x'0a' as string) || 'two' || cast(x'0d0a' as string) || 'lines')"#
    )
    #expect(Dialect.duckdb.text("\0") == "chr(0)")
    #expect(Dialect.duckdb.text("") == "''")
    #expect(Dialect.duckdb.text("Cañon 日本") == "'Cañon 日本'")
    #expect(Dialect.spark.text("a${b}") == "('a$' || cast(x'7b' as string) || 'b}')")
  }

  /// Whatever a text holds, its literal has one line and nothing invisible.
  @Test(arguments: Dialect.all.entries.map(\.name))
  func holdsNothingInvisible(_ name: String) throws {
    let dialect = try #require(Dialect.all[name])
    for value in [UInt32](0...0x2FFF) + [0xFEFF, 0xE000, 0xFFFF, 0x1F600, 0xE0001, 0x10FFFF] {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let literal = dialect.text("a\(Character(scalar))b")
      let strange = literal.unicodeScalars.filter { sign in
        switch sign.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: true
        default: false
        }
      }
      #expect(strange.isEmpty, "\(String(value, radix: 16)): \(literal.debugDescription)")
    }
  }

  @Test func longTextsMakeNoDeepTree() {
    let text = String(repeating: "a\n", count: 20_000)
    #expect(Dialect.duckdb.text(text).hasPrefix("decode(from_hex('610a610a"))
    let literal = Dialect.sqlite.text(text)
    var (depth, deepest) = (0, 0)
    for sign in literal.utf8 {
      depth += sign == UInt8(ascii: "(") ? 1 : sign == UInt8(ascii: ")") ? -1 : 0
      deepest = max(deepest, depth)
    }
    #expect(deepest < 20)
  }

  @Test func refusesWhatCannotBeSaid() throws {
    let nul = try #require(Dialect.postgres.obstacle(inText: "a\0b"))
    #expect(nul.text == #"PostgreSQL has no texts with a NUL in them, as "a\u{0}b" is."#)
    #expect(Dialect.duckdb.obstacle(inText: "a\0b") == nil)
    #expect(throws: Unsupported.self) { try Dialect.postgres.literal(.text("\0"), .text) }
    for dialect in Dialect.all.entries {
      for name in ["a\0", "a\rb", "\u{1B}[2J", "\u{85}"] {
        #expect(dialect.obstacle(inName: name) != nil, "\(dialect.name) \(name.debugDescription)")
      }
      #expect(dialect.obstacle(inName: "Rate (%) of Äpfel") == nil)
    }
    for name in ["a;b", "a'b", "a\"b", "a--b", "a\\b", "a/*b", "a${b}", "a\nb"] {
      #expect(Dialect.spark.obstacle(inName: name) != nil)
      #expect(Dialect.postgres.obstacle(inName: name) == nil)
    }
  }
}
