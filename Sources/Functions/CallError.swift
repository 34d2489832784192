import Diagnostics

/// What is wrong with a call, in which argument, and perhaps what would be right there.
public struct CallError: Error {
  /// What is wrong.
  public let message: Message
  /// The argument; nil for the whole call.
  public let argument: Int?
  /// What to write instead of the argument.
  public let replacement: String?

  /// An error in an argument, or in the whole call.
  public init(_ message: Message, at argument: Int? = nil, replacement: String? = nil) {
    (self.message, self.argument, self.replacement) = (message, argument, replacement)
  }
}
