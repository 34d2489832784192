import Catalog
import Columns

extension Function {
  /// The functions from one type to another, as help lists them.
  static let conversions: [Function] = [
    Function(
      "number",
      ["text": .numeral],
      "The number that a text writes, such as 1234, 1,234.5 or -3e4; of a year, its number.",
      missing: "Missing where the text is; a text that is no number, or one from 2⁵³ on without an "
        + "exponent, of which digits would be lost, is missing, and counted.",
      .scalar { $0.numeral() },
      examples: "states | add fips_number = number(fips) | keep code, fips_number | first 5",
      "events | count by year = number(year(date))"
    ),
    Function(
      "text",
      ["x": .any],
      "The value as text: numbers in full, percentages as 23.5%, dates as 2011-06-17.",
      .scalar { Operators.text($0[0]) },
      examples: "states | add words = text(population) | keep name, words | first 5",
      "events | add day = text(date) | where day ends with \"-01\" | count"
    ),
    Function(
      "date",
      [
        .each(["year": .wholeNumber, "month": .wholeNumber, "day": .wholeNumber]),
        ["text": .textOrDate, "\"MM/DD/YYYY\"": .optional(.dateForm)],
      ],
      "The day of these numbers, or that a text writes: YYYY, MM and DD stand for digits, YY for a "
        + "year from 1969 to 2068, MON for Jan and MONTH for January; without a form, as 2011-06-17.",
      missing: "Missing where an argument is; a day that does not exist is missing, and counted.",
      .scalar { call throws(CallError) in try call.day() },
      examples:
        "policies | add start = date(number(year), 1, 1) | keep state, year, start | first 5",
      "sources | add day = date(published) | keep id, published, day | first 5"
    ),
  ]
}

extension BoundCall {
  fileprivate func numeral() -> BoundExpression {
    let given = self[0]
    switch given.type {
    case .period(.year), .period(.fiscalYear):
      return call(.integer, [given]) { operands, context in
        context.map(operands[0]) { (year: Int32) in Int64(year) }
      }
    case .integer, .real: return given
    default: break
    }
    return ofTexts(.real, [given]) { Double(written: $0) }
  }

  fileprivate func day() throws(CallError) -> BoundExpression {
    if count == 3 { return dayOfNumbers() }
    if self[0].type == .date { return self[0] }
    let bound = try arguments[0].checked(.text).bound
    let written = count == 2 ? literalText(1) : "YYYY-MM-DD"
    guard let form = DateForm(written) else {
      throw CallError(.badDateForm(written), at: count - 1)
    }
    return ofTexts(.date, [bound, .literal(.text(written), .text)]) { form.day($0) }
  }

  private func dayOfNumbers() -> BoundExpression {
    call(.date, expressions) { operands, context in
      let rows = context.rowCount
      let parts = operands.map { Input<Int64>($0, rows: rows) }
      let known = parts.reduce(nil) { BooleanKernels.both($0, $1.known) }
      let (days, failures) = Kernels.gathered(rows: rows, known: known) { row -> Int32? in
        let numbers = parts.map { $0.values.base[row * $0.step] }
        guard numbers.allSatisfy({ (1...9999).contains($0) }) else { return nil }
        let (year, month, day) = (Int(numbers[0]), Int(numbers[1]), Int(numbers[2]))
        let date = CivilDate(year: year, month: month, day: day)
        return date.exists ? date.ordinal : nil
      }
      context.noteFailedConversions("date", failures)
      return days
    }
  }
}

extension Double {
  /// The number that a text writes: digits, perhaps with commas between thousands, a point and an
  /// exponent.
  ///
  /// Without an exponent it is below 2⁵³, from where on a real does not hold every whole number.
  package init?(written text: UnsafeBufferPointer<UInt8>) {
    var plain: [UInt8] = []
    var (digits, sinceComma, hasComma, isPlain, hasExponent) = (0, 0, false, true, false)
    for byte in String(decoding: text, as: UTF8.self).trimmed.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        (digits, sinceComma) = (digits + 1, sinceComma + 1)
      case UInt8(ascii: ","):
        guard isPlain, hasComma ? sinceComma == 3 : (1...3).contains(digits),
          plain.first(where: { $0 >= 0x30 }) != UInt8(ascii: "0")
        else { return nil }
        (hasComma, sinceComma) = (true, 0)
        continue
      case UInt8(ascii: "+"), UInt8(ascii: "-"): break
      case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
        if hasComma && isPlain && sinceComma != 3 { return nil }
        isPlain = false
        if byte != UInt8(ascii: ".") { hasExponent = true }
      default: return nil
      }
      plain.append(byte)
    }
    if hasComma && isPlain && sinceComma != 3 { return nil }
    guard digits > 0, let number = Double(String(decoding: plain, as: UTF8.self)),
      number.isFinite, hasExponent || number.magnitude < 0x1p53
    else { return nil }
    self = number
  }
}
