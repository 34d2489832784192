import Diagnostics
import Habits
import Planner
import Syntax

/// Where a text that is run comes from.
public struct Origin: Sendable {
  /// The name that messages begin with; nil at the prompt.
  public var file: String?
  /// The number of the text's first line there.
  public var firstLine = 1
  /// How many bytes stand before the text there.
  public var firstByte = 0

  /// Text from the file called `file`, or from the prompt.
  public init(file: String?, firstLine: Int = 1) {
    (self.file, self.firstLine) = (file, firstLine)
  }

  /// The origin of a piece of the text.
  func of(_ piece: ScriptPiece) -> Origin {
    var origin = self
    (origin.firstLine, origin.firstByte) = (piece.firstLine, piece.firstByte)
    return origin
  }

  /// Where the text begins in its file; nil at the prompt.
  var start: SourceStart? {
    file.map { SourceStart(file: $0, firstLine: firstLine, firstByte: firstByte) }
  }

  /// The prompt.
  public static let prompt = Origin(file: nil)

  /// What messages about its first line begin with; nothing at the prompt.
  var words: String { file.map { "\(visibleText($0)):\(firstLine):1: " } ?? "" }
}

/// A statement handed to a session: the text that holds it, that text's origin, and its syntax.
struct Submission {
  /// The whole text, in which all spans are places.
  let text: String
  /// Where the text comes from.
  let origin: Origin
  /// The statement; nil for errors that belong to none.
  var statement: Statement?
  /// What the parser found wrong.
  var diagnostics: [Diagnostic] = []

  private var place: Int { statement?.span.start ?? diagnostics.first?.span.start ?? 0 }
}

extension Submission {
  /// The statements of a program, each with its errors, and errors outside of statements, in order
  /// of place.
  static func all(in program: ParsedProgram, _ text: String, _ origin: Origin) -> [Submission] {
    var all = program.statements.map { Submission(text: text, origin: origin, statement: $0) }
    for diagnostic in program.diagnostics {
      let owner = all.firstIndex { submission in
        submission.statement.map { ($0.span.start...$0.span.end).contains(diagnostic.span.start) }
          ?? (submission.diagnostics.last.map { isTogether($0, diagnostic, all) } ?? false)
      }
      if let owner {
        all[owner].diagnostics.append(diagnostic)
      } else {
        all.append(Submission(text: text, origin: origin, diagnostics: [diagnostic]))
      }
    }
    return all.sorted { $0.place < $1.place }
  }

  /// The texts of the statements in `bytes`, and between them what is none, with their origins; all
  /// of it where there is but one.
  static func texts(in bytes: [UInt8], from origin: Origin) -> [(bytes: [UInt8], origin: Origin)] {
    let source = String(decoding: bytes, as: UTF8.self)
    let all = Submission.all(in: parsed(bytes), source, .prompt)
    guard all.count > 1 else { return [(bytes, origin)] }
    var end = 0
    return all.indices.map { place in
      let next = all[place...].lazy.compactMap { $0.statement?.span.start }.first ?? bytes.count
      let own = all[place].statement.map { $0.span.start..<$0.span.end }
      let range = own ?? min(end, bytes.count)..<max(end, next)
      end = range.upperBound
      let text = bytes[range.clamped(to: 0..<bytes.count)].trimmed
      var place = origin
      place.firstLine += bytes[..<text.startIndex].count { $0 == 10 }
      place.firstByte += text.startIndex
      return (Array(text), place)
    }
  }

  /// Whether no statement stands between two errors, so that they are reported together.
  private static func isTogether(
    _ one: Diagnostic,
    _ other: Diagnostic,
    _ all: [Submission]
  ) -> Bool {
    !all.contains { submission in
      submission.statement.map {
        one.span.start < $0.span.start && $0.span.start < other.span.start
      } ?? false
    }
  }
}

/// The program that a text holds; its errors know the words of other languages.
func parsed(_ text: some Sequence<UInt8>, mode: LineMode = .block) -> ParsedProgram {
  parse(bytes: Array(text), verbs: Verb.shapes, mode: mode, habits: ForeignLanguages())
}

/// What may stand at a cursor, which knows the words of other languages.
func cursorContext(at cursor: Int, in buffer: String) -> CursorContext {
  expectations(at: cursor, in: buffer, verbs: Verb.shapes, habits: ForeignLanguages())
}

extension String {
  /// The text between the ends of `span`, as far as there is text.
  func text(at span: SourceSpan) -> String {
    let bytes = Array(utf8)
    let end = min(span.end, bytes.count)
    return String(decoding: bytes[min(span.start, end)..<end], as: UTF8.self)
  }
}

extension ArraySlice<UInt8> {
  /// What is left without spaces and ends of lines at both ends.
  fileprivate var trimmed: ArraySlice<UInt8> {
    let isBlank = { (byte: UInt8) in byte == 10 || byte == 32 }
    var rest = drop(while: isBlank)
    while let last = rest.last, isBlank(last) { rest.removeLast() }
    return rest
  }
}
