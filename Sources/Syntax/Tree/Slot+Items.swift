// Slots of one item, each with its production.

extension Slot {
  /// An expression.
  package static func expression(_ label: String, meaning: String = "an expression") -> Slot
  where Value == Expression {
    expression(label, "EXPR", meaning, [.missingAnd, .bracket])
  }

  /// A condition over aggregates.
  package static func condition(_ label: String) -> Slot where Value == Expression {
    expression(label, "CONDITION", "a condition, such as count > 0", .bracket)
  }

  /// A constant or a parameter, such as the name of a file.
  package static func constant(_ label: String) -> Slot where Value == Expression {
    expression(label, "TEXT", "a text in quotes or a parameter")
  }

  private static func expression(
    _ label: String,
    _ usage: String,
    _ meaning: String,
    _ hints: RepairHints = []
  ) -> Slot where Value == Expression {
    let syntax = ArgumentSyntax("expr", usage, meaning, at: .expression, hints)
    return Slot(label, syntax, print: { $0.expression($1) }) { try $0.expression() }
  }

  /// A column, possibly of a linked table.
  package static func path(_ label: String) -> Slot where Value == Path {
    let syntax = ArgumentSyntax("path", "COLUMN", "a column", at: .column, .quotedName)
    return Slot(label, syntax, print: { $0.path($1) }) { try $0.path() }
  }

  /// Another table.
  package static func source(_ label: String) -> Slot where Value == Source {
    let syntax = ArgumentSyntax("source", "TABLE", "a table", at: .source)
    return Slot(label, syntax, print: { $0.source($1) }) { try $0.source() }
  }

  /// A number of rows or groups.
  package static func count(_ label: String) -> Slot where Value == Quantity {
    let start = ArgumentStart.number(.number, .parameter)
    let syntax = ArgumentSyntax("count", "COUNT", "a count, such as 10", at: start)
    return quantity(label, syntax, percent: false)
  }

  /// A number of rows, or a percentage of them.
  package static func amount(_ label: String) -> Slot where Value == Quantity {
    let meaning = "a count or a percentage, such as 10 or 5%"
    let start = ArgumentStart.number(.number, .percent, .parameter)
    let syntax = ArgumentSyntax("( count | percent )", "COUNT or PERCENT", meaning, at: start)
    return quantity(label, syntax, percent: true)
  }

  private static func quantity(
    _ label: String,
    _ syntax: ArgumentSyntax,
    percent: Bool
  ) -> Slot where Value == Quantity {
    Slot(label, syntax, print: { $0.quantity($1) }) { try $0.quantity(percent: percent) }
  }

  /// A length of time.
  package static func interval(_ label: String) -> Slot where Value == IntervalItem {
    let start = ArgumentStart.number(.number, .parameter)
    let meaning = "a length of time, such as 90 days"
    let syntax = ArgumentSyntax("length", "COUNT UNIT", meaning, at: start)
    return Slot(label, syntax, print: { $0.interval($1) }) { try $0.intervalItem() }
  }

  /// A unit of time, whose name is kept in the singular.
  package static func unit(_ label: String) -> Slot where Value == Name {
    let meaning = "a unit: day, week, month, quarter or year"
    let syntax = ArgumentSyntax("unit", "UNIT", meaning, at: .name(.unit))
    return Slot(label, syntax, print: { $0.spelled($1) }) { try $0.unitName() }
  }

  /// A new name.
  package static func name(_ label: String) -> Slot where Value == Name {
    name(label, ArgumentSyntax("name", "NAME", "a name", at: .name(.newName), .quotedName))
  }

  /// An output format.
  package static func format(_ label: String) -> Slot where Value == Name {
    let meaning = "a format, such as csv"
    return name(label, ArgumentSyntax("format", "FORMAT", meaning, at: .name(.format), .quotedName))
  }

  /// A kind of chart.
  package static func chart(_ label: String) -> Slot where Value == Name {
    let meaning = "a kind of chart, such as bar"
    return name(label, ArgumentSyntax("kind", "KIND", meaning, at: .name(.chart), .quotedName))
  }

  private static func name(_ label: String, _ syntax: ArgumentSyntax) -> Slot where Value == Name {
    Slot(label, syntax, print: { $0.spelled($1) }) { try $0.newName() }
  }

  /// A text for people.
  package static func text(_ label: String) -> Slot where Value == String {
    let syntax = ArgumentSyntax("text", "TEXT", "a text in quotes", at: .text)
    return Slot(label, syntax, print: { Spelling.text($1) }) { try $0.text() }
  }

  /// An option without an argument: it is written or not.
  package static func flag(_ label: String) -> Slot where Value == Bool {
    Slot(label, ArgumentSyntax("", "", "nothing", at: .nothing), print: { _, _ in "" }) { _ in true
    }
  }
}
