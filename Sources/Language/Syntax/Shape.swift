/// What may follow a verb: a head, then options each begun by a clause word of its own.
///
/// From shapes come the parser of stages, usage lines, completion and the stage productions of the grammar.
public struct Shape: Sendable {
  /// The words that may stand right after the verb and choose what it does: `last next nearest` of `join`.
  public var modes: [String]
  /// What stands before any clause word, in order.
  public var head: [HeadSlot]
  /// The options, in any order, each once at most.
  public var options: [Option]

  /// A slot of the head.
  public struct HeadSlot: Sendable {
    /// What may stand there.
    public var slot: AnySlot
    /// Whether it must be written.
    public var isRequired: Bool
  }

  /// An option: its clause words and what follows them.
  public struct Option: Sendable {
    /// One word as a rule; two for `with ties`.
    public var words: [String]
    /// What may stand there.
    public var slot: AnySlot
    /// Whether it must be written.
    public var isRequired: Bool
    /// The modes that allow it; nil for all, and an empty name stands for no mode.
    public var modes: Set<String>?
  }

  /// A shape of these parts.
  public init(
    modes: [String] = [],
    head: [HeadSlot] = [],
    options: [Option] = []
  ) {
    (self.modes, self.head, self.options) = (modes, head, options)
  }

  /// The label under which a stage keeps its mode word.
  public static let mode = Slot<Name>("mode", .name) { argument in
    if case .name(let name) = argument { return name }
    return nil
  }
}

extension Shape.HeadSlot {
  /// A slot that must be filled.
  public static func required<Value>(_ slot: Slot<Value>) -> Self {
    Self(slot: slot.erased, isRequired: true)
  }
  /// A slot that may stay empty.
  public static func optional<Value>(_ slot: Slot<Value>) -> Self {
    Self(slot: slot.erased, isRequired: false)
  }
}

extension Shape.Option {
  /// An option begun by its slot's label, which is its clause word, unless `words` are given.
  public static func clause<Value>(
    _ slot: Slot<Value>,
    words: String...,
    required: Bool = false,
    modes: Set<String>? = nil
  ) -> Self {
    Self(
      words: words.isEmpty ? [slot.label] : words,
      slot: slot.erased,
      isRequired: required,
      modes: modes
    )
  }
}

/// A named place for an argument of a certain kind; `stage[slot]` reads it.
public struct Slot<Value: Sendable>: Sendable {
  /// The name under which stages keep the argument; a clause word for options.
  public var label: String
  /// What may stand there, and so which production reads it.
  public var kind: SlotKind
  /// Takes the value out of an argument of that kind.
  public var extract: @Sendable (Argument) -> Value?

  /// A slot of this kind.
  public init(
    _ label: String,
    _ kind: SlotKind,
    extract: @escaping @Sendable (Argument) -> Value?
  ) {
    (self.label, self.kind, self.extract) = (label, kind, extract)
  }

  /// The slot without its type.
  public var erased: AnySlot { AnySlot(label: label, kind: kind) }
}

/// A slot without the type of its value.
public struct AnySlot: Sendable {
  /// The name under which stages keep the argument.
  public var label: String
  /// What may stand there.
  public var kind: SlotKind
}

/// What may stand in a slot; the parser has one function for each.
public enum SlotKind: String, CaseIterable, Sendable {
  /// `expr` → `.term`
  case term
  /// A term that may use aggregates only (of `assert`) → `.term`
  case condition
  /// A constant or parameter, such as a file name → `.term`
  case constant
  /// `path` → `.path`
  case path
  /// `path, …` → `.paths`
  case paths
  /// `[name =] path, …` → `.columns`
  case columns
  /// `new = old, …` → `.renames`
  case renames
  /// `name = expr, …` → `.assignments`
  case assignments
  /// `[name =] expr, …` → `.aggregates`
  case aggregates
  /// `[name =] expr, …` → `.keys`
  case keys
  /// `expr [asc|desc], …` → `.order`
  case order
  /// `path [= path | in name..name], …` → `.joinKeys`
  case joinKeys
  /// `name`, `(pipeline)` or `calendar(range)` → `.source`
  case source
  /// a count or `$name` → `.quantity`
  case count
  /// a count, a percentage or `$name` → `.quantity`
  case amount
  /// `90 days` or `$name` → `.span`
  case span
  /// `day week month quarter year` and plurals → `.name`
  case unit
  /// a new name → `.name`
  case name
  /// `name [= name]`, the left and the right one → `.names`
  case namePair
  /// `name, name`, two new names → `.names`
  case twoNames
  /// an output format → `.name`
  case format
  /// a kind of chart → `.name`
  case chart
  /// a text → `.text`
  case text
  /// nothing: the clause words say all → `.flag`
  case flag
}
