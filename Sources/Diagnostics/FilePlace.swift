/// A place in a file, as messages about files begin: `path:line:column: `.
public struct FilePlace: Equatable, Sendable {
  /// The file's path.
  public var file: String
  /// The line, from 1; 1 where the message names none.
  public var line = 1
  /// The column, from 1; 1 where the message names none.
  public var column = 1

  /// The place of the first line and column of a file.
  public init(_ file: String) { self.file = file }

  /// The place with which `text` begins, and what the text says behind it; nil where it begins
  /// with none.
  public static func leading(_ text: String) -> (place: FilePlace, text: String)? {
    var from = text.startIndex
    while let colon = text[from...].firstIndex(of: ":") {
      from = text.index(after: colon)
      guard let (line, afterLine) = number(text[from...]),
        let (column, afterColumn) = number(afterLine), afterColumn.first == " "
      else { continue }
      var place = FilePlace(String(text[..<colon]))
      (place.line, place.column) = (line, column)
      return (place, String(afterColumn.dropFirst()))
    }
    return nil
  }

  /// The number with which `text` begins, which a colon ends, and what follows that.
  private static func number(_ text: Substring) -> (Int, Substring)? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let rest = text.dropFirst(digits.count)
    guard let number = Int(digits), rest.first == ":" else { return nil }
    return (number, rest.dropFirst())
  }
}
