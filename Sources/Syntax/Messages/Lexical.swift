// Words that cannot be read.

import Diagnostics

extension Message {
  static func strangeSign(_ sign: String) -> Message {
    if let byte = sign.utf8.first, byte.isControl { return control(byte) }
    let hint = strangeSigns[sign].map { " " + $0 } ?? ""
    return "strange-sign: The sign \(sign) means nothing here.\(hint)"
  }

  private static let strangeSigns: [String: String] = [
    "[": "Lists stand in round brackets: COLUMN in (VALUE, …).",
    "]": "Lists stand in round brackets: COLUMN in (VALUE, …).",
    "{": "Brackets are round.",
    "}": "Brackets are round.",
    "%": "A percentage is a number and % without a space, 23.5%; a remainder is mod(a, b).",
    "^": "A power is written as a product: x * x.",
    "~": "A text is compared with a pattern by matches.",
    "?": "A choice is written if … then … else …, a value in place of missing a ?? b.",
    ":": "A range is written with two dots: 2010..2012.",
    "&": "Conditions are joined by and.",
    "@": "A parameter is written $name.",
    "\\": "A quote inside a text is doubled, and lines go on after |.",
  ]

  static func control(_ byte: UInt8) -> Message {
    let digits = String(byte, radix: 16, uppercase: true)
    let code = digits.count == 1 ? "0" + digits : digits
    return """
      control-character: Here stands a character that cannot be seen (code \(code)). Delete it.
      """
  }

  static let brokenCharacter: Message = """
    broken-character: Here stand bytes that are no character in UTF-8. Is the file in another \
    encoding?
    """

  static func otherSign(_ code: String, _ sign: String, ours: String) -> Message {
    Message(code, "The sign \(sign) is written \(ours).")
  }

  static let curlyQuotes: Message = "curly-quotes: A text stands between straight quotes, \" or '."

  static func openQuote(_ sign: String) -> Message {
    """
    open-quote: The text that begins with \(sign) is not closed on its line. A \(sign) inside it \
    is doubled: \(sign)\(sign).
    """
  }

  static let openBackQuote: Message =
    "open-back-quote: The name that begins with ` is not closed on its line."

  static let emptyName: Message = "empty-name: There is no name between the back-quotes."

  static func nameAfterDollar(_ written: String) -> Message {
    "parameter-name: After $ stands the name of a parameter: $year, not \(written)."
  }

  static func numberTooLarge(_ number: String) -> Message {
    "number-too-large: \(number) is too large: whole numbers reach up to 9223372036854775807."
  }

  static func numberOutOfRange(_ number: String) -> Message {
    "number-out-of-range: \(number) is no number that there is: they reach from 5e-324 to 1.8e308."
  }

  static func noSuchDate(_ written: String, _ reason: String) -> Message {
    "no-such-date: There is no \(written): \(reason)."
  }

  static func noSuchMonth(_ written: String, years: String) -> Message {
    "no-such-date: There is no \(written): months are 01 to 12. Did you mean the years \(years)?"
  }

  static func fiscalYearForm(_ written: String) -> Message {
    """
    fiscal-year-form: \(written) is no fiscal year: those are written with four digits, FY2012, \
    and their quarters FY2012Q1 to FY2012Q4. A column of that name stands in back-quotes.
    """
  }

  static func gluedNumber(_ written: String, offers: [String]) -> Message {
    let offered = offers.joined(separator: " or ")
    return "glued-number: \(written) is neither a number nor a date. Did you mean \(offered)?"
  }
}
