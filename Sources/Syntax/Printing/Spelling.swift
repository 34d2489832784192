/// The canonical spelling of names and texts.
package enum Spelling {
  /// A text in the quotes that it does not hold, double ones for choice.
  package static func text(_ content: String) -> String {
    let hasDouble = content.utf8.contains(UInt8(ascii: "\""))
    let hasSingle = content.utf8.contains(UInt8(ascii: "'"))
    if hasDouble && !hasSingle { return "'" + content + "'" }
    let doubled = content.utf8.flatMap { $0 == UInt8(ascii: "\"") ? [$0, $0] : [$0] }
    return "\"" + String(decoding: doubled, as: UTF8.self) + "\""
  }

  /// A name, in back-quotes if it would not be read as one without or is among `reserved`.
  package static func name(_ text: String, reserved: Set<String> = []) -> String {
    isPlain(text) && !reserved.contains(text) ? text : quoted(text)
  }

  /// A name in back-quotes, of which those that it holds are doubled.
  package static func quoted(_ name: String) -> String {
    "`" + name.replacing("`", with: "``") + "`"
  }

  /// The name of a column as any stage reads it.
  package static func column(_ text: String) -> String {
    name(text, reserved: QueryPrinter.alwaysReserved)
  }

  /// The name of a table as it begins a query.
  package static func table(_ text: String) -> String {
    name(text, reserved: QueryPrinter.alwaysReserved.union(QueryPrinter.reservedSources))
  }

  /// Whether `text` is read as one bare word.
  static func isPlain(_ text: String) -> Bool {
    let tokens = Lexer.read(Array(text.utf8)).tokens
    return tokens.count == 2 && tokens[0].kind == .name(text)
  }
}
