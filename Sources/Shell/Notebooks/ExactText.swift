/// A query as pages hold it beside what they show of it: in ASCII, with all characters that mean
/// something, or that are not of ASCII, as numeric references.
enum ExactText {
  /// `text` in one line, without a sign that ends an attribute or a comment.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      let isPlain = (0x20..<0x7F).contains(scalar.value)
      if !isPlain || "&<>\"'-".unicodeScalars.contains(scalar) {
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
