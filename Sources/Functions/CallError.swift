import Diagnostics

/// What is wrong with a call, in which argument, and perhaps what would be right there.
public struct CallError: Error {
  package let message: Message
  /// The argument; nil for the whole call.
  public let argument: Int?
  /// What to write instead of the argument.
  public let replacement: String?

  package init(_ message: Message, at argument: Int? = nil, replacement: String? = nil) {
    (self.message, self.argument, self.replacement) = (message, argument, replacement)
  }
}
