/// The texts of days and months that people write.
package enum CivilDateText {
  private static let names = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// The number of a month by its name, whole or its first three letters or more.
  package static func month(_ word: String) -> Int? {
    guard word.count >= 3, word.allSatisfy(\.isLetter) else { return nil }
    return names.firstIndex { word.lowercased().hasPrefix($0) }.map { $0 + 1 }
  }

  /// The day of a year, month and day as it is written here; nil where there is none.
  package static func date(_ year: Int64, _ month: Int, _ day: Int) -> String? {
    guard (1000...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else {
      return nil
    }
    func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
    return "\(year)-\(two(month))-\(two(day))"
  }

  /// The day of three numbers, the year first or last; where it is last, the day is first.
  package static func date(_ parts: [String]) -> String? {
    let numbers = parts.compactMap { Int64($0) }
    guard numbers.count == 3 else { return nil }
    let (year, month, day) =
      parts[0].count == 4
      ? (numbers[0], numbers[1], numbers[2]) : (numbers[2], numbers[1], numbers[0])
    return date(year, Int(month), Int(day))
  }

  /// The day that a text of words says: `June 6, 2011`, `6 June 2011`, `20110606`; nil for others.
  package static func date(inWords text: String) -> String? {
    if text.utf8.count == 8, let number = Int64(text), text.utf8.allSatisfy({ $0 < 58 }) {
      return date(number / 10000, Int(number / 100 % 100), Int(number % 100))
    }
    let words = text.split { $0 == " " || $0 == "," || $0 == "." }.map(String.init)
    guard words.count == 3, let year = Int64(words[2]) else { return nil }
    if let month = month(words[0]), let day = Int(words[1]) { return date(year, month, day) }
    if let month = month(words[1]), let day = Int(words[0]) { return date(year, month, day) }
    return nil
  }
}
