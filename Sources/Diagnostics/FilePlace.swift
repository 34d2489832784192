/// The place at which a text begins in the file that holds it.
public struct SourceStart: Sendable {
  /// The name that messages give the file.
  public var file: String
  /// The number of the text's first line there, from 1.
  public var firstLine: Int
  /// How many bytes of the file stand before it.
  public var firstByte: Int

  /// The start of a text in a file.
  public init(file: String, firstLine: Int = 1, firstByte: Int = 0) {
    (self.file, self.firstLine, self.firstByte) = (file, firstLine, firstByte)
  }
}

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

  /// The first line of the file whose path `text` begins with, before a colon; nil of other texts.
  public static func file(leading text: String) -> FilePlace? {
    let path = text.firstRange(of: ": ").map { String(text[..<$0.lowerBound]) } ?? ""
    let isPath = path.contains("/") || path.contains(".") && !path.contains(" ")
    return isPath && !path.hasPrefix("-") ? FilePlace(path) : nil
  }

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
