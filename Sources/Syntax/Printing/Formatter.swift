import Diagnostics

/// `source` in canonical layout, with its comments; unchanged if it has errors.
///
/// A statement stands on one line when it fits 100 columns, else each stage on a line of its own; a
/// longer stage is broken behind commas and before words that go on, and indented.
package func formatted(_ source: String, verbs: [String: Shape]) -> String {
  let bytes = Array(source.utf8)
  let program = parse(bytes: bytes, verbs: verbs)
  let areKnown = program.statements.allSatisfy { $0.pipeline?.knows(verbs) ?? true }
  guard program.diagnostics.isEmpty, areKnown else { return source }
  var formatter = Formatter(QueryPrinter(verbs: verbs, bytes: bytes), Lexer.read(bytes).comments)
  for (index, statement) in program.statements.enumerated() {
    let next = index + 1 < program.statements.count ? program.statements[index + 1] : nil
    formatter.add(statement, before: next)
  }
  formatter.addComments(upTo: bytes.count)
  return formatter.lines.joined(separator: "\n") + (bytes.last?.isLineEnd == true ? "\n" : "")
}

extension Statement {
  /// The statement in canonical form, on one line.
  package func formatted(verbs: [String: Shape]) -> String {
    QueryPrinter(verbs: verbs).parts(self).map(\.text).joined(separator: " ")
  }
}

extension Pipeline {
  /// Whether all its verbs are among `verbs`.
  fileprivate func knows(_ verbs: [String: Shape]) -> Bool {
    let sources = [source] + stages.flatMap { $0.arguments.values.map { $0 as? Source } }
    return stages.allSatisfy { verbs[$0.verb.text] != nil }
      && sources.allSatisfy {
        if case .nested(let pipeline, _)? = $0 { pipeline.knows(verbs) } else { true }
      }
  }
}

extension Expression: CustomStringConvertible {
  /// The expression in canonical form.
  package var description: String { QueryPrinter(verbs: [:]).expression(self) }
}

extension Path: CustomStringConvertible {
  /// The path as it is written, with back-quotes where they are needed.
  package var description: String { QueryPrinter(verbs: [:]).path(self) }
}

/// The formatter: it lays out statements and comments in lines.
private struct Formatter {
  private let printer: QueryPrinter
  private var comments: ArraySlice<SourceSpan>
  var lines: [String] = []
  /// The end in the source of the last part that was laid out.
  private var place = 0

  init(_ printer: QueryPrinter, _ comments: [SourceSpan]) {
    (self.printer, self.comments) = (printer, comments[...])
  }

  private static let width = 100

  mutating func add(_ statement: Statement, before next: Statement?) {
    addComments(upTo: statement.span.start)
    keepBlankLine(before: statement.span.start)
    var parts = printer.parts(statement)
    // The next one would go on from this line.
    if case .pipeline(let following)? = next?.kind, following.source == nil {
      parts[parts.count - 1].text += ";"
    }
    let inner = takeComments { $0.start < statement.span.end }
    place = statement.span.end
    let line = parts.map(\.text).joined(separator: " ")
    if inner.isEmpty && displayWidth(of: line) <= Formatter.width {
      lines.append(line)
    } else {
      lines += layOut(parts, inner)
    }
    addTrailingComments()
  }

  /// Each part on its line, with the comments that stand in it.
  private func layOut(_ parts: [QueryPrinter.Part], _ comments: [SourceSpan]) -> [String] {
    var before = Array(repeating: [String](), count: parts.count)
    var behind = before
    for comment in comments {
      let text = printer.written(comment) ?? ""
      let part = (parts.firstIndex { $0.start > comment.start } ?? parts.count) - 1
      if !standsAlone(comment) {
        behind[max(0, part)].append(text)
      } else {
        before[min(part + 1, parts.count - 1)].append(text)
      }
    }
    return parts.indices.flatMap { index in
      let text = broken(parts[index].text, width: Formatter.width).joined(separator: "\n")
      return before[index] + [([text] + behind[index]).joined(separator: "  ")]
    }
  }

  /// Whether only blanks stand before a comment on its line.
  private func standsAlone(_ comment: SourceSpan) -> Bool {
    printer.bytes[..<comment.start].last { $0 != 0x20 && $0 != 0x09 }?.isLineEnd ?? true
  }

  private mutating func takeComments(_ belongs: (SourceSpan) -> Bool) -> [SourceSpan] {
    let taken = comments.prefix(while: belongs)
    comments = comments.dropFirst(taken.count)
    return Array(taken)
  }

  /// Puts comments that stand behind the statement on the same line there.
  private mutating func addTrailingComments() {
    // Another statement may stand between on the same line; then the comment is that one's.
    guard let comment = comments.first, !standsAlone(comment),
      printer.bytes[place..<comment.start].allSatisfy({
        !$0.isLineEnd && $0 <= 0x20 || $0 == UInt8(ascii: ";")
      })
    else { return }
    comments = comments.dropFirst()
    lines[lines.count - 1] += "  " + (printer.written(comment) ?? "")
    place = comment.end
  }

  /// Puts the comments before `end` on lines of their own.
  mutating func addComments(upTo end: Int) {
    for comment in takeComments({ $0.start < end }) {
      keepBlankLine(before: comment.start)
      lines.append(printer.written(comment) ?? "")
      place = comment.end
    }
  }

  /// Keeps one empty line where the source has some.
  private mutating func keepBlankLine(before start: Int) {
    let ends = printer.bytes[min(place, start)..<start].count { $0 == UInt8(ascii: "\n") }
    if !lines.isEmpty, ends > 1 { lines.append("") }
  }
}
