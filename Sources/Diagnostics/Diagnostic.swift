/// A diagnostic: an error or a note about a query, with its place and perhaps a repair.
public struct Diagnostic: Sendable {
  /// The text of the error.
  public var message: Message
  /// The exact place.
  public var span: SourceSpan
  /// Further places with the same message.
  public var furtherSpans: [SourceSpan] = []
  /// The one repair that is clearly meant, if there is one.
  public var fix: FixIt?
  /// Whether it is only worth knowing: the query runs.
  public var isNote: Bool

  /// A diagnostic at `span`.
  public init(
    _ message: Message,
    at span: SourceSpan,
    fix: FixIt? = nil,
    isNote: Bool = false
  ) {
    (self.message, self.span, self.fix, self.isNote) = (message, span, fix, isNote)
  }
}

extension [Diagnostic] {
  /// These diagnostics in order of place; those of one place keep their order.
  public var inOrder: [Diagnostic] {
    enumerated()
      .sorted { ($0.element.span.start, $0.offset) < ($1.element.span.start, $1.offset) }
      .map(\.element)
  }
}

/// Edits that repair a query.
public struct FixIt: Hashable, Sendable {
  /// The edits, which do not overlap.
  public var edits: [Edit]

  /// A stretch of the source and what stands there instead.
  public struct Edit: Hashable, Sendable {
    /// The stretch that is replaced.
    public var span: SourceSpan
    /// The text that replaces it.
    public var text: String
    /// An edit that writes `text` at `span`.
    public init(_ span: SourceSpan, _ text: String) { (self.span, self.text) = (span, text) }
  }

  /// A repair of these edits.
  public init(_ edits: [Edit]) { self.edits = edits }

  /// A repair that writes `text` at `span`.
  public static func replacing(_ span: SourceSpan, with text: String) -> FixIt {
    FixIt([Edit(span, text)])
  }
}

/// The text of a diagnostic.
///
/// Each message is a static function in a folder of messages, so that all texts are read together;
/// callers give facts.
public struct Message: Hashable, Sendable {
  /// A short stable name for tools: `unknown-column`.
  public var code: String
  /// Plain sentences.
  public var text: String

  /// A message with this code; only the folders of messages make any.
  ///
  /// Of a text above 4000 bytes, the middle is left out.
  public init(_ code: String, _ text: String) {
    self.code = code
    let isLong = text.utf8.count > 4000
    self.text = isLong ? text.prefix(600) + " … " + text.suffix(600) : text
  }

  /// Whether a file of data is wrong, whose place the text may begin with.
  public var isAboutFile: Bool { code == "table-failure" }
}

/// A message is written as `"code: text"`.
extension Message: ExpressibleByStringInterpolation {
  /// The message whose code stands before the first colon.
  public init(stringLiteral literal: String) {
    let colon = literal.firstIndex(of: ":") ?? literal.endIndex
    self.init(String(literal[..<colon]), String(literal[colon...].dropFirst(2)))
  }
}

/// The error of a query or command: its diagnostics, in order of place.
public struct Failure: Error, Sendable {
  /// The diagnostics.
  public var diagnostics: [Diagnostic]
  /// The kind of failure, which decides the exit code.
  public var kind: Kind

  /// The kinds of failure.
  public enum Kind: Hashable, Sendable {
    case query, usage, assertion, file, interruption
  }

  /// A failure of these diagnostics.
  public init(_ diagnostics: [Diagnostic], kind: Kind = .query) {
    (self.diagnostics, self.kind) = (diagnostics, kind)
  }
}
