// Slots of several items, each with the production of its items.

extension Slot {
  // names = path { "," path } ;
  /// Columns, possibly of linked tables.
  package static func paths(_ label: String) -> Slot where Value == [Path] {
    let syntax = columnList("names", "COLUMN, …")
    return Slot(list: label, syntax, print: { $0.path($1) }) { try $0.path() }
  }

  // cols = col { "," col } ; col = [ name "=" ] path ;
  /// Columns, each perhaps under a new name.
  package static func columns(_ label: String) -> Slot where Value == [ColumnItem] {
    let syntax = columnList("cols", "[NAME =] COLUMN, …")
    return Slot(list: label, syntax, print: { $0.named($1.name, $0.path($1.path)) }) {
      ColumnItem(name: $0.nameBeforeEqual(), path: try $0.path())
    }
  }

  private static func columnList(_ production: String, _ usage: String) -> ArgumentSyntax {
    let meaning = "one column or several, with commas"
    return ArgumentSyntax(production, usage, meaning, at: .column, [.quotedName, .missingComma])
  }

  // renames = name "=" name { "," name "=" name } ;
  /// Pairs of a new and an old name.
  package static func renames(_ label: String) -> Slot where Value == [Rename] {
    let meaning = "the new name = the old one"
    let syntax = ArgumentSyntax("renames", "NEW = OLD, …", meaning, at: .name(.newName))
    return Slot(list: label, syntax, print: { $0.named($1.new, $0.spelled($1.old)) }) {
      try $0.rename()
    }
  }

  // assignments = asg { "," asg } ;
  /// New columns.
  package static func assignments(_ label: String) -> Slot where Value == [Assignment] {
    let meaning = "a name = an expression"
    let syntax = ArgumentSyntax("assignments", "NAME = EXPR, …", meaning, at: .name(.newName))
    return Slot(list: label, syntax, print: { $0.named($1.name, $0.expression($1.expression)) }) {
      try $0.assignment()
    }
  }

  // aggregates = agg { "," agg } ; agg = [ name "=" ] expr ;
  /// Aggregates, each perhaps under a name.
  package static func aggregates(_ label: String) -> Slot where Value == [AggregateItem] {
    let meaning = "an aggregate, such as sum(COLUMN)"
    let syntax = ArgumentSyntax("aggregates", "[NAME =] AGGREGATE, …", meaning, at: .aggregate)
    return Slot(list: label, syntax, print: { $0.item($1.name, $1.expression) }) { p in
      let name = p.nameBeforeEqual()
      p.want(.aggregate)
      return AggregateItem(name: name, expression: try p.expression())
    }
  }

  // keys = key { "," key } ; key = [ name "=" ] expr ;
  /// Grouping keys, each perhaps under a name.
  package static func keys(_ label: String) -> Slot where Value == [KeyItem] {
    let meaning = "what rows are grouped by, such as a column"
    let syntax = ArgumentSyntax("keys", "[NAME =] KEY, …", meaning, at: .expression, .missingComma)
    return Slot(list: label, syntax, print: { $0.item($1.name, $1.expression) }) {
      KeyItem(name: $0.nameBeforeEqual(), expression: try $0.expression())
    }
  }

  // terms = expr { "," expr } ;
  /// Terms, such as columns.
  package static func terms(_ label: String, meaning: String) -> Slot
  where Value == [Expression] {
    let syntax = ArgumentSyntax("terms", "EXPR, …", meaning, at: .expression, .missingComma)
    return Slot(list: label, syntax, print: { $0.expression($1) }) { try $0.expression() }
  }

  // spans = span { "," span } ; span = expr [ ".." expr ] ;
  /// Terms, such as columns, and spans of two of them.
  package static func spans(_ label: String, meaning: String) -> Slot
  where Value == [ValueRange] {
    let syntax = ArgumentSyntax("spans", "EXPR, …", meaning, at: .expression, .missingComma)
    return Slot(list: label, syntax, print: { $0.range($1) }) {
      let low = try $0.expression()
      return ValueRange(low: low, high: $0.accept(.range) ? try $0.expression() : nil)
    }
  }

  // order = okey { "," okey } ;
  /// Sort keys.
  package static func order(_ label: String) -> Slot where Value == [OrderItem] {
    let meaning = "what rows are ordered by, such as COLUMN desc"
    let syntax = ArgumentSyntax("order", "EXPR [desc], …", meaning, at: .expression)
    return Slot(
      list: label,
      syntax,
      print: { $0.expression($1.expression) + ($1.isDescending ? " desc" : "") }
    ) { try $0.orderItem() }
  }

  // jkeys = jkey { "," jkey } ;
  /// Join keys: the columns that must agree.
  package static func joinKeys(_ label: String) -> Slot where Value == [JoinKey] {
    let meaning = "the columns that must agree"
    let syntax = ArgumentSyntax("jkeys", "LEFT [= RIGHT], …", meaning, at: .column, .quotedName)
    return Slot(list: label, syntax, print: { $0.joinKey($1) }) { try $0.joinKey() }
  }

  /// A column of the left table, and perhaps its like in the right one.
  package static func namePair(_ label: String) -> Slot where Value == [Name] {
    let production = "name [ \"=\" name ]"
    let syntax = ArgumentSyntax(production, "NAME [= NAME]", "a column of dates", at: .column)
    return Slot(label, syntax, print: { $1.map($0.spelled).joined(separator: " = ") }) {
      try $0.namePair()
    }
  }

  /// Two new names.
  package static func twoNames(_ label: String) -> Slot where Value == [Name] {
    let (production, meaning) = ("name \",\" name", "two names, with a comma")
    let syntax = ArgumentSyntax(production, "NAME, NAME", meaning, at: .name(.newName))
    return Slot(label, syntax, print: { $1.map($0.spelled).joined(separator: ", ") }) {
      try $0.twoNames()
    }
  }
}
