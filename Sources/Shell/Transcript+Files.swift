import Catalog
import Diagnostics
import Lessons
import Planner
import Remote
import Syntax

extension Console {
  /// Writes the transcript of a query file; an error in it that no comment announces is reported.
  public func record(_ path: String, _ catalog: Catalog, _ server: RemoteServer?) -> Exit {
    withFile(path) { source in
      var transcript = Transcript(over: catalog, server)
      transcript.record(source)
      data(transcript.text)
      flush()
      return report(transcript.surprises, in: path)
    }
  }

  /// Reports what of a transcript failed, or did not, against what its comments say.
  func report(_ surprises: [Transcript.Surprise], in path: String) -> Exit {
    for surprise in surprises {
      let reason =
        surprise.exit == .fine
        ? "The comment above this announces an error, but there was none. Take the comment out."
        : "This fails. Correct it; or, where its error is to be shown, say so in a comment above it: "
          + "\(Transcript.announcement) WHAT IS WRONG"
      error("\(visibleText(path)):\(surprise.line):1: \(reason)\n")
    }
    guard let first = surprises.first else { return .fine }
    return first.exit == .fine ? .assertion : first.exit
  }

  /// Prints a query file in the canonical layout, or what is wrong with it.
  public func layOut(_ path: String) -> Exit {
    withFile(path) { source in
      if source.unicodeScalars.contains("\u{FFFD}"), let bytes = try? readFile(path),
        String(validating: bytes, as: UTF8.self) == nil
      {
        error("\(visibleText(path)): is not UTF-8; save it as UTF-8.\n")
        return .query
      }
      if path.hasSuffix(".lesson") {
        data(formattedCourse(source))
        return .fine
      }
      let pieces = ScriptPiece.all(in: Array(source.utf8))
      for piece in pieces where piece.command == nil {
        let diagnostics = parsed(piece.bytes).diagnostics
        guard diagnostics.isEmpty else {
          let text = String(decoding: piece.bytes, as: UTF8.self)
          let place = (file: path, firstLine: piece.firstLine)
          if errorsAsJSON {
            for diagnostic in diagnostics { json(diagnostic.json(source: text, place: place)) }
          } else {
            error(render(diagnostics, source: text, place: place) + "\n")
          }
          return .query
        }
      }
      for piece in pieces {
        let text = String(decoding: piece.bytes, as: UTF8.self)
        data(piece.command == nil ? formatted(text, verbs: Verb.shapes) : text + "\n")
      }
      return .fine
    }
  }

  func withFile(_ path: String, _ body: (String) -> Exit) -> Exit {
    defer { flush() }
    do throws(FileProblem) {
      return body(String(decoding: try readFile(path), as: UTF8.self))
    } catch {
      self.error(error.text + "\n")
      return .file
    }
  }
}
