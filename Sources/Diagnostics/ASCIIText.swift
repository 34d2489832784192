/// A text in ASCII alone: signs become their usual stand-ins, and letters the code points that
/// Swift's literals write, such as `\u{F1}`.
public func asciiText(_ text: String) -> String {
  if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
  var result = ""
  for scalar in text.unicodeScalars {
    if scalar.isASCII {
      result.unicodeScalars.append(scalar)
    } else if let sign = asciiSigns[scalar] {
      result += sign
    } else {
      result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
    }
  }
  return result
}

/// A text whose signs are those that a screen reader speaks; its letters stay.
public func spokenText(_ text: String) -> String {
  if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
  var result = ""
  for scalar in text.unicodeScalars {
    if let sign = scalar.isASCII ? nil : spokenSigns[scalar] ?? asciiSigns[scalar] {
      result += sign
    } else {
      result.unicodeScalars.append(scalar)
    }
  }
  return result.replacing(" ; ", with: "; ")
}

/// What stands for the signs of messages, tables and help where only ASCII can be shown.
private let asciiSigns: [Unicode.Scalar: String] = [
  "…": "...", "·": "-", "→": "->", "←": "<-", "↑": "Up", "↓": "Down", "−": "-", "–": "-",
  "—": "--", "×": "x", "÷": "/", "≥": ">=", "≤": "<=", "≠": "!=", "≈": "~", "±": "+-",
  "«": "<<", "»": ">>", "‹": "<", "›": ">", "“": "\"", "”": "\"", "‘": "'", "’": "'", "•": "*",
  "†": "+", "°": " deg", "½": "1/2", "§": "section ", "\u{A0}": " ", "\u{202F}": " ",
  "─": "-", "│": "|", "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "┬": "+",
  "┴": "+", "┼": "+", "╌": "-", "┊": ":",
]

/// Where what is spoken differs from that.
private let spokenSigns: [Unicode.Scalar: String] = [
  "·": ";", "→": "to", "↑": "up arrow", "↓": "down arrow", "†": "*", "—": "-",
]
