/// The syntax of a verb's stages: a head, then options, each begun by a clause keyword.
///
/// From shapes come the parser of stages, usage lines, completion and the stage productions of the
/// grammar.
public struct Shape: Sendable {
  /// The keywords that may follow the verb and choose what it does, such as `last next nearest`
  /// of `join`.
  public var modes: [String]
  /// The arguments before any clause keyword, in order.
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

  /// The slot of the mode word.
  public static let mode = Slot<Name>.name("mode")
}

extension Shape.HeadSlot {
  /// A slot that must be filled.
  public static func required<Value>(_ slot: Slot<Value>) -> Self {
    Self(slot: slot.untyped, isRequired: true)
  }
  /// A slot that may stay empty.
  public static func optional<Value>(_ slot: Slot<Value>) -> Self {
    Self(slot: slot.untyped, isRequired: false)
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
      slot: slot.untyped,
      isRequired: required,
      modes: modes
    )
  }
}

extension Shape {
  /// The usage line of stages of this shape: `top COUNT [by EXPR] [per COLUMN, …]`.
  public func usage(_ verb: String) -> String {
    var parts = [verb]
    if !modes.isEmpty { parts.append("[\(modes.joined(separator: "|"))]") }
    parts += head.map { $0.isRequired ? $0.slot.usage : "[\($0.slot.usage)]" }
    parts += options.map { $0.isRequired ? $0.usage : "[\($0.usage)]" }
    return parts.joined(separator: " ")
  }
}

extension Shape.Option {
  /// The usage line of the option, without the brackets of an optional one.
  public var usage: String {
    (words + (slot.isFlag ? [] : [slot.usage])).joined(separator: " ")
  }
}
