import Diagnostics

/// A query as pages hold it beside what they show of it: with all characters that are hidden or mean
/// something as numeric references.
enum ExactText {
  /// `text` in one line, without a sign that ends an attribute or a comment.
  static func escaped(_ text: String) -> String {
    let scalars = text.unicodeScalars
    var escaped = ""
    for (scalar, shown) in zip(scalars, visibleScalars(of: scalars)) {
      if scalar != shown || "&<>\"'-\n\t".unicodeScalars.contains(scalar) {
        escaped += "&#x" + String(scalar.value, radix: 16) + ";"
      } else {
        escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// A text whose references, numeric and those of HTML's own signs, are their characters again.
  static func unescaped(_ text: some StringProtocol) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return String(text) }
    let parts = Substring(text).split(separator: "&", omittingEmptySubsequences: false)
    var plain = String(parts[0])
    for part in parts.dropFirst() {
      let name = part.prefix(10).prefix { $0 != ";" }
      if part.dropFirst(name.count).first == ";", let scalar = scalar(called: name) {
        plain.unicodeScalars.append(scalar)
        plain += part.dropFirst(name.count + 1)
      } else {
        plain += "&" + part
      }
    }
    return plain
  }

  private static func scalar(called name: Substring) -> Unicode.Scalar? {
    if name.hasPrefix("#") {
      let isHexadecimal = name.hasPrefix("#x")
      let digits = name.dropFirst(isHexadecimal ? 2 : 1)
      return UInt32(digits, radix: isHexadecimal ? 16 : 10).flatMap(Unicode.Scalar.init)
    }
    return ["amp": "&", "lt": "<", "gt": ">", "quot": "\""][String(name)]
  }
}
