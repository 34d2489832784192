import Functions

/// A wrong value of a command-line option: what to write instead.
public struct OptionProblem: Error, CustomStringConvertible {
  /// What to write instead, in words.
  public let description: String
}

// The values of `--threads`, `--memory` and `--timeout`.

extension SessionOptions {
  /// A number of threads, at least one.
  public static func threadCount(_ text: String) throws(OptionProblem) -> Int {
    guard let count = Int(text), count > 0 else {
      throw OptionProblem(description: "write a whole number from 1 on, such as 4")
    }
    return count
  }

  /// A size in bytes, written as a number with K, M or G for powers of 1,024: `512M`, `2G`, `1.5G`.
  public static func byteCount(_ text: String) throws(OptionProblem) -> Int {
    let powers: [String: Double] = ["K": 0x1p10, "M": 0x1p20, "G": 0x1p30]
    guard let unit = text.last, let power = powers[unit.uppercased()],
      let number = Double(text.dropLast()), number * power >= 1, number * power < 0x1p60
    else {
      throw OptionProblem(description: "write a number with K, M or G, such as 512M or 2G")
    }
    return Int(number * power)
  }

  /// A length of time, written as a number with ms, s, m or h: `500ms`, `30s`, `1.5m`.
  public static func timeout(_ text: String) throws(OptionProblem) -> Cancellation.Timeout {
    let digits = text.prefix { !$0.isLetter }
    let units: [Substring: Double] = ["ms": 0.001, "s": 1, "m": 60, "h": 3600]
    guard let unit = units[text.dropFirst(digits.count)], let number = Double(digits),
      number > 0, number * unit < 1e9
    else {
      throw OptionProblem(description: "write a number with ms, s, m or h, such as 30s or 5m")
    }
    return Cancellation.Timeout(seconds: number * unit, text: text)
  }
}
