/// A number, date or period that touches what follows, and what may have been meant.
struct GluedNumber {
  private let word: String
  private let parts: [String]

  /// The word as it stands in the query.
  init(_ word: String) {
    self.word = word
    parts = word.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
  }

  /// The readings, the likeliest first; one alone is surely meant.
  var offers: [String] {
    if parts.count == 1 { return [withSpace] }
    if let date = turnedDate { return [date] }
    if let padded { return parts.count == 2 ? [padded, spaced] : [padded] }
    if parts.count == 2, parts.allSatisfy(Self.isYear) {
      return [parts[0] + ".." + parts[1], spaced]
    }
    return [spaced]
  }

  private var spaced: String { parts.joined(separator: " - ") }

  private static func isYear(_ part: String) -> Bool { isNumber(part) && part.utf8.count == 4 }
  private static func isNumber(_ part: String) -> Bool {
    !part.isEmpty && part.utf8.allSatisfy(\.isDigit)
  }

  /// `2011-6` and `2011-6-7` with all their zeros.
  private var padded: String? {
    guard parts.count <= 3, Self.isYear(parts[0]) else { return nil }
    guard parts.dropFirst().allSatisfy({ Self.isNumber($0) && $0.utf8.count <= 2 }) else {
      return nil
    }
    return ([parts[0]] + parts.dropFirst().map { $0.utf8.count == 1 ? "0" + $0 : $0 })
      .joined(separator: "-")
  }

  /// `6-17-2011` the right way round, when only one order of day and month makes a date.
  private var turnedDate: String? {
    guard parts.count == 3, parts.allSatisfy(Self.isNumber), Self.isYear(parts[2]) else {
      return nil
    }
    guard let first = Int(parts[0]), let second = Int(parts[1]), first > 12, second <= 12 else {
      return GluedNumber("\(parts[2])-\(parts[0])-\(parts[1])").padded
    }
    return GluedNumber("\(parts[2])-\(parts[1])-\(parts[0])").padded
  }

  /// `90days` in two words, `5x` as a product, `2011q2` and `2012FY` as they are written here.
  private var withSpace: String {
    let digits = word.prefix { $0.isASCII && ($0.isNumber || $0 == "_" || $0 == "." || $0 == "%") }
    let letters = word.dropFirst(digits.count)
    let lower = letters.lowercased()
    if Self.isYear(String(digits)) {
      if lower == "fy" { return "FY" + digits }
      if lower.count == 2, lower.hasPrefix("q") { return digits + letters.uppercased() }
    }
    let zeros = ["k": 1, "m": 2, "mio": 2, "bn": 3, "b": 3][lower]
    if let zeros, let number = Int(digits), number < 1_000_000 {
      return "\(number)" + String(repeating: "_000", count: zeros)
    }
    let word = String(letters)
    let isOurs =
      Keywords.unit(word) != nil || Keywords.clauses.contains(word)
      || Keywords.inTerms.contains(word)
    return digits + (isOurs || !(letters.first?.isLetter ?? false) ? " " : " * ") + letters
  }
}
