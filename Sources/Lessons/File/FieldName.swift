/// The name of a field of a lesson's file: what stands before the colon.
enum FieldName: String, CaseIterable {
  case goal, time, needs, teaches, language, data
  case answer, also, wrong, refused, compare, start, run, reply, accept, choice, witness, hint,
    after

  /// Whether it belongs to a lesson, before its first exercise.
  var isOfLesson: Bool {
    switch self {
    case .goal, .time, .needs, .teaches, .language, .data: true
    default: false
    }
  }

  /// Whether it may stand several times.
  var mayRepeat: Bool {
    switch self {
    case .also, .wrong, .refused, .accept, .choice, .hint: true
    default: false
    }
  }

  /// Whether its text is a query, which may be followed by words.
  var holdsQuery: Bool {
    switch self {
    case .answer, .also, .wrong, .refused, .start, .run: true
    default: false
    }
  }

  /// All names, as messages list them.
  static let names = allCases.map(\.rawValue)
}

/// A field as it stands in the file, before it is understood.
struct RawField {
  var name: FieldName
  /// The text behind the colon, and of a query its further lines.
  var text: String
  /// The lines that go on with it in words, joined.
  var words = ""
  var line: Int
  /// The column of its text.
  var column: Int
}
