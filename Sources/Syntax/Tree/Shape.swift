/// The syntax of a verb's stages: a head, then options, each begun by a clause keyword.
///
/// From shapes come the parser of stages, usage lines, completion and the stage productions of the
/// grammar.
public struct Shape: Sendable {
  /// The keywords that may follow the verb and choose what it does, such as `last next nearest`
  /// of `join`.
  package let modes: [String]
  /// The arguments before any clause keyword, in order.
  package let head: [HeadSlot]
  /// The options, in any order, each once at most.
  package let options: [Option]

  /// A slot of the head.
  package struct HeadSlot: Sendable {
    package let slot: AnySlot
    package let isRequired: Bool

    /// A slot that must be filled.
    package static func required<Value>(_ slot: Slot<Value>) -> Self {
      Self(slot: slot.untyped, isRequired: true)
    }
    /// A slot that may stay empty.
    package static func optional<Value>(_ slot: Slot<Value>) -> Self {
      Self(slot: slot.untyped, isRequired: false)
    }
  }

  /// An option: its clause words and what follows them.
  package struct Option: Sendable {
    /// One word as a rule; two for `with ties`.
    let words: [String]
    package let slot: AnySlot
    package let isRequired: Bool
    /// The modes that allow it; nil for all, and an empty name stands for no mode.
    package let modes: Set<String>?

    /// An option begun by its slot's label, which is its clause word, unless `words` are given.
    package static func clause<Value>(
      _ slot: Slot<Value>,
      words: String...,
      required: Bool = false,
      modes: Set<String>? = nil
    ) -> Self {
      let words = words.isEmpty ? [slot.label] : words
      return Self(words: words, slot: slot.untyped, isRequired: required, modes: modes)
    }

    /// The clause words as they are written.
    var clause: String { words.joined(separator: " ") }

    /// The usage line of the option, without the brackets of an optional one.
    package var usage: String { slot.isFlag ? clause : clause + " " + slot.usage }
  }

  package init(modes: [String] = [], head: [HeadSlot] = [], options: [Option] = []) {
    (self.modes, self.head, self.options) = (modes, head, options)
  }

  /// The slot of the mode word.
  package static let mode = Slot<Name>.name("mode")

  /// The usage line of stages of this shape: `top COUNT [by EXPR] [per COLUMN, …]`.
  package func usage(_ verb: String) -> String {
    let mode = modes.isEmpty ? [] : ["[\(modes.joined(separator: "|"))]"]
    let arguments =
      head.map { ($0.slot.usage, $0.isRequired) } + options.map { ($0.usage, $0.isRequired) }
    let written = arguments.map { usage, isRequired in isRequired ? usage : "[\(usage)]" }
    return ([verb] + mode + written).joined(separator: " ")
  }
}
