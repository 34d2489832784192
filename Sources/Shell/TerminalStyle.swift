/// A style of text at the prompt, named by what the text is.
///
/// The colors are those of Okabe and Ito, told apart by color-blind people, in shades that stand
/// out from black and from white alike; bold and underline say the most important without color.
enum Style {
  case prompt, verb, table, column, function, keyword, text, number, command, comment, hint
  /// What does not bind, or not yet.
  case problem

  /// The numbers of the style's SGR sequence, such as `1;38;5;32`.
  var code: String {
    switch self {
    case .prompt: "1"
    case .verb: "1;38;5;32"
    case .table: "1;38;5;29"
    case .column: "38;5;29"
    case .function, .keyword: "38;5;32"
    case .text: "38;5;166"
    case .number: "38;5;133"
    case .command: "1;38;5;133"
    case .comment, .hint: "38;5;243"
    case .problem: "4"
    }
  }

  /// The SGR sequences of the tints of charts, and the one that ends a tint.
  static let tints = [32, 166, 29, 133, 136, 243].map { "\u{1B}[38;5;\($0)m" }
  static let plain = "\u{1B}[0m"
}
