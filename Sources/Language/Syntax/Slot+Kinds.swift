// One maker for each kind of slot, so that a shape reads `.paths("columns")`.

extension Slot where Value == Term {
  /// An expression.
  public static func term(_ label: String) -> Slot { Slot(label, .term, extract: Slot.read) }
  /// A condition over aggregates.
  public static func condition(_ label: String) -> Slot {
    Slot(label, .condition, extract: Slot.read)
  }
  /// A constant or a parameter.
  public static func constant(_ label: String) -> Slot {
    Slot(label, .constant, extract: Slot.read)
  }
  private static func read(_ argument: Argument) -> Term? {
    if case .term(let term) = argument { return term }
    return nil
  }
}

extension Slot where Value == Path {
  /// A column, possibly of a linked table.
  public static func path(_ label: String) -> Slot {
    Slot(label, .path) { argument in
      if case .path(let path) = argument { return path }
      return nil
    }
  }
}

extension Slot where Value == [Path] {
  /// Columns, possibly of linked tables.
  public static func paths(_ label: String) -> Slot {
    Slot(label, .paths) { argument in
      if case .paths(let paths) = argument { return paths }
      return nil
    }
  }
}

extension Slot where Value == [ColumnItem] {
  /// Columns, each perhaps under a new name.
  public static func columns(_ label: String) -> Slot {
    Slot(label, .columns) { argument in
      if case .columns(let items) = argument { return items }
      return nil
    }
  }
}

extension Slot where Value == [Rename] {
  /// Pairs of a new and an old name.
  public static func renames(_ label: String) -> Slot {
    Slot(label, .renames) { argument in
      if case .renames(let items) = argument { return items }
      return nil
    }
  }
}

extension Slot where Value == [Assignment] {
  /// New columns.
  public static func assignments(_ label: String) -> Slot {
    Slot(label, .assignments) { argument in
      if case .assignments(let items) = argument { return items }
      return nil
    }
  }
}

extension Slot where Value == [AggregateItem] {
  /// Aggregates, each perhaps under a name.
  public static func aggregates(_ label: String) -> Slot {
    Slot(label, .aggregates) { argument in
      if case .aggregates(let items) = argument { return items }
      return nil
    }
  }
}

extension Slot where Value == [KeyItem] {
  /// What rows are grouped by.
  public static func keys(_ label: String) -> Slot {
    Slot(label, .keys) { argument in
      if case .keys(let items) = argument { return items }
      return nil
    }
  }
}

extension Slot where Value == [OrderItem] {
  /// What rows are ordered by.
  public static func order(_ label: String) -> Slot {
    Slot(label, .order) { argument in
      if case .order(let items) = argument { return items }
      return nil
    }
  }
}

extension Slot where Value == [JoinKey] {
  /// Which columns must agree.
  public static func joinKeys(_ label: String) -> Slot {
    Slot(label, .joinKeys) { argument in
      if case .joinKeys(let items) = argument { return items }
      return nil
    }
  }
}

extension Slot where Value == Source {
  /// Another table.
  public static func source(_ label: String) -> Slot {
    Slot(label, .source) { argument in
      if case .source(let source) = argument { return source }
      return nil
    }
  }
}

extension Slot where Value == Quantity {
  /// A number of rows or groups.
  public static func count(_ label: String) -> Slot { Slot(label, .count, extract: Slot.read) }
  /// A number of rows, or a percentage of them.
  public static func amount(_ label: String) -> Slot { Slot(label, .amount, extract: Slot.read) }
  private static func read(_ argument: Argument) -> Quantity? {
    if case .quantity(let quantity) = argument { return quantity }
    return nil
  }
}

extension Slot where Value == SpanItem {
  /// A length of time.
  public static func span(_ label: String) -> Slot {
    Slot(label, .span) { argument in
      if case .span(let span) = argument { return span }
      return nil
    }
  }
}

extension Slot where Value == Name {
  /// A unit of time.
  public static func unit(_ label: String) -> Slot { Slot(label, .unit, extract: Slot.read) }
  /// A new name.
  public static func name(_ label: String) -> Slot { Slot(label, .name, extract: Slot.read) }
  /// An output format.
  public static func format(_ label: String) -> Slot { Slot(label, .format, extract: Slot.read) }
  /// A kind of chart.
  public static func chart(_ label: String) -> Slot { Slot(label, .chart, extract: Slot.read) }
  private static func read(_ argument: Argument) -> Name? {
    if case .name(let name) = argument { return name }
    return nil
  }
}

extension Slot where Value == [Name] {
  /// A column of the left table, and perhaps its like in the right one.
  public static func namePair(_ label: String) -> Slot {
    Slot(label, .namePair, extract: Slot.read)
  }
  /// Two new names.
  public static func twoNames(_ label: String) -> Slot {
    Slot(label, .twoNames, extract: Slot.read)
  }
  private static func read(_ argument: Argument) -> [Name]? {
    if case .names(let names) = argument { return names }
    return nil
  }
}

extension Slot where Value == String {
  /// A text for people.
  public static func text(_ label: String) -> Slot {
    Slot(label, .text) { argument in
      if case .text(let text, _) = argument { return text }
      return nil
    }
  }
}

extension Slot where Value == Bool {
  /// Words that say all by being there.
  public static func flag(_ label: String) -> Slot {
    Slot(label, .flag) { argument in
      if case .flag = argument { return true }
      return nil
    }
  }
}
