import Diagnostics

/// The completion context at `offset`, a place in the UTF-8 bytes of `source`.
///
/// A token that touches the cursor counts as not yet typed: a completion replaces it.
package func expectations(
  at offset: Int,
  in source: String,
  verbs: [String: Shape],
  habits: (any HabitTranslator)? = nil
) -> CursorContext {
  let before = Array(source.utf8.prefix(max(0, offset)))
  var context = CursorContext()
  let lexed = Lexer.read(before)
  if let comment = lexed.comments.last, comment.end == before.count { return context }
  context.readTypedWord(lexed, before)
  context.parse(Array(before.prefix(context.replacing.start)), verbs, habits)
  return context
}

extension CursorContext {
  /// Takes the word that touches the end of `before`, its quote or dollar sign off, and the names
  /// before it that dots join to it.
  fileprivate mutating func readTypedWord(_ lexed: Lexed, _ before: [UInt8]) {
    var words = lexed.tokens.dropLast()
    replacing = SourceSpan(before.count, before.count)
    if let last = words.last, last.span.end == before.count, isUnfinished(last) {
      replacing = last.span
      typed = String(decoding: before[last.span.start...], as: UTF8.self)
      if let first = typed.first, "\"'`$".contains(first) { opening = String(typed.removeFirst()) }
      words.removeLast()
    }
    while words.last?.kind == .sign(.dot), let name = words.dropLast().last?.nameText {
      pathBefore.insert(name, at: 0)
      words.removeLast(2)
    }
  }

  private func isUnfinished(_ token: Token) -> Bool {
    switch token.kind {
    case .literal(.text): false
    case .name, .parameter, .problem, .literal: true
    default: false
    }
  }

  /// Reads what stands before the word.
  fileprivate mutating func parse(
    _ bytes: [UInt8],
    _ verbs: [String: Shape],
    _ habits: (any HabitTranslator)?
  ) {
    var parser = Parser(bytes, verbs: verbs, mode: .block, habits: habits)
    let all = parser.program()
    expectations = Set(parser.expectations)
    let start = parser.tokens.last { $0.kind == .terminator }?.span.end ?? -1
    statements = all.filter { $0.span.end <= start }
    guard let frame = parser.frameAtEnd else { return }
    let end = frame.verb?.span.start ?? bytes.count
    let span = SourceSpan(frame.start, max(frame.start, end))
    earlier = Pipeline(source: frame.source, stages: frame.stages, span: span)
    slot = frame.slot
    stage = frame.verb.map { verb in
      let span = SourceSpan(verb.span.start, bytes.count)
      return Stage(verb: verb, arguments: frame.arguments, span: span)
    }
  }
}
