import Diagnostics

/// A translator from other languages, of words that the parser and the binder do not know.
///
/// It is an argument of `parse` and `bind`; without one, such words are plain errors.
package protocol HabitTranslator: Sendable {
  /// The reading of a word or sign of another language where the grammar allows `place`.
  func reading(of written: String, at place: HabitPlace) -> HabitReading?

  /// The diagnostic of a statement that could not be read, if a phrase of another language stopped
  /// it.
  func diagnosis(of statement: UnreadStatement) -> Diagnostic?

  /// The verb that does here what a stage of another language does.
  func verb(of stage: ForeignStage) -> VerbTranslation?

  /// A stage in our words, together with the next one where both make one stage here.
  func rewritten(_ stage: ForeignStage, before next: ForeignStage?) -> String?

  /// A call of a function of another language in our words.
  func call(_ name: String, _ arguments: [String]) -> CallTranslation?
}

/// A place of the grammar in which other languages write another word.
package enum HabitPlace: String, Sendable {
  case conjunction, disjunction, negation, comparison, pattern, direction, missing, alternative
  case assignment, call, pipe, source
}

/// A word of another language as it is read here.
package struct HabitReading: Sendable {
  /// Our word or sign.
  package var ours: String
  /// The text that replaces the foreign word in a repair.
  package var text: String
  package var message: Message

  package init(_ ours: String, _ message: Message, writing text: String? = nil) {
    (self.ours, self.text, self.message) = (ours, text ?? ours, message)
  }
}

/// The tokens of a statement that could not be read.
package struct UnreadStatement: Sendable {
  /// The tokens, without the end of the statement.
  package let tokens: [Token]
  package let bytes: [UInt8]
  /// The token at which reading stopped.
  package let stop: Int
  package let verbs: Set<String>
}

/// A stage whose verb is unknown, as text.
package struct ForeignStage: Sendable {
  /// The verb as it was written.
  package var verb: String
  package var arguments: String

  package init(_ verb: String, _ arguments: String) {
    (self.verb, self.arguments) = (verb, arguments)
  }
}

/// A verb of another language: ours, and how it is used.
package struct VerbTranslation: Sendable {
  package var ours: String
  /// The usage here, as part of a sentence.
  package var hint: String
  /// Whether the verb only names groups for the stage after it.
  package var isGrouping: Bool

  package init(ours: String, hint: String, isGrouping: Bool) {
    (self.ours, self.hint, self.isGrouping) = (ours, hint, isGrouping)
  }
}

/// A call of another language in our words.
package struct CallTranslation: Sendable {
  package var message: Message
  /// The function that does the same with the same arguments.
  package var function: String?
  /// The text that replaces the whole call.
  package var text: String?

  package init(_ message: Message, function: String? = nil, text: String? = nil) {
    (self.message, self.function, self.text) = (message, function, text)
  }
}
