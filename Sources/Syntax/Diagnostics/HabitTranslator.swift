import Diagnostics

/// A translator of what other languages write: the parser and the binder ask it where they meet
/// words that they do not know.
///
/// The caller of `parse` and `bind` hands one in; without one, such words are plain errors.
package protocol HabitTranslator: Sendable {
  /// The reading of a word or sign of another language where the grammar allows `place`.
  func reading(of written: String, at place: HabitPlace) -> HabitReading?

  /// What to say of a statement that could not be read, if a phrase of another language stopped it.
  func diagnosis(of statement: UnreadStatement) -> Diagnostic?

  /// The verb that does here what a stage of another language does.
  func verb(of stage: ForeignStage) -> VerbTranslation?

  /// A stage in our words, together with the next one where both make one stage here.
  func rewritten(_ stage: ForeignStage, before next: ForeignStage?) -> String?

  /// A call of a function of another language in our words.
  func call(_ name: String, _ arguments: [String]) -> CallTranslation?
}

/// A place of the grammar in which other languages write another word.
package enum HabitPlace: Sendable {
  case conjunction, disjunction, negation, comparison, pattern, direction, missing, alternative
  case assignment, call, pipe, source
}

/// A word of another language as it is read here.
package struct HabitReading: Sendable {
  /// Our word or sign.
  package var ours: String
  /// What replaces the foreign word in a repaired query.
  package var text: String
  /// What is noted of it.
  package var message: Message

  /// A reading as `ours`, which is also what is written unless `text` says otherwise.
  package init(_ ours: String, _ message: Message, writing text: String? = nil) {
    (self.ours, self.text, self.message) = (ours, text ?? ours, message)
  }
}

/// The tokens of a statement that could not be read.
package struct UnreadStatement: Sendable {
  /// The tokens, without the end of the statement.
  package let tokens: [Token]
  /// The whole source.
  package let bytes: [UInt8]
  /// The token at which reading stopped.
  package let stop: Int
  /// The verbs that there are.
  package let verbs: Set<String>
}

/// A stage whose verb is unknown, as text.
package struct ForeignStage: Sendable {
  /// The verb as it was written.
  package var verb: String
  /// All that stands behind the verb.
  package var arguments: String

  /// A stage of this verb.
  package init(_ verb: String, _ arguments: String) {
    (self.verb, self.arguments) = (verb, arguments)
  }
}

/// A verb of another language: ours, and how it is used.
package struct VerbTranslation: Sendable {
  /// Our verb.
  package var ours: String
  /// How it is done here, as part of a sentence.
  package var hint: String
  /// Whether the verb only names groups for the stage after it.
  package var isGrouping: Bool

  /// A translation with `ours`.
  package init(ours: String, hint: String, isGrouping: Bool) {
    (self.ours, self.hint, self.isGrouping) = (ours, hint, isGrouping)
  }
}

/// A call of another language in our words.
package struct CallTranslation: Sendable {
  /// What to say of it.
  package var message: Message
  /// The function that does the same with the same arguments.
  package var function: String?
  /// What replaces the whole call.
  package var text: String?

  /// A translation with `function` in place of the name, or `text` in place of all.
  package init(_ message: Message, function: String? = nil, text: String? = nil) {
    (self.message, self.function, self.text) = (message, function, text)
  }
}
