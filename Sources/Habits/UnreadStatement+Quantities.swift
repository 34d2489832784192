import Diagnostics
import Syntax

// Dates and numbers as other people write them.

extension UnreadStatement {
  /// `6.6.2011` and `2011.06.06`.
  func dottedDate(_ start: Int) -> Diagnostic? {
    guard isDigits(start), !touch(start - 1) || !stands(".", start - 1) else { return nil }
    var end = start + 1
    while touch(end - 1), tokens.indices.contains(end), isDigits(end) || stands(".", end) {
      end += 1
    }
    let parts = written(start..<end).split(separator: ".", omittingEmptySubsequences: false)
      .map(String.init)
    guard end - start > 1, parts.count == 3, let date = CivilDateText.date(parts) else {
      return nil
    }
    let message: Message = "date-form: A date is written with its year first: \(date)."
    return diagnostic(message, start..<end, date)
  }

  /// `1 million`, and `6 June 2011`.
  func largeNumber(_ start: Int) -> Diagnostic? {
    guard isDigits(start), let word = word(start + 1)?.lowercased() else { return nil }
    if let year = integer(start + 2), let day = integer(start), (1...31).contains(day),
      let month = CivilDateText.month(word), let date = CivilDateText.date(year, month, Int(day))
    {
      let message: Message = "date-form: A date is written in digits, the year first: \(date)."
      return diagnostic(message, start..<start + 3, date)
    }
    let zeros = ["thousand": 3, "k": 3, "million": 6, "millions": 6, "mio": 6, "billion": 9]
    guard let count = zeros[word], let number = integer(start), number < 1_000_000 else {
      return nil
    }
    let ours = "\(number)" + String(repeating: "_000", count: count / 3)
    let message: Message = "large-number: A number is written in digits: \(ours)."
    return diagnostic(message, start..<start + 2, ours)
  }

  /// `in "TX", "CA"`: a list without its brackets.
  func bareList(_ start: Int) -> Diagnostic? {
    guard word(start) == "in", verb(of: start) != nil, !opens(start + 1) else { return nil }
    let stage = start + 1..<stageEnd(start)
    let end = stage.first { ["and", "or"].contains(word($0)) } ?? stage.upperBound
    let list = start + 1..<end
    guard list.count > 2, list.contains(where: { stands(",", $0) }), !stands(",", end - 1) else {
      return nil
    }
    let message: Message =
      "braces: A list stands in round brackets: COLUMN in (VALUE, …)."
    return diagnostic(message, list, "(\(written(list)))")
  }

  /// Whether a number stands here.
  private func isDigits(_ index: Int) -> Bool {
    guard tokens.indices.contains(index), let first = written(index).utf8.first else {
      return false
    }
    return (48...57).contains(first)
  }
}
