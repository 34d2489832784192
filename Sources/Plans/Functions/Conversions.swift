import Language
import Tables

extension Function {
  /// The functions from one type to another, as help lists them.
  static let conversions: [Function] = [
    Function(
      "number",
      "number(text)",
      "The number that a text writes, such as 1234, 1,234.5 or -3e4; of a year, its number.",
      missing: "Missing where the text is; a text that is no number is missing, and counted.",
      examples: [
        "states | add fips_number = number(fips) | keep code, fips_number | first 5",
        "events | count by year = number(year(date))",
      ],
      .scalar { $0.numeral() }
    ),
    Function(
      "text",
      "text(x)",
      "The value as text: numbers in full, percentages as 23.5%, dates as 2011-06-17.",
      missing: "Missing where x is.",
      examples: [
        "states | add words = text(population) | keep name, words | first 5",
        "events | add day = text(date) | where day ends with \"-01\" | count",
      ],
      .scalar { site in
        guard site.expectCount(1...1) else { return nil }
        return site.argument(0, .anything).map { Operators.text($0) }
      }
    ),
    Function(
      "date",
      "date(year, month, day) | date(text, \"MM/DD/YYYY\")",
      "The day of these numbers, or that a text writes: YYYY, MM and DD stand for digits, MON for "
        + "Jan and MONTH for January; without a form, as 2011-06-17.",
      missing: "Missing where an argument is; a day that does not exist is missing, and counted.",
      examples: [
        "policies | add start = date(number(year), 1, 1) | keep state, year, start | first 5",
        "sources | add day = date(published) | keep id, published, day | first 5",
      ],
      .scalar { $0.day() }
    ),
  ]
}

extension CallSite {
  fileprivate func numeral() -> Formula? {
    guard expectCount(1...1), let given = formula(0) else { return nil }
    switch given.type {
    case .period(.year), .period(.fiscalYear):
      return call(.integer, [given]) { operands, evaluation in
        let input = Input<Int32>(operands[0], rows: evaluation.rowCount)
        let values = Kernels.values(input, rows: evaluation.rowCount) { Int64($0) }
        return Column(.integer(.wide(values)), known: input.known)
      }
    case .integer, .real: return given
    default: break
    }
    guard let formula = text(at: 0) else { return nil }
    let cache = DictionaryCache<OncePerText.Values<Double>>()
    return call(.real, [formula]) { operands, evaluation in
      let column = operands[0].column(rows: evaluation.rowCount)
      let (numbers, failures) = OncePerText.values(column, cache) { Double(written: $0) }
      evaluation.noteFailedConversions("number", failures)
      return numbers
    }
  }

  fileprivate func day() -> Formula? {
    guard expectCount(1...3) else { return nil }
    if arguments.count == 3 { return dayOfNumbers() }
    if let formula = formula(0), formula.type == .date, arguments.count == 1 { return formula }
    guard let formula = text(at: 0) else { return nil }
    var written = "YYYY-MM-DD"
    if arguments.count == 2 {
      guard let text = literalText(1) else { return nil }
      written = text
    }
    guard let form = DateForm(written) else {
      fail(.badDateForm(written), at: arguments.count - 1)
      return nil
    }
    let cache = DictionaryCache<OncePerText.Values<Int32>>()
    return call(.date, [formula, .literal(.text(written), .text)]) { operands, evaluation in
      let column = operands[0].column(rows: evaluation.rowCount)
      let (days, failures) = OncePerText.values(column, cache) { form.day($0) }
      evaluation.noteFailedConversions("date", failures)
      return days
    }
  }

  private func dayOfNumbers() -> Formula? {
    let formulas = arguments.indices.compactMap { index -> Formula? in
      guard let formula = number(index) else { return nil }
      if formula.literal == .missing { return .literal(.missing, .integer) }
      if formula.type == .integer { return formula }
      fail(
        .wrongArgument(
          function: name.text,
          wanted: "whole numbers",
          found: text(index),
          type: formula.type,
          hint: nil
        ),
        at: index
      )
      return nil
    }
    guard formulas.count == 3 else { return nil }
    return call(.date, formulas) { operands, evaluation in
      let rows = evaluation.rowCount
      let parts = operands.map { Input<Int64>($0, rows: rows) }
      let known = parts.reduce(nil) { Truth.both($0, $1.known) }
      let (days, failures) = Kernels.gathered(rows: rows, known: known) { row -> Int32? in
        let numbers = parts.map { $0.values.base[row * $0.step] }
        guard numbers.allSatisfy({ (1...9999).contains($0) }) else { return nil }
        let date = CivilDate(
          year: Int(numbers[0]),
          month: Int(numbers[1]),
          day: Int(numbers[2])
        )
        return date.exists ? date.ordinal : nil
      }
      evaluation.noteFailedConversions("date", failures)
      return days
    }
  }
}

extension Double {
  /// The number that a text writes: digits, perhaps with commas between thousands, a point and an exponent.
  init?(written text: UnsafeBufferPointer<UInt8>) {
    var plain: [UInt8] = []
    var (digits, sinceComma, hasComma, isPlain) = (0, 0, false, true)
    for byte in String(decoding: text, as: UTF8.self).trimmed.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        (digits, sinceComma) = (digits + 1, sinceComma + 1)
      case UInt8(ascii: ","):
        guard isPlain, hasComma ? sinceComma == 3 : (1...3).contains(digits) else { return nil }
        (hasComma, sinceComma) = (true, 0)
        continue
      case UInt8(ascii: "+"), UInt8(ascii: "-"): break
      case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
        if hasComma && isPlain && sinceComma != 3 { return nil }
        isPlain = false
      default: return nil
      }
      plain.append(byte)
    }
    if hasComma && isPlain && sinceComma != 3 { return nil }
    guard digits > 0, let number = Double(String(decoding: plain, as: UTF8.self)),
      number.isFinite
    else { return nil }
    self = number
  }
}
