import Catalog

/// A typed reply, compared with the right one by what it means.
enum Reply {
  /// Whether two replies mean the same: separators of thousands, a sign of percent, capitals, quotes,
  /// blanks and the forms of days do not matter.
  static func mean(_ one: String, _ other: String) -> Bool {
    let (left, right) = (plain(one), plain(other))
    if left == right { return true }
    if let left = number(left), let right = number(right) { return left == right }
    if let left = day(left), let right = day(right) { return left == right }
    return false
  }

  /// Whether a reply is one of these.
  static func means(_ reply: String, oneOf all: [String]) -> Bool {
    all.contains { mean(reply, $0) }
  }

  /// The reply in small letters, without quotes, a full stop and blanks at its ends.
  private static func plain(_ reply: String) -> String {
    var text = reply.lowercased().filter { !"\"'“”‘’".contains($0) }
    text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    while text.hasSuffix(".") { text.removeLast() }
    if text.hasPrefix("fy"), text.count == 4, text.dropFirst(2).allSatisfy(\.isNumber) {
      return "fy20" + text.dropFirst(2)
    }
    return text
  }

  /// The number, without separators of thousands and a sign of percent.
  private static func number(_ text: String) -> Double? {
    var digits = text.filter { $0 != "," && $0 != "_" && $0 != " " }
    for unit in ["%", "percent", "rows", "row"] where digits.hasSuffix(unit) {
      digits.removeLast(unit.count)
    }
    return digits.first.map { $0.isNumber || $0 == "-" || $0 == "." } == true ? Double(digits) : nil
  }

  private static let months = CivilDate.monthNames.map { $0.lowercased() }

  /// The day, if it is one with its year: 2015-02-28, 28 February 2015, Feb 28, 2015, 2/28/2015.
  private static func day(_ text: String) -> CivilDate? {
    let words = text.split { " ,./-".contains($0) }.map(String.init)
    guard words.count == 3 else { return nil }
    var month: Int?
    var numbers: [Int] = []
    for word in words {
      let suffixes = ["st", "nd", "rd", "th"].filter { word.hasSuffix($0) }
      let digits = suffixes.isEmpty ? word : String(word.dropLast(2))
      if let number = Int(digits) {
        numbers.append(number)
      } else if word.count >= 3, let place = months.firstIndex(where: { $0.hasPrefix(word) }) {
        month = place + 1
      }
    }
    if let month, numbers.count == 2 {
      let (day, year) = numbers[0] > 31 ? (numbers[1], numbers[0]) : (numbers[0], numbers[1])
      return valid(year, month, day)
    }
    guard numbers.count == 3 else { return nil }
    if numbers[0] > 31 { return valid(numbers[0], numbers[1], numbers[2]) }
    // Of two orders of day and month, one must be clear.
    let (first, second, year) = (numbers[0], numbers[1], numbers[2])
    if first > 12 { return valid(year, second, first) }
    return second > 12 ? valid(year, first, second) : nil
  }

  private static func valid(_ year: Int, _ month: Int, _ day: Int) -> CivilDate? {
    guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else {
      return nil
    }
    let date = CivilDate(year: year, month: month, day: day)
    return CivilDate(ordinal: date.ordinal) == date ? date : nil
  }
}
