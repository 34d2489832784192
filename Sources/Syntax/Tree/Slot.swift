/// A typed place for an argument of a stage: how the argument is read, printed and described.
///
/// `stage[slot]` is the argument.
package struct Slot<Value: Sendable>: Sendable {
  /// The slot without the type of its arguments.
  package let untyped: AnySlot

  /// The key under which stages keep the argument; the clause word of an option.
  package var label: String { untyped.label }

  /// A slot whose arguments `parse` reads and `print` writes in canonical form.
  init(
    _ label: String,
    _ syntax: ArgumentSyntax,
    print: @escaping @Sendable (QueryPrinter, Value) -> String,
    parse: @escaping @Sendable (inout Parser) throws -> Value
  ) {
    untyped = AnySlot(
      label: label,
      syntax: syntax,
      print: { printer, argument in (argument as? Value).map { print(printer, $0) } ?? "" },
      parse: parse
    )
  }

  /// A slot of items between commas, each of which `parse` reads and `print` writes.
  init<Item>(
    list label: String,
    _ syntax: ArgumentSyntax,
    print: @escaping @Sendable (QueryPrinter, Item) -> String,
    parse: @escaping @Sendable (inout Parser) throws -> Item
  ) where Value == [Item] {
    self.init(
      label,
      syntax,
      print: { printer, items in items.map { print(printer, $0) }.joined(separator: ", ") }
    ) { try $0.list(parse) }
  }
}

/// A slot without the type of its arguments, as shapes hold it.
package struct AnySlot: Sendable {
  /// The key under which stages keep the argument; the clause word of an option.
  package let label: String
  let syntax: ArgumentSyntax
  let print: @Sendable (QueryPrinter, any Sendable) -> String
  let parse: @Sendable (inout Parser) throws -> any Sendable

  /// The argument in usage lines, such as `COLUMN, …`; empty for a flag.
  package var usage: String { syntax.usage }
  /// The argument in words, perhaps with an example.
  package var meaning: String { syntax.meaning }
  /// An example of the argument, if its words have one.
  package var example: String? {
    let parts = meaning.split(separator: ", such as ", maxSplits: 1)
    return parts.count > 1 ? String(parts[1]) : nil
  }
  /// Whether the option is its clause words alone, without an argument.
  package var isFlag: Bool { usage.isEmpty }
}

/// The description of an argument for the grammar, for people, and for completion.
struct ArgumentSyntax: Sendable {
  /// The right side of the argument's production in the grammar.
  let production: String
  let usage: String
  let meaning: String
  let start: ArgumentStart
  let hints: RepairHints

  init(
    _ production: String,
    _ usage: String,
    _ meaning: String,
    at start: ArgumentStart,
    _ hints: RepairHints = []
  ) {
    (self.production, self.usage, self.meaning) = (production, usage, meaning)
    (self.start, self.hints) = (start, hints)
  }
}

/// The first token of an argument: what completion expects there, and what the parser accepts.
struct ArgumentStart: Sendable {
  let expectations: [Expectation]
  /// Whether the parser stands before such a token.
  let matches: @Sendable (Parser) -> Bool

  static let expression = Self(expectations: Expectation.expressionStart) { $0.startsExpression }
  static let aggregate = Self(expectations: [.aggregate] + Expectation.expressionStart) {
    $0.startsExpression
  }
  static let column = name(.column)
  static let text = Self(expectations: [.text]) {
    if case .literal(.text) = $0.current.kind { true } else { false }
  }
  static let source = Self(expectations: [.source, .keyword("calendar"), .sign("(")]) {
    $0.isName || $0.stands(.open)
  }
  /// The start of a flag, which has no tokens of its own.
  static let nothing = Self(expectations: []) { _ in true }

  static func name(_ expectation: Expectation) -> Self {
    Self(expectations: [expectation]) { $0.isName }
  }
  static func number(_ expectations: Expectation...) -> Self {
    Self(expectations: expectations) { $0.startsExpression && !$0.isName }
  }
}

/// The repairs to offer where an argument, or what follows it, cannot be read.
struct RepairHints: OptionSet {
  let rawValue: Int

  /// A text in quotes is meant as a name.
  static let quotedName = Self(rawValue: 1)
  /// A name that follows lacks a comma before it.
  static let missingComma = Self(rawValue: 2)
  /// A name that follows lacks `and` before it.
  static let missingAnd = Self(rawValue: 4)
  /// A bracket that follows belongs to an expression; elsewhere it is a call that needs `add`.
  static let bracket = Self(rawValue: 8)
}
