/// A style of text on a terminal with colors, named by what the text is.
///
/// The colors are those of Okabe and Ito, told apart by color-blind people, in shades that stand
/// out from black and from white alike; bold and underline say the most important without color.
public enum Style: String, CaseIterable, Sendable {
  case prompt
  case verb
  case table
  case column
  case function
  case keyword
  case text
  case number
  case command
  case comment
  /// What does not bind, or not yet.
  case problem
  case hint
  case heading
  case missing
  case note
  case warning
  case error
  case success

  /// The numbers of the style's SGR sequence, such as `1;38;5;32`.
  public var code: String {
    switch self {
    case .prompt, .heading: "1"
    case .verb: "1;38;5;32"
    case .table: "1;38;5;29"
    case .column: "38;5;29"
    case .function, .keyword: "38;5;32"
    case .text: "38;5;166"
    case .number: "38;5;133"
    case .command: "1;38;5;133"
    case .comment, .hint, .missing: "38;5;243"
    case .problem: "4"
    case .note: "38;5;32"
    case .warning: "38;5;136"
    case .error: "1;38;5;166"
    case .success: "1;38;5;29"
    }
  }
}
