import Diagnostics

/// A JSON value that is written for people to edit: indented, short lists on one line.
indirect enum DraftJSON {
  case text(String)
  case integer(Int)
  case boolean(Bool)
  case list([DraftJSON])
  case object(Members)

  /// The names and values of an object, in order.
  typealias Members = [(name: String, value: DraftJSON)]

  /// A list of texts.
  static func texts(_ texts: [String]) -> DraftJSON { .list(texts.map { .text($0) }) }

  /// What only people can say; readers here take it as not declared.
  static func toFillIn(_ what: String) -> DraftJSON { .text(JSON.toFillIn + ": " + what) }

  /// The value as text; its lines after the first are indented by `indent`.
  func written(indent: String = "") -> String {
    let inner = indent + "  "
    switch self {
    case .text(let text): return jsonQuoted(text)
    case .integer(let number): return String(number)
    case .boolean(let truth): return String(truth)
    case .list(let elements):
      let plain = elements.map { $0.written(indent: inner) }
      let line = "[" + plain.joined(separator: ", ") + "]"
      if !line.contains("\n"), line.count + indent.count < 80 { return line }
      return DraftJSON.block("[", plain, "]", indent)
    case .object(let members):
      let written = members.map { jsonQuoted($0) + ": " + $1.written(indent: inner) }
      let isShort = members.allSatisfy { if case .text = $1 { true } else { false } }
      let line = "{" + written.joined(separator: ", ") + "}"
      if isShort, members.count < 3, line.count + indent.count < 80 { return line }
      return DraftJSON.block("{", written, "}", indent)
    }
  }

  private static func block(
    _ open: String,
    _ lines: [String],
    _ close: String,
    _ indent: String
  ) -> String {
    if lines.isEmpty { return open + close }
    return open + "\n" + lines.map { indent + "  " + $0 }.joined(separator: ",\n") + "\n" + indent
      + close
  }
}

extension JSON {
  /// How a text of a data package begins that is still to be written.
  static let toFillIn = "to be filled in"

  /// Whether it is a text that is still to be written.
  var isToFillIn: Bool { text?.hasPrefix(JSON.toFillIn) ?? false }

  /// The text, unless it is still to be written.
  var filledIn: String? { isToFillIn ? nil : text }
}
