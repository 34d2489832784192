/// How a text writes a date.
package struct DateForm: Sendable {
  private enum Part: Sendable {
    case year, shortYear, month, day, shortName, name
    case byte(UInt8)
  }

  private let parts: [Part]

  /// The forms in which dates are often written, each with that of the other order of day and
  /// month, if that may be meant.
  package static let usual: [(written: String, rival: String?)] =
    ["-", "/", "."].flatMap { sign -> [(written: String, rival: String?)] in
      // 12-03-14 may begin with its year.
      let years = sign == "-" ? ["YYYY"] : ["YYYY", "YY"]
      let pairs = years.map { year in
        (["MM", "DD", year].joined(separator: sign), ["DD", "MM", year].joined(separator: sign))
      }
      return [("YYYY\(sign)MM\(sign)DD", nil)] + pairs.flatMap { [($0, $1), ($1, nil)] }
    }
    + [
      "DD-MON-YYYY", "DD-MON-YY", "DD/MON/YYYY", "DD MON YYYY", "DD MONTH YYYY", "MON DD, YYYY",
      "MONTH DD, YYYY", "MON DD YYYY", "MONTH DD YYYY",
    ].map { ($0, nil) }

  /// The form `written`, such as `MM/DD/YYYY`, if it has a year, a month and a day.
  package init?(_ written: String) {
    // The forms of year, month and day, which are counted.
    let words: [(String, Part, Int)] = [
      ("YYYY", .year, 0), ("YY", .shortYear, 0), ("MONTH", .name, 1), ("MON", .shortName, 1),
      ("MM", .month, 1), ("DD", .day, 2),
    ]
    var parts: [Part] = []
    var rest = ArraySlice(written.utf8)
    var counts = [0, 0, 0]
    while let first = rest.first {
      if let (word, part, place) = words.first(where: { rest.starts(with: $0.0.utf8) }) {
        parts.append(part)
        rest = rest.dropFirst(word.utf8.count)
        counts[place] += 1
      } else {
        parts.append(.byte(first))
        rest = rest.dropFirst()
      }
    }
    guard counts == [1, 1, 1] else { return nil }
    self.parts = parts
  }

  /// The day that a text writes in this form.
  ///
  /// Months and days may have one digit; years of two digits are 1969 to 2068.
  package func day(_ text: UnsafeBufferPointer<UInt8>) -> Int32? {
    var rest = text[...]
    var date = CivilDate(year: 0, month: 0, day: 0)
    for part in parts {
      switch part {
      case .year: date.year = number(&rest, digits: 4...4) ?? 0
      case .shortYear:
        date.year = number(&rest, digits: 2...2).map { $0 + ($0 < 69 ? 2000 : 1900) } ?? 0
      case .month: date.month = number(&rest, digits: 1...2) ?? 0
      case .day: date.day = number(&rest, digits: 1...2) ?? 0
      case .shortName: date.month = month(&rest, letters: 3) ?? 0
      case .name: date.month = month(&rest, letters: nil) ?? 0
      case .byte(let byte):
        guard rest.first == byte else { return nil }
        rest = rest.dropFirst()
      }
    }
    return rest.isEmpty && date.exists ? date.ordinal : nil
  }

  private func number(
    _ rest: inout Swift.Slice<UnsafeBufferPointer<UInt8>>,
    digits: ClosedRange<Int>
  ) -> Int? {
    let run = rest.prefix(digits.upperBound).prefix { $0 >= 48 && $0 <= 57 }
    guard run.count >= digits.lowerBound else { return nil }
    rest = rest.dropFirst(run.count)
    return Int(plain: run)
  }

  private func month(
    _ rest: inout Swift.Slice<UnsafeBufferPointer<UInt8>>,
    letters: Int?
  ) -> Int? {
    guard let (number, length) = CivilDate.month(at: rest, letters: letters) else { return nil }
    rest = rest.dropFirst(length)
    return number
  }
}

extension CivilDate {
  /// The month whose name, or its first `letters`, a text begins with, in whatever case, and how
  /// many bytes that takes.
  package static func month(
    at text: Swift.Slice<UnsafeBufferPointer<UInt8>>,
    letters: Int?
  ) -> (number: Int, length: Int)? {
    func lower(_ bytes: some Sequence<UInt8>) -> [UInt8] { bytes.map { $0 | 32 } }
    for (index, name) in monthNames.enumerated() {
      let name = lower(name.utf8.prefix(letters ?? 20))
      if lower(text.prefix(name.count)) == name { return (index + 1, name.count) }
    }
    return nil
  }
}
